import Foundation
import VaglioModels
import VaglioTables

@testable import VaglioIntegrations

/// Files of Python for the tests, in a folder that goes with them.
final class PythonTestFile {
  let path: String
  private let folder: URL

  /// The interpreter with pandas and pyarrow: `VAGLIO_PYTHON`, else that of `script/setup --tests`.
  static let python: String? = {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
    let named = ProcessInfo.processInfo.environment["VAGLIO_PYTHON"]
    let path = named ?? root.appending(path: ".venv/bin/python").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  /// Whether tests with Python run: where it is, and where its absence is an error.
  static let runs =
    python != nil || ProcessInfo.processInfo.environment["VAGLIO_REQUIRE_ALL"] == "1"

  init(_ source: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "vaglio \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "model.py")
    try source.write(to: file, atomically: true, encoding: .utf8)
    path = file.path
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static func options(_ change: (inout PythonOptions) -> Void = { _ in }) -> PythonOptions {
    var options = PythonOptions()
    options.interpreter = python ?? "python3"
    options.batchRows = 10
    options.answerSeconds = 120
    options.printedBytes = 0
    change(&options)
    return options
  }

  /// The model of the function `predict` for numbers `first` and `second`.
  func model(
    _ options: PythonOptions = options(), rows: FeatureMatrix = ServerTestModel.rows(10),
    features: [Feature] = ServerTestModel.features
  ) throws(ModelError) -> any Model {
    try PythonFunction(PythonReference("python:\(path):predict"), options)
      .model(taking: features, sample: rows)
  }
}

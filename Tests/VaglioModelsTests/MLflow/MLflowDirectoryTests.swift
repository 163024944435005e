import FoundationEssentials
import Testing
import VaglioTables

@testable import VaglioModels

struct MLflowDirectoryTests {
  private static let folder = ModelFixtures.folder.appending(path: "mlflow").path
  private static let readable = [
    "sklearn-skops", "sklearn-unnamed", "xgboost", "lightgbm-skops", "lightgbm-booster",
  ]

  @Test(arguments: readable)
  func `the model inside is read, its columns by the signature`(name: String) throws {
    let expected = DocumentPlace(
      root: try JSONDocument.document(try ModelFixtures.bytes("mlflow/expected.json")))[name]
    let columns = try ["age", "income", "debts"].map { name in
      Column(
        name: name,
        numbers: try expected["rows"][name].elements().map { (try? $0.number()) ?? .nan })
    }
    let theirs = try expected["predictions"].numbers()
    for path in ["\(Self.folder)/\(name)", "\(Self.folder)/\(name)/MLmodel"] {
      let model = try ModelCatalogue.model(atPath: path)
      let features = try #require(model.features)
      #expect(Set(features.map(\.name)) == ["age", "income", "debts"])
      let rows = try FeatureMatch(features, in: Table(columns), file: name).rows
      let predictions = try model.predictions(of: rows, threads: 1).values
      #expect(predictions.count == theirs.count)
      // XGBoost's link is in 32 bits, of 4 roundings; sums of 3 products and exp in 64 bits.
      let unit = name == "xgboost" ? 4 * 0x1p-24 : 64 * 0x1p-53
      for (own, their) in zip(predictions, theirs) {
        #expect((own - their).magnitude <= unit * max(1, their.magnitude))
      }
    }
  }

  @Test func `the file that holds the model is told`() throws {
    let opened = try MLflowDirectory.opened(atPath: "\(Self.folder)/lightgbm-booster")
    #expect(opened.file == "\(Self.folder)/lightgbm-booster/model.lgb")
  }

  @Test func `classes have the names that the estimator knows`() throws {
    for (name, classes) in [
      ("sklearn-skops", ["bad", "good"]), ("lightgbm-skops", ["bad", "good"]),
    ] {
      let model = try ModelCatalogue.model(atPath: "\(Self.folder)/\(name)")
      #expect(model.output.classes == classes)
    }
  }

  @Test func `a pickle is refused with the line that converts it`() throws {
    let error = try #require(
      error { try ModelCatalogue.model(atPath: "\(Self.folder)/sklearn-pickle") })
    #expect(error.kind == .unsafe)
    #expect(error.file == "\(Self.folder)/sklearn-pickle/MLmodel")
    #expect(error.problem.contains("cloudpickle"))
    #expect(error.remedy?.contains("mlflow.sklearn.load_model('") == true)
  }

  private func error(_ read: () throws -> any Model) -> ModelError? {
    do {
      _ = try read()
      return nil
    } catch { return error as? ModelError }
  }

  private func problem(_ text: String) throws -> ModelError? {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "MLmodel"))
    try Data(try ModelFixtures.bytes("mlflow/sklearn-unnamed/model.skops"))
      .write(to: folder.appending(path: "model.skops"))
    return error { try ModelCatalogue.model(atPath: folder.path) }
  }

  @Test func `a file outside the directory is not opened`() throws {
    for path in ["../model.skops", "/etc/passwd", "a/../../b.skops", "..", "C:\\\\model", "s3://m"]
    {
      let error = try problem("flavors:\n  onnx:\n    data: \"\(path)\"\n")
      #expect(error?.kind == .unsafe)
      #expect(error?.problem.contains("leads out of the model's directory") == true)
    }
  }

  @Test func `other flavours are refused by their names`() throws {
    let alone = try problem(
      "flavors:\n  python_function:\n    loader_module: mlflow.pyfunc.model\n")
    #expect(alone?.kind == .unsupported)
    #expect(alone?.problem.contains("loaded by mlflow.pyfunc.model") == true)
    let torch = try problem("flavors:\n  pytorch: {}\n  python_function: {}\n")
    #expect(torch?.problem.hasSuffix("its flavours are pytorch") == true)
  }

  @Test func `a signature that the model does not fit is refused`() throws {
    let flavor =
      "flavors:\n  sklearn:\n    pickled_model: model.skops\n    serialization_format: skops\n"
    #expect(try problem(flavor) == nil)
    let two = "signature:\n  inputs: '[{\"name\": \"a\", \"type\": \"double\"}]'\n"
    #expect(try problem(flavor + two) == nil)
    let broken = "signature:\n  inputs: '[{'\n"
    #expect(try problem(flavor + broken)?.place == "signature.inputs")
  }

  @Test func `what is no MLmodel is refused`() throws {
    let texts = [
      "", "a: b", "[", "flavors: 3", "flavors: {sklearn: 1}", "\0",
      "a: &b [1]\nflavors: {onnx: {data: *b}}", String(repeating: "[", count: 100_000),
      String(repeating: "- ", count: 100_000), String(repeating: "{a: ", count: 100_000),
      (0..<500).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"),
      "flavors: {onnx: {data: 'nothing.onnx'}}", "flavors:\n  onnx: {}\n",
    ]
    for text in texts { #expect(try problem(text) != nil) }
  }

  @Test func `a directory without MLmodel and a path to nothing are errors`() {
    let directory = error { try ModelCatalogue.model(atPath: Self.folder) }
    #expect(directory?.kind == .unknownFormat)
    let nothing = error { try ModelCatalogue.model(atPath: Self.folder + "/nothing") }
    #expect(nothing?.kind == .unreadable)
    #expect(nothing?.file == Self.folder + "/nothing")
  }
}

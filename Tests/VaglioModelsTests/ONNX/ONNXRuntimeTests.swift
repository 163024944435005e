import Foundation
import Testing
import VaglioTables

@testable import VaglioModels

/// Graphs that the onnxruntime library evaluates. Without the library these tests are left out, which
/// says so; where `VAGLIO_REQUIRE_ALL` is set it must be there.
struct ONNXRuntimeTests {
  static let options: ModelOptions = {
    var options = ModelOptions()
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../..").standardized.path
    let variables = ProcessInfo.processInfo.environment
    options.onnxRuntime = variables["VAGLIO_ONNXRUNTIME"]
    options.pythonEnvironments =
      ["\(root)/.venv"] + ONNXRuntime.environments(of: variables)
    return options
  }()

  static let isThere = (try? ONNXRuntime.found(in: options)) != nil

  static let reason: Comment =
    "onnxruntime is not installed: script/setup --tests installs it, or name it by VAGLIO_ONNXRUNTIME"

  @Test func `the library is there where everything must be`() {
    let isRequired = ProcessInfo.processInfo.environment["VAGLIO_REQUIRE_ALL"] != nil
    #expect(Self.isThere || !isRequired, Self.reason)
  }

  /// The same library in the same order of one thread: the same bits.
  @Test(.enabled(if: isThere, reason), arguments: ONNXFormatTests.others)
  func `any other graph is evaluated by onnxruntime`(name: String) throws {
    let one = try ONNXFixture.named(name)
    let model = try ONNXFormat.parse(one.bytes, Self.options)
    #expect(model is ONNXRuntimeModel)
    for threads in [1, 2] {
      let got = try model.predictions(of: one.rows, threads: threads)
      #expect(got.values == one.scores.flatMap { $0.suffix(got.outputCount) })
    }
  }

  @Test(.enabled(if: isThere, reason))
  func `what is evaluated by onnxruntime says so`() throws {
    let network = try ONNXFormat.parse(try ONNXFixture.named("people_network").bytes, Self.options)
    #expect(network.output.kind == .probability && network.output.classes == ["no", "yes"])
    #expect(network.output.names == ["prediction"])
    #expect(network.features?.map(\.name) == ["age", "income", "sex", "job", "kids"])
    #expect(network.summary.notes.contains { $0.contains("(Relu): Vaglio does not read") })
    let vectors = try ONNXFormat.parse(try ONNXFixture.named("vectors_three").bytes, Self.options)
    #expect(vectors.output.kind == .score && vectors.output.names == ["0", "1", "2"])
    let value = try ONNXFormat.parse(try ONNXFixture.named("network_value").bytes, Self.options)
    #expect(value.output.kind == .value && value.output.names == ["prediction"])
  }

  /// Trees as well, although Vaglio reads them itself: tensors, maps, and inputs of every kind.
  @Test(
    .enabled(if: isThere, reason),
    arguments: ["rf_binary", "rf_two_values", "tree_three", "people_gb", "gb_double", "lgb_words"])
  func `tensors and maps of scores are decoded`(name: String) throws {
    let one = try ONNXFixture.named(name)
    let model = try Self.evaluated(one.bytes)
    let got = try model.predictions(of: one.rows, threads: 1)
    #expect(got.values == one.scores.flatMap { $0.suffix(got.outputCount) })
  }

  @Test(.enabled(if: isThere, reason))
  func `labels are places among the classes`() throws {
    let one = try ONNXFixture.named("rf_words")
    let labels = try Self.evaluated(one.bytes, output: "output_label")
    #expect(labels.output.kind == .label && labels.output.classes == ["no", "yes"])
    let got = try labels.predictions(of: one.rows, threads: 1)
    #expect(got.values == one.scores.map { $0[1] > 0.5 ? 1 : 0 })
  }

  @Test(.enabled(if: isThere, reason))
  func `ten thousand rows go in batches, whatever the number of threads`() throws {
    let one = try ONNXFixture.named("network_binary")
    let model = try ONNXFormat.parse(one.bytes, Self.options)
    let rows = CodedFeatures(one.rows, as: try #require(model.features)).columns
    let many = FeatureMatrix(
      numbers: rows.map { column in (0..<10_000).map { column[$0 % column.count] } })
    let single = try model.predictions(of: many, threads: 1)
    #expect(single == (try model.predictions(of: many, threads: 3)))
    #expect(single.rowCount == 10_000)
    #expect(single.values[9999] == single.values[9999 % one.rows.rowCount])
  }

  @Test(.enabled(if: isThere, reason))
  func `the library's own words reach the user`() throws {
    let one = try ONNXFixture.named("network_binary")
    var bytes = one.bytes
    while let place = bytes.firstRange(of: Array("Relu".utf8)) {
      bytes.replaceSubrange(place, with: "Rexu".utf8)
    }
    let error = #expect(throws: ModelError.self) {
      try ONNXFormat.parse(bytes, Self.options)
    }
    #expect(error?.kind == .service)
    #expect(error?.problem.contains("Rexu") == true)
  }

  @Test(.enabled(if: isThere, reason))
  func `a broken number for a whole one is refused`() throws {
    let one = try ONNXFixture.named("people_network")
    let model = try ONNXFormat.parse(one.bytes, Self.options)
    var columns = one.rows.columns
    columns[4] = .numbers(Array(repeating: 1.5, count: one.rows.rowCount))
    let error = #expect(throws: ModelError.self) {
      try model.predictions(
        of: FeatureMatrix(columns, rowCount: one.rows.rowCount), threads: 1)
    }
    #expect(error?.problem == "the graph's input \"kids\" takes whole numbers, and one is 1.5")
  }

  @Test func `without the library one line tells what to do`() throws {
    var options = ModelOptions()
    options.onnxRuntime = "/nowhere/libonnxruntime.so"
    let error = #expect(throws: ModelError.self) {
      try ONNXFormat.parse(try ONNXFixture.named("network_binary").bytes, options)
    }
    #expect(error?.kind == .missingLibrary)
    #expect(error?.description.contains("node 3 (Relu)") == true)
    #expect(error?.description.contains("/nowhere/libonnxruntime.so") == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func `environments are looked for where a process's variables tell`() {
    let folders = ONNXRuntime.environments(of: [
      "VIRTUAL_ENV": "/a", "PATH": "/a/bin:/usr/bin:/games:/usr/bin", "HOME": "/home/x",
    ])
    #expect(folders == ["/a", ".venv", "/usr", "/home/x/.local"])
  }

  @Test func `the newest library of an environment is last`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vaglio [\(UUID().uuidString)]").path
    let capi = "\(folder)/lib/python3.11/site-packages/onnxruntime/capi"
    try FileManager.default.createDirectory(atPath: capi, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for version in ["1.9.0", "1.31.1", "1.4.2"] {
      try Data().write(to: URL(filePath: "\(capi)/libonnxruntime.so.\(version)"))
    }
    #expect(
      ONNXRuntime.libraries(in: folder).map { $0.suffix(9) } == [
        ".so.1.4.2", ".so.1.9.0", "so.1.31.1",
      ])
  }

  /// A model that ONNX Runtime evaluates, whatever Vaglio reads itself.
  static func evaluated(_ bytes: [UInt8], output: String? = nil) throws -> ONNXRuntimeModel {
    let file = try ONNXFile(bytes)
    let ports = file.graph.outputs
    let port =
      output.map { name in ports.first { $0.name == name } }
      ?? ports.first { $0.name.contains("prob") } ?? ports.last
    return try ONNXRuntimeModel(
      bytes, file, try #require(port), try ONNXRuntime.found(in: options),
      reason: ModelError(.unsupported, problem: "asked for"))
  }
}

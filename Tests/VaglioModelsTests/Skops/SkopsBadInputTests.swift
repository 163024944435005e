import FoundationEssentials
import Testing
import VaglioTables

@testable import VaglioModels

struct SkopsBadInputTests {
  private static let files = [
    "tree_missing", "logistic_multi", "whole", "histogram_texts", "boost_multi", "isolation",
    "calibrated_isotonic", "ordinal_rare", "vote_number", "xgboost_pipeline",
  ]

  @Test(arguments: files)
  func `a file that is cut short is an error`(name: String) throws {
    let file = try SkopsFixture.bytes("\(name).skops")
    for length in stride(from: 0, to: file.count, by: max(1, file.count / 100)) {
      #expect(throws: ModelError.self) {
        try SkopsFile.parse(Array(file[..<length]), ModelOptions())
      }
    }
  }

  /// The zip's checksums catch most damage, so the parts are damaged and packed again; with
  /// VAGLIO_SLOW=1 three thousand times each.
  @Test(arguments: files)
  func `damaged parts are an error or a model that answers`(name: String) throws {
    let archive = try ZipArchive(try SkopsFixture.bytes("\(name).skops"))
    let entries = try archive.names.map { ($0, try archive.contents(of: $0)) }
    var random = RepeatableRandom(state: 11)
    let isSlow = ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"
    let rounds = isSlow ? 3000 : 100
    for round in 0..<rounds {
      var damaged = entries
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        // The schema in every other round, else some array.
        let schema = damaged.firstIndex { $0.0 == "schema.json" } ?? 0
        let part =
          round % 2 == 0 ? schema : Int.random(in: damaged.indices, using: &random)
        let place = Int.random(in: damaged[part].1.indices, using: &random)
        damaged[part].1[place] =
          round % 4 == 0
          ? UInt8(ascii: "0") + UInt8.random(in: 0..<10, using: &random)
          : damaged[part].1[place] ^ 1 << UInt8.random(in: 0..<8, using: &random)
      }
      expectOutcome(zipped(damaged.map { (name: $0.0, contents: $0.1) }))
    }
  }

  private func expectOutcome(_ file: [UInt8]) {
    do {
      let model = try SkopsFile.parse(file, ModelOptions())
      let rows = FeatureMatrix(
        (model.features ?? []).map { feature in
          feature.kind.isText
            ? .texts(.init(["red", nil, "mauve"])) : .numbers([0.5, .nan, -3])
        }, rowCount: 3)
      _ = try model.predictions(of: rows, threads: 1)
    } catch {
      #expect(!error.problem.isEmpty)
    }
  }

  private func error(_ entries: [(name: String, contents: [UInt8])]) -> ModelError? {
    do {
      _ = try SkopsFile.parse(zipped(entries), ModelOptions())
      return nil
    } catch { return error }
  }

  private func error(schema: String) -> ModelError? {
    error([("schema.json", Array(schema.utf8))])
  }

  private func object(_ name: String, _ module: String, _ attributes: String = "") -> String {
    """
    {"__class__": "\(name)", "__module__": "\(module)", "__loader__": "ObjectNode",
     "protocol": 2, "content": {"__class__": "dict", "__module__": "builtins",
     "__loader__": "DictNode", "content": {\(attributes)}}}
    """
  }

  private let columns =
    #""n_features_in_": {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "#
    + #""content": "2"}"#

  @Test func `what is not read is refused by its name`() {
    let names = [
      ("KNeighborsClassifier", "sklearn.neighbors._classification"),
      ("MLPClassifier", "sklearn.neural_network._multilayer_perceptron"),
      ("Pipeline", "imblearn.pipeline"), ("LogisticRegression", "cuml.linear_model"),
      ("AdaBoostClassifier", "sklearn.ensemble._weight_boosting"),
    ]
    for (name, module) in names {
      let error = error(schema: object(name, module, columns))
      #expect(error?.kind == .unsupported)
      #expect(error?.problem == "\(module).\(name) is not read")
    }
  }

  @Test func `other protocols and other archives are refused`() {
    let newer = object("Ridge", "sklearn.linear_model._ridge", columns)
      .replacingFirst("\"protocol\": 2", "\"protocol\": 3")
    #expect(error(schema: newer)?.problem.contains("newer than 2") == true)
    #expect(error(schema: "{}")?.kind == .malformed)
    #expect(error(schema: "[1]")?.kind == .malformed)
    #expect(error([("model/data.pkl", [0x80])])?.kind == .unsafe)
    #expect(error([("word/document.xml", [])])?.kind == .unknownFormat)
  }

  @Test func `references that lead nowhere and deep nesting are refused`() {
    let cached = #"{"__class__": "x", "__module__": "y", "__loader__": "CachedNode", "__id__": 1}"#
    let pipeline = object(
      "Pipeline", "sklearn.pipeline", columns + ", \"steps\": " + cached)
    #expect(error(schema: pipeline)?.problem == "expected a list")
    let deep = String(repeating: "{\"content\":", count: 100_000)
    #expect(error(schema: deep)?.kind == .malformed)
    var nested = object("Ridge", "sklearn.linear_model._ridge", columns)
    for _ in 0..<40 {
      let step =
        #"{"__class__": "list", "__module__": "builtins", "__loader__": "ListNode", "content": [\#(nested)]}"#
      nested = object("Pipeline", "sklearn.pipeline", columns + ", \"steps\": " + step)
    }
    #expect(error(schema: nested)?.kind == .malformed)
  }

  @Test func `a child of a tree that leads back is refused`() throws {
    let archive = try ZipArchive(try SkopsFixture.bytes("tree_missing.skops"))
    var entries = try archive.names.map { (name: $0, contents: try archive.contents(of: $0)) }
    let nodes = try #require(
      entries.firstIndex { $0.name.hasSuffix(".npy") && $0.contents.contains("left_child") })
    // Behind the header: the left child of the first node becomes the first node.
    let start = Int(entries[nodes].contents[8]) + Int(entries[nodes].contents[9]) << 8 + 10
    entries[nodes].contents.replaceSubrange(start..<start + 8, with: bytes(0, 8))
    #expect(error(entries)?.problem == "node 0: the node has two parents")
  }

  @Test func `a count that no data cover makes nothing`() {
    let huge = columns.replacingFirst("\"2\"", "\"999999999999\"")
    #expect(
      error(schema: object("Ridge", "sklearn.linear_model._ridge", huge))?.problem
        == "expected a number of columns")
  }
}

extension [UInt8] {
  fileprivate func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return indices.dropLast(wanted.count).contains { self[$0...].starts(with: wanted) }
  }
}

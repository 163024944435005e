import FoundationEssentials
import Testing
import VaglioTables

@testable import VaglioModels

struct LightGBMTextTests {
  /// Both folders: models of every objective and option, and those of other scripts, whose rows were
  /// numbers of 32 bits.
  static func cases() throws -> [LibraryCase] {
    try LibraryCase.all(in: "lightgbm") + LibraryCase.all(in: "lightgbm/golden")
  }

  @Test(arguments: try cases())
  func `margins and predictions are LightGBM's to the bit`(_ oracle: LibraryCase) throws {
    let model = try oracle.read()
    #expect(model.ensemble.trees.count == oracle.treeCount)
    var rows = try oracle.rows(of: model)
    if oracle.folder.lastPathComponent == "golden" { rows = rounded(rows) }
    let margins = try model.margins(of: rows, threads: 1)
    // The library's raw_score of a random forest is the sum over the trees, ours their mean.
    let divisor = model.ensemble.isMean ? model.ensemble.divisors[0] : 1
    #expect(distance(margins, oracle.margins.map { $0.map { $0 / divisor } }) == 0)
    let predictions = try model.predictions(of: rows, threads: 1)
    // log(1 + exp(m)) is max(m, 0) + log(1 + exp(-|m|)) here: two roundings more.
    let expected = try #require(oracle.predictions)
    #expect(ulps(predictions, expected) <= (model.link == .softplus ? 2 : 0))
  }

  private func rounded(_ rows: FeatureMatrix) -> FeatureMatrix {
    FeatureMatrix(
      rows.columns.map { column in
        guard case .numbers(let numbers) = column else { return column }
        return .numbers(numbers.map { Double(Float($0)) })
      }, rowCount: rows.rowCount)
  }

  private func model(_ name: String) throws -> TreeModel {
    try #require(Self.cases().first { $0.model == name }).read()
  }

  @Test func `a random forest's margin is the mean over its trees`() throws {
    let forest = try model("forest_classes.txt")
    #expect(forest.ensemble.isMean)
    #expect(forest.ensemble.trees.count == 12)
    #expect(forest.ensemble.divisors == [4, 4, 4])
  }

  @Test func `what the file tells is in the summary`() throws {
    let pandas = try model("pandas.txt")
    #expect(pandas.summary.format == "LightGBM text")
    #expect(pandas.summary.facts.contains(.init("objective", .text("binary sigmoid:1"))))
    #expect(pandas.summary.facts.contains(.init("features", .count(7))))
    #expect(pandas.ensemble.hasCovers)
    let custom = try model("custom.txt")
    #expect(custom.output.kind == .score)
    #expect(custom.summary.notes.contains { $0.contains("not in the file") })
  }

  @Test func `pandas categories belong to the columns that had them`() throws {
    let kinds = try model("pandas_ordered.txt").inputs
    let grades = ["low", "middle", "high"]
    #expect(kinds.map(\.name).suffix(3) == ["tax", "new", "grade"])
    #expect(kinds[0].kind == .number)
    #expect(kinds[4].kind == .category(levels: ["1", "2", "3", "4", "5", "6"]))
    #expect(kinds[5].kind == .category(levels: ["0.5", "1", "2.25"]))
    #expect(kinds[6].kind == .category(levels: ["false", "true"]))
    #expect(kinds[7].kind == .category(levels: grades))
    #expect(kinds[7].unseen == .missing)
    #expect(try model("codes.txt").inputs[3].kind == .code)
  }

  @Test func `categories never seen are said, and missing to the model`() throws {
    let oracle = try #require(Self.cases().first { $0.model == "pandas.txt" })
    let table = try TableReader().read([oracle.folder.appending(path: oracle.rows).path])
    let match = try FeatureMatch(oracle.read().inputs, in: table, file: oracle.model)
    #expect(try #require(match.unseen["town"])["t99"] ?? 0 > 0)
    #expect(try #require(match.unseen["rooms"])["9"] ?? 0 > 0)
  }

  @Test func `lines may end as Windows ends them, and trailing parts be missing`() throws {
    let oracle = try #require(Self.cases().first { $0.model == "multiclass.txt" })
    let text = String(decoding: try oracle.bytes(), as: UTF8.self)
    let whole = try LightGBMText.model(text: text)
    let windows = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      try LightGBMText.model(text: windows.joined(separator: "\r\n")).ensemble == whole.ensemble)
    let end = try #require(text.firstRange(of: "end of trees"))
    #expect(
      try LightGBMText.model(text: String(text[..<end.lowerBound])).ensemble == whole.ensemble)
  }

  @Test func `the dump for people is refused with the remedy`() throws {
    let dump = #"{"name": "tree", "version": "v4", "num_class": 1, "tree_info": []}"#
    let error = #expect(throws: ModelError.self) {
      _ = try ModelCatalogue.model(Array(dump.utf8), name: "model.json")
    }
    #expect(error?.kind == .unsupported)
    #expect(error?.remedy?.contains("save_model") == true)
  }
}

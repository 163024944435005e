internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

/// The rows that stand for the population, where a table of their own was named.
struct BackgroundTable {
  private let table: Table?
  private let plan: ExplanationPlan
  /// The file for the record; none without.
  let sources: [Provenance.Source]

  /// Reads the table that a plan names.
  init(_ plan: ExplanationPlan, models: [ExplainedModel]) throws {
    self.plan = plan
    guard let path = plan.background else {
      (table, sources) = (nil, [])
      return
    }
    let data = try InputData([path], plan)
    var seen: Set<String> = []
    let table = try data.table(
      models.flatMap(\.opened.requests).filter { seen.insert($0.name).inserted })
    guard table.rowCount > 0 else {
      throw Trouble("--background \(path): the table has no rows")
    }
    sources = try data.sources(table, kept: table)
    self.table = table
  }

  /// The background of a model: rows of the named table, else of the data; `nil` where it needs none.
  func rows(for model: ExplainedModel, _ data: ExplainedRows) throws -> FeatureMatrix? {
    guard model.needsBackground else { return nil }
    let features = try population(of: model, data)
    guard let most = plan.backgroundRows ?? model.backgroundLimit, features.rowCount > most else {
      return features
    }
    let keys = try table?.rowKeys() ?? data.keys
    return features.gathered(
      ExplainedRows.hashed(Array(0..<Int32(features.rowCount)), keys, most, seed: plan.seed))
  }

  /// All rows of the named table, else of the data, as a model takes them.
  func population(of model: ExplainedModel, _ data: ExplainedRows) throws -> FeatureMatrix {
    try FeatureMatch(
      model.model.features ?? [], in: table ?? data.table, file: model.opened.location
    ).rows
  }

  /// The population in words.
  func population(_ model: ExplainedModel, rows: Int?) -> String {
    guard let rows else { return "the rows that the model was trained on, as its covers tell" }
    let source = plan.background.map { PathName($0).lastComponent } ?? "the data"
    return "\(rows) \(rows == 1 ? "row" : "rows") of \(source)"
  }
}

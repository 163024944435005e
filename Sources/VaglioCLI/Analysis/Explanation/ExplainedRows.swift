internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels
internal import VaglioStatistics
internal import VaglioTables

/// The rows of the data that can be used, and those of them that are explained.
struct ExplainedRows {
  /// The rows that can be used, with all columns that were read.
  let table: Table
  /// The same with their labels; `nil` where none were named.
  let outcomes: OutcomeTable?
  /// One key per row of the table: its id's hash, or its place's.
  let keys: [UInt64]
  /// The rows of the table that are explained, ascending.
  let chosen: [Int32]
  /// The places among ``chosen`` of the rows that were named one by one.
  let singled: [Int]
  private let ids: Categories?

  /// Chooses rows of a table for models to explain.
  init(_ table: Table, plan: ExplanationPlan, models: [ExplainedModel]) throws {
    if var columns = plan.columns {
      let opened = models.map(\.opened)
      columns.task = columns.task ?? opened.lazy.compactMap(\.task).first
      let outcomes = try OutcomeTable(
        table, columns: columns.counting(positiveOf: opened, in: table), missing: plan.missing)
      (self.outcomes, self.table) = (outcomes, outcomes.table)
    } else {
      (outcomes, self.table) = (nil, table)
    }
    guard self.table.rowCount > 0 else {
      throw TableError(
        .noRows, file: table.files.first ?? "table", problem: "there are no rows to explain")
    }
    let used = self.table
    keys = try used.rowKeys(id: plan.id)
    let ids = try plan.id.map { try used.column($0).categorized }
    self.ids = ids
    let named = try plan.rows.map { try Self.row($0, ids, count: used.rowCount, plan.id) }
    chosen = try Self.chosen(
      plan, keys: keys, limit: models.compactMap(\.limit).min(), beside: named)
    let places = Dictionary(zip(chosen, 0...)) { first, _ in first }
    singled = named.compactMap { places[$0] }
  }

  /// The features of the chosen rows, in a model's order.
  func features(of model: ExplainedModel) throws -> FeatureMatrix {
    try FeatureMatch(model.model.features ?? [], in: table, file: model.opened.location)
      .rows.gathered(chosen)
  }

  /// What a row of ``chosen`` is called: its id, or its place in the data.
  func name(of place: Int) -> String {
    let row = Int(chosen[place])
    return ids.flatMap { $0[row] } ?? "\(table.source(ofRow: row).row)"
  }

  /// The names of all explained rows.
  var names: [String] { chosen.indices.map(name) }

  private static func row(
    _ name: String, _ ids: Categories?, count: Int, _ column: String?
  ) throws(Trouble) -> Int32 {
    guard let ids else {
      guard let place = Int(name), (1...count).contains(place) else {
        throw Trouble(
          "--row \(name): there is no such place among \(count) rows; name rows by their places "
            + "from 1, or their ids' column by --id")
      }
      return Int32(place - 1)
    }
    guard let level = ids.levels.firstIndex(of: name),
      let row = ids.codes.firstIndex(of: Int32(level))
    else {
      let nearest = NearestWord(to: name, among: Array(ids.levels.prefix(10_000)))
      throw Trouble(
        "--row \(name): no row has this \(column ?? "id")"
          + (nearest.map { "; did you mean \($0.word)?" } ?? ""))
    }
    return Int32(row)
  }

  private static func chosen(
    _ plan: ExplanationPlan, keys: [UInt64], limit: Int?, beside named: [Int32]
  ) throws(Trouble) -> [Int32] {
    var rows = Array(0..<Int32(keys.count))
    if let places = plan.places {
      rows = rows.filter { row in places.contains { $0.contains(Int(row) + 1) } }
      guard !rows.isEmpty else {
        throw Trouble("--rows: the data have \(keys.count) rows, none of them at these places")
      }
    }
    if let most = plan.sample ?? limit, rows.count > most {
      rows = hashed(rows, keys, most, seed: plan.seed)
    }
    return Set(rows).union(named).sorted()
  }

  /// So many of some rows, chosen by the hash of their keys: the same ones in any order of the data.
  static func hashed(_ rows: [Int32], _ keys: [UInt64], _ count: Int, seed: Int) -> [Int32] {
    let draw = KeyedUniform(seed: UInt64(seed))
    let order = rows.sorted {
      (draw.number(ofKey: keys[Int($0)]), keys[Int($0)])
        < (draw.number(ofKey: keys[Int($1)]), keys[Int($1)])
    }
    return order.prefix(count).sorted()
  }
}

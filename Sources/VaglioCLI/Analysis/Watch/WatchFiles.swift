internal import VaglioFindings
internal import VaglioTables

/// The files of a replay, read one after another; each path is a table of its own.
///
/// A class, because what has been read is noted as it is read.
final class WatchFiles {
  let predictionReader: EventReader
  let labelReader: EventReader
  private(set) var sources: [Provenance.Source] = []
  private(set) var notes: [String] = []
  private let plan: WatchPlan
  private var predictions: [String]
  private var labels: [String]
  /// The segments' columns that some table has had.
  private var seen: Set<String> = []
  private var lastNames: [String] = []

  init(plan: WatchPlan, predictions: [String], labels: [String]) {
    (self.plan, self.predictions, self.labels) = (plan, predictions, labels)
    predictionReader = EventReader(
      columns: plan.columns, content: .predictions,
      readsLabels: labels.isEmpty && plan.columns.label != nil)
    labelReader = EventReader(columns: plan.columns, content: .labels, readsLabels: true)
  }

  /// The next table of predictions; `nil` when all were read.
  func nextPredictions() throws -> Table? {
    guard !predictions.isEmpty else { return nil }
    let path = predictions.removeFirst()
    let data = try data(path)
    let names = data.glimpseOfColumnNames()
    let known = segments.filter { names.isEmpty || names.contains($0) }
    if !names.isEmpty {
      lastNames = names.sorted()
      for column in segments where !names.contains(column) {
        notes.append("\(path): there is no column \"\(column)\"; its rows count as (missing)")
      }
    }
    seen.formUnion(known)
    return try read(data, predictionReader.requests(segments: known))
  }

  /// The next table of labels; `nil` when all were read.
  func nextLabels() throws -> Table? {
    guard !labels.isEmpty else { return nil }
    return try read(data(labels.removeFirst()), labelReader.requests(segments: []))
  }

  /// All tables of predictions.
  func allPredictions() throws -> [Table] {
    var tables: [Table] = []
    while let table = try nextPredictions() { tables.append(table) }
    return tables
  }

  /// All tables of labels.
  func allLabels() throws -> [Table] {
    var tables: [Table] = []
    while let table = try nextLabels() { tables.append(table) }
    return tables
  }

  /// The reference's rows, of the columns that matter; `nil` where none was given.
  func reference() throws -> Table? {
    guard let path = plan.reference else { return nil }
    let data = try data(path)
    let names = data.glimpseOfColumnNames()
    let wanted =
      [ColumnRequest(plan.columns.score, as: .number)]
      + segments.map { ColumnRequest($0, as: .category) }
      + [plan.columns.label].compactMap { $0 }.map {
        ColumnRequest($0, as: plan.columns.positive == nil ? .any : .category)
      }
    seen.formUnion(segments.filter(names.contains))
    return try read(data, wanted.filter { names.isEmpty || names.contains($0.name) })
  }

  /// Refuses segments that no table has had.
  func check(_ tables: [Table]) throws {
    for column in segments where !seen.contains(column) {
      throw TableError.missingColumn(
        column, among: lastNames, file: tables.first?.files.first ?? "data")
    }
  }

  private var segments: [String] { plan.segments.map(\.column) }

  private func data(_ path: String) throws(Trouble) -> InputData {
    try InputData(
      [path], format: plan.format,
      options: ReadingOptions(separator: plan.separator?.scalar), threads: plan.threads)
  }

  private func read(_ data: InputData, _ requests: [ColumnRequest]) throws -> Table {
    let table = try data.table(requests)
    sources += try data.sources(table, kept: table)
    return table
  }
}

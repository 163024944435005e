internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioMonitoring
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
  /// What the rows are held against, and how far they have drifted from it.
  private(set) var reference: WatchReference?
  private var drift: DriftWatch?
  private var features: [ColumnRequest] = []
  /// The segments' columns that some table has had.
  private var seen: Set<String> = []
  private var lastNames: [String] = []

  init(plan: WatchPlan, predictions: [String], labels: [String]) {
    (self.plan, self.predictions, self.labels) = (plan, predictions, labels)
    predictionReader = EventReader(
      columns: plan.columns, content: plan.isFollowing ? .either : .predictions,
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
    let watched = features.filter { names.isEmpty || names.contains($0.name) }
    if !names.isEmpty {
      lastNames = names.sorted()
      for column in segments where !names.contains(column) {
        notes.append("\(path): there is no column \"\(column)\"; its rows count as (missing)")
      }
    }
    seen.formUnion(known)
    let own = predictionReader.requests(segments: known)
    let table = try read(data, own + watched)
    guard drift != nil else { return table }
    try add(table)
    return table.adding([], keeping: Set(own.map(\.name)))
  }

  /// Takes the features of a table's predictions in.
  private func add(_ table: Table) throws {
    guard let rows = try predictionReader.predicted(table) else { return }
    let others = Set(rows.columnNames).subtracting(features.map(\.name))
    let times = try EventTable.times(rows, plan.columns.time)
    let block = rows.adding([], keeping: Set(rows.columnNames).subtracting(others))
    do throws(MonitoringError) { try drift?.add(block, times: times) } catch {
      throw Trouble("watch: \(error)")
    }
  }

  /// Whether something is watched for drift.
  var watchesDrift: Bool { drift != nil }

  /// Notes the times of labels: time passes for features as well, whether or not predictions come.
  func note(_ events: [MonitoredEvent]) throws(Trouble) {
    guard drift != nil else { return }
    let times = events.filter { $0.kind != .prediction }.map(\.time)
    guard !times.isEmpty else { return }
    do throws(MonitoringError) { try drift?.note(times) } catch { throw Trouble("watch: \(error)") }
  }

  /// What has been found of drift since it was last asked; at the end of windows that are not complete, too.
  func driftReports(
    atEnd: Bool = false, asOf clock: Instant? = nil
  ) throws(Trouble) -> [DriftReport] {
    do throws(MonitoringError) {
      if let clock { try drift?.advance(asOf: clock) }
      if atEnd { try drift?.finish() }
    } catch {
      throw Trouble("watch: \(error)")
    }
    return drift?.takeReports() ?? []
  }

  /// The measures that drift brings for alerts to watch.
  var measures: [String] { drift?.measureNames ?? [] }

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

  /// Reads the reference, if there is one, and prepares to hold predictions against it.
  func openReference() throws {
    guard let path = plan.reference else { return }
    let data = try data(path)
    let names = data.glimpseOfColumnNames()
    let isText = plan.columns.positive != nil || plan.columns.prediction.task == .multiclass
    let typed =
      plan.columns.scores.map { ColumnRequest($0, as: .number) }
      + segments.map { ColumnRequest($0, as: .category) }
      + (isText ? [plan.columns.label].compactMap { $0 } : []).map {
        ColumnRequest($0, as: .category)
      }
    let others = names.subtracting(typed.map(\.name)).sorted().map { ColumnRequest($0) }
    let table = try read(
      data, names.isEmpty ? nil : typed.filter { names.contains($0.name) } + others)
    seen.formUnion(segments.filter { table[$0] != nil })
    let reference = WatchReference(plan: plan, table: table)
    self.reference = reference
    var known: Set<String> = []
    if let first = predictions.first { known = try self.data(first).glimpseOfColumnNames() }
    drift = try reference.drift(known: known)
    guard drift != nil else { return }
    features = reference.columns(known: known).map { name in
      if case .categories? = table[name]?.values { return ColumnRequest(name, as: .category) }
      return ColumnRequest(name)
    }
  }

  /// The columns of features to read besides, and what takes them in.
  var followed: (requests: [ColumnRequest], add: (Table) throws -> Void) {
    (features, { table in try self.add(table) })
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

  private func read(_ data: InputData, _ requests: [ColumnRequest]?) throws -> Table {
    let table = try Self.table(data, requests)
    sources += try data.sources(table, kept: table)
    return table
  }

  /// The table; a text among numbers is refused with what can be done about it here.
  private static func table(
    _ data: InputData, _ requests: [ColumnRequest]?
  ) throws(TableError) -> Table {
    do throws(TableError) {
      return try data.table(requests)
    } catch {
      guard error.kind == .badValue, error.remedy?.hasPrefix("pass --missing") == true else {
        throw error
      }
      throw TableError(
        error.kind, file: error.file, row: error.row, line: error.line, column: error.column,
        value: error.value, problem: error.problem,
        remedy: "write a number, or nothing where there is none")
    }
  }
}

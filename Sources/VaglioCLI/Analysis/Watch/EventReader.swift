internal import VaglioEvaluation
internal import VaglioMonitoring
internal import VaglioTables

/// What the rows of a table are, and how they become events.
struct EventReader {
  /// What rows stand for where no column says it.
  enum Content {
    /// A prediction each, and its label where there is one.
    case predictions
    /// A label each.
    case labels
    /// A prediction, a label or both, as the row holds a score or a label.
    case either
  }

  let columns: WatchPlan.Columns
  let content: Content
  /// Whether labels are to be read from these rows.
  let readsLabels: Bool

  /// What a row may say that it is.
  private enum Kind: String, CaseIterable { case prediction, label, correction }

  /// The columns to read, with those of segments that a table has.
  func requests(segments: [String]) -> [ColumnRequest] {
    var requests = [ColumnRequest(columns.id, as: .reference), ColumnRequest(time)]
    if content != .labels {
      requests += columns.scores.map { ColumnRequest($0, as: .number) }
      requests += segments.map { ColumnRequest($0, as: .category) }
    }
    if readsLabels, let label = columns.label {
      let isText = columns.positive != nil || columns.prediction.task == .multiclass
      requests.append(ColumnRequest(label, as: isText ? .category : .any))
      if let known = columns.labelTime { requests.append(ColumnRequest(known)) }
    }
    if let event = columns.event { requests.append(ColumnRequest(event, as: .category)) }
    return requests
  }

  /// The column of the time of rows: of labels alone, when they became known.
  private var time: String {
    content == .labels ? columns.labelTime ?? columns.time : columns.time
  }

  /// The events of a table's rows.
  func events(
    _ table: Table, in segments: SegmentColumns
  ) throws(TableError) -> [MonitoredEvent] {
    guard let name = columns.event else {
      return try predictions(scored(table), segments) + labels(table)
    }
    let kinds = try kinds(table, name)
    return try predictions(Self.rows(table, kinds, .prediction), segments)
      + labels(Self.rows(table, kinds, .label))
      + labels(Self.rows(table, kinds, .correction), areCorrections: true)
  }

  /// The rows that are predictions; `nil` where none is.
  func predicted(_ table: Table) throws(TableError) -> Table? {
    guard let name = columns.event else { return scored(table) }
    return Self.rows(table, try kinds(table, name), .prediction)
  }

  private static func rows(_ table: Table, _ kinds: [Kind], _ kind: Kind) -> Table? {
    let rows = kinds.indices.filter { kinds[$0] == kind }
    return rows.isEmpty ? nil : table.selecting(rows)
  }

  /// What each row says that it is.
  private func kinds(_ table: Table, _ name: String) throws(TableError) -> [Kind] {
    let categories = try table.column(name).categorized
    let known = categories.levels.map(Kind.init)
    if let row = categories.codes.firstIndex(where: { $0 < 0 || known[Int($0)] == nil }) {
      let source = table.source(ofRow: row)
      throw TableError(
        .badValue, file: source.file, row: source.row, line: source.line, column: name,
        value: categories[row],
        problem: categories[row] == nil ? "a value is missing" : "is no event",
        remedy: "write \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return categories.codes.map { known[Int($0)] ?? .prediction }
  }

  /// The rows that are predictions where no column says it.
  private func scored(_ table: Table) -> Table? {
    switch content {
    case .labels: return nil
    case .predictions: return table
    case .either:
      let scores = columns.scores.compactMap { table[$0]?.numbers }
      let labels = columns.label.flatMap { table[$0] }
      let rows = (0..<table.rowCount).filter { row in
        scores.contains { !$0[row].isNaN } || labels.map { $0.isMissing(row) } ?? true
      }
      return rows.isEmpty ? nil : rows.count == table.rowCount ? table : table.selecting(rows)
    }
  }

  private func predictions(
    _ table: Table?, _ segments: SegmentColumns
  ) throws(TableError) -> [MonitoredEvent] {
    guard let table else { return [] }
    let events = try EventTable(table, id: columns.id, time: columns.time)
    return columns.prediction.classes.isEmpty
      ? try events.predictions(score: columns.scores[0], in: segments)
      : try events.predictions(probabilities: columns.scores, in: segments)
  }

  private func labels(
    _ table: Table?, areCorrections: Bool = false
  ) throws(TableError) -> [MonitoredEvent] {
    guard readsLabels, let label = columns.label, let table else { return [] }
    let events = try EventTable(table, id: columns.id, time: time)
    let known = content == .labels ? nil : columns.labelTime
    let classes = columns.prediction.classes
    guard classes.isEmpty else {
      let labels = try events.labels(class: label, of: classes, knownAt: known)
      return areCorrections
        ? labels.map { .correction(key: $0.key, at: $0.time, value: $0.value) } : labels
    }
    return areCorrections
      ? try events.corrections(label, knownAt: known, positive: columns.positive, isPart: true)
      : try events.labels(label, knownAt: known, positive: columns.positive, isPart: true)
  }
}

extension Column {
  /// Whether a row has no value.
  fileprivate func isMissing(_ row: Int) -> Bool { missing?[row] ?? false }
}

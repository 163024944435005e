public import VaglioFindings
public import VaglioTables

/// Events read from the rows of a table: a prediction each, a label each, or both.
///
/// Ids may repeat: what that means is for the monitor to say. Every row needs an id and a time; a row
/// without label is a prediction that still waits. A column of segments that is not there counts as
/// missing in every row, so that one which vanishes between two files shows, and stops nothing.
public struct EventTable: Sendable {
  private let table: Table
  private let keys: [UInt64]
  private let times: [Instant]

  /// The rows of a table with the columns of their ids and times. A time is read from a column of times or
  /// of text in ISO 8601; of numbers it is not, for their unit would be guessed.
  public init(_ table: Table, id: String, time: String) throws(TableError) {
    self.table = table
    keys = try Self.keys(table, id)
    times = try Self.times(table, time)
  }

  /// One prediction a row, with the number in `score`; `nil` where it is missing.
  public func predictions(
    score: String, by subject: Subject = .model, in segments: SegmentColumns = .none
  ) throws(TableError) -> [MonitoredEvent] {
    let scores = try numbers(score)
    let codes = codes(segments)
    return times.indices.map { row in
      .prediction(
        key: keys[row], at: times[row], score: scores[row].isNaN ? nil : scores[row], by: subject,
        in: codes[row])
    }
  }

  /// One prediction a row of a model of several classes, from the column of the predicted class and that of
  /// its probability. A row without a class, or with one that is not among them, counts as one without
  /// score.
  public func predictions(
    class column: String, of classes: [String], confidence: String? = nil,
    by subject: Subject = .model, in segments: SegmentColumns = .none
  ) throws(TableError) -> [MonitoredEvent] {
    let predicted = try classNumbers(column, classes)
    let scores = try confidence.map { (name: String) throws(TableError) in try numbers(name) }
    let codes = codes(segments)
    return times.indices.map { row in
      guard predicted[row] >= 0 else {
        return .prediction(
          key: keys[row], at: times[row], score: nil, by: subject, in: codes[row])
      }
      return .prediction(
        key: keys[row], at: times[row], class: Int(predicted[row]), confidence: scores?[row],
        by: subject, in: codes[row])
    }
  }

  /// The same from a column of probabilities for each class: predicted is the class of the highest, of equal
  /// ones the first. A row that misses one counts as one without score.
  public func predictions(
    probabilities columns: [String], by subject: Subject = .model,
    in segments: SegmentColumns = .none
  ) throws(TableError) -> [MonitoredEvent] {
    let scores = try columns.mapped { (name: String) throws(TableError) in try numbers(name) }
    let codes = codes(segments)
    return times.indices.map { row in
      var best = scores.isEmpty ? -1 : 0
      for (number, column) in scores.enumerated() {
        if column[row].isNaN { best = -1 }
        guard best >= 0, column[row] > scores[best][row] else { continue }
        best = number
      }
      guard best >= 0 else {
        return .prediction(
          key: keys[row], at: times[row], score: nil, by: subject, in: codes[row])
      }
      return .prediction(
        key: keys[row], at: times[row], class: best, confidence: scores[best][row], by: subject,
        in: codes[row])
    }
  }

  /// One label for each row that has one, the number of its class; one that is not among the classes is a
  /// label of no task, which a monitor counts.
  public func labels(
    class column: String, of classes: [String], knownAt time: String? = nil,
    subject: Subject = .model
  ) throws(TableError) -> [MonitoredEvent] {
    let values = try classNumbers(column, classes)
    let categories = try table.column(column)
    let known = try time.map { (name: String) throws(TableError) -> [Instant?] in
      try Self.optionalTimes(table, name)
    }
    var events: [MonitoredEvent] = []
    for row in times.indices where categories.missing?[row] != true {
      let at = try self.time(ofLabel: row, known, time)
      events.append(.label(key: keys[row], at: at, value: values[row], of: subject))
    }
    return events
  }

  /// When a row's label became known: by its column of times, if there is one, in which it must stand.
  private func time(
    ofLabel row: Int, _ known: [Instant?]?, _ column: String?
  ) throws(TableError) -> Instant {
    guard let known, let column else { return times[row] }
    guard let time = known[row] else {
      throw Self.missing(table, column, row, .badValue, "the label has no time")
    }
    return time
  }

  /// The number of each row's class, −1 where it has none or another.
  private func classNumbers(
    _ name: String, _ classes: [String]
  ) throws(TableError) -> [Double] {
    let categories = try table.column(name).categorized
    let places = Dictionary(
      classes.enumerated().map { ($1, Double($0)) }, uniquingKeysWith: { first, _ in first })
    let numbers = categories.levels.map { places[$0] ?? -1 }
    return categories.codes.map { $0 < 0 ? -1 : numbers[Int($0)] }
  }

  /// One label for each row that has one, known at the time in `time`, or at the row's own; a label whose
  /// time is missing is refused. A label is a number or a truth value; with `positive` text, 1 where it is
  /// that and else 0. That text must occur, unless the table is only a part of many.
  public func labels(
    _ label: String, knownAt time: String? = nil, positive: String? = nil,
    of subject: Subject = .model, isPart: Bool = false
  ) throws(TableError) -> [MonitoredEvent] {
    let values = try labels(label, positive, isPart: isPart)
    let known = try time.map { (name: String) throws(TableError) -> [Instant?] in
      try Self.optionalTimes(table, name)
    }
    var events: [MonitoredEvent] = []
    events.reserveCapacity(times.count)
    for row in times.indices where !values[row].isNaN {
      let at = try self.time(ofLabel: row, known, time)
      events.append(.label(key: keys[row], at: at, value: values[row], of: subject))
    }
    return events
  }

  /// The same rows as corrections of labels given before.
  public func corrections(
    _ label: String, knownAt time: String? = nil, positive: String? = nil,
    of subject: Subject = .model, isPart: Bool = false
  ) throws(TableError) -> [MonitoredEvent] {
    try labels(label, knownAt: time, positive: positive, of: subject, isPart: isPart).map {
      .correction(key: $0.key, at: $0.time, value: $0.value, of: subject)
    }
  }

  /// The values that columns have, as ``SegmentColumns/init(_:)`` takes them; of a column that is not
  /// there, none.
  public func levels(of columns: [String]) -> [(name: String, levels: [String])] {
    columns.map { name in (name, table[name].map { $0.categorized.levels } ?? []) }
  }

  /// The segments of each row; each combination of values is looked up once a column.
  private func codes(_ segments: SegmentColumns) -> [SegmentCodes] {
    let columns = segments.columns.map { table[$0.name]?.categorized }
    let numbers = columns.enumerated().map { place, column in
      column.map { column in column.levels.map { segments.number(of: $0, inColumn: place) } }
    }
    return times.indices.map { row in
      var codes = SegmentCodes()
      for (place, column) in columns.enumerated() {
        let level = column.map { Int($0.codes[row]) } ?? -1
        codes.numbers[place] =
          level >= 0 ? numbers[place]?[level] ?? -1 : segments.number(of: nil, inColumn: place)
      }
      return codes
    }
  }

  private func numbers(_ name: String) throws(TableError) -> [Double] {
    let column = try table.column(name)
    switch column.values {
    case .numbers(let numbers): return numbers
    case .booleans(let truths):
      return truths.indices.map { column.missing?[$0] == true ? .nan : truths[$0] ? 1 : 0 }
    default:
      throw failure(name, "holds \(column.typeName) values, not numbers")
    }
  }

  private func labels(
    _ name: String, _ positive: String?, isPart: Bool
  ) throws(TableError) -> [Double] {
    guard let positive else { return try numbers(name) }
    let categories = try table.column(name).categorized
    guard let code = categories.levels.firstIndex(of: positive) else {
      if isPart { return categories.codes.map { $0 < 0 ? .nan : 0 } }
      let nearest = NearestWord(to: positive, among: categories.levels)?.word
      throw failure(
        name, "never has the value \"\(positive)\"", nearest.map { "did you mean \"\($0)\"?" })
    }
    return categories.codes.map { $0 < 0 ? .nan : Int($0) == code ? 1 : 0 }
  }

  private func failure(
    _ column: String, _ problem: String, _ remedy: String? = nil
  ) -> TableError {
    TableError(
      .badValue, file: table.files.first ?? "table", column: column, problem: problem,
      remedy: remedy)
  }
}

extension EventTable {
  private static func keys(_ table: Table, _ name: String) throws(TableError) -> [UInt64] {
    let column = try table.column(name)
    if case .keys(let keys) = column.values { return keys }
    let categories = column.categorized
    if let row = categories.codes.firstIndex(where: { $0 < 0 }) {
      throw missing(table, name, row, .missingKey, "the row has no id")
    }
    let hashes = categories.levels.map { MonitoredEvent.key(id: $0) }
    return categories.codes.map { hashes[Int($0)] }
  }

  /// The times of a table's rows, from a column of times or of text in ISO 8601.
  public static func times(_ table: Table, _ name: String) throws(TableError) -> [Instant] {
    var times: [Instant] = []
    for (row, time) in try optionalTimes(table, name).enumerated() {
      guard let time else { throw missing(table, name, row, .badValue, "the row has no time") }
      times.append(time)
    }
    return times
  }

  private static func optionalTimes(
    _ table: Table, _ name: String
  ) throws(TableError) -> [Instant?] {
    let column = try table.column(name)
    switch column.values {
    case .times(let times): return times.map { $0 == .min ? nil : Instant(microseconds: $0) }
    case .categories(let categories):
      let levels = categories.levels.map { Instant($0) }
      if let row = categories.codes.firstIndex(where: { $0 >= 0 && levels[Int($0)] == nil }) {
        throw missing(
          table, name, row, .badValue, "is not a time such as 2025-02-01T13:45:10Z",
          categories.levels[Int(categories.codes[row])])
      }
      return categories.codes.map { $0 < 0 ? nil : levels[Int($0)] }
    default:
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "holds \(column.typeName) values, not times",
        remedy: "write times as 2025-02-01T13:45:10Z")
    }
  }

  private static func missing(
    _ table: Table, _ column: String, _ row: Int, _ kind: TableError.Kind, _ problem: String,
    _ value: String? = nil
  ) -> TableError {
    let source = table.source(ofRow: row)
    return TableError(
      kind, file: source.file, row: source.row, line: source.line, column: column, value: value,
      problem: problem, remedy: "every row needs a value here")
  }
}

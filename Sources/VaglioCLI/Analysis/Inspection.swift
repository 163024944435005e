internal import VaglioFindings
internal import VaglioTables

/// What a table holds, for people and for programs.
struct Inspection {
  private let file: String
  private let rowCount: Int
  private let columns: [(summary: ColumnSummary, distinct: Distinct)]

  /// How many distinct values a column has; beyond a limit only that there are more.
  private enum Distinct {
    case exactly(Int)
    case more(than: Int)
  }

  private static let mostDistinct = 10_000

  /// Looks through a table.
  init(of table: Table, file: String) {
    self.file = file == "-" ? "standard input" : file
    rowCount = table.rowCount
    columns = table.columns.map { ($0.summary, Self.distinct($0)) }
  }

  private static func distinct(_ column: Column) -> Distinct {
    if let known = column.summary.distinct { return .exactly(known) }
    var seen: Set<UInt64> = []
    switch column.values {
    case .numbers(let numbers):
      for number in numbers where !number.isNaN {
        seen.insert((number == 0 ? 0 : number).bitPattern)
        if seen.count > mostDistinct { return .more(than: mostDistinct) }
      }
    case .times(let times):
      for time in times where time != .min {
        seen.insert(UInt64(bitPattern: time))
        if seen.count > mostDistinct { return .more(than: mostDistinct) }
      }
    default: break
    }
    return .exactly(seen.count)
  }
}

extension Inspection {
  /// The table in lines of aligned columns.
  var text: String {
    let heading = ["column", "type", "missing", "distinct", "values"]
    let rows = columns.map { summary, distinct in
      [
        summary.name.fitted(to: 32), summary.type, "\(summary.missing)", Self.text(distinct),
        Self.values(of: summary),
      ]
    }
    let count = "\(columns.count) \(columns.count == 1 ? "column" : "columns")"
    return "\(file.fitted(to: 200)): \(rowCount) \(rowCount == 1 ? "row" : "rows"), \(count)\n"
      + TextTable([heading] + rows, numeric: [2, 3]).lines.map { "  \($0)\n" }.joined()
  }

  private static func text(_ distinct: Distinct) -> String {
    switch distinct {
    case .exactly(let count): "\(count)"
    case .more(let limit): "> \(limit)"
    }
  }

  /// The range of numbers and times, or the commonest levels with their counts.
  private static func values(of summary: ColumnSummary) -> String {
    if let range = summary.range {
      return "\(written(range.minimum)) … \(written(range.maximum)), mean \(written(range.mean))"
    }
    if let first = summary.times.first, let last = summary.times.last {
      return "\(first) … \(last)"
    }
    let shown = summary.commonest.prefix(4).map { "\($0.text.fitted(to: 24)) (\($0.count))" }
    let rest = summary.commonest.count > shown.count ? ", …" : ""
    return shown.joined(separator: ", ") + rest
  }

  /// A number to six significant digits at most, as short as it can be written.
  private static func written(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return "\(number == 0 ? "0" : "\(number)")" }
    guard number != number.rounded() || number.magnitude >= 1e15 else {
      return CanonicalJSON.number(number)
    }
    var scale = 1.0
    while number.magnitude * scale < 1e5, scale < 1e18 { scale *= 10 }
    let rounded = (number * scale).rounded() / scale
    return CanonicalJSON.number(rounded.isFinite ? rounded : number)
  }

  /// The table for programs.
  var json: JSONValue {
    .members([
      "name": .string(PathName(file).lastComponent), "rows": .count(rowCount),
      "columns": .array(columns.map { Self.json($0.summary, $0.distinct) }),
    ])
  }

  private static func json(_ summary: ColumnSummary, _ distinct: Distinct) -> JSONValue {
    var members: [String: JSONValue?] = [
      "name": .string(summary.name), "type": .string(summary.type),
      "missing": .count(summary.missing),
    ]
    switch distinct {
    case .exactly(let count): members["distinct"] = .count(count)
    case .more(let limit): members["distinct_more_than"] = .count(limit)
    }
    if let range = summary.range {
      members["minimum"] = range.minimum.isFinite ? .number(range.minimum) : nil
      members["maximum"] = range.maximum.isFinite ? .number(range.maximum) : nil
      members["mean"] = range.mean.isFinite ? .number(range.mean) : nil
    }
    if let first = summary.times.first, let last = summary.times.last {
      (members["earliest"], members["latest"]) = (.string(first), .string(last))
    }
    if !summary.commonest.isEmpty {
      members["commonest"] = .array(
        summary.commonest.map { ["value": .string($0.text), "count": .count($0.count)] })
    }
    return .members(members)
  }
}

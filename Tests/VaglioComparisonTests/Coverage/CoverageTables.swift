import Foundation

/// The tables of docs/coverage.md, from what was measured.
struct CoverageTables {
  let measured: MeasuredCoverage

  /// Fewer intervals than this say nothing.
  private static let fewest = 50

  /// The methods' table, then those of the metrics' best intervals, then those of intervals on request.
  var text: String {
    let kinds = ["binary", "regression", "multiclass", "quantiles", "ensembles"]
    let best = kinds.flatMap { kind in
      CoverageCase.Quantity.allCases.map { table(kind, $0) { $0.place.method == "best" } }
    }
    let asked = kinds.flatMap { kind in
      CoverageCase.Quantity.allCases.map { table(kind, $0) { $0.place.method != "best" } }
    }
    return "## By method\n\n" + methods + "\n## The best interval of each metric\n\n"
      + best.joined() + "## Intervals on request\n\n" + asked.joined()
  }

  private func told(_ lines: [MeasuredCoverage.Line]) -> [MeasuredCoverage.Line] {
    lines.filter { $0.intervals >= Self.fewest }
  }

  /// One row for each method: how many cells it made most of, their least, middle and largest coverage.
  private var methods: String {
    let groups = Dictionary(grouping: told(measured.lines)) { $0.method }
    let rows = groups.keys.sorted().map { method in
      let shares = (groups[method] ?? []).map(\.coverage).sorted()
      let near = (groups[method] ?? []).count { abs($0.coverage - 0.95) <= $0.error(0.95) }
      let cells = [
        "`\(method)`", "\(shares.count)", "\(near)", percent(shares[0]),
        percent(shares[shares.count / 2]), percent(shares[shares.count - 1]),
      ]
      return "| " + cells.joined(separator: " | ") + " |\n"
    }
    return """
      Over all metrics and situations in which the method made most of the intervals.

      | method | cells | within four standard errors of 95 % | least | middle | most |
      |---|---|---|---|---|---|

      """ + rows.joined()
  }

  private func table(
    _ kind: String, _ quantity: CoverageCase.Quantity,
    _ isMeant: (MeasuredCoverage.Line) -> Bool
  ) -> String {
    let lines = told(
      measured.lines.filter { $0.kind == kind && $0.place.quantity == quantity && isMeant($0) })
    guard !lines.isEmpty else { return "" }
    let columns = Set(lines.map { Column($0) }).sorted()
    let metrics = Set(lines.map(\.place.metric)).sorted()
    let cells = Dictionary(lines.map { (Cell($0), $0) }) { first, _ in first }
    let sizes = columns.map { column in
      lines.filter { Column($0) == column }.map(\.intervals).max() ?? 0
    }
    let rows = metrics.map { metric in
      let figures = columns.map { column in
        cells[Cell(metric: metric, column: column)].map { percent($0.coverage) } ?? "–"
      }
      return "| `\(metric)` | " + figures.joined(separator: " | ") + " |\n"
    }
    let title =
      "### \(kind.capitalized), " + (quantity == .model ? "one model" : "difference of two")
    return title + "\n\n| metric | " + columns.map(\.name).joined(separator: " | ") + " |\n|---"
      + String(repeating: "|---", count: columns.count) + "|\n| *samples* | "
      + sizes.map(String.init).joined(separator: " | ") + " |\n" + rows.joined() + "\n"
  }

  private func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

/// A situation under a method.
private struct Column: Hashable, Comparable {
  let situation: String
  let method: String

  init(_ line: MeasuredCoverage.Line) {
    (situation, method) = (line.place.situation, line.place.method)
  }

  var name: String { method == "best" ? situation : "\(situation), \(method)" }

  static func < (a: Column, b: Column) -> Bool {
    (Self.rank(a.situation), a.situation, a.method) < (
      Self.rank(b.situation), b.situation, b.method
    )
  }

  /// Plain rows first, from many to few.
  private static func rank(_ situation: String) -> Int {
    let rows = situation.split(separator: " ").compactMap { Int($0) }.first
    return rows.map { -$0 } ?? 0
  }
}

private struct Cell: Hashable {
  let metric: String
  let column: Column

  init(metric: String, column: Column) { (self.metric, self.column) = (metric, column) }

  init(_ line: MeasuredCoverage.Line) {
    (metric, column) = (line.place.metric, Column(line))
  }
}

internal import VaglioFindings
internal import VaglioGates

/// The summary for a terminal: verdict, gates and metrics in at most a hundred columns.
public struct TextReport: Renderer {
  /// Whether rulings are coloured by ANSI escapes.
  public enum Style: Hashable, Sendable { case plain, ansi }

  public static let name = "text"
  public static let fileName = "report.txt"
  public static let summary = "a summary for the terminal, at most 100 columns wide"

  private static let width = 100
  private let style: Style

  /// A renderer for a file or a pipe (`plain`), or for a terminal that shows colours (`ansi`).
  public init(style: Style = .plain) { self.style = style }

  public func render(_ dossier: Dossier) -> [UInt8] {
    let parts =
      [
        heading(of: dossier), gates(of: dossier), recalibrations(of: dossier),
        metrics(of: dossier), classes(of: dossier), power(of: dossier), audit(of: dossier),
      ] + watch(of: dossier) + drift(of: dossier) + fairness(of: dossier)
      + explanations(of: dossier) + [
        subgroups(of: dossier), gaps(of: dossier),
      ]
    let lines = parts.filter { !$0.isEmpty }.joined(separator: [""])
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func heading(of dossier: Dossier) -> [String] {
    let banner = VerdictBanner(dossier: dossier)
    let names =
      dossier.ownTitle.map { [$0] }
      ?? dossier.sides.map { TerminalText.fitted(dossier.name(of: $0), to: 32) }
    let verdict = coloured("\(banner.sign) \(banner.word)", banner.ink)
    return ["\(verdict)  \(names.joined(separator: " against "))"]
      + TerminalText.wrapped(banner.sentence, width: Self.width, indent: "  ")
      + TerminalText.wrapped(banner.summary, width: Self.width, indent: "  ")
  }

  private func gates(of dossier: Dossier) -> [String] {
    guard let table = GateSection.table(for: dossier) else { return [] }
    let judged = DataTable(
      caption: table.caption, columns: [1, 0, 2, 3].map { table.columns[$0] },
      rows: table.rows.map { row in [1, 0, 2, 3].map { row[$0] } })
    return ["Gates"] + lines(of: judged)
  }

  private func recalibrations(of dossier: Dossier) -> [String] {
    guard let table = RecalibrationSection.table(for: dossier) else { return [] }
    return TerminalText.wrapped(table.caption, width: Self.width, indent: "") + lines(of: table)
  }

  private func metrics(of dossier: Dossier) -> [String] {
    guard !dossier.isWatch, let table = MetricTable.table(for: dossier) else { return [] }
    let kept = Array(0..<min(table.columns.count, 4))
    let numbers = DataTable(
      caption: table.caption, columns: kept.map { table.columns[$0] },
      rows: table.rows.map { row in kept.map { row[$0] } })
    return [table.caption] + lines(of: numbers)
  }

  /// The differences by class, or one model's metrics by class, unless there are very many.
  private func classes(of dossier: Dossier) -> [String] {
    guard let table = ClassMetricTable.table(of: dossier.decisive, in: dossier),
      table.rows.count <= 20
    else { return [] }
    return [table.caption] + lines(of: table)
  }

  private func power(of dossier: Dossier) -> [String] {
    guard let table = PowerSection.table(for: dossier, showsBounds: false) else { return [] }
    return [table.caption] + lines(of: table)
      + PowerSection.remarks(for: dossier).flatMap {
        TerminalText.wrapped(SafeText.shortened($0, to: 400), width: Self.width, indent: "  ")
      }
  }

  private func audit(of dossier: Dossier) -> [String] {
    AuditTables.all(of: dossier).map { table in
      let kept = table.columns.count - 2
      let short = DataTable(
        caption: table.caption, columns: Array(table.columns[..<kept]),
        rows: table.rows.map { Array($0[..<kept]) })
      return [table.caption] + lines(of: short)
    }.joined(separator: [""]).map { $0 }
  }

  /// Per slicing: how many groups were looked at, and the notions of fairness.
  private func fairness(of dossier: Dossier) -> [[String]] {
    FairnessTables.all(of: dossier).map { tables in
      [tables.notions?.caption ?? "Groups by \(SafeText.shortened(tables.slicing))"]
        + TerminalText.wrapped(tables.lead, width: Self.width, indent: "  ")
        + (tables.notions.map { table in
          let short = DataTable(
            caption: table.caption, columns: Array(table.columns[..<3]),
            rows: table.rows.map { Array($0[..<3]) })
          return lines(of: short)
        } ?? [])
        + (tables.extremes.map { table in
          lines(of: Self.without(4, of: table))
        } ?? [])
    }
  }

  private static func without(_ column: Int, of table: DataTable) -> DataTable {
    let kept = table.columns.indices.filter { $0 != column }
    return DataTable(
      caption: table.caption, columns: kept.map { table.columns[$0] },
      rows: table.rows.map { row in kept.map { row[$0] } })
  }

  private func subgroups(of dossier: Dossier) -> [String] {
    guard let search = SubgroupTable(dossier) else { return [] }
    return ["Subgroups"] + TerminalText.wrapped(search.lead, width: Self.width, indent: "  ")
      + (search.table.map { table in
        lines(of: table)
      } ?? [])
  }

  /// What fires, the latest metrics, and the alerts in hindsight.
  private func watch(of dossier: Dossier) -> [[String]] {
    guard let summary = WatchSummary(dossier) else { return [] }
    var parts = summary.firing.map { title, text in
      TerminalText.wrapped("▲ " + title, width: Self.width, indent: "")
        + TerminalText.wrapped(
          SafeText.shortened(text, to: 1200), width: Self.width, indent: "  ")
    }
    if summary.rest > 0 { parts.append(["\(NumberFormat.count(summary.rest)) more are firing"]) }
    for table in [summary.metrics, summary.hindsight].compactMap(\.self) {
      parts.append([table.caption] + lines(of: table))
    }
    return parts
  }

  /// What changed in the data, column by column, and what is wrong with the rows.
  private func drift(of dossier: Dossier) -> [[String]] {
    guard let lead = DriftSection.lead(for: dossier) else { return [] }
    let sections: [any Section] = [
      DriftSection(), WeightedDriftSection(), EstimatedPerformanceSection(), JointDriftSection(),
      QualitySection(),
    ]
    return [TerminalText.wrapped(lead, width: Self.width, indent: "")]
      + parts(of: sections, dossier)
  }

  /// What explains the models: the ten first rows of each table.
  private func explanations(of dossier: Dossier) -> [[String]] {
    let sections: [any Section] = [
      ImportanceSection(), AttributionShiftSection(), DecisionSection(),
    ]
    return parts(of: sections, dossier)
  }

  private func parts(of sections: [any Section], _ dossier: Dossier) -> [[String]] {
    sections.flatMap { $0.blocks(for: dossier) }.flatMap { block -> [[String]] in
      switch block {
      case .charts(let charts): charts.map { part($0.title, $0.table) }
      case .table(let table): [part(table.caption, table)]
      case .prose, .folded: []
      }
    }
  }

  private func part(_ title: String, _ table: DataTable) -> [String] {
    let short = DataTable(
      caption: table.caption, columns: table.columns, rows: Array(table.rows.prefix(10)))
    let rest = table.rows.count > 10 ? ["  \(table.rows.count - 10) more in the record"] : []
    return TerminalText.wrapped(title, width: Self.width, indent: "") + lines(of: short) + rest
  }

  private func gaps(of dossier: Dossier) -> [String] {
    let gaps = UnevaluatedSection.gaps(in: dossier)
    guard !gaps.isEmpty else { return [] }
    let lines = gaps.prefix(12).flatMap { gap in
      let subjects = gap.subjects.joined(separator: ", ")
      let slice = gap.slice == .all ? "" : " on \(gap.slice.shortDescription)"
      let text = "\(gap.measures.joined(separator: ", ")) of \(subjects)\(slice): \(gap.reason)"
      return TerminalText.wrapped(
        SafeText.shortened(text, to: 300), width: Self.width, indent: "  ")
    }
    let rest = gaps.count > 12 ? ["  \(gaps.count - 12) more in the record"] : []
    return ["Not evaluated"] + lines + rest
  }

  /// A table in aligned columns, two spaces apart. Where a line would be too long, the widest columns
  /// of words give way, and break their texts over lines.
  private func lines(of table: DataTable) -> [String] {
    let rows = [table.columns.map { DataTable.Cell($0.heading) }] + table.rows
    let widths = widths(of: rows.map { $0.map { SafeText.flattened($0.text) } }, in: table)
    return rows.flatMap { row -> [String] in
      let cells = zip(row, widths).map { Self.broken($0.text, to: $1) }
      return (0..<(cells.map(\.count).max() ?? 0)).map { number in
        let columns = table.columns.indices.map { column -> String in
          let text = TerminalText.padded(
            number < cells[column].count ? cells[column][number] : "", to: widths[column],
            leading: table.columns[column].isNumeric)
          return row[column].ruling.map { coloured(text, $0.ink) } ?? text
        }
        let line = "  " + columns.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
      }
    }
  }

  /// A cell's text in at most three lines.
  private static func broken(_ text: String, to width: Int) -> [String] {
    let flat = SafeText.shortened(text, to: 400)
    guard TerminalText.width(of: flat) > width else { return [flat] }
    let lines = TerminalText.wrapped(flat, width: width, indent: "")
    guard lines.count > 3 else { return lines }
    return lines.prefix(2) + [TerminalText.fitted(lines[2...].joined(separator: " "), to: width)]
  }

  /// The columns' widths, so that all of them fit.
  private func widths(of texts: [[String]], in table: DataTable) -> [Int] {
    var widths = table.columns.indices.map { column in
      min(texts.map { TerminalText.width(of: $0[column]) }.max() ?? 0, Self.width)
    }
    let room = Self.width - 2 * table.columns.count
    while widths.reduce(0, +) > room {
      let words = widths.indices.filter { !table.columns[$0].isNumeric && widths[$0] > 16 }
      let yielding = words.isEmpty ? Array(widths.indices) : words
      guard let widest = yielding.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1 else {
        return widths
      }
      widths[widest] -= 1
    }
    return widths
  }

  private func coloured(_ text: String, _ ink: Ink) -> String {
    guard style == .ansi else { return text }
    let code =
      switch ink {
      case .pass: "36"
      case .fail: "31"
      case .inconclusive: "33"
      default: "35"
      }
    return "\u{1B}[1;\(code)m\(text)\u{1B}[0m"
  }
}

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
        metrics(of: dossier), power(of: dossier), audit(of: dossier),
      ] + fairness(of: dossier) + [subgroups(of: dossier), gaps(of: dossier)]
    let lines = parts.filter { !$0.isEmpty }.joined(separator: [""])
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func heading(of dossier: Dossier) -> [String] {
    let banner = VerdictBanner(dossier: dossier)
    let names = dossier.sides.map { TerminalText.fitted(dossier.name(of: $0), to: 32) }
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
    return ["Gates"] + lines(of: judged, limits: [15, 40, 30, 12])
  }

  private func recalibrations(of dossier: Dossier) -> [String] {
    guard let table = RecalibrationSection.table(for: dossier) else { return [] }
    let widths = [24] + table.columns.dropFirst().map { _ in 72 / max(table.columns.count - 1, 1) }
    return TerminalText.wrapped(table.caption, width: Self.width, indent: "")
      + lines(of: table, limits: widths)
  }

  private func metrics(of dossier: Dossier) -> [String] {
    guard let table = MetricTable.table(for: dossier) else { return [] }
    let kept = Array(0..<min(table.columns.count, 4))
    let numbers = DataTable(
      caption: table.caption, columns: kept.map { table.columns[$0] },
      rows: table.rows.map { row in kept.map { row[$0] } })
    return [table.caption] + lines(of: numbers, limits: [25, 22, 22, 27])
  }

  private func power(of dossier: Dossier) -> [String] {
    guard let table = PowerSection.table(for: dossier, showsBounds: false) else { return [] }
    let limits = [22] + table.columns.dropFirst().map { _ in 14 }
    return [table.caption] + lines(of: table, limits: limits)
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
      return [table.caption] + lines(of: short, limits: Array(repeating: 20, count: kept))
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
          return lines(of: short, limits: [30, 30, 30])
        } ?? [])
        + (tables.extremes.map { table in
          lines(of: Self.without(4, of: table), limits: [25, 18, 18, 19, 10])
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
        lines(of: table, limits: [26, 7, 15, 17, 17, 10])
      } ?? [])
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

  /// A table in aligned columns, two spaces apart, each at most as wide as its limit.
  private func lines(of table: DataTable, limits: [Int]) -> [String] {
    let texts = [table.columns.map { DataTable.Cell($0.heading) }] + table.rows
    let cells = texts.map { row in
      zip(row, limits).map { cell, limit in TerminalText.fitted(cell.text, to: limit) }
    }
    let widths = table.columns.indices.map { column in
      cells.map { TerminalText.width(of: $0[column]) }.max() ?? 0
    }
    return zip(cells, texts).map { texts, cells in
      let columns = table.columns.indices.map { column in
        let text = TerminalText.padded(
          texts[column], to: widths[column], leading: table.columns[column].isNumeric)
        return cells[column].ruling.map { coloured(text, $0.ink) } ?? text
      }
      let line = "  " + columns.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
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

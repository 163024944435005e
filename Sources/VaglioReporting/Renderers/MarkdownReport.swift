internal import VaglioFindings
internal import VaglioGates

/// The report for a pull request: GitHub-flavoured Markdown, verdict first.
public struct MarkdownReport: Renderer {
  public static let name = "markdown"
  public static let fileName = "report.md"
  public static let summary = "a summary for pull requests, GitHub-flavoured Markdown"

  /// The renderer; it has no options.
  public init() {}

  public func render(_ dossier: Dossier) -> [UInt8] {
    let parts: [String?] = [
      heading(of: dossier), gates(of: dossier), recalibrations(of: dossier), watch(of: dossier),
      metrics(of: dossier),
      classes(of: dossier), power(of: dossier), drift(of: dossier), audit(of: dossier),
      slices(of: dossier),
      fairness(of: dossier), subgroups(of: dossier), gaps(of: dossier), provenance(of: dossier),
    ]
    return Array((parts.compactMap(\.self).joined(separator: "\n\n") + "\n").utf8)
  }

  private func heading(of dossier: Dossier) -> String {
    let banner = VerdictBanner(dossier: dossier)
    let names =
      dossier.ownTitle.map { [MarkdownText.escaped($0)] }
      ?? dossier.sides.map { MarkdownText.escaped(dossier.name(of: $0)) }
    return """
      ## \(banner.sign) \(banner.word): \(names.joined(separator: " against "))

      **\(MarkdownText.escaped(banner.sentence, limit: 400))**

      \(MarkdownText.escaped(banner.summary, limit: 400))
      """
  }

  private func gates(of dossier: Dossier) -> String? {
    GateSection.table(for: dossier).map { "### Gates\n\n" + $0.markdown }
  }

  private func recalibrations(of dossier: Dossier) -> String? {
    RecalibrationSection.table(for: dossier).map {
      "### Recalibrations\n\n\($0.markdown)\n\n\(MarkdownText.escaped($0.caption, limit: 200))."
    }
  }

  private func watch(of dossier: Dossier) -> String? {
    guard let summary = WatchSummary(dossier) else { return nil }
    var parts: [String] = []
    if !summary.firing.isEmpty {
      parts.append("### Firing")
      parts += summary.firing.map {
        "**▲ \(MarkdownText.escaped($0.title, limit: 200))**\n\n"
          + MarkdownText.escaped($0.text, limit: 1200)
      }
      if summary.rest > 0 {
        parts.append("\(NumberFormat.count(summary.rest)) more in the record.")
      }
    }
    if let table = summary.metrics { parts.append("### Metrics\n\n" + Self.captioned(table)) }
    if let table = summary.hindsight {
      parts.append("### Alerts in hindsight\n\n" + table.markdown)
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
  }

  private func metrics(of dossier: Dossier) -> String? {
    guard !dossier.isWatch else { return nil }
    return MetricTable.table(for: dossier).map {
      "### Metrics\n\n\($0.markdown)\n\n\(MarkdownText.escaped($0.caption, limit: 200))."
    }
  }

  private func drift(of dossier: Dossier) -> String? {
    guard let lead = DriftSection.lead(for: dossier), let table = DriftTable(dossier).table else {
      return nil
    }
    let schema = dossier.findings.all.filter { $0.measure.hasPrefix("schema.") }
    return "### Drift\n\n\(MarkdownText.escaped(lead, limit: 400)) "
      + "\(MarkdownText.escaped(QualitySection.schemaSentence(schema), limit: 600))\n\n"
      + "<details><summary>Columns (\(table.rows.count))</summary>\n\n\(Self.captioned(table))\n\n"
      + "</details>"
  }

  private func power(of dossier: Dossier) -> String? {
    PowerSection.table(for: dossier).map { table in
      let remarks = PowerSection.remarks(for: dossier).map {
        "- " + MarkdownText.escaped($0, limit: 600)
      }
      return
        "### Power\n\n\(table.markdown)\n\n\(MarkdownText.escaped(table.caption, limit: 300)).\n\n"
        + remarks.joined(separator: "\n")
    }
  }

  private func classes(of dossier: Dossier) -> String? {
    ClassMetricTable.table(of: dossier.decisive, in: dossier).map {
      "<details><summary>Classes (\($0.rows.count))</summary>\n\n\(Self.captioned($0))\n\n</details>"
    }
  }

  private func audit(of dossier: Dossier) -> String? {
    let tables = AuditTables.all(of: dossier)
    guard !tables.isEmpty else { return nil }
    return "### Bias audit\n\n" + tables.map(Self.captioned).joined(separator: "\n\n")
  }

  private func fairness(of dossier: Dossier) -> String? {
    let parts = FairnessTables.all(of: dossier).flatMap { tables -> [String] in
      [MarkdownText.escaped(tables.lead, limit: 400)]
        + [tables.notions, tables.extremes].compactMap { $0.map(Self.captioned) }
    }
    return parts.isEmpty ? nil : "### Fairness\n\n" + parts.joined(separator: "\n\n")
  }

  private func subgroups(of dossier: Dossier) -> String? {
    SubgroupTable(dossier).map { search in
      let table = search.table.map { "\n\n" + $0.markdown } ?? ""
      return "### Subgroups\n\n" + MarkdownText.escaped(search.lead, limit: 900) + table
    }
  }

  /// A table with its caption below.
  private static func captioned(_ table: DataTable) -> String {
    "\(table.markdown)\n\n\(MarkdownText.escaped(table.caption, limit: 300))."
  }

  private func slices(of dossier: Dossier) -> String? {
    let tables = SliceSection().blocks(for: dossier).compactMap { block -> DataTable? in
      guard case .table(let table) = block else { return nil }
      return table
    }
    return tables.first.map {
      "<details><summary>Slices (\($0.rows.count))</summary>\n\n\($0.markdown)\n\n</details>"
    }
  }

  private func gaps(of dossier: Dossier) -> String? {
    let gaps = UnevaluatedSection.gaps(in: dossier)
    guard !gaps.isEmpty else { return nil }
    let lines = gaps.prefix(50).map { gap in
      let about =
        "\(gap.measures.joined(separator: ", ")) of \(gap.subjects.joined(separator: ", "))"
      let slice = gap.slice == .all ? "" : " on \(gap.slice.shortDescription)"
      return "- " + MarkdownText.escaped("\(about)\(slice): \(gap.reason)", limit: 600)
    }
    let rest = gaps.count > 50 ? ["- \(gaps.count - 50) more in the record"] : []
    return "### Not evaluated\n\n" + (lines + rest).joined(separator: "\n")
  }

  private func provenance(of dossier: Dossier) -> String {
    let sources = dossier.provenance.data + (dossier.provenance.policy.map { [$0] } ?? [])
    let digests = sources.prefix(20).map { source in
      "\(MarkdownText.escaped(source.name)) `\(MarkdownText.code(String(source.sha256.prefix(12))))`"
    }
    let files = digests.isEmpty ? "" : " · " + digests.joined(separator: " · ")
    return "Vaglio \(MarkdownText.escaped(dossier.provenance.vaglio))"
      + " · seed \(dossier.provenance.seed)\(files)"
  }
}

extension DataTable {
  /// The table in GitHub's notation.
  var markdown: String {
    let head = columns.map { MarkdownText.escaped($0.heading) }
    let rule = columns.map { $0.isNumeric ? "---:" : "---" }
    let body = rows.map { cells in
      cells.map { cell in
        MarkdownText.escaped(
          [cell.text, cell.detail].filter { !$0.isEmpty }.joined(separator: " "), limit: 300)
      }
    }
    return ([head, rule] + body).map { "| \($0.joined(separator: " | ")) |" }
      .joined(separator: "\n")
  }
}

internal import VaglioFindings

/// How many rows would a difference need?
struct PowerSection: Section {
  let identifier = "power"

  func title(for dossier: Dossier) -> String { "How small a difference could be found?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let table = Self.table(for: dossier) else { return [] }
    var blocks: [Block] = [.table(table)]
    blocks += Self.remarks(for: dossier).map { .prose(.paragraph(.text($0))) }
    let charts = PowerChart.charts(of: dossier)
    return charts.isEmpty ? blocks : blocks + [.charts(charts)]
  }

  /// What each metric's rows can find, with the bounds of each number where `showsBounds`; `nil` where
  /// nothing was planned.
  static func table(for dossier: Dossier, showsBounds: Bool = true) -> DataTable? {
    guard
      let exhibit = dossier.exhibit("power", .difference), let metrics = exhibit.words("metric"),
      !metrics.isEmpty
    else { return nil }
    let wanted = needs.filter { need in
      (exhibit.numbers(need.name) ?? []).contains { $0 != nil }
    }
    let hasPower = (exhibit.numbers("power") ?? []).contains { $0 != nil }
    return DataTable(
      caption: caption(of: exhibit),
      columns: [.words("Metric"), .numbers("Std. deviation"), .numbers("Detectable")]
        + (hasPower ? [.numbers("Power")] : []) + wanted.map { .numbers($0.title) },
      rows: metrics.indices.map { row in
        let power = exhibit.number("power", row).map(NumberFormat.percent)
        return [
          .init(dossier.contract(of: metrics[row]).shortTitle),
          .init(bounded(exhibit, "standard_deviation", row, showsBounds)),
          .init(bounded(exhibit, "detectable_difference", row, showsBounds)),
        ] + (hasPower ? [.init(power ?? NumberFormat.missing)] : [])
          + wanted.map { .init(rows(exhibit, $0.name, row, showsBounds)) }
      })
  }

  /// What the first metric's rows can find, and how many another difference needs, in a sentence;
  /// `nil` where nothing was planned.
  static func lead(for dossier: Dossier) -> String? {
    guard let exhibit = dossier.exhibit("power", .difference),
      let metric = exhibit.words("metric")?.first
    else { return nil }
    let rows = exhibit.number("rows", 0).map(count) ?? "these"
    let detectable = exhibit.number("detectable_difference", 0).map {
      "\(rows) rows find a difference of \(NumberFormat.bare($0))"
    }
    let wanted = [
      ("rows_for_difference", "difference", "to find a difference of"),
      ("rows_for_non_inferiority", "margin", "to show that the candidate is no worse by"),
      ("rows_for_equivalence", "margin", "to show that both are alike within"),
    ].compactMap { name, aim, words -> String? in
      guard let rows = exhibit.number(name, 0), let size = exhibit.scalars[aim] else { return nil }
      return "about \(count(rows)) rows are needed \(words) \(NumberFormat.bare(size.magnitude))"
    }
    let parts = (detectable.map { [$0] } ?? []) + wanted
    guard !parts.isEmpty else { return nil }
    let power = NumberFormat.level(exhibit.scalars["power"] ?? 0.8)
    return
      "\(dossier.contract(of: metric).shortTitle): \(parts.joined(separator: "; ")), each with "
      + "\(power) power."
  }

  private static let needs = [
    (name: "rows_for_difference", title: "Rows to find"),
    (name: "rows_for_non_inferiority", title: "Non-inferior"),
    (name: "rows_for_equivalence", title: "Equivalent"),
  ]

  private static func caption(of exhibit: Exhibit) -> String {
    let power = NumberFormat.level(exhibit.scalars["power"] ?? 0.8)
    let level = NumberFormat.level(exhibit.scalars["level"] ?? 0.95)
    let aims = [
      exhibit.scalars["difference"].map { "a difference of \(NumberFormat.bare($0))" },
      exhibit.scalars["margin"].map { "a margin of \(NumberFormat.bare($0))" },
    ].compactMap(\.self)
    return "Rows for \(power) power at the \(level) level"
      + (aims.isEmpty ? "" : ", for " + aims.joined(separator: " and "))
  }

  /// What a reader must know: what clusters and weights cost, and what can't be told.
  static func remarks(for dossier: Dossier) -> [String] {
    guard
      let exhibit = dossier.exhibit("power", .difference), let metrics = exhibit.words("metric")
    else { return [] }
    var remarks: [String] = []
    for row in metrics.indices {
      guard let effect = exhibit.number("design_effect", row), abs(effect - 1) > 0.005,
        let rows = exhibit.number("rows", row),
        let effective = exhibit.number("effective_rows", row)
      else { continue }
      remarks.append(
        "\(dossier.contract(of: metrics[row]).shortTitle): design effect "
          + "\(NumberFormat.fixed(effect, decimals: 2)); \(count(rows)) rows tell as much as "
          + "\(count(effective)) independent ones of equal weight.")
    }
    let reasons = exhibit.words("because") ?? []
    let told = zip(metrics, reasons).filter { !$0.1.isEmpty }
    var seen: Set<String> = []
    for reason in told.map(\.1) where seen.insert(reason).inserted {
      let titles = told.filter { $0.1 == reason }.map { dossier.contract(of: $0.0).shortTitle }
      remarks.append(
        "\(titles.joined(separator: ", ")): \(SafeText.shortened(reason, to: 200)).")
    }
    return remarks
  }

  private static func bounded(
    _ exhibit: Exhibit, _ name: String, _ row: Int, _ showsBounds: Bool
  ) -> String {
    guard let value = exhibit.number(name, row) else { return NumberFormat.missing }
    guard showsBounds,
      let lower = exhibit.number(name + "_lower", row),
      let upper = exhibit.number(name + "_upper", row)
    else { return NumberFormat.bare(value) }
    return "\(NumberFormat.bare(value)) [\(NumberFormat.bare(lower)), \(NumberFormat.bare(upper))]"
  }

  private static func rows(
    _ exhibit: Exhibit, _ name: String, _ row: Int, _ showsBounds: Bool
  ) -> String {
    guard let value = exhibit.number(name, row) else { return NumberFormat.missing }
    guard showsBounds, let lower = exhibit.number(name + "_lower", row) else { return count(value) }
    let upper = exhibit.number(name + "_upper", row).map(count) ?? "∞"
    return "\(count(value)) [\(count(lower)), \(upper)]"
  }

  private static func count(_ value: Double) -> String {
    NumberFormat.count(Int(min(max(value, 0), 1e15).rounded()))
  }
}

extension Exhibit {
  /// A number of a column.
  fileprivate func number(_ name: String, _ row: Int) -> Double? {
    guard let numbers = numbers(name), numbers.indices.contains(row) else { return nil }
    return numbers[row]
  }
}

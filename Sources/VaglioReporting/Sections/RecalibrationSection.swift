internal import VaglioFindings

/// Which recalibration is best, and what does it do?
struct RecalibrationSection: Section {
  let identifier = "recalibration"

  func title(for dossier: Dossier) -> String { "What does recalibration do?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let isAsked = dossier.provenance.options["folds"] != nil
    let prose = isAsked ? conclusion(of: dossier).map { [Block.prose(.paragraph(.text($0)))] } : nil
    let tables = Self.table(for: dossier).map { [Block.table($0)] } ?? []
    let charts = map(of: dossier).map { [Block.charts([$0])] } ?? []
    return (prose ?? []) + tables + charts
  }

  /// Whether recalibration helps, by the difference in log loss; `nil` where that was not measured.
  private func conclusion(of dossier: Dossier) -> String? {
    guard let estimate = dossier.findings.finding("log_loss", .difference)?.estimate,
      let interval = estimate.interval
    else { return nil }
    let amount = "log loss \(NumberFormat.difference(estimate)) on rows that the map has not seen"
    if interval.upper < 0 { return "It helps: \(amount)." }
    if interval.lower > 0 { return "It harms: \(amount). Leave the scores as they are." }
    return "These rows don't show that it helps: \(amount)."
  }

  /// The methods that were tried, each held against the model as it is; `nil` where there was no
  /// choice.
  static func table(for dossier: Dossier) -> DataTable? {
    guard let exhibit = dossier.exhibit("recalibrations", .difference),
      let methods = exhibit.words("method")
    else { return nil }
    let measures = exhibit.series.keys.filter { exhibit.numbers("\($0).difference") != nil }
      .map { contract(of: $0, in: dossier) }.sorted {
        order(of: $0, in: dossier) < order(of: $1, in: dossier)
      }
    let rows = methods.indices.map { row -> [DataTable.Cell] in
      [name(methods[row], isChosen: exhibit.scalars["chosen"] == Double(row))]
        + measures.map { .init(difference($0.name, row, exhibit)) }
    }
    return DataTable(
      caption: "Difference that each method makes on rows that it has not seen, with "
        + "\(NumberFormat.level(exhibit.scalars["level"] ?? dossier.level)) intervals",
      columns: [.words("Method")] + measures.map { .numbers($0.arrowedTitle) }, rows: rows)
  }

  private static func name(_ method: String, isChosen: Bool) -> DataTable.Cell {
    .init(SafeText.shortened(method), detail: isChosen ? "shown on this page" : "")
  }

  /// The contract of a measure; of the deciding ones, which are compared even where the record
  /// measures others, their names for people.
  private static func contract(of name: String, in dossier: Dossier) -> Measure {
    let titles = ["log_loss": "Log loss", "brier_score": "Brier score", "roc_auc": "ROC AUC"]
    guard dossier.measure(name) == nil, let title = titles[name] else {
      return dossier.contract(of: name)
    }
    return Measure(
      name: name, title: title, definition: "", range: -.infinity ... .infinity,
      direction: name == "roc_auc" ? .higherIsBetter : .lowerIsBetter)
  }

  private static func order(of measure: Measure, in dossier: Dossier) -> Int {
    ["log_loss", "brier_score", "roc_auc"].firstIndex { measure.name.hasPrefix($0) } ?? .max
  }

  private static func difference(_ name: String, _ row: Int, _ exhibit: Exhibit) -> String {
    func number(_ column: String) -> Double? {
      exhibit.numbers("\(name).\(column)").flatMap { row < $0.count ? $0[row] : nil }
    }
    guard let value = number("difference") else { return NumberFormat.missing }
    guard let lower = number("lower"), let upper = number("upper"), lower <= upper else {
      return NumberFormat.difference(Estimate(value))
    }
    let interval = Interval(lower: lower, upper: upper, level: .ninetyFivePercent, method: "")
    return NumberFormat.difference(
      Estimate(value, Uncertainty(interval: interval, curve: nil)))
  }

  private func map(of dossier: Dossier) -> Chart? {
    guard let exhibit = dossier.exhibit("recalibration_map", .candidate) else { return nil }
    return CurveChart(
      title: "What becomes of a score",
      caption: "The map that is fitted to all rows; the diagonal leaves scores as they are.",
      x: "score", y: "recalibrated probability",
      lines: [
        .init(
          subject: .candidate,
          points: exhibit.rows("score", "probability").map { ($0[0], $0[1]) }, operating: nil)
      ], chance: [(0, 0), (1, 1)]
    ).chart
  }
}

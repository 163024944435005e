internal import VaglioFindings

/// A constraint on a summary of one column: a field, an operator, and a value or two.
struct WhylogsSummary {
  private let node: ImportNode
  private let column: String
  private let field: String
  private let op: String

  init(_ node: ImportNode, _ column: String) {
    (self.node, self.column) = (node, column)
    field = node.member("first_field")?.text ?? ""
    op = node.member("op")?.text ?? ""
  }

  func read(into ledger: inout ImportLedger) {
    guard QuotedWord.isWritable(column) else {
      return ledger.leave(
        node, "the column's name can't stand in a policy", instead: "rename the column")
    }
    switch field {
    case "missing_values_proportion": readMissing(into: &ledger)
    case "null_count" where isNone:
      ledger.carry([node], asQuality: "missing-rate-at-most", atMost: 0, column: column)
    case "column_values_type" where op == "EQ":
      ledger.carry(
        [node], as: ImportedGate("schema", [("type-changes-at-most", .number(0))]),
        difference: "columns and types are those of the reference's rows, not of a list")
    case "distinct_column_values" where op == "IN_SET":
      ledger.carry(
        [node], as: .quality("new-levels-at-most", 0, column: column),
        difference: "the levels of the reference's rows stand for the listed values")
    default: leave(into: &ledger)
    }
  }

  private var value: Double? { node.member("value")?.finite }

  /// Whether the constraint asks for none at all.
  private var isNone: Bool {
    switch op {
    case "EQ", "LE": value == 0
    case "LT": value.map { $0 > 0 && $0 <= 1 } ?? false
    default: false
    }
  }

  private func readMissing(into ledger: inout ImportLedger) {
    let bounds = node.member("between")
    let lower = op == "BTWN" ? bounds?.member("lower_value")?.finite : 0
    let upper =
      ["LE", "LT", "EQ"].contains(op) ? value : bounds?.member("upper_value")?.finite
    guard let lower, let upper, upper >= 0, op != "EQ" || upper == 0 else {
      return leave(into: &ledger)
    }
    guard upper < 1 else {
      return ledger.leave(node, "a share of 1 asks for nothing", instead: "nothing is needed")
    }
    let remarks = [
      lower > 0 ? "that at least \(NumberText.shortest(lower)) are missing is not judged" : nil,
      op == "LT" ? "whylogs refuses a share of exactly the bound, which passes here" : nil,
    ].compactMap { $0 }
    ledger.carry(
      [node], asQuality: "missing-rate-at-most", atMost: upper, column: column,
      difference: remarks.isEmpty ? nil : remarks.joined(separator: "; "))
  }

  private func leave(into ledger: inout ImportLedger) {
    let (reason, instead) =
      Self.refusals[field] ?? (
        "no rule is about \(field.isEmpty ? "this summary" : field.legible())", "vaglio list rules"
      )
    ledger.leave(node, reason, instead: instead)
  }

  private static let statistic = (
    "no rule is about a column's statistics",
    "no-drift: {measure: drift.wasserstein_scaled, at-most: 0.1}, which sees the column move"
  )
  private static let range = (
    "no rule has a fixed range of values",
    "quality: {out-of-range-rate-at-most: 0.001}, which holds values against the reference's range"
  )
  private static func test(_ measure: String) -> (String, String) {
    (
      "a test of whether there is any difference, which enough rows always show; no rule judges its "
        + "p-value",
      "no-drift: {measure: \(measure), at-most: 0.1}, with a limit of your choice"
    )
  }

  private static let refusals: [String: (String, String)] = [
    "chi_squared_test": test("drift.cramers_v"), "ks_test": test("drift.ks"),
    "distinct_column_values": (
      "no rule has a fixed list of values",
      "quality: {new-levels-at-most: 0}, which holds values against the reference's levels"
    ),
    "kl_divergence": (
      "the Kullback–Leibler divergence is infinite where a level is missing, and not measured here",
      "no-drift: {measure: drift.jensen_shannon, at-most: 0.1}"
    ),
    "max": range, "mean": statistic, "min": range,
    "null_count": (
      "a number of rows, which depends on how many there are",
      "quality: {missing-rate-at-most: SHARE}"
    ),
    "quantile": statistic, "stddev": statistic,
  ]
}

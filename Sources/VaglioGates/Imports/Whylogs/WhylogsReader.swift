internal import VaglioFindings

/// Reads the constraints of whylogs 0.x, as `DatasetConstraints.to_json()` writes them.
///
/// Shape: whylogs 0.7.10, `core/statistics/constraints.py`, and the message `DatasetConstraintMsg`.
/// whylogs 1.x keeps constraints as Python functions and writes none to files; the CSV file of
/// `DatasetProfileView.to_pandas()` holds statistics, and no rules.
enum WhylogsReader {
  static let neutralKeys = ["properties"]

  static func read(_ root: ImportNode, into ledger: inout ImportLedger) throws(PolicyError) {
    let maps = ["summary_constraints", "value_constraints"].map(root.member)
    let shape = root.member("table_shape_constraints")
    guard maps.contains(where: { $0 != nil }) || shape != nil else {
      throw root.failure(
        "expected DatasetConstraints of whylogs 0.x as JSON; whylogs 1.x writes no constraints to files"
      )
    }
    for column in maps[0]?.members ?? [] {
      for constraint in constraints(column.value) {
        WhylogsSummary(constraint, column.name).read(into: &ledger)
      }
    }
    for column in maps[1]?.members ?? [] {
      for constraint in constraints(column.value) { leaveValue(constraint, &ledger) }
    }
    for constraint in shape.map(constraints) ?? [] { readShape(constraint, into: &ledger) }
    for node in root.member("multi_column_value_constraints")?.children.flatMap(\.elements) ?? [] {
      ledger.leave(
        node, "columns are not compared with each other, row by row",
        instead: "compute a column of the comparison, and judge its levels")
    }
  }

  private static func constraints(_ node: ImportNode) -> [ImportNode] {
    node.children.flatMap(\.elements)
  }

  private static func leaveValue(_ node: ImportNode, _ ledger: inout ImportLedger) {
    let isRange = node.member("value") != nil
    ledger.leave(
      node,
      "each value is held against a fixed \(isRange ? "bound" : "set or pattern"), which no rule "
        + "does",
      instead: isRange
        ? "quality: {out-of-range-rate-at-most: 0.001}, against the reference's range"
        : "quality: {new-levels-at-most: 0}, against the reference's levels")
  }

  private static func readShape(_ node: ImportNode, into ledger: inout ImportLedger) {
    let field = node.member("first_field")?.text
    let gate: ImportedGate
    switch (field, node.member("op")?.text) {
    case ("columns", "CONTAIN"), ("columns", "CONTAIN_SET"):
      gate = ImportedGate("schema", [("missing-at-most", .number(0))])
    case ("columns", "EQ"):
      gate = ImportedGate("schema", [("added-at-most", .number(0))])
    default:
      return ledger.leave(
        node, "no rule is about how many rows there are",
        instead: "nothing is needed: with few rows intervals are wide, and gates inconclusive")
    }
    ledger.carry(
      [node], as: gate,
      difference: "columns and types are those of the reference's rows, not of a list")
  }
}

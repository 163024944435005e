internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

/// Another implementation's attributions of the rows that are explained.
///
/// The table has a column for each feature, and may have one of base values. Rows are matched by the id,
/// or by `row`, the place in the data; without both by their order, of all rows of the data or of the
/// explained ones. Of several outputs there is one line for each row and output, named by `class`.
struct ContributionTable {
  /// How far both are from each other.
  let comparison: ContributionComparison

  /// What a column of base values may be called.
  private static let baseNames = ["base_value", "bias", "BIAS", "expected_value"]

  init(
    _ path: String, _ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan
  ) throws {
    let table = try InputData([path], plan).table()
    let attributions = explained.attributions
    let lines = try Self.lines(of: table, path, attributions, rows, plan)
    let base = Self.baseNames.first { table[$0] != nil }
    let columns = try (attributions.features + [base].compactMap { $0 }).map { name in
      guard let numbers = try Self.column(name, in: table, path).numbers else {
        throw TableError(
          .badValue, file: path, column: name, problem: "holds no numbers",
          remedy: "give the attribution to the feature")
      }
      return numbers
    }
    var values: [Double] = []
    values.reserveCapacity(lines.count * columns.count)
    for line in lines { values += columns.map { $0[line] } }
    comparison = try ContributionComparison(attributions, with: values)
  }

  private static func column(
    _ name: String, in table: Table, _ path: String
  ) throws(Trouble) -> Column {
    if let column = table[name] { return column }
    let nearest = NearestWord(to: name, among: table.columnNames)
    throw Trouble(
      "--contributions \(path): there is no column \"\(name)\""
        + (nearest.map { "; did you mean \"\($0.word)\"?" } ?? ""))
  }

  /// For each explained row and output the line of the table.
  private static func lines(
    of table: Table, _ path: String, _ attributions: Attributions, _ rows: ExplainedRows,
    _ plan: ExplanationPlan
  ) throws -> [Int] {
    let outputs = attributions.outputs
    let keyed = plan.id ?? (table["row"] == nil ? nil : "row")
    guard keyed != nil || outputs.count > 1 else {
      return try places(table.rowCount, path, rows)
    }
    let names = try column(keyed ?? "row", in: table, path).categorized
    let classes = outputs.count > 1 ? try column("class", in: table, path).categorized : nil
    var places: [LineName: Int] = [:]
    for line in 0..<table.rowCount {
      let name = LineName(row: names[line] ?? "", output: classes?[line] ?? "")
      guard places.updateValue(line, forKey: name) == nil else {
        throw Trouble(
          "--contributions \(path): row \"\(name.row)\" stands there twice"
            + (classes == nil ? "" : " for class \"\(name.output)\""))
      }
    }
    return try rows.names.flatMap { row in
      try outputs.map { output in
        let name = LineName(row: row, output: classes == nil ? "" : output)
        guard let line = places[name] else {
          throw Trouble(
            "--contributions \(path): row \"\(row)\" is missing"
              + (classes == nil ? "" : " for class \"\(output)\""))
        }
        return line
      }
    }
  }

  /// Lines by their order.
  private static func places(
    _ count: Int, _ path: String, _ rows: ExplainedRows
  ) throws(Trouble) -> [Int] {
    if count == rows.chosen.count { return Array(0..<count) }
    guard count == rows.table.rowCount else {
      throw Trouble(
        "--contributions \(path): there are \(count) rows, and the data have \(rows.table.rowCount), of "
          + "which \(rows.chosen.count) are explained; name the rows by --id")
    }
    return rows.chosen.map { Int($0) }
  }
}

/// What a line of attributions is about.
private struct LineName: Hashable {
  let row: String
  let output: String
}

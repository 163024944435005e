internal import VaglioFindings
public import VaglioTables

extension OutcomeTable {
  /// By how much the scores of a row's classes may miss the sum 1: what rounding to three decimals
  /// does to a score of twenty classes.
  static let sumTolerance = 0.01

  /// Columns of scores by class, checked, in the order of the classes' `names`: probabilities that
  /// sum to 1 where `areProbabilities`, and not the same in all rows.
  ///
  /// - Precondition: every class has a column.
  public func scores(
    byClass columns: [String: String], names: [String], areProbabilities: Bool
  ) throws(TableError) -> [[Double]] {
    var scores: [[Double]] = []
    for name in names {
      guard
        let column = columns[name]
          ?? columns.first(where: { LabelReader.areSame($0.key, name) })?.value
      else { throw withoutScore(name) }
      scores.append(try classScores(column, areProbabilities))
    }
    if areProbabilities { try checkSums(scores, columns) }
    if table.rowCount > 1, scores.allSatisfy({ column in column.allSatisfy { $0 == column[0] } }) {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: columns[names[0]] ?? names[0],
        problem: "every row has the same scores of all classes",
        remedy:
          "a model that says the same of every row can't be judged; are these the right columns?"
      )
    }
    return scores
  }

  private func withoutScore(_ name: String) -> TableError {
    TableError(
      .badValue, file: table.files.first ?? "table", column: "score of \(name)",
      problem: "the class \"\(name)\" has no score column",
      remedy: "give every class its column, as \(name)=COLUMN")
  }

  private func classScores(_ name: String, _ areProbabilities: Bool) throws(TableError) -> [Double]
  {
    let scores = try numbers(name)
    if areProbabilities, let row = scores.firstIndex(where: { !(0...1).contains($0) }) {
      throw table.error(
        row: row, column: name, value: "\(scores[row])",
        problem: "is not a probability between 0 and 1",
        remedy: Self.remedy(forNoProbability: scores[row], metric: "accuracy"))
    }
    return scores
  }

  private func checkSums(
    _ scores: [[Double]], _ columns: [String: String]
  ) throws(TableError) {
    var sums = [Double](repeating: 0, count: table.rowCount)
    for column in scores {
      for row in sums.indices { sums[row] += column[row] }
    }
    guard let row = sums.firstIndex(where: { abs($0 - 1) > Self.sumTolerance }) else { return }
    throw table.error(
      row: row, column: columns.values.sorted().joined(separator: " + "),
      value: "\(sums[row])", problem: "is the sum of the classes' scores, but should be 1",
      remedy: "for scores that are no probabilities name the metrics, such as --metric accuracy")
  }

  /// A column of predicted classes as their numbers in `names`.
  public func decisions(_ name: String, names: [String]) throws(TableError) -> [Int32] {
    let decisions = try table.column(name).categorized
    let number = Dictionary(uniqueKeysWithValues: zip(names, 0..<Int32(names.count)))
    let codes = decisions.levels.map { number[$0] ?? 0 }
    return decisions.codes.map { codes[Int($0)] }
  }
}

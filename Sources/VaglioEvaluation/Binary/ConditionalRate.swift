internal import VaglioStatistics

/// The share that one cell has in a row or column of the confusion matrix.
struct ConditionalRate: Hashable, Sendable {
  let cell: Cell
  /// The row or column of the table, `cell` among them.
  let among: [Cell]
  /// What to say when the row or column is empty.
  let emptiness: String

  static let truePositive = ConditionalRate(
    cell: .truePositive, among: [.truePositive, .falseNegative], emptiness: "no row is positive")
  static let falseNegative = ConditionalRate(
    cell: .falseNegative, among: [.truePositive, .falseNegative], emptiness: "no row is positive")
  static let trueNegative = ConditionalRate(
    cell: .trueNegative, among: [.trueNegative, .falsePositive], emptiness: "no row is negative")
  static let falsePositive = ConditionalRate(
    cell: .falsePositive, among: [.trueNegative, .falsePositive], emptiness: "no row is negative")
  static let precision = ConditionalRate(
    cell: .truePositive, among: [.truePositive, .falsePositive],
    emptiness: "no row is predicted positive")
  static let negativePredictiveValue = ConditionalRate(
    cell: .trueNegative, among: [.trueNegative, .falseNegative],
    emptiness: "no row is predicted negative")

  /// The rate as successes among trials.
  func proportion(in table: CellWeights) -> Proportion {
    Proportion(successes: table.weights[cell.rawValue], trials: table.weight(of: among))
  }

  /// The derivatives of the rate by the share of rows in each cell.
  ///
  /// - Precondition: the row or column is not empty.
  func gradient(at table: CellWeights) -> [Double] {
    let rate = proportion(in: table)
    return Cell.allCases.map { other in
      guard among.contains(other) else { return 0 }
      return ((other == cell ? 1 : 0) - rate.value) * table.total / rate.trials
    }
  }
}

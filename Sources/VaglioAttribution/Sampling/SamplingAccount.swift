/// What sampled attributions cost, and how good they got.
public struct SamplingAccount: Equatable, Sendable {
  /// How many rows the model was asked about, the background and the explained rows included.
  public let evaluations: Int
  /// For each explained row how many rounds were drawn: pairs of permutations for each background
  /// row, or pairs of coalitions; 0 where all coalitions were asked about.
  public let rounds: [Int]
  /// For each explained row the greatest standard error of the coalitions drawn, over outputs and
  /// features; 0 where the attributions are exact.
  public let largestErrors: [Double]
  /// For each explained row whether the tolerance was met; `true` where no tolerance was asked for
  /// and the attributions are exact.
  public let isConverged: [Bool]

  /// An account of rows.
  public init(evaluations: Int, rounds: [Int], largestErrors: [Double], isConverged: [Bool]) {
    precondition(
      rounds.count == largestErrors.count && rounds.count == isConverged.count, "one entry a row")
    (self.evaluations, self.rounds) = (evaluations, rounds)
    (self.largestErrors, self.isConverged) = (largestErrors, isConverged)
  }
}

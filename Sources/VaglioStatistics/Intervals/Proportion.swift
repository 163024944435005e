/// Successes among trials; doubles, so that weights' effective counts can enter.
public struct Proportion: Hashable, Sendable {
  public let successes: Double
  public let trials: Double

  /// A proportion with its denominator; successes are held in 0...trials.
  public init(successes: Double, trials: Double) {
    precondition(trials >= 0 && !successes.isNaN, "\(successes) of \(trials) trials")
    (self.successes, self.trials) = (min(max(successes, 0), trials), trials)
  }

  /// successes/trials; NaN without trials.
  public var value: Double { successes / trials }
}

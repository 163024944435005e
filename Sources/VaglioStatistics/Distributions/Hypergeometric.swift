/// The hypergeometric distribution: how many of some draws without replacement are successes.
///
/// Masses come from three binomial ones (Loader 2000, "Fast and Accurate Computation of Binomial
/// Probabilities"), which cancel nothing however large the counts are.
public struct Hypergeometric: Hashable, Sendable {
  /// All that could be drawn.
  public let population: Int
  /// Those of them that are successes.
  public let successes: Int
  /// How many are drawn.
  public let draws: Int

  /// The distribution of the successes among `draws`.
  public init(population: Int, successes: Int, draws: Int) {
    precondition(
      (0...population).contains(successes) && (0...population).contains(draws),
      "\(successes) successes and \(draws) draws of \(population)")
    (self.population, self.successes, self.draws) = (population, successes, draws)
  }

  /// The numbers that can occur.
  public var support: ClosedRange<Int> {
    max(0, draws - (population - successes))...min(draws, successes)
  }

  /// The likeliest number, the larger of two.
  public var mode: Int {
    let peak = (Double(draws) + 1) * (Double(successes) + 1) / (Double(population) + 2)
    return min(max(Int(peak), support.lowerBound), support.upperBound)
  }

  /// P(X = k).
  public func mass(_ k: Int) -> Double {
    guard support.contains(k) else { return 0 }
    let share = Double(draws) / Double(max(population, 1))
    let whole = Binomial(trials: population, probability: share).mass(draws)
    let inside = Binomial(trials: successes, probability: share).mass(k)
    let outside = Binomial(trials: population - successes, probability: share).mass(draws - k)
    return min(1, inside * (outside / whole))
  }

  /// P(X ≥ k) for k above the mode, P(X ≤ k) for k below it: the mass from k away from the mode,
  /// summed until nothing is added.
  func outwardTail(from k: Int, upwards: Bool) -> Double {
    var (term, sum, place) = (mass(k), 0.0, k)
    while support.contains(place) {
      let next = sum + term
      if next == sum { break }
      sum = next
      term *= upwards ? ascent(from: place) : 1 / ascent(from: place - 1)
      place += upwards ? 1 : -1
    }
    return sum
  }

  /// P(X = k + 1)/P(X = k).
  private func ascent(from k: Int) -> Double {
    let below = Double(population - successes - draws + k + 1)
    return Double(successes - k) * Double(draws - k) / (Double(k + 1) * below)
  }
}

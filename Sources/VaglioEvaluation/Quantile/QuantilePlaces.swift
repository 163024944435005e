internal import VaglioStatistics

/// Where labels lie in the distributions that their predicted quantiles outline.
struct QuantilePlaces {
  private let outcomes: QuantileOutcomes
  private let uniform = KeyedUniform(seed: 0x9175)

  init(_ outcomes: QuantileOutcomes) { self.outcomes = outcomes }

  /// The place of every row.
  var all: [Double] {
    var row = [Double](repeating: 0, count: outcomes.levels.count)
    return (0..<outcomes.count).map { number in
      for level in row.indices { row[level] = outcomes.quantiles[level][number] }
      if zip(row, row.dropFirst()).contains(where: >) { row.sort() }
      let key = outcomes.rows.keys?[number] ?? UInt64(number)
      return place(of: outcomes.actual[number], among: row, uniform.number(ofKey: key))
    }
  }

  /// The place of a label among ascending quantiles, with a number from 0 to 1 for what they leave
  /// open.
  private func place(of label: Double, among quantiles: [Double], _ random: Double) -> Double {
    let levels = outcomes.levels
    let reached = quantiles.firstIndex { $0 >= label } ?? quantiles.count
    let passed = quantiles.firstIndex { $0 > label } ?? quantiles.count
    // Quantiles at the label itself: one marks its place, several a mass.
    if passed - reached == 1 { return levels[reached] }
    let (below, above) = (
      reached == 0 ? 0 : levels[reached - (passed > reached ? 0 : 1)],
      passed == quantiles.count ? 1 : levels[passed - (passed > reached ? 1 : 0)]
    )
    guard passed == reached, reached > 0, passed < quantiles.count else {
      return below + random * (above - below)
    }
    let (left, right) = (quantiles[reached - 1], quantiles[reached])
    // Halves, so that the difference of the largest doubles is finite.
    let share = (label / 2 - left / 2) / (right / 2 - left / 2)
    return below + share * (above - below)
  }
}

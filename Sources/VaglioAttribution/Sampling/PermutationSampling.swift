internal import VaglioStatistics

/// Draws pairs of permutations, or asks about all coalitions where that costs no more, until every
/// row's errors are small enough or its budget is spent.
struct PermutationSampling {
  var game: CoalitionGame
  let draws: PermutationDraws
  let budget: SamplingBudget
  /// Whether all coalitions are asked about, whatever they cost.
  let isExact: Bool
  /// One per explained row.
  let keys: [UInt64]
  private let deadline: Deadline

  /// Up to how many pairs' price all coalitions are asked about from the beginning: those of five
  /// players cost less.
  private static let cheapPairs = 4
  /// How many degrees of freedom the first look has at least where errors decide when to stop: pairs
  /// that happen to agree tell nothing.
  private static let leastFreedom = 10

  init(
    _ game: CoalitionGame, _ draws: PermutationDraws, budget: SamplingBudget, isExact: Bool,
    keys: [UInt64], deadline: Deadline
  ) {
    (self.game, self.draws, self.budget) = (game, draws, budget)
    (self.isExact, self.keys, self.deadline) = (isExact, keys, deadline)
  }

  /// The estimates of some rows. `until` is the share of the seconds that may have passed then.
  mutating func estimates(of rows: Range<Int>, seconds: Double?) throws(AttributionError)
    -> [(estimate: RowEstimate, isConverged: Bool)]
  {
    let own = Deadline(seconds: seconds)
    var estimates: [RowEstimate] = []
    for row in rows { estimates.append(try begun(row)) }
    var isDone = estimates.map { _ in false }
    var isConverged = isDone
    var look = 0
    while isDone.contains(false) {
      look += 1
      let plan = try plan(estimates, isDone, own)
      for index in estimates.indices where look > 1 && plan[index] > 0 {
        estimates[index].becomeExact(within: plan[index])
      }
      try draw(plan, into: &estimates)
      for index in estimates.indices where !isDone[index] {
        estimates[index].count(rounds: plan[index])
        isConverged[index] = isSettled(estimates[index], look: look)
        isDone[index] = isConverged[index] || plan[index] == 0
      }
    }
    return zip(estimates, isConverged).map { ($0, $1) }
  }

  /// A row of which nothing is known yet.
  private func begun(_ row: Int) throws(AttributionError) -> RowEstimate {
    let differing = game.weights.indices.map { game.differing(row: row, background: $0) }
    let prices = differing.map { players in
      players.count > CoalitionTable.mostPlayers
        ? Int.max
        : CoalitionTable.coalitionCount(
          players: players.count, groupOfPlayer: groups(of: players))
    }
    var estimate = RowEstimate(
      row: row, outputCount: game.outputCount, players: game.players, differing: differing,
      prices: prices)
    guard isExact else {
      try begin(&estimate)
      return estimate
    }
    let most = differing.map(\.count).max() ?? 0
    guard most <= CoalitionTable.mostPlayers else {
      throw .refused(
        "row \(row + 1) differs from a row of the background in \(most) players, and all "
          + "coalitions are asked about up to \(CoalitionTable.mostPlayers)",
        remedy: "group features, or draw permutations")
    }
    estimate.becomeExact(within: Int.max / 64)
    guard estimate.cost(rounds: 0) < budget.evaluationsPerRow else {
      throw .refused(
        "all coalitions of row \(row + 1) are \(estimate.cost(rounds: 0) + 1) rows, and the budget "
          + "is \(budget.evaluationsPerRow)", remedy: "draw permutations, or raise the budget")
    }
    return estimate
  }

  /// Settles where all coalitions are asked about from the beginning; with the least budget small
  /// games are drawn from too.
  private func begin(_ estimate: inout RowEstimate) throws(AttributionError) {
    let drawn = estimate
    for pairs in [Self.cheapPairs, 2, 1] {
      estimate = drawn
      estimate.becomeExact(within: pairs)
      if estimate.cost(rounds: 2) < budget.evaluationsPerRow { return }
    }
    guard estimate.cost(rounds: 1) < budget.evaluationsPerRow else {
      throw .refused(
        "one round asks the model about \(estimate.cost(rounds: 1) + 1) rows, and the budget is "
          + "\(budget.evaluationsPerRow)",
        remedy: "a smaller background, groups of features, or a larger budget")
    }
    if game.weights.count == 1, estimate.isSampled {
      throw .refused(
        "against one background row the budget holds a single pair, whose error cannot be told",
        remedy: "a budget of \(estimate.cost(rounds: 2) + 1) or more")
    }
  }

  /// The groups of players that hold together, where some do.
  func groups(of players: [Int32]) -> [Int]? {
    draws.groupOfPlayer.map { groups in players.map { groups[Int($0)] } }
  }

  /// How many rounds each row gets next: two or as many as give the first look its degrees of freedom,
  /// then as many as it has, as far as budget and time reach.
  private func plan(
    _ estimates: [RowEstimate], _ isDone: [Bool], _ own: Deadline
  ) throws(AttributionError) -> [Int] {
    var rounds = zip(estimates, isDone).map { estimate, isDone in
      guard !isDone, estimate.isSampled else { return 0 }
      let left = budget.evaluationsPerRow - 1 - estimate.cost(rounds: estimate.rounds)
      let drawn = estimate.isExact.count { !$0 }
      let freedom = budget.tolerance == nil ? 1 : Self.leastFreedom
      let first = 1 + (freedom + drawn - 1) / drawn
      return min(max(first, estimate.rounds), left / estimate.roundCost)
    }
    guard let left = own.left else { return rounds }
    let pace = deadline.passed / Double(max(1, game.evaluations))
    let wanted = zip(estimates, rounds).reduce(0.0) { $0 + Double($1.0.roundCost * $1.1) }
    let share = wanted > 0 ? left / (pace * wanted) : 1
    for index in rounds.indices where share < 1 && rounds[index] > 0 {
      let isFirst = estimates[index].rounds == 0
      guard left > 0 || !isFirst else {
        throw .refused(
          "the seconds ended before row \(estimates[index].row + 1) had a first round",
          remedy: "more seconds, fewer rows, or a smaller background")
      }
      rounds[index] = max(isFirst ? 1 : 0, Int(share * Double(rounds[index])))
    }
    return rounds
  }

  /// Whether the errors are small enough.
  ///
  /// Looks come at 2, 4, 8, … rounds. That a standard error is small is believed at look l only when
  /// its upper confidence bound is, from χ² at level 0.05/(l(l + 1)): over all looks together the
  /// tolerance is wrongly taken as met with a probability of at most 0.05 for a given value.
  private func isSettled(_ estimate: RowEstimate, look: Int) -> Bool {
    guard estimate.isSampled else { return true }
    guard let tolerance = budget.tolerance,
      let (errors, freedom) = estimate.coalitionErrors(game.weights)
    else { return false }
    let values = estimate.spread(game.weights).mean
    for output in 0..<game.outputCount {
      let own = output * game.players..<(output + 1) * game.players
      let limit = tolerance.limit(values[own])
      for index in own
      where errors[index] * Self.inflation(freedom[index], look: look) > limit {
        return false
      }
    }
    return true
  }

  /// The factor from a standard error with these degrees of freedom to its upper bound.
  static func inflation(_ freedom: Double, look: Int) -> Double {
    guard freedom.isFinite else { return 1 }
    let level = 0.05 / Double(look * (look + 1))
    guard let quantile = try? ChiSquared(degreesOfFreedom: freedom).quantile(level) else {
      return .infinity
    }
    return (freedom / quantile).squareRoot()
  }
}

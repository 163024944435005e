internal import VaglioStatistics

/// Draws pairs of permutations, or asks about all coalitions where that costs no more, until every
/// row's errors are small enough or its budget is spent.
struct PermutationSampling {
  private(set) var game: CoalitionGame
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

  /// What the composites of one row and background row are for.
  private struct Unit {
    let estimate: Int
    let background: Int
    /// The pair's number; `nil` where all coalitions are asked about.
    let round: Int?
    let order: [Int32]
    let start: Int
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
  private func groups(of players: [Int32]) -> [Int]? {
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

extension PermutationSampling {
  /// Asks about the coming rounds of all rows, some thousand composites at a time.
  private mutating func draw(
    _ plan: [Int], into estimates: inout [RowEstimate]
  ) throws(AttributionError) {
    var requests = CoalitionRequests(players: game.players)
    var units: [Unit] = []
    for index in estimates.indices {
      let rounds = estimates[index].rounds..<estimates[index].rounds + plan[index]
      for background in game.weights.indices {
        let isExact = estimates[index].isExact[background]
        if isExact, !estimates[index].isPending[background] { continue }
        estimates[index].isPending[background] = false
        for round in isExact ? 0..<1 : rounds {
          let unit = unit(
            index, estimates[index], background, isExact ? nil : round, requests.count)
          let size = size(unit)
          if requests.count > 0, requests.count + size > game.batch {
            try absorb(&units, &requests, into: &estimates)
            units.append(
              Unit(
                estimate: index, background: background, round: unit.round, order: unit.order,
                start: 0))
          } else {
            units.append(unit)
          }
          ask(unit, row: estimates[index].row, &requests)
        }
      }
    }
    try absorb(&units, &requests, into: &estimates)
  }

  private func unit(
    _ index: Int, _ estimate: RowEstimate, _ background: Int, _ round: Int?, _ start: Int
  ) -> Unit {
    let players = estimate.differing[background]
    let order =
      round.map {
        draws.order(
          of: players, row: keys[estimate.row], background: background, round: $0)
      } ?? players
    return Unit(
      estimate: index, background: background, round: round, order: order, start: start)
  }

  /// How many composites a unit asks about: those between no player and all.
  private func size(_ unit: Unit) -> Int {
    let count = unit.order.count
    guard count > 1 else { return 0 }
    guard unit.round == nil else { return 2 * (count - 1) }
    return CoalitionTable.coalitionCount(players: count, groupOfPlayer: groups(of: unit.order))
  }

  /// A pair asks about each beginning of its order, and about the players left over.
  private func ask(_ unit: Unit, row: Int, _ requests: inout CoalitionRequests) {
    let order = unit.order
    guard order.count > 1 else { return }
    guard unit.round != nil else {
      let coalitions = CoalitionTable.coalitions(
        players: order.count, groupOfPlayer: groups(of: order))
      for coalition in coalitions {
        requests.append(row: row, background: unit.background)
        for place in order.indices where coalition & 1 << place != 0 {
          requests.insert(order[place])
        }
      }
      return
    }
    for length in 1..<order.count {
      requests.append(row: row, background: unit.background)
      for place in 0..<length { requests.insert(order[place]) }
      requests.append(row: row, background: unit.background)
      for place in length..<order.count { requests.insert(order[place]) }
    }
  }

  private mutating func absorb(
    _ units: inout [Unit], _ requests: inout CoalitionRequests,
    into estimates: inout [RowEstimate]
  ) throws(AttributionError) {
    let worths = try game.worths(of: requests)
    for unit in units {
      for output in 0..<game.outputCount {
        absorb(unit, output, worths, into: &estimates[unit.estimate])
      }
    }
    units.removeAll(keepingCapacity: true)
    requests.removeAll()
  }

  private func absorb(
    _ unit: Unit, _ output: Int, _ worths: [Double], into estimate: inout RowEstimate
  ) {
    let count = unit.order.count
    guard count > 0 else { return }
    let none = game.backgroundAnswers[unit.background * game.outputCount + output]
    let all = game.answers[estimate.row * game.outputCount + output]
    func worth(_ index: Int) -> Double {
      worths[(unit.start + index) * game.outputCount + output]
    }
    guard let round = unit.round else {
      let groups = groups(of: unit.order)
      var table = [Double](repeating: 0, count: 1 << count)
      (table[0], table[table.count - 1]) = (none, all)
      let coalitions = CoalitionTable.coalitions(players: count, groupOfPlayer: groups)
      for (index, coalition) in coalitions.enumerated() { table[coalition] = worth(index) }
      let game = CoalitionTable(players: count, worths: table)
      let values = groups.map(game.owenValues) ?? game.shapleyValues()
      estimate.set(values, players: unit.order, background: unit.background, output: output)
      return
    }
    // The player at a place is added to those before it, and to those behind it.
    var values: [Double] = []
    values.reserveCapacity(count)
    var (before, from) = (none, all)
    for place in 0..<count {
      let isLast = place == count - 1
      let after = isLast ? all : worth(2 * place)
      let behind = isLast ? none : worth(2 * place + 1)
      values.append(0.5 * ((after - before) + (from - behind)))
      (before, from) = (after, behind)
    }
    estimate.add(
      values, players: unit.order, background: unit.background, output: output, earlier: round,
      weight: game.weights[unit.background])
  }
}

/// Kernel SHAP of one row after the other: pairs of coalitions, each asked about with the whole
/// background, until the errors are small enough or the budget is spent.
struct KernelSampling {
  private(set) var game: CoalitionGame
  let seed: UInt64
  let budget: SamplingBudget
  /// One per explained row.
  let keys: [UInt64]

  /// Above this number the regression's matrix is refused.
  static let mostPlayers = 1024

  init(_ game: CoalitionGame, seed: UInt64, budget: SamplingBudget, keys: [UInt64]) {
    (self.game, self.seed, self.budget, self.keys) = (game, seed, budget, keys)
  }

  /// What is known of a row while pairs are drawn.
  struct State {
    let row: Int
    /// The players in which the row differs from some row of the background.
    let players: [Int32]
    let allocation: KernelAllocation
    var strata: [CoalitionStratum]
    var counts: [Int]
    /// For each size the differences v(S) − v(N∖S), pair × background × outputs.
    var differences: [[Double]]
  }

  /// The attributions of some rows; `seconds` are those left for them.
  mutating func attributions(
    of rows: Range<Int>, seconds: Double?
  ) throws(AttributionError) -> [RowAttribution] {
    let deadline = Deadline(seconds: seconds)
    let before = game.evaluations
    var states: [State] = []
    for row in rows { states.append(try begun(row)) }
    var results: [RowAttribution?] = states.map { $0.players.count > 1 ? nil : certain($0) }
    var isDone = results.map { $0 != nil }
    let most = (budget.evaluationsPerRow - 1) / (2 * game.weights.count)
    var look = 0
    while isDone.contains(false) {
      let totals = states.indices.map { index in
        isDone[index]
          ? 0
          : min(
            most, max(states[index].allocation.fewest, 2 * states[index].counts.reduce(0, +)))
      }
      let wanted = states.indices.reduce(0) {
        isDone[$1]
          ? $0 : $0 + 2 * game.weights.count * (totals[$1] - states[$1].counts.reduce(0, +))
      }
      if let left = deadline.left {
        let pace = deadline.passed / Double(max(1, game.evaluations - before))
        if look > 0, pace * Double(wanted) > left { break }
        guard left > 0 else {
          throw .refused(
            "the seconds ended before row \(rows.lowerBound + 1) had a first round",
            remedy: "more seconds, fewer rows, or a smaller background")
        }
      }
      look += 1
      try draw(totals, into: &states)
      for index in states.indices where !isDone[index] {
        let estimate = try estimate(states[index])
        let isSettled = !estimate.isSampled || isSettled(estimate, look)
        results[index] = isSettled ? estimate.converged() : estimate
        isDone[index] = isSettled || totals[index] >= most
      }
    }
    return results.compactMap { $0 }
  }

  private func begun(_ row: Int) throws(AttributionError) -> State {
    var differs = [Bool](repeating: false, count: game.players)
    for background in game.weights.indices {
      for player in game.differing(row: row, background: background) {
        differs[Int(player)] = true
      }
    }
    let players = differs.indices.filter { differs[$0] }.map(Int32.init)
    guard players.count <= Self.mostPlayers else {
      throw .refused(
        "Kernel SHAP of \(players.count) players solves as many equations; "
          + "\(Self.mostPlayers) is the most", remedy: "draw permutations, or group features")
    }
    let allocation = KernelAllocation(players: max(2, players.count))
    let needed = 1 + 2 * allocation.fewest * game.weights.count
    guard players.count < 2 || needed <= budget.evaluationsPerRow else {
      throw .refused(
        "the regression asks the model about \(needed) rows at least, and the budget is "
          + "\(budget.evaluationsPerRow)",
        remedy: "permutations, a smaller background, groups of features, or a larger budget")
    }
    let sizes = allocation.pairCounts.indices
    return State(
      row: row, players: players, allocation: allocation,
      strata: sizes.map {
        CoalitionStratum(
          players: max(2, players.count), size: $0 + 1, seed: seed, key: keys[row])
      },
      counts: sizes.map { _ in 0 }, differences: sizes.map { _ in [] })
  }

  /// Asks about the pairs that are missing from the totals of rows, some thousand composites at a
  /// time; a total of 0 asks nothing.
  private mutating func draw(
    _ totals: [Int], into states: inout [State]
  ) throws(AttributionError) {
    var requests = CoalitionRequests(players: game.players)
    var asked: [(state: Int, size: Int)] = []
    for index in states.indices where totals[index] > 0 {
      let counts = states[index].allocation.counts(
        total: totals[index], drawn: states[index].counts)
      for size in counts.indices {
        let new = states[index].strata[size].pairs(counts[size])[states[index].counts[size]...]
        for pair in new {
          if requests.count > 0, requests.count + 2 * game.weights.count > game.batch {
            try absorb(&asked, &requests, into: &states)
          }
          ask(pair, states[index], &requests)
          asked.append((index, size))
        }
        states[index].counts[size] += new.count
      }
    }
    try absorb(&asked, &requests, into: &states)
  }

  /// A pair asks about the coalition and all others, against each background row.
  private func ask(_ pair: [Int32], _ state: State, _ requests: inout CoalitionRequests) {
    var isIn = [Bool](repeating: false, count: state.players.count)
    for place in pair { isIn[Int(place)] = true }
    for background in game.weights.indices {
      for side in [true, false] {
        requests.append(row: state.row, background: background)
        for (place, player) in state.players.enumerated() where isIn[place] == side {
          requests.insert(player)
        }
      }
    }
  }

  private mutating func absorb(
    _ asked: inout [(state: Int, size: Int)], _ requests: inout CoalitionRequests,
    into states: inout [State]
  ) throws(AttributionError) {
    let worths = try game.worths(of: requests)
    let (outputs, m) = (game.outputCount, game.weights.count)
    for (number, unit) in asked.enumerated() {
      for pair in number * m..<(number + 1) * m {
        for output in 0..<outputs {
          states[unit.state].differences[unit.size].append(
            worths[2 * pair * outputs + output] - worths[(2 * pair + 1) * outputs + output])
        }
      }
    }
    asked.removeAll()
    requests.removeAll()
  }

  private func isSettled(_ estimate: RowAttribution, _ look: Int) -> Bool {
    guard let tolerance = budget.tolerance, let errors = estimate.coalitionErrors else {
      return false
    }
    return (0..<game.outputCount).allSatisfy { output in
      let own = output * game.players..<(output + 1) * game.players
      let limit = tolerance.limit(estimate.values[own])
      return own.allSatisfy {
        let freedom = estimate.degreesOfFreedom[$0]
        return errors[$0] * PermutationSampling.inflation(freedom, look: look) <= limit
      }
    }
  }
}

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
  private struct State {
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

extension KernelSampling {
  /// No player differs, or one, which gets all.
  private func certain(_ state: State) -> RowAttribution {
    let width = game.outputCount * game.players
    var byBackground = [Double](repeating: 0, count: game.weights.count * width)
    if let player = state.players.first {
      for background in game.weights.indices {
        for output in 0..<game.outputCount {
          byBackground[background * width + output * game.players + Int(player)] =
            whole(state.row, background, output)
        }
      }
    }
    return attribution(byBackground, state, covariances: nil, freedom: nil, isSampled: false)
      .converged()
  }

  /// f(x) − f(b).
  private func whole(_ row: Int, _ background: Int, _ output: Int) -> Double {
    game.answers[row * game.outputCount + output]
      - game.backgroundAnswers[background * game.outputCount + output]
  }

  /// The regression of all pairs that are in.
  private func estimate(_ state: State) throws(AttributionError) -> RowAttribution {
    var state = state
    let count = state.players.count
    var (weights, signs, sizes) = ([Double](), [[Double]](), [Int]())
    for size in state.counts.indices {
      // The size's share of the kernel (d − 1)/(C(d, s) s (d − s)), over its pairs that are in.
      let smaller = Double(size + 1)
      let share =
        state.allocation.pairCounts[size] / CoalitionStratum.coalitions(count, size + 1)
        * Double(count - 1) / (smaller * (Double(count) - smaller))
      for pair in state.strata[size].pairs(state.counts[size]) {
        var line = [Double](repeating: -1, count: count)
        for place in pair { line[Int(place)] = 1 }
        signs.append(line)
        weights.append(share / Double(state.counts[size]))
        sizes.append(size)
      }
    }
    guard let regression = KernelRegression(weights: weights, signs: signs, players: count) else {
      throw .refused(
        "the regression of row \(state.row + 1) is not determined by \(weights.count) pairs",
        remedy: "draw permutations")
    }
    return solved(state, regression, sizes)
  }

  private func solved(
    _ state: State, _ regression: KernelRegression, _ sizes: [Int]
  ) -> RowAttribution {
    let (outputs, m) = (game.outputCount, game.weights.count)
    let width = outputs * game.players
    let all = state.differences.flatMap { $0 }
    var byBackground = [Double](repeating: 0, count: m * width)
    var covariances = [Double](
      repeating: 0, count: outputs * state.players.count * state.players.count)
    var freedom = [Double](repeating: .infinity, count: outputs * state.players.count)
    for output in 0..<outputs {
      var mean = [Double](repeating: 0, count: sizes.count)
      for background in 0..<m {
        let own = sizes.indices.map { all[($0 * m + background) * outputs + output] }
        for pair in mean.indices { mean[pair] += game.weights[background] * own[pair] }
        let values = regression.coefficients(own, sum: whole(state.row, background, output))
        for (place, player) in state.players.enumerated() {
          byBackground[background * width + output * game.players + Int(player)] = values[place]
        }
      }
      let sum = game.weights.indices.reduce(0) {
        $0 + game.weights[$1] * whole(state.row, $1, output)
      }
      let values = regression.coefficients(mean, sum: sum)
      let influences = regression.influences(mean, coefficients: values)
      spread(influences, sizes, state, output, &covariances, &freedom)
    }
    let isSampled = zip(state.counts, state.allocation.pairCounts).contains { Double($0) < $1 }
    return attribution(
      byBackground, state, covariances: covariances, freedom: freedom, isSampled: isSampled)
  }

  /// The covariances of sums of influences, each size a stratum of its own, drawn without
  /// replacement: Σ_s (1 − n_s/N_s) n_s/(n_s − 1) Σ (ψ − ψ̄_s)(ψ − ψ̄_s)ᵀ.
  private func spread(
    _ influences: [[Double]], _ sizes: [Int], _ state: State, _ output: Int,
    _ covariances: inout [Double], _ freedom: inout [Double]
  ) {
    let count = state.players.count
    var (sums, fourths) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    var start = 0
    for (size, drawn) in state.counts.enumerated() {
      let own = influences[start..<start + drawn]
      start += drawn
      let left = 1 - Double(drawn) / state.allocation.pairCounts[size]
      guard left > 0, drawn > 1 else { continue }
      var mean = [Double](repeating: 0, count: count)
      for influence in own {
        for place in mean.indices { mean[place] += influence[place] / Double(drawn) }
      }
      let scale = left * Double(drawn) / Double(drawn - 1)
      var squares = [Double](repeating: 0, count: count)
      for influence in own {
        let deviation = zip(influence, mean).map { $0 - $1 }
        for first in 0..<count {
          squares[first] += scale * deviation[first] * deviation[first]
          let line = (output * count + first) * count
          for second in 0..<count {
            covariances[line + second] += scale * deviation[first] * deviation[second]
          }
        }
      }
      for place in 0..<count {
        sums[place] += squares[place]
        fourths[place] += squares[place] * squares[place] / Double(drawn + 1)
      }
    }
    for place in 0..<count where fourths[place] > 0 {
      freedom[output * count + place] = max(1, sums[place] * sums[place] / fourths[place] - 2)
    }
  }

  /// All players' places in place of those that differ.
  private func attribution(
    _ byBackground: [Double], _ state: State, covariances: [Double]?, freedom: [Double]?,
    isSampled: Bool
  ) -> RowAttribution {
    let (players, count) = (game.players, state.players.count)
    let width = game.outputCount * players
    let isKept = players <= RowEstimate.mostPairedPlayers
    var errors = [Double](repeating: 0, count: width)
    var degrees = [Double](repeating: .infinity, count: width)
    var spread = [Double](repeating: 0, count: isKept ? width * players : 0)
    if let covariances, let freedom, isSampled {
      for output in 0..<game.outputCount {
        for (place, player) in state.players.enumerated() {
          let (index, line) = (output * players + Int(player), (output * count + place) * count)
          errors[index] = covariances[line + place].squareRoot()
          degrees[index] = freedom[output * count + place]
          guard isKept else { continue }
          for (other, second) in state.players.enumerated() {
            spread[index * players + Int(second)] = covariances[line + other]
          }
        }
      }
    }
    let background = BackgroundSpread(byBackground, game.weights, width: width)
    let own = isKept ? background.covariances(players: players) : nil
    return RowAttribution(
      values: background.mean, coalitionErrors: errors, degreesOfFreedom: degrees,
      backgroundVariances: background.variances, coalitionCovariances: isKept ? spread : nil,
      totalCovariances: isKept ? own.map { zip($0, spread).map(+) } ?? spread : nil,
      byBackground: byBackground, rounds: isSampled ? state.counts.reduce(0, +) : 0,
      isSampled: isSampled, isConverged: false)
  }
}

extension RowAttribution {
  /// The same, as settled.
  fileprivate func converged() -> RowAttribution {
    var copy = self
    copy.isConverged = true
    return copy
  }
}

extension CoalitionStratum {
  /// C(players, size).
  static func coalitions(_ players: Int, _ size: Int) -> Double {
    (0..<size).reduce(1.0) { $0 * Double(players - $1) / Double($1 + 1) }.rounded()
  }
}

extension KernelSampling {
  /// No player differs, or one, which gets all.
  func certain(_ state: State) -> RowAttribution {
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
  func estimate(_ state: State) throws(AttributionError) -> RowAttribution {
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
  func converged() -> RowAttribution {
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

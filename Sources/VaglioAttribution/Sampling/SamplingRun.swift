internal import VaglioTables

/// One call of an explainer: the method that draws, row block by row block.
enum SamplingRun {
  case permutations(PermutationSampling)
  case kernel(KernelSampling)

  init(
    _ game: CoalitionGame, _ method: SamplingMethod, _ budget: SamplingBudget, seed: UInt64,
    keys: [UInt64], deadline: Deadline
  ) {
    func drawn(_ groupOfPlayer: [Int]?, exactPlayers: Int) -> SamplingRun {
      .permutations(
        PermutationSampling(
          game, PermutationDraws(seed: seed, groupOfPlayer: groupOfPlayer), budget: budget,
          exactPlayers: exactPlayers, keys: keys, deadline: deadline))
    }
    let cheap = PermutationSampling.cheapPlayers
    let isSmall =
      game.players <= 8 && game.weights.count << game.players <= budget.evaluationsPerRow
    switch method {
    case .exact: self = drawn(nil, exactPlayers: CoalitionTable.mostPlayers)
    case .automatic:
      self = drawn(nil, exactPlayers: isSmall ? CoalitionTable.mostPlayers : cheap)
    case .permutations: self = drawn(nil, exactPlayers: cheap)
    case .owen(let groups):
      self = drawn(groups, exactPlayers: isSmall ? CoalitionTable.mostPlayers : cheap)
    case .kernel:
      self = .kernel(KernelSampling(game, seed: seed, budget: budget, keys: keys))
    }
  }

  /// How many rows the model was asked about.
  var evaluations: Int {
    switch self {
    case .permutations(let sampling): sampling.game.evaluations
    case .kernel(let sampling): sampling.game.evaluations
    }
  }

  /// The attributions of a block of rows, which may take so many seconds.
  mutating func attributions(
    of rows: Range<Int>, seconds: Double?
  ) throws(AttributionError) -> [RowAttribution] {
    switch self {
    case .permutations(var sampling):
      let estimates = try sampling.estimates(of: rows, seconds: seconds)
      self = .permutations(sampling)
      let weights = sampling.game.weights
      return estimates.map { $0.estimate.attribution(weights, isConverged: $0.isConverged) }
    case .kernel(var sampling):
      let attributions = try sampling.attributions(of: rows, seconds: seconds)
      self = .kernel(sampling)
      return attributions
    }
  }
}

extension Categories {
  /// The texts of the first rows.
  func first(_ count: Int) -> Categories {
    Categories(codes: Array(codes.prefix(count)), levels: levels)
  }
}

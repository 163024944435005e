internal import VaglioTables

/// One call of an explainer: the method that draws, row block by row block.
enum SamplingRun {
  case permutations(PermutationSampling)
  case kernel(KernelSampling)

  init(
    _ game: CoalitionGame, _ method: SamplingMethod, _ budget: SamplingBudget, seed: UInt64,
    keys: [UInt64], deadline: Deadline
  ) {
    func drawn(_ groupOfPlayer: [Int]?, isExact: Bool) -> SamplingRun {
      .permutations(
        PermutationSampling(
          game, PermutationDraws(seed: seed, groupOfPlayer: groupOfPlayer), budget: budget,
          isExact: isExact, keys: keys, deadline: deadline))
    }
    switch method {
    case .exact: self = drawn(nil, isExact: true)
    case .automatic:
      self = drawn(nil, isExact: Self.isCheap(game, nil, budget))
    case .permutations: self = drawn(nil, isExact: false)
    case .owen(let groups):
      self = drawn(groups, isExact: Self.isCheap(game, groups, budget))
    case .kernel:
      self = .kernel(KernelSampling(game, seed: seed, budget: budget, keys: keys))
    }
  }

  /// Whether there are at most 256 coalitions, and the budget holds them all.
  private static func isCheap(
    _ game: CoalitionGame, _ groupOfPlayer: [Int]?, _ budget: SamplingBudget
  ) -> Bool {
    guard game.players <= CoalitionTable.mostPlayers else { return false }
    let count = CoalitionTable.coalitionCount(
      players: game.players, groupOfPlayer: groupOfPlayer)
    return count <= 256 && count * game.weights.count < budget.evaluationsPerRow
  }

  /// How many rows are explained at a time: few enough that what is known of them fits into some 64 MB,
  /// and 128 MB of answers that Kernel SHAP keeps. At least one.
  var blockLength: Int {
    switch self {
    case .permutations(let sampling):
      Self.blockLength(sampling.game)
    case .kernel(let sampling):
      min(
        Self.blockLength(sampling.game), max(1, (1 << 24) / sampling.budget.evaluationsPerRow))
    }
  }

  private static func blockLength(_ game: CoalitionGame) -> Int {
    // Means and squares for each background row, and products where players are few.
    let width = game.weights.count * game.outputCount * game.players
    return min(4096, max(1, (1 << 22) / (width * min(game.players, CoalitionTable.mostPlayers))))
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

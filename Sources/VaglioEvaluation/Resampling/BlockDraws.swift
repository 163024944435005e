internal import VaglioStatistics

/// The draws of all replicates in blocks of sixteen, and after them those of the jackknife where BCa
/// needs its acceleration.
struct BlockDraws: Sendable {
  private let rows: Rows
  private let keys: [UInt64]
  private let bootstrap: PoissonBootstrap
  private let design: ResamplingDesign
  private let jackknife: ResamplingDesign.Jackknife?
  /// How many blocks hold replicates; those of the jackknife follow.
  let replicateBlocks: Int

  init(_ rows: Rows, plan: IntervalPlan) {
    self.rows = rows
    keys = rows.resamplingKeys
    bootstrap = PoissonBootstrap(seed: plan.seed, replicates: plan.resamples)
    design = ResamplingDesign(seed: plan.seed, keys: keys, strata: rows.strata)
    jackknife = plan.choice == .bca ? design.jackknife : nil
    replicateBlocks = (plan.resamples + 15) / 16
  }

  /// How many groups the jackknife leaves out.
  var groups: Int { jackknife?.count ?? 0 }

  /// How many blocks there are.
  var count: Int { replicateBlocks + (groups + 15) / 16 }

  /// At most so many threads that the blocks in work together stay near a gigabyte.
  func threads(atMost threads: Int) -> Int {
    max(1, min(threads, (1 << 30) / max(1, 512 * rows.count)))
  }

  /// Calls `body` with how one block draws the rows.
  func withBlock<Result, Observed>(
    _ block: Int, _ body: (ReplicateBlock<Observed>.Draws) -> Result
  ) -> Result {
    if let jackknife, block >= replicateBlocks {
      return jackknife.withMultiplicities(block: block - replicateBlocks) {
        body(.multiplicities($0))
      }
    }
    if let frequencies = rows.independentFrequencies {
      return body(.frequencies(draws(of: frequencies, block)))
    }
    return design.withMultiplicities(block: block) { body(.multiplicities($0)) }
  }

  private func draws(of frequencies: [Int64], _ block: Int) -> [[Int64]] {
    (16 * block..<16 * block + 16).map { replicate in
      zip(keys, frequencies).map { key, mean in
        bootstrap.count(ofKey: key, mean: mean, replicate: replicate)
      }
    }
  }
}

extension Rows {
  /// The frequencies of rows that are drawn one by one, and not in clusters as they stand.
  fileprivate var independentFrequencies: [Int64]? {
    guard let weights, weights.kind == .frequency, clusters == nil, strata == nil else {
      return nil
    }
    return weights.ticks
  }
}

internal import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// All distances between two samples of numbers, from one merge of both.
struct OrderedComparison: Sendable {
  let pair: TiedPair
  let distances: OrderedDistances
  let bins: QuantileBins
  private let context: ComparisonContext

  /// The comparison of two samples with rows on both sides.
  init(_ pair: TiedPair, _ context: ComparisonContext) {
    (self.pair, self.context) = (pair.canonical, context)
    distances = OrderedDistances(self.pair)
    bins = QuantileBins(pair, count: context.bins)
  }

  /// The distances of ``DriftDistance/ofNumbers`` that are wanted, in that order.
  func columnDistances(_ wanted: Set<DriftDistance> = Set(DriftDistance.ofNumbers))
    -> [ColumnDistance]
  {
    let kept = DriftDistance.ofNumbers.filter(wanted.contains)
    let cells = RankCells(pair)
    guard let shares = SampledShares(reference: cells.reference, current: cells.current) else {
      return kept.map { .undefined($0, .fewRows) }
    }
    guard pair.values.count > 1 else { return constants(kept) }
    let shared = Array(DriftDistance.ofNumbers.dropFirst(6)).filter(wanted.contains)
    return functions(cells, shares, wanted).filter { wanted.contains($0.distance) }
      + LevelComparison(bins.cells(pair), context).columnDistances(shared)
  }

  private func functions(
    _ cells: RankCells, _ shares: SampledShares, _ wanted: Set<DriftDistance>
  ) -> [ColumnDistance] {
    let ends = BridgeCovariance(shares, at: .ends)
    var found: [ColumnDistance] = []
    if !wanted.isDisjoint(with: [.kolmogorovSmirnov, .wasserstein, .scaledWasserstein]) {
      let noise = OrderedNoise(cells, shares, ends, context.draws)
      found += [kolmogorovSmirnov(noise.kolmogorovSmirnov)] + wasserstein(noise.wasserstein)
    }
    if !wanted.isDisjoint(with: [.cramerVonMises, .andersonDarling]) {
      found += ranked(shares, cells)
    }
    return found + (wanted.contains(.energy) ? [energy(cells, shares, ends)] : [])
  }

  private func kolmogorovSmirnov(_ noise: NormNoise) -> ColumnDistance {
    let distance = distances.kolmogorovSmirnov
    let test = KolmogorovSmirnovTest(pair, distance: distance) { noise.pValue(distance) }
    return ColumnDistance(
      .kolmogorovSmirnov, context.estimate(distance, noise, most: 1), plugIn: distance,
      test: SignificanceTest(name: test.method, pValue: test.pValue))
  }

  private func wasserstein(_ noise: NormNoise?) -> [ColumnDistance] {
    guard let noise else {
      return [.wasserstein, .scaledWasserstein].map { .undefined($0, infinite) }
    }
    let (distance, scale) = (distances.wasserstein, ScaleOfColumn(pair))
    let test = SignificanceTest(name: "wasserstein-simulated", pValue: noise.pValue(distance))
    return [
      ColumnDistance(
        .wasserstein, context.estimate(distance, noise, most: .infinity), plugIn: distance,
        test: test),
      ColumnDistance(
        .scaledWasserstein,
        context.estimate(distance, noise, most: .infinity) { $0 / scale.spread },
        plugIn: distance / scale.spread, test: test, notes: ["divided by \(scale.basis.rawValue)"]),
    ]
  }

  /// Cramér–von Mises and Anderson–Darling, whose weights are shares of the pooled rows.
  private func ranked(_ shares: SampledShares, _ cells: RankCells) -> [ColumnDistance] {
    let (n, m) = (pair.referenceCount, pair.currentCount)
    let (rows, product) = (Double(n + m), Double(n) * Double(m))
    let weights = RankWeights(cells)
    let own = BridgeCovariance(shares, at: .middles)
    let null = BridgeCovariance(pooled: shares, at: .middles)
    let plain = QuadraticLaw(null: null, own, weights: weights.plain(meanOf: pair))
    let tails = QuadraticLaw(null: null, own, weights: weights.tails)
    let (first, second) = (distances.cramerVonMises, distances.andersonDarling)
    return [
      ColumnDistance(
        .cramerVonMises, context.estimate(first, plain, most: 1.0 / 3) { $0 }, plugIn: first,
        test: SignificanceTest(name: "cramer-von-mises", pValue: plain.pValue(first)),
        statistic: first * product / rows + 1 / (4 * rows)),
      ColumnDistance(
        .andersonDarling, context.estimate(second, tails, most: .infinity) { $0 }, plugIn: second,
        test: SignificanceTest(name: "anderson-darling", pValue: tails.pValue(second)),
        statistic: distances.andersonDarlingStatistic(n, m)),
    ]
  }

  private func energy(
    _ cells: RankCells, _ shares: SampledShares, _ ends: BridgeCovariance
  ) -> ColumnDistance {
    guard !cells.squareWidths.isEmpty else { return .undefined(.energy, infinite) }
    let null = BridgeCovariance(pooled: shares, at: .ends)
    let law = QuadraticLaw(null: null, ends, weights: cells.squareWidths)
    let square = distances.energySquare
    return ColumnDistance(
      .energy, context.estimate(square, law, most: .infinity) { (2 * $0).squareRoot() },
      plugIn: (2 * square).squareRoot(),
      test: SignificanceTest(name: "energy", pValue: law.pValue(square)))
  }

  private var infinite: Undefined {
    pair.infiniteCount > 0
      ? Undefined("\(pair.infiniteCount) values are infinite")
      : Undefined(
        "the values lie too far apart, or too close together, for their differences to be added")
  }

  /// Both samples hold one and the same value.
  private func constants(_ wanted: [DriftDistance]) -> [ColumnDistance] {
    let cells = LevelComparison(bins.cells(pair), context)
    return wanted.map { distance in
      switch distance {
      case .wasserstein, .scaledWasserstein, .energy:
        let zero = context.estimate(0, method: "constant") { _ in (0, 0) }
        return ColumnDistance(
          distance, zero, plugIn: 0, test: SignificanceTest(name: "identical", pValue: 1),
          notes: ["all values of both samples are equal"])
      default: return cells.constant(distance)
      }
    }
  }
}

extension Undefined {
  /// That a sample is too small for an interval.
  static let fewRows = Undefined("fewer than two rows have a value on one side")
}

extension TiedPair {
  /// The pair or the exchanged pair, whichever is the first by size and counts, so that random draws
  /// fall alike on both.
  var canonical: TiedPair {
    let isFirst =
      (referenceCount, currentCount) != (currentCount, referenceCount)
      ? referenceCount < currentCount : !current.lexicographicallyPrecedes(reference)
    return isFirst ? self : TiedPair(values: values, reference: current, current: reference)
  }
}

/// The weights of cells in the integrals over the pooled distribution.
private struct RankWeights {
  /// The share of each cell in the pooled rows, and the pooled share halfway up it.
  private let shares: [Double]
  private let middles: [Double]

  init(_ cells: RankCells) {
    let rows = Double(cells.referenceCount + cells.currentCount)
    shares = zip(cells.reference, cells.current).map { Double($0 + $1) / rows }
    var below = 0.0
    middles = shares.map { share in
      below += share
      return below - share / 2
    }
  }

  /// The variance of the middle of a cell under the null, up to a factor.
  private func spread(_ cell: Int) -> Double {
    middles[cell] * (1 - middles[cell]) - shares[cell] / 4
  }

  /// 1/(H(1 − H)), as the statistic has it.
  var tails: [Double] { shares.indices.map { spread($0) > 0 ? shares[$0] / spread($0) : 0 } }

  /// dH, times what keeps the mean of the integral over all values.
  func plain(meanOf pair: TiedPair) -> [Double] {
    let coarse = shares.indices.reduce(0.0) { $0 + shares[$1] * spread($1) }
    let rows = Double(pair.pooledCount)
    var (below, fine) = (0.0, RunningSum())
    for place in pair.values.indices {
      let share = (Double(pair.reference[place]) + Double(pair.current[place])) / rows
      let middle = below + share / 2
      fine.add(share * (middle * (1 - middle) - share / 4))
      below += share
    }
    return shares.map { coarse > 0 ? $0 * fine.value / coarse : $0 }
  }
}

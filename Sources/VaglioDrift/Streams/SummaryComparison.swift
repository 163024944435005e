internal import VaglioFindings
internal import VaglioStatistics

/// The distances between two summaries of streams.
///
/// What the buckets hide is added to the bounds:
/// - The Kolmogorov–Smirnov distance of grouped numbers is at most that of the numbers, and less by no
///   more than the largest share of a bucket, which its upper bound grows by. Its test is that of the
///   grouped numbers.
/// - A number lies within half its bucket's width of where it is put, so that the Wasserstein
///   distance is off by at most the mean half width on both sides together, by which both of its
///   bounds move outwards.
/// - Distances between shares of bins are between bins that end where buckets end, and exact.
/// - Cramér–von Mises, Anderson–Darling and the energy distance are refused.
public struct SummaryComparison: Sendable {
  private let context: ComparisonContext

  init(_ context: ComparisonContext) { self.context = context }

  /// Comparisons with the level, the bins and the seed of some options.
  public init(options: DriftOptions = DriftOptions()) {
    context = ComparisonContext(
      level: options.level, bins: options.bins,
      draws: NormalDraws(seed: options.seed, cells: RankCells.most))
  }

  /// The distances of ``DriftDistance/ofNumbers`` between two summaries of numbers, those that are
  /// wanted.
  ///
  /// - Throws: a refusal of summaries without a finite value or of more than 2³⁰.
  public func distances(
    reference: NumberSummary, current: NumberSummary,
    wanted: Set<DriftDistance> = Set(DriftDistance.ofNumbers)
  ) throws(DriftError) -> [ColumnDistance] {
    for (summary, name) in [(reference, "reference"), (current, "current")] {
      guard summary.count > 0 else { throw .refused("the \(name) summary has no finite value") }
      guard summary.count <= TiedPair.mostRows else {
        throw .refused("the \(name) summary has more than 2³⁰ rows")
      }
    }
    let buckets = Set(reference.buckets.keys).union(current.buckets.keys).sorted()
    let pair = Self.pair(buckets, reference, current)
    let error = GroupingError(buckets, pair)
    return OrderedComparison(pair, context).columnDistances(wanted).map { error.widened($0) }
  }

  /// The distances of ``DriftDistance/ofLevels`` between two summaries of levels.
  ///
  /// - Throws: a refusal of summaries without rows.
  public func distances(
    reference: LevelSummary, current: LevelSummary
  ) throws(DriftError) -> [ColumnDistance] {
    let names = Set(reference.counts.keys).union(current.counts.keys)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let cells = CellCounts(
      reference: names.map { reference.counts[$0] ?? 0 } + [reference.missing],
      current: names.map { current.counts[$0] ?? 0 } + [current.missing])
    guard cells.referenceCount > 0, cells.currentCount > 0 else {
      throw .refused("a summary has no rows")
    }
    return LevelComparison(cells, context).columnDistances(DriftDistance.ofLevels)
  }

  private static func pair(
    _ buckets: [UInt32], _ reference: NumberSummary, _ current: NumberSummary
  ) -> TiedPair {
    TiedPair(
      values: buckets.map {
        let range = NumberSummary.range(of: $0)
        return range.lowerBound / 2 + range.upperBound / 2
      },
      reference: buckets.map { UInt32(reference.buckets[$0] ?? 0) },
      current: buckets.map { UInt32(current.buckets[$0] ?? 0) })
  }
}

/// What grouping into buckets hides.
private struct GroupingError {
  /// The largest share of a bucket on either side.
  private var share = 0.0
  /// The mean half width of the rows' buckets, of both sides together.
  private var width = 0.0
  private let spread: Double

  init(_ buckets: [UInt32], _ pair: TiedPair) {
    let (n, m) = (Double(pair.referenceCount), Double(pair.currentCount))
    for (place, bucket) in buckets.enumerated() {
      let (a, b) = (Double(pair.reference[place]) / n, Double(pair.current[place]) / m)
      let range = NumberSummary.range(of: bucket)
      share = max(share, a, b)
      width += (range.upperBound / 2 - range.lowerBound / 2) * (a + b)
    }
    spread = ScaleOfColumn(pair).spread
  }

  func widened(_ found: ColumnDistance) -> ColumnDistance {
    switch found.distance {
    case .kolmogorovSmirnov: return moved(found, below: 0, above: share, most: 1)
    case .wasserstein: return moved(found, below: width, above: width, most: .infinity)
    case .scaledWasserstein:
      return moved(found, below: width / spread, above: width / spread, most: .infinity)
    case .cramerVonMises, .andersonDarling, .energy:
      return .undefined(
        found.distance,
        Undefined("it is not known from a summary; compare the rows, or use ks or wasserstein"))
    default: return found
    }
  }

  private func moved(
    _ found: ColumnDistance, below: Double, above: Double, most: Double
  ) -> ColumnDistance {
    guard let value = found.estimate.value, let interval = found.estimate.interval else {
      return found
    }
    func held(_ upper: Double) -> Double { min(most, upper + above) }
    let level = ConfidenceLevel(interval.level) ?? .ninetyFivePercent
    let wider = Interval(
      lower: max(0, interval.lower - below), upper: held(interval.upper), level: level,
      method: interval.method)
    let curve = found.estimate.curve.map { curve in
      ConfidenceCurve(
        lower: curve.lower.map { max(0, $0 - below) }, upper: curve.upper.map(held))
    }
    return ColumnDistance(
      found.distance, .value(value, Uncertainty(interval: wider, curve: curve)),
      plugIn: found.plugIn, test: found.test, statistic: found.statistic, cells: found.cells,
      notes: found.notes + ["grouped: the bounds hold \(below > 0 ? below : above) more"])
  }
}

internal import VaglioFindings
internal import VaglioTables

/// Two columns of numbers or times, without what is missing, merged.
struct NumericColumn: Sendable {
  let pair: TiedPair
  let infinite: SideCounts

  /// Times are seconds since 1970-01-01T00:00Z.
  init(_ reference: Column, _ current: Column) {
    self.init(TiedPair(Self.present(reference), Self.present(current)))
  }

  /// Values that are merged already.
  init(_ pair: TiedPair) {
    self.pair = pair
    var counts = (0, 0)
    for place in Set([0, pair.values.count - 1]) where pair.values.indices.contains(place) {
      guard pair.values[place].isInfinite else { continue }
      counts.0 += Int(pair.reference[place])
      counts.1 += Int(pair.current[place])
    }
    infinite = SideCounts(reference: counts.0, current: counts.1)
  }

  static func present(_ column: Column) -> [Double] {
    switch column.values {
    case .numbers(let numbers):
      return column.missingCount == 0 ? numbers : numbers.filter { !$0.isNaN }
    case .times(let times):
      return times.compactMap { $0 == .min ? nil : Double($0) / 1e6 }
    default: return []
    }
  }

  /// The distances of ``DriftDistance/ofNumbers`` that are wanted, in that order.
  func distances(
    _ context: ComparisonContext, wanted: Set<DriftDistance> = Set(DriftDistance.ofNumbers)
  ) -> [ColumnDistance] {
    guard pair.referenceCount > 0, pair.currentCount > 0 else {
      let side = pair.referenceCount == 0 ? "the reference" : "the current data"
      let reason = Undefined("no row of \(side) has a value")
      return DriftDistance.ofNumbers.filter(wanted.contains).map { .undefined($0, reason) }
    }
    return OrderedComparison(pair, context).columnDistances(wanted)
  }

  /// What to say of infinities.
  var notes: [String] {
    guard infinite.total > 0 else { return [] }
    return [
      "infinite values: \(infinite.reference) in the reference, \(infinite.current) in the current data"
    ]
  }
}

extension NumericColumn {
  private static let shares = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1]

  /// The histogram and the quantiles of both sides.
  func exhibits(_ column: String) -> [Exhibit] {
    guard pair.referenceCount > 0, pair.currentCount > 0 else { return [] }
    return [histogram(column), quantiles(column)]
  }

  private func quantiles(_ column: String) -> Exhibit {
    let (first, second) = (SideQuantiles(pair, .reference), SideQuantiles(pair, .current))
    return Exhibit(
      kind: "drift_quantiles", subject: .difference,
      series: [
        "column": .words(Self.shares.map { _ in column }), "share": .numbers(Self.shares),
        "reference": .numbers(Self.shares.map { first.value($0) }),
        "current": .numbers(Self.shares.map { second.value($0) }),
      ])
  }

  /// Twenty bins of one width over the middle 98 % of the pooled values; the outer two take in what
  /// lies beyond.
  private func histogram(_ column: String) -> Exhibit {
    let (low, high) = (pair.pooledQuantile(0.01), pair.pooledQuantile(0.99))
    let count = low < high && (high - low).isFinite ? 20 : 1
    let width = (high - low) / Double(count)
    var (first, second) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    for place in pair.values.indices {
      let bin =
        count == 1
        ? 0
        : Int(min(Double(count - 1), max(0, ((pair.values[place] - low) / width).rounded(.down))))
      first[bin] += Double(pair.reference[place])
      second[bin] += Double(pair.current[place])
    }
    return Exhibit(
      kind: "drift_histogram", subject: .difference,
      series: [
        "column": .words(first.map { _ in column }),
        "lower": .numbers((0..<count).map { low + Double($0) * width }),
        "upper": .numbers((0..<count).map { low + Double($0 + 1) * width }),
        "reference": .numbers(first), "current": .numbers(second),
      ])
  }
}

/// The quantiles of one side of a pair.
struct SideQuantiles: Sendable {
  enum Side { case reference, current }
  private let values: [Double]
  private let below: [Int]

  init(_ pair: TiedPair, _ side: Side) {
    let counts = side == .reference ? pair.reference : pair.current
    var (seen, below) = (0, [Int]())
    below.reserveCapacity(counts.count)
    for count in counts {
      seen += Int(count)
      below.append(seen)
    }
    (values, self.below) = (pair.values, below)
  }

  /// The quantile of type 7; of at least one row.
  func value(_ share: Double) -> Double {
    let rows = below.last ?? 0
    let place = share * Double(rows - 1)
    let low = at(Int(place))
    guard place > place.rounded(.down) else { return low }
    return low + (at(Int(place) + 1) - low) * (place - place.rounded(.down))
  }

  /// The value with `rank` rows of the side before it.
  private func at(_ rank: Int) -> Double {
    var (low, high) = (0, below.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if below[middle] > rank { high = middle } else { low = middle + 1 }
    }
    return values[low]
  }
}

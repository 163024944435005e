public import VaglioFindings
internal import VaglioStatistics

/// How far rows' influences spread, and what clusters and weights make of that: all that the
/// planning of further rows needs.
public struct InfluenceSpread: Hashable, Sendable {
  /// The standard error of the estimate on these rows.
  public let error: StandardError
  /// The rows that the estimate rests on; with frequency weights their sum.
  public let rows: Double
  /// The variance of the estimate divided by that of as many independent rows of equal weight, whose
  /// influences have the same mean square (Kish 1965): above 1 where rows tell less.
  public let designEffect: Double
  /// The independent parts: clusters, or rows.
  public let parts: Double
  /// n·Σu⁴/(Σu²)² over the independent parts, 3 for normal ones.
  public let kurtosis: Double

  /// The spread of rows' influences; `nil` where there are too few parts, or nothing spreads.
  init?(of influences: [Double], on rows: Rows) {
    let linearization = Linearization(rows)
    let error = linearization.standardError { block, φ in
      for (position, row) in block.enumerated() { φ[position] = influences[row] }
    }
    guard let error, error.value > 0, error.value.isFinite else { return nil }
    let isFrequency = rows.weights?.kind != .importance
    self.error = error
    self.rows = isFrequency ? rows.totalWeight : Double(rows.count)
    let plain = Self.plainVariance(of: influences, on: rows) / (self.rows - 1)
    designEffect = error.value.square / plain
    let moments = Self.moments(of: influences, on: rows)
    (parts, kurtosis) = (moments.parts, moments.parts * moments.fourth / moments.second.square)
    guard designEffect.isFinite, kurtosis.isFinite else { return nil }
  }

  /// The standard deviation σ of one row's part in the estimate: its variance is σ²/n for n rows
  /// weighted and clustered like these.
  public var standardDeviation: Double { error.value * rows.squareRoot() }

  /// How many independent rows of equal weight would tell as much.
  public var effectiveRows: Double { rows / designEffect }

  /// The degrees of freedom that a row brings.
  public var degreesPerRow: Double { min(1, (error.degreesOfFreedom + 1) / rows) }

  /// The interval of ``standardDeviation``, which is itself estimated; `nil` for too few parts.
  public func interval(level: ConfidenceLevel) -> Interval? {
    DeviationInterval.bonett(standardDeviation, kurtosis: kurtosis, count: parts, level: level)
  }
}

extension InfluenceSpread {
  /// Σwφ²/Σw.
  private static func plainVariance(of influences: [Double], on rows: Rows) -> Double {
    var squares = ExactSum()
    for row in influences.indices {
      squares.add((rows.weights?[row] ?? 1) * influences[row].square)
    }
    return squares.value / rows.totalWeight
  }

  /// Σu² and Σu⁴ over the independent parts u: a cluster's Σwφ, a row's wφ; a row of frequency w
  /// is w rows.
  private static func moments(
    of influences: [Double], on rows: Rows
  ) -> (parts: Double, second: Double, fourth: Double) {
    var (second, fourth) = (ExactSum(), ExactSum())
    if let order = rows.clusterOrder {
      for cluster in 0..<order.count {
        var sum = ExactSum()
        for row in order.rows[order.starts[cluster]..<order.starts[cluster + 1]] {
          sum.add(product: rows.weights?[Int(row)] ?? 1, influences[Int(row)])
        }
        second.add(sum.value.square)
        fourth.add(sum.value.square.square)
      }
      return (Double(order.count), second.value, fourth.value)
    }
    let isFrequency = rows.weights?.kind == .frequency
    for row in influences.indices {
      let weight = rows.weights?[row] ?? 1
      let square = (isFrequency ? influences[row] : weight * influences[row]).square
      let times = isFrequency ? weight : 1
      second.add(times * square)
      fourth.add(times * square.square)
    }
    let parts = isFrequency ? rows.totalWeight : Double(rows.count)
    return (parts, second.value, fourth.value)
  }
}

extension Metric {
  /// The spread of the rows' differences of influence between two models; `nil` where the metric has
  /// no influence function, or nothing spreads.
  public func spreadOfDifference(
    candidate: Reading, production: Reading, on pair: Paired<Observed>
  ) -> InfluenceSpread? {
    guard
      let first = influence(of: candidate, on: pair.candidate),
      let second = influence(of: production, on: pair.production)
    else { return nil }
    let (φ, ψ) = (first.values(pair.rows.count), second.values(pair.rows.count))
    return InfluenceSpread(of: zip(φ, ψ).map { $0 - $1 }, on: pair.rows)
  }
}

extension Influence {
  /// φ of each of `count` rows.
  public func values(_ count: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, written in
      write(0..<count, UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
      written = count
    }
  }
}

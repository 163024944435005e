public import VaglioFindings
internal import VaglioStatistics

/// A standard error with the degrees of freedom that it was estimated with.
public struct StandardError: Hashable, Sendable {
  public let value: Double
  /// Rows − 1, clusters − 1 with clusters, Kish's effective rows − 1 with importance weights.
  public let degreesOfFreedom: Double
}

/// Standard errors from influence functions: √(Σφ²/(n(n−1))) for independent rows, the sandwich
/// √(Σ(wφ)²)/Σw with importance weights, √(Σ_c(Σwφ)²)/Σw over clusters.
///
/// Sums are exact, so that the result has the same bits whatever the order of rows. Liang and Zeger
/// 1986, doi:10.1093/biomet/73.1.13, with the factor C/(C−1) for C clusters.
public struct Linearization: Sendable {
  private let rows: Rows

  /// The standard errors of estimates on these rows.
  public init(_ rows: Rows) { self.rows = rows }

  /// The standard error of an estimate with the influence φ of each row.
  func standardError(
    _ write: (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) -> StandardError? {
    if let order = rows.clusterOrder { return clustered(order, write) }
    var squares = ExactSum()
    forEachBlock(of: 0..<rows.count) { block, φ in
      write(block, φ)
      if let weights = rows.weights {
        for (position, row) in block.enumerated() {
          let weight = weights[row]
          let scaled = weights.kind == .frequency ? weight.squareRoot() : weight
          squares.add((scaled * φ[position]).square)
        }
      } else {
        for position in φ.indices { φ[position] *= φ[position] }
        squares.add(UnsafeBufferPointer(φ))
      }
    }
    return independent(squares.value)
  }

  /// The standard error from Σφ² over independent rows, Σ(wφ)² with importance weights.
  func independent(_ squares: Double) -> StandardError? {
    let total = rows.totalWeight
    if let effective = rows.effectiveCount {
      guard effective > 1 else { return nil }
      return StandardError(
        value: (squares * effective / (effective - 1)).squareRoot() / total,
        degreesOfFreedom: effective - 1)
    }
    guard total > 1 else { return nil }
    return StandardError(
      value: (squares / total / (total - 1)).squareRoot(), degreesOfFreedom: total - 1)
  }

  private func clustered(
    _ order: ClusterOrder, _ write: (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) -> StandardError? {
    guard order.count > 1 else { return nil }
    let φ = [Double](unsafeUninitializedCapacity: rows.count) { buffer, count in
      write(0..<rows.count, UnsafeMutableBufferPointer(rebasing: buffer[0..<rows.count]))
      count = rows.count
    }
    var squares = ExactSum()
    for cluster in 0..<order.count {
      var sum = ExactSum()
      for row in order.rows[order.starts[cluster]..<order.starts[cluster + 1]] {
        sum.add(product: rows.weights?[Int(row)] ?? 1, φ[Int(row)])
      }
      squares.add(sum.value.square)
    }
    let clusters = Double(order.count)
    return StandardError(
      value: (squares.value * clusters / (clusters - 1)).squareRoot() / rows.totalWeight,
      degreesOfFreedom: clusters - 1)
  }
}

extension Linearization {
  /// The standard error of a metric's value.
  public func standardError<M: Metric>(
    of metric: M, reading: M.Reading, on outcomes: M.Observed
  ) -> StandardError? {
    metric.influence(of: reading, on: outcomes).flatMap { standardError($0.write) }
  }

  /// Whether a standard error is nothing but rounding, which only means that the rows are too few to
  /// show their variance: of a perfect prediction, of decisions that are all the same. An interval of
  /// no width would be a lie.
  public func hidesVariance(_ error: StandardError, of magnitude: Double) -> Bool {
    error.value <= 0x1p-46 * abs(magnitude)
  }

  /// The name of the method on these rows.
  private func method(of metric: some Metric) -> String {
    if rows.clusters != nil { return "cluster-robust" }
    return rows.weights?.kind == .importance ? "sandwich" : metric.linearization
  }

  /// The interval of a metric's value by linearisation.
  public func interval<M: Metric>(
    of metric: M, value: Double, error: StandardError, level: ConfidenceLevel
  ) -> Interval? {
    metric.scale.interval(value, error, level: level, method: method(of: metric))
  }

  /// The standard error of candidate minus production, from the rows' differences of φ.
  public func standardError<M: Metric>(
    ofDifference metric: M, candidate: M.Reading, production: M.Reading,
    on pair: Paired<M.Observed>
  ) -> StandardError? {
    guard
      let first = metric.influence(of: candidate, on: pair.candidate),
      let second = metric.influence(of: production, on: pair.production)
    else { return nil }
    return standardError { rows, φ in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count) { other in
        first.write(rows, φ)
        second.write(rows, other)
        for position in φ.indices { φ[position] -= other[position] }
      }
    }
  }

  /// The interval of a difference by linearisation: d ± t·se.
  public func interval<M: Metric>(
    ofDifference metric: M, value: Double, error: StandardError, level: ConfidenceLevel
  ) -> Interval? {
    IntervalScale.identity.interval(
      value, error, level: level, method: "paired-" + method(of: metric))
  }
}

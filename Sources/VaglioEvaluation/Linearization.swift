public import VaglioFindings
internal import VaglioStatistics

/// A standard error with the degrees of freedom that it was estimated with.
public struct StandardError: Hashable, Sendable {
  public let value: Double
  /// Rows − 1, clusters − 1 with clusters, Kish's effective rows − 1 with importance weights.
  public let degreesOfFreedom: Double

  /// A standard error.
  public init(value: Double, degreesOfFreedom: Double) {
    (self.value, self.degreesOfFreedom) = (value, degreesOfFreedom)
  }
}

extension StandardError {
  /// The error from Σφ² of each of two classes whose sizes are random as well: each is multiplied by
  /// n/(n − 1) for its own n rows, and the degrees of freedom are those of Satterthwaite 1946,
  /// doi:10.2307/3002019, so that few rows of one class are not taken for as many as there are of the
  /// other. A class of one row counts as if it had two. `nil` without rows.
  init?(squares: (Double, Double), rows: (Double, Double)) {
    let total = rows.0 + rows.1
    guard total > 1 else { return nil }
    func part(_ squares: Double, _ rows: Double) -> (variance: Double, freedom: Double) {
      let freedom = max(1, rows - 1)
      return (squares / total / total * max(1, rows) / freedom, freedom)
    }
    let (a, b) = (part(squares.0, rows.0), part(squares.1, rows.1))
    let variance = a.variance + b.variance
    let spread = a.variance.square / a.freedom + b.variance.square / b.freedom
    self.init(
      value: variance.squareRoot(),
      degreesOfFreedom: spread > 0 ? variance.square / spread : total - 1)
  }
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

  /// The standard error of an estimate whose influence function is known; `nil` where there are too few
  /// independent rows or clusters to show a variance.
  public func standardError(of influence: Influence) -> StandardError? {
    standardError(influence.write)
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
  /// The skew Σu³/(Σu²)^1.5 of an estimate with the influence φ of each row, u being the independent parts:
  /// wφ of single rows, their sums over clusters; 0 where nothing varies. Whole weights are not repeated
  /// rows here.
  public func skew(_ influence: Influence) -> Double {
    var (squares, cubes) = (BufferedSum(), BufferedSum())
    func add(_ part: Double) {
      squares.add(part * part)
      cubes.add(part * part * part)
    }
    if let order = rows.clusterOrder {
      let φ = influence.values(rows.count)
      for cluster in 0..<order.count {
        var sum = ExactSum()
        for row in order.rows[order.starts[cluster]..<order.starts[cluster + 1]] {
          sum.add(product: rows.weights?[Int(row)] ?? 1, φ[Int(row)])
        }
        add(sum.value)
      }
    } else {
      forEachBlock(of: 0..<rows.count) { block, φ in
        influence.write(block, φ)
        for (position, row) in block.enumerated() { add((rows.weights?[row] ?? 1) * φ[position]) }
      }
    }
    let scale = squares.value * squares.value.squareRoot()
    let skew = cubes.value / scale
    return scale > 0 && skew.isFinite ? skew : 0
  }

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
  func method(of metric: some Metric) -> String {
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

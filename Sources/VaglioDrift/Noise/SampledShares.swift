/// The shares of cells in two samples, and the covariance of their difference.
struct SampledShares: Sendable {
  /// p, the shares of the cells in the reference.
  let reference: [Double]
  /// q, those in the current sample.
  let current: [Double]
  /// 1/(n − 1) and 1/(m − 1).
  let referenceFactor: Double
  let currentFactor: Double

  /// The shares of counts; `nil` unless both samples have at least two rows.
  init?(reference: [Int], current: [Int]) {
    let (n, m) = (reference.reduce(0, +), current.reduce(0, +))
    guard n > 1, m > 1 else { return nil }
    self.reference = reference.map { Double($0) / Double(n) }
    self.current = current.map { Double($0) / Double(m) }
    (referenceFactor, currentFactor) = (1 / Double(n - 1), 1 / Double(m - 1))
    let rows = Double(n + m)
    pooled = zip(reference, current).map { Double($0 + $1) / rows }
    pooledFactor = (1 / Double(n) + 1 / Double(m)) * rows / (rows - 1)
  }

  /// The shares of both samples pooled, as both have them at the null; the variances are those
  /// over all ways to part the pooled rows: (1/n + 1/m)·N/(N − 1) times a bridge's.
  let pooled: [Double]
  let pooledFactor: Double

  /// The number of cells.
  var count: Int { reference.count }
}

/// Where the difference of the distribution functions is looked at.
enum BridgeNodes: Sendable {
  /// At the end of each cell but the last.
  case ends
  /// Halfway up the step of each cell.
  case middles
}

/// The difference of two distribution functions at some nodes, and its covariance
/// C = (min(F, F′) − F·F′)/(n − 1) + the same of G over m − 1.
struct BridgeCovariance: Sendable {
  /// F − G.
  let difference: [Double]
  private let reference: [Double]
  private let current: [Double]
  /// What a step takes from the variance at its middle, f/4; zero at ends.
  private let loss: [Double]
  private let factors: (reference: Double, current: Double)

  /// The differences at the ends or in the middles of cells, each sample with its own variances.
  init(_ shares: SampledShares, at nodes: BridgeNodes) {
    self.init(
      shares.reference, shares.current, nodes, (shares.referenceFactor, shares.currentFactor))
  }

  /// The same at the null: no difference, and the pooled variances.
  init(pooled shares: SampledShares, at nodes: BridgeNodes) {
    self.init(shares.pooled, shares.pooled, nodes, (shares.pooledFactor, 0))
  }

  private init(
    _ first: [Double], _ second: [Double], _ nodes: BridgeNodes,
    _ factors: (reference: Double, current: Double)
  ) {
    let (f, g) = (Self.cumulative(first, nodes), Self.cumulative(second, nodes))
    (reference, current, self.factors) = (f, g, factors)
    difference = zip(f, g).map { $0 - $1 }
    loss =
      nodes == .ends
      ? [Double](repeating: 0, count: f.count)
      : zip(first, second).map { $0 / 4 * factors.reference + $1 / 4 * factors.current }
  }

  /// The number of nodes.
  var count: Int { difference.count }

  /// The variance at a node.
  func variance(_ node: Int) -> Double {
    let (f, g) = (reference[node], current[node])
    return max(
      0, f * (1 - f) * factors.reference + g * (1 - g) * factors.current - loss[node])
  }

  /// The covariances of a node with all.
  func row(_ node: Int) -> [Double] {
    var row = [Double](repeating: 0, count: count)
    let (f, g) = (reference[node], current[node])
    for other in 0..<count {
      let first = other < node ? reference[other] * (1 - f) : f * (1 - reference[other])
      let second = other < node ? current[other] * (1 - g) : g * (1 - current[other])
      row[other] = first * factors.reference + second * factors.current
    }
    row[node] = variance(node)
    return row
  }

  /// Σⱼ C(i, j)·vⱼ for all i, in O(K): min(F, F′) − F·F′ = F(1 − F′) for F ≤ F′.
  func times(_ v: [Double]) -> [Double] {
    var product = [Double](repeating: 0, count: count)
    add(reference, factors.reference, v, to: &product)
    add(current, factors.current, v, to: &product)
    for node in 0..<count { product[node] -= loss[node] * v[node] }
    return product
  }

  /// The greatest eigenvalue of C in the norm of weights, by forty steps of the power method from a
  /// vector of ones: covariances of a bridge are positive, so that no start is nearer.
  func greatestEigenvalue(_ weights: [Double]) -> Double {
    var (v, value) = ([Double](repeating: 1, count: count), 0.0)
    for _ in 0..<40 {
      let next = times(zip(v, weights).map { $0 * $1 })
      let size = zip(next, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }.squareRoot()
      let before = zip(v, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }.squareRoot()
      guard size > 0, before > 0 else { return 0 }
      value = size / before
      v = next.map { $0 / size }
    }
    return value
  }

  private func add(
    _ f: [Double], _ factor: Double, _ v: [Double], to product: inout [Double]
  ) {
    var below = 0.0
    for node in 0..<count {
      below += f[node] * v[node]
      product[node] += factor * (1 - f[node]) * below
    }
    var above = 0.0
    for node in stride(from: count - 1, through: 0, by: -1) {
      product[node] += factor * f[node] * above
      above += (1 - f[node]) * v[node]
    }
  }

  private static func cumulative(_ shares: [Double], _ nodes: BridgeNodes) -> [Double] {
    var (sum, values) = (0.0, [Double]())
    values.reserveCapacity(shares.count)
    for share in shares {
      values.append(nodes == .ends ? min(1, sum + share) : sum + share / 2)
      sum += share
    }
    if nodes == .ends { values.removeLast() }
    return values
  }
}

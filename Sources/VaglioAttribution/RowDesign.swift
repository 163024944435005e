internal import VaglioStatistics

/// How rows stand for a population: how much each counts, and which of them belong together.
public struct RowDesign: Sendable {
  /// What a weight means.
  public enum WeightKind: String, Hashable, Sendable {
    /// So many equal rows.
    case frequency
    /// The inverse of the chance of being among the rows.
    case importance
  }

  /// The number of rows.
  public let count: Int
  /// One per row; `nil` where all count the same.
  public let weights: [Double]?
  /// What the weights mean.
  public let weightKind: WeightKind
  /// The cluster of each row; `nil` where rows are independent.
  private let labels: [Int32]?
  /// The rows in the order of their clusters, and where each cluster begins; `nil` where rows are
  /// independent.
  let clusters: (order: [Int], starts: [Int])?

  /// Rows with weights, or in clusters, or both.
  ///
  /// - Throws: a refusal of no rows, lists of another length, and weights that are negative, not
  ///   finite, or all zero.
  public init(
    count: Int, weights: [Double]? = nil, kind: WeightKind = .importance, clusters: [Int32]? = nil
  ) throws(AttributionError) {
    guard count > 0 else { throw .refused("there are no rows") }
    if let weights {
      guard weights.count == count else {
        throw .refused("there are \(weights.count) weights for \(count) rows")
      }
      if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw .refused("the weight of row \(row + 1) is \(weights[row])")
      }
      guard weights.contains(where: { $0 > 0 }) else { throw .refused("all weights are zero") }
    }
    if let clusters, clusters.count != count {
      throw .refused("there are \(clusters.count) clusters for \(count) rows")
    }
    (self.count, self.weights, weightKind) = (count, weights, kind)
    (labels, self.clusters) = (clusters, clusters.map(Self.sorted))
  }

  private static func sorted(_ clusters: [Int32]) -> (order: [Int], starts: [Int]) {
    let order = clusters.indices.sorted { (clusters[$0], $0) < (clusters[$1], $1) }
    let starts = order.indices.filter { $0 == 0 || clusters[order[$0]] != clusters[order[$0 - 1]] }
    return (order, starts)
  }
}

extension RowDesign {
  /// The design that was given for so many rows, or else the plain one.
  init(_ given: RowDesign?, rows: Int) throws(AttributionError) {
    guard let given else {
      try self.init(count: rows)
      return
    }
    guard given.count == rows else {
      throw .refused("there are weights or clusters of \(given.count) rows for \(rows) rows")
    }
    self = given
  }

  /// The design of some of the rows.
  ///
  /// - Throws: a refusal of no rows, or none with a weight.
  func taking(_ rows: [Int]) throws(AttributionError) -> RowDesign {
    try RowDesign(
      count: rows.count, weights: weights.map { weights in rows.map { weights[$0] } },
      kind: weightKind, clusters: labels.map { labels in rows.map { labels[$0] } })
  }

  /// Whether rows are independent and count as whole rows, so that closed forms hold.
  var isPlain: Bool { clusters == nil && (weights == nil || weightKind == .frequency) }

  /// Σw, or the number of rows.
  var total: Double { weights.map { ExactSum($0).value } ?? Double(count) }

  /// Kish's (Σw)²/Σw²; `nil` without importance weights.
  public var effectiveCount: Double? {
    guard let weights, weightKind == .importance else { return nil }
    var squares = ExactSum()
    for weight in weights { squares.add(product: weight, weight) }
    return total * total / squares.value
  }

  /// The number of independent parts: clusters, or rows, Kish's where they have importance weights.
  var parts: Double { clusters.map { Double($0.starts.count) } ?? effectiveCount ?? total }

  /// Σwx/Σw, to the bit the same in any order of the rows.
  func mean(of values: [Double]) -> Double {
    guard let weights else { return ExactSum(values).value / Double(count) }
    var sum = ExactSum()
    for row in values.indices { sum.add(product: weights[row], values[row]) }
    return sum.value / total
  }

  /// The standard error of a mean whose rows have the influences φ, with its degrees of freedom:
  /// √(Σφ²/(n(n − 1))) for independent rows, the sandwich √(Σ(wφ)²·m/(m − 1))/Σw with importance
  /// weights and Kish's m, √(Σ_c(Σwφ)²·C/(C − 1))/Σw over C clusters (Liang and Zeger 1986,
  /// doi:10.1093/biomet/73.1.13). `nil` for one independent part.
  func standardError(of influences: [Double]) -> (value: Double, degreesOfFreedom: Double)? {
    guard parts > 1 else { return nil }
    let squares = squares(of: influences)
    return ((squares * parts / (parts - 1)).squareRoot() / total, parts - 1)
  }

  /// Σu² over the independent parts u.
  private func squares(of influences: [Double]) -> Double {
    var squares = ExactSum()
    if let clusters {
      for (position, start) in clusters.starts.enumerated() {
        let next = position + 1
        let end = next < clusters.starts.count ? clusters.starts[next] : count
        var sum = ExactSum()
        for row in clusters.order[start..<end] {
          sum.add(product: weights?[row] ?? 1, influences[row])
        }
        squares.add(product: sum.value, sum.value)
      }
      return squares.value
    }
    for row in influences.indices {
      let weight = weights?[row] ?? 1
      let scaled = (weightKind == .frequency ? weight.squareRoot() : weight) * influences[row]
      squares.add(product: scaled, scaled)
    }
    return squares.value
  }

  /// The name of the standard error on these rows.
  var method: String {
    if clusters != nil { return "cluster-robust" }
    return isPlain ? "t" : "sandwich"
  }
}

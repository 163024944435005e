public import VaglioEvaluation

/// How rows stand for a population: how much each counts, and which of them belong together.
///
/// The rows of an evaluation, checked: at least one of them, and one with a weight.
public struct RowDesign: Sendable {
  /// The rows' weights, clusters and identities.
  public let rows: Rows

  /// The rows of an evaluation.
  ///
  /// - Throws: a refusal of no rows, and of none with a weight.
  public init(_ rows: Rows) throws(AttributionError) {
    guard rows.count > 0 else { throw .refused("there are no rows") }
    guard rows.haveWeight else { throw .refused("all weights are zero") }
    self.rows = rows
  }

  /// Rows with weights, or in clusters, or both; clusters are told apart by any numbers.
  ///
  /// - Throws: a refusal of no rows, lists of another length, weights that are negative, not finite,
  ///   or all zero, and frequencies that are no whole numbers up to 2⁵³.
  public init(
    count: Int, weights: [Double]? = nil, kind: WeightKind = .importance, clusters: [Int32]? = nil
  ) throws(AttributionError) {
    if let weights { try Self.check(weights, kind, count: count) }
    if let clusters, clusters.count != count {
      throw .refused("there are \(clusters.count) clusters for \(count) rows")
    }
    try self.init(
      Rows(
        count: count, weights: weights.map { Weights($0, kind: kind) },
        clusters: clusters.map(Self.numbered),
        clusterKeys: clusters.map { $0.map { UInt64(UInt32(bitPattern: $0)) } }))
  }

  private static func check(
    _ weights: [Double], _ kind: WeightKind, count: Int
  ) throws(AttributionError) {
    guard weights.count == count else {
      throw .refused("there are \(weights.count) weights for \(count) rows")
    }
    for (row, weight) in weights.enumerated() {
      guard weight >= 0, weight.isFinite else {
        throw .refused("the weight of row \(row + 1) is \(weight)")
      }
      guard kind == .importance || weight == weight.rounded() && weight <= 0x1p53 else {
        throw .refused(
          "the weight of row \(row + 1) is \(weight), which is no number of rows",
          remedy: "give importance weights, or whole numbers")
      }
    }
    guard weights.reduce(0, +).isFinite else {
      throw .refused("the weights add up to more than a number can hold")
    }
  }

  /// The same clusters with numbers from 0 on, in the order of their labels.
  private static func numbered(_ labels: [Int32]) -> [Int32] {
    let number = Dictionary(
      uniqueKeysWithValues: Set(labels).sorted().enumerated().map { ($1, Int32($0)) })
    return labels.map { number[$0] ?? 0 }
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
  func taking(_ taken: [Int]) throws(AttributionError) -> RowDesign {
    try RowDesign(rows.taking(taken.map { Int32($0) }))
  }

  /// The number of rows.
  public var count: Int { rows.count }

  /// Kish's (Σw)²/Σw²; `nil` without importance weights.
  public var effectiveCount: Double? { rows.effectiveCount }

  /// How much each row counts; `nil` where all count the same. O(rows).
  var weights: [Double]? {
    rows.weights.map { weights in (0..<count).map { weights[$0] } }
  }

  /// Whether rows are independent and count as whole rows, so that closed forms hold.
  var isPlain: Bool { rows.arePlain }

  /// The number of independent parts: clusters, or rows, Kish's where they have importance weights.
  var parts: Double {
    rows.clusters.map { Double(Set($0).count) } ?? effectiveCount ?? rows.totalWeight
  }

  /// Σwx/Σw, to the bit the same in any order of the rows.
  func mean(of values: [Double]) -> Double { EstimatedMean.mean(values, rows) }

  /// The standard error of a mean whose rows have the influences φ (``Linearization``); `nil` for one
  /// independent part.
  func standardError(of influences: [Double]) -> StandardError? {
    Linearization(rows).standardError(of: Influence(influences))
  }

  /// The name of the standard error on these rows: `t`, `sandwich`, `cluster-robust`.
  var method: String { rows.errorMethod }
}

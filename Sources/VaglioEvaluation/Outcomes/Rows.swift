/// What rows are to an analysis beside their labels and predictions: how much each counts, which
/// belong together, and who each is.
public struct Rows: Sendable {
  /// How many rows there are.
  public let count: Int
  /// How much each row counts; `nil` when all count the same.
  public let weights: Weights?
  /// The cluster of each row as a number from 0; `nil` when rows are independent.
  public let clusters: [Int32]?
  /// The identity of each row, which resampling hashes: the same row has the same key in any order
  /// and any part of the data; `nil` where rows are told apart by their number.
  public let keys: [UInt64]?
  /// The identity of each row's cluster; `nil` when rows are independent.
  public let clusterKeys: [UInt64]?
  /// The identity of each row's stratum, whose totals resampling keeps; `nil` without strata.
  public let strata: [UInt64]?
  private let grouping = Cached<ClusterOrder>()

  /// Rows with their weights, clusters and identities.
  ///
  /// - Precondition: each list has one entry per row.
  public init(
    count: Int, weights: Weights? = nil, clusters: [Int32]? = nil, keys: [UInt64]? = nil,
    clusterKeys: [UInt64]? = nil, strata: [UInt64]? = nil
  ) {
    precondition(weights.map { $0.ticks.count == count } ?? true, "one weight per row")
    precondition(clusters.map { $0.count == count } ?? true, "one cluster per row")
    precondition(keys.map { $0.count == count } ?? true, "one key per row")
    precondition(strata.map { $0.count == count } ?? true, "one stratum per row")
    (self.count, self.weights, self.clusters) = (count, weights, clusters)
    (self.keys, self.strata) = (keys, strata)
    self.clusterKeys = clusterKeys ?? clusters.map { $0.map { UInt64($0) } }
  }

  /// Whether rows are independent and count as whole rows, so that closed forms hold.
  public var arePlain: Bool { clusters == nil && weights?.kind != .importance }

  /// What resampling hashes: the row's own key, or its cluster's, so that clusters are drawn whole.
  public var resamplingKeys: [UInt64] {
    clusterKeys ?? keys ?? (0..<count).map { UInt64($0) }
  }

  /// The rows of each cluster, if there are clusters; found once.
  var clusterOrder: ClusterOrder? {
    clusters.map { clusters in grouping.value { ClusterOrder(clusters) } }
  }

  /// Σw, or the number of rows where all count the same.
  public var totalWeight: Double {
    guard let weights else { return Double(count) }
    return Double(weights.ticks.reduce(Int128(0)) { $0 + Int128($1) }).scaled(by: -weights.shift)
  }

  /// Kish's effective number of rows (Σw)²/Σw²; `nil` without importance weights.
  public var effectiveCount: Double? {
    guard let weights, weights.kind == .importance else { return nil }
    let sum = weights.ticks.reduce(Int128(0)) { $0 + Int128($1) }
    let square = weights.ticks.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) }
    return square == 0 ? 0 : Double(sum) * Double(sum) / Double(square)
  }

  /// These rows alone, in the order of `rows`.
  public func taking(_ rows: [Int32]) -> Rows {
    Rows(
      count: rows.count, weights: weights?.taking(rows),
      clusters: clusters.map { clusters in rows.map { clusters[Int($0)] } },
      keys: rows.map { row in keys.map { $0[Int(row)] } ?? UInt64(row) },
      clusterKeys: clusterKeys.map { keys in rows.map { keys[Int($0)] } },
      strata: strata.map { strata in rows.map { strata[Int($0)] } })
  }
}

/// The rows of each cluster, one cluster after the other.
struct ClusterOrder: Sendable {
  /// The rows, sorted by cluster.
  let rows: [Int32]
  /// Where each cluster that occurs begins in `rows`, and the end.
  let starts: [Int]

  /// Sorts rows by cluster number by counting.
  init(_ clusters: [Int32]) {
    var counts = [Int](repeating: 0, count: Int(clusters.max() ?? -1) + 1)
    for cluster in clusters { counts[Int(cluster)] += 1 }
    var next = [Int](repeating: 0, count: counts.count)
    for cluster in counts.indices.dropFirst() {
      next[cluster] = next[cluster - 1] + counts[cluster - 1]
    }
    starts = zip(next, counts).filter { $0.1 > 0 }.map(\.0) + [clusters.count]
    var rows = [Int32](repeating: 0, count: clusters.count)
    for (row, cluster) in clusters.enumerated() {
      rows[next[Int(cluster)]] = Int32(row)
      next[Int(cluster)] += 1
    }
    self.rows = rows
  }

  /// How many clusters have rows.
  var count: Int { starts.count - 1 }
}

/// What was predicted beside what came true, one entry per row.
public protocol Outcomes: Sendable {
  /// The rows' weights, clusters and identities.
  var rows: Rows { get }
  /// These rows alone, in the order of `rows`.
  func taking(_ rows: [Int32]) -> Self
  /// The same labels and predictions, of rows with other weights, clusters and identities.
  ///
  /// - Precondition: as many rows.
  func with(_ rows: Rows) -> Self
  /// Whether two models made the very same predictions on the same rows.
  func predictsSame(as other: Self) -> Bool
}

extension Outcomes {
  /// How many rows there are.
  public var count: Int { rows.count }
}

internal import VaglioStatistics

/// How the pairs of rows agree in the order of label and prediction, counted exactly.
///
/// The pairs include those of a row with itself, and all shares are of W² ordered pairs by weight, so
/// that frequencies count as repeated rows.
struct PairConcordance {
  /// For each row Σⱼ wⱼ·sgn(yᵢ − yⱼ)·sgn(pᵢ − pⱼ), in ticks.
  private let nets: [Int128]
  private let labels: TieShares
  private let predictions: TieShares
  private let total: Int128
  /// The mean concordance Σwᵢwⱼ·sgn·sgn/W².
  let mean: Double

  init(_ rows: LabelledRows<Double>) {
    total = rows.total
    labels = TieShares(rows.labels, rows)
    predictions = TieShares(rows.values, rows)
    nets = Self.nets(rows, labels, predictions)
    let total = total.asDouble
    var sum = ExactSum()
    for row in 0..<rows.count {
      sum.add(product: rows.tick(row).asDouble, nets[row].asDouble)
    }
    mean = sum.value / total / total
  }

  /// The share of pairs whose labels differ.
  var labelShare: Double { labels.untied }
  /// The share of pairs whose predictions differ.
  var predictionShare: Double { predictions.untied }

  /// τ_b.
  ///
  /// - Precondition: neither labels nor predictions are constant.
  var tau: Double { min(1, max(-1, mean / (labels.untied * predictions.untied).squareRoot())) }

  /// The influence of each row on τ_b.
  var influences: [Double] {
    let (root, τ) = ((labels.untied * predictions.untied).squareRoot(), tau)
    return nets.indices.map { row in
      let own = 2 * (nets[row].asDouble / total.asDouble - mean) / root
      return own + τ * (labels.excess(of: row) / labels.untied)
        + τ * (predictions.excess(of: row) / predictions.untied)
    }
  }

  /// Rows enter a tree of weights by prediction in the order of their labels: what lies below less
  /// what lies above, before and after a tie of labels enters, less the same of all rows.
  private static func nets(
    _ rows: LabelledRows<Double>, _ labels: TieShares, _ predictions: TieShares
  ) -> [Int128] {
    var nets = [Int128](repeating: 0, count: rows.count)
    var entered = WeightTree(count: predictions.groupCount)
    func balance(_ row: Int) -> Int128 {
      let group = Int(predictions.groups[row])
      return entered.sum(below: group) - (entered.total - entered.sum(below: group + 1))
    }
    for group in 0..<labels.groupCount {
      let tie = labels.order.rows(inGroup: group)
      for row in tie { nets[Int(row)] += balance(Int(row)) }
      for row in tie {
        entered.add(rows.tick(Int(row)), at: Int(predictions.groups[Int(row)]))
      }
      for row in tie { nets[Int(row)] += balance(Int(row)) }
    }
    for row in 0..<rows.count { nets[row] -= balance(row) }
    return nets
  }
}

/// The ties of some values: which tie each row belongs to, and its share of the weight.
private struct TieShares {
  let order: ScoreOrder
  /// The number of each row's tie, from the lowest value up.
  let groups: [Int32]
  /// 1 − Σ of squared shares.
  let untied: Double
  private let shares: [Double]

  init(_ values: [Double], _ rows: LabelledRows<Double>) {
    let order = ScoreOrder(values)
    var groups = [Int32](repeating: 0, count: values.count)
    let weights = (0..<order.groupCount).map { group in
      order.rows(inGroup: group).reduce(Int128(0)) { sum, row in
        groups[Int(row)] = Int32(group)
        return sum + rows.tick(Int(row))
      }
    }
    let total = rows.total
    shares = weights.map { $0.asDouble / total.asDouble }
    (self.order, self.groups) = (order, groups)
    // 1 − Σs² = Σs(1 − s), without cancellation where all but one tie are small.
    var untied = ExactSum()
    for weight in weights where weight < total {
      untied.add(
        product: weight.asDouble / total.asDouble, (total - weight).asDouble / total.asDouble)
    }
    self.untied = untied.value
  }

  var groupCount: Int { order.groupCount }

  /// The share of a row's tie less the mean of the shares.
  func excess(of row: Int) -> Double { shares[Int(groups[row])] - (1 - untied) }
}

/// Sums of weights over the lowest of many places, each place's weight changing: Fenwick 1994,
/// doi:10.1002/spe.4380240306.
private struct WeightTree {
  private var nodes: [Int128]
  private(set) var total: Int128 = 0

  init(count: Int) { nodes = [Int128](repeating: 0, count: count + 1) }

  mutating func add(_ weight: Int128, at place: Int) {
    total &+= weight
    var node = place &+ 1
    while node < nodes.count {
      nodes[node] &+= weight
      node &+= node & -node
    }
  }

  /// The weight of the places below one.
  func sum(below place: Int) -> Int128 {
    var (sum, node) = (Int128(0), place)
    while node > 0 {
      sum &+= nodes[node]
      node &-= node & -node
    }
    return sum
  }
}

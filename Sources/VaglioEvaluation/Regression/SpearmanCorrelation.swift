public import VaglioFindings
internal import VaglioStatistics

/// The correlation of the ranks of labels and predictions, ties at their middle rank.
///
/// Spearman 1904, doi:10.2307/1412159. Undefined when either is constant. A row of frequency w takes
/// w ranks.
public struct SpearmanCorrelation: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = PredictedRows

  public init() {}

  public var measure: Measure {
    Measure(
      name: "spearman", title: "Spearman correlation",
      definition: "Pearson correlation of the ranks, ties at their middle rank.", range: -1...1,
      direction: .higherIsBetter, source: "doi:10.2307/1412159")
  }

  public var intervalMethod: String { "Linearisation on the artanh scale" }

  public func makeStatistic() -> PredictedRows { PredictedRows() }

  public func value(of reading: PredictedRows) throws(Undefined) -> Double {
    guard reading.rows.total > 0 else { throw Undefined("there are no rows") }
    let ranks = RankPair(reading.rows)
    guard ranks.labels.variance > 0 else { throw Undefined("the labels are constant") }
    guard ranks.predictions.variance > 0 else { throw Undefined("the predictions are constant") }
    return ranks.correlation
  }

  /// The first-order projection of ρ = (E[FG] − ¼)/√(V_F V_G) for the mid-distribution functions F
  /// and G (Hoeffding 1948, doi:10.1214/aoms/1177730196): a row moves E[FG] by its own FG, and by
  /// the steps that it puts into F and into G; it moves V = (1 − Σp³)/12 through its tie's share p.
  public func influence(
    of reading: PredictedRows, on outcomes: RegressionOutcomes
  ) -> Influence? {
    var rows = LabelledRows<Double>()
    rows.add(outcomes.actual, outcomes.predicted, 0..<outcomes.count, of: outcomes.rows)
    let ranks = RankPair(rows)
    let (first, second) = (ranks.labels, ranks.predictions)
    guard first.variance > 0, second.variance > 0 else { return nil }
    let (ρ, spread) = (ranks.correlation, (first.variance * second.variance).squareRoot())
    let (stepsInF, stepsInG) = (
      first.upperMeans(of: second.mid, rows), second.upperMeans(of: first.mid, rows)
    )
    let mean = ranks.meanProduct
    return Influence(
      (0..<outcomes.count).map { row in
        let product = first.mid[row] * second.mid[row] + stepsInF[row] + stepsInG[row] - 3 * mean
        let byF = -(first.share[row].square - first.cubes) / 4 / first.variance
        let byG = -(second.share[row].square - second.cubes) / 4 / second.variance
        return product / spread - ρ / 2 * (byF + byG)
      })
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }
}

extension Metric where Self == SpearmanCorrelation {
  /// Spearman's rank correlation.
  public static var spearman: SpearmanCorrelation { SpearmanCorrelation() }
}

/// The ranks of labels and of predictions.
private struct RankPair {
  let labels: MidDistribution
  let predictions: MidDistribution
  /// The weighted mean of F·G.
  let meanProduct: Double

  init(_ rows: LabelledRows<Double>) {
    labels = MidDistribution(rows.labels, rows)
    predictions = MidDistribution(rows.values, rows)
    var sum = ExactSum()
    for row in 0..<rows.count {
      sum.add(rows.tick(row).asDouble, times: labels.mid[row], predictions.mid[row])
    }
    meanProduct = sum.value / rows.total.asDouble
  }

  var correlation: Double {
    let spread = labels.variance.squareRoot() * predictions.variance.squareRoot()
    return min(1, max(-1, (meanProduct - 0.25) / spread))
  }
}

/// The distribution function of some values at themselves, half of each tie counted.
private struct MidDistribution {
  /// F of each row: (weight below + half the weight of its tie)/total.
  private(set) var mid: [Double]
  /// The share of the total weight that each row's tie has.
  private(set) var share: [Double]
  /// Σ over ties of their share, cubed.
  let cubes: Double
  private let order: [UInt32]
  private let values: [Double]

  init(_ values: [Double], _ rows: LabelledRows<Double>) {
    self.values = values
    order = ScoreOrder(values).rows
    (mid, share) = (values, values)
    let total = rows.total
    var (below, start, cubes) = (Int128(0), 0, ExactSum())
    while start < order.count {
      let end = Self.endOfTie(order, values, start)
      let weight = order[start..<end].reduce(Int128(0)) { $0 + rows.tick(Int($1)) }
      let part = Double(weight) / Double(total)
      for row in order[start..<end] {
        mid[Int(row)] = (2 * below + weight).asDouble / (2 * total).asDouble
        share[Int(row)] = part
      }
      cubes.add(part * part * part)
      (below, start) = (below + weight, end)
    }
    self.cubes = cubes.value
  }

  /// The variance of F, (1 − Σp³)/12.
  var variance: Double { cubes >= 1 ? 0 : (1 - cubes) / 12 }

  private static func endOfTie(_ order: [UInt32], _ values: [Double], _ start: Int) -> Int {
    var end = start + 1
    while end < order.count, values[Int(order[end])] == values[Int(order[start])] { end += 1 }
    return end
  }

  /// For each row, the weighted mean over all rows of `other` where they lie above it, half where
  /// they tie with it.
  func upperMeans(of other: [Double], _ rows: LabelledRows<Double>) -> [Double] {
    var means = [Double](repeating: 0, count: order.count)
    let total = rows.total.asDouble
    var (above, end) = (ExactSum(), order.count)
    while end > 0 {
      let start = beginOfTie(end)
      var tie = ExactSum()
      for row in order[start..<end] {
        tie.add(product: rows.tick(Int(row)).asDouble, other[Int(row)])
      }
      let mean = (above.value + tie.value / 2) / total
      for row in order[start..<end] { means[Int(row)] = mean }
      above.merge(tie)
      end = start
    }
    return means
  }

  private func beginOfTie(_ end: Int) -> Int {
    var start = end - 1
    while start > 0, values[Int(order[start - 1])] == values[Int(order[end - 1])] { start -= 1 }
    return start
  }
}

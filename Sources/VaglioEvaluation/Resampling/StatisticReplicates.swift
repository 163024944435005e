internal import VaglioStatistics

// The short ways of statistics that are sums over rows: all sixteen replicates in one pass.

extension ConfusionMatrix {
  public func replicates(in block: ReplicateBlock<BinaryOutcomes>) -> [CellWeights]? {
    guard let drawn = block.plainMultiplicities else { return nil }
    let outcomes = block.outcomes
    let cells = block.source.prepared("cells") {
      LaneCells(
        (0..<outcomes.count).map { row in
          UInt8(
            Cell.index(
              label: outcomes.labels[row], predictedPositive: outcomes.isPredictedPositive(row)))
        }, count: 4)
    }
    let counts = cells.counts(drawn)
    return (0..<16).map { lane in
      let weights = counts.map { Double($0[lane]) }
      return CellWeights(weights: weights, squares: weights)
    }
  }
}

extension LossMoments {
  public func replicates(in block: ReplicateBlock<Loss.Observed>) -> [Moments]? {
    guard let drawn = block.multiplicities,
      let sums = block.source.prepared(self, { LossSums(loss, block.outcomes) })
    else { return nil }
    return sums.moments(drawn)
  }
}

/// The sums of a loss: Σw and Σ1 over all rows and over those kept, Σw(l − c), Σw(l − c)² about the
/// mean c of all rows kept.
private struct LossSums: Sendable {
  private let center: Double
  private let sums: LaneSums

  /// `nil` where a loss is not finite.
  init?<Loss: RowLoss>(_ loss: Loss, _ outcomes: Loss.Observed) {
    let count = outcomes.count
    let losses = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      loss.write(
        outcomes, rows: 0..<count, into: UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
      filled = count
    }
    let weights = outcomes.rows.weights
    let kept = losses.map { $0.isNaN ? 0.0 : 1 }
    let values = losses.map { $0.isNaN ? 0 : $0 }
    let total = zip(kept, values).reduce(into: (0.0, ExactSum())) { sum, row in
      sum.0 += row.0
      sum.1.add(row.1)
    }
    center = total.0 > 0 ? total.1.value / total.0 : 0
    guard center.isFinite else { return nil }
    let scale = kept.indices.map { kept[$0] * (weights?[$0] ?? 1) }
    let distances = values.map { [center] in $0 - center }
    guard
      let sums = LaneSums([
        [Double](repeating: 1, count: count), kept, scale,
        zip(scale, distances).map { $0 * $1 }, zip(scale, distances).map { $0 * $1.square },
      ])
    else { return nil }
    self.sums = sums
  }

  func moments(_ drawn: ResamplingDesign.Multiplicities) -> [Moments] {
    let sums = sums.sums(drawn)
    return (0..<16).map { lane in
      let (rows, kept, weight) = (sums[0][lane], sums[1][lane], sums[2][lane])
      let (first, second) = (sums[3][lane], sums[4][lane])
      return Moments(
        rows: Int(rows), left: Int(rows - kept), mended: 0, weight: weight,
        mean: center + first / weight, spread: max(0, second - first * first / weight))
    }
  }
}

extension Both {
  public func replicates(
    in block: ReplicateBlock<First.Observed>
  ) -> [(First.Reading, Second.Reading)]? {
    Array(zip(block.readings(of: first), block.readings(of: second)))
  }
}

extension ResidualMoments {
  public func replicates(in block: ReplicateBlock<RegressionOutcomes>) -> [Residuals]? {
    guard let drawn = block.multiplicities,
      let sums = block.source.prepared("residuals", { ResidualSums(block.outcomes) })
    else { return nil }
    return sums.residuals(drawn)
  }
}

/// The first and second moments of labels, predictions and residuals about their means.
private struct ResidualSums: Sendable {
  private let actualCenter: Double
  private let predictedCenter: Double
  private let sums: LaneSums

  /// `nil` where a square is not finite.
  init?(_ outcomes: RegressionOutcomes) {
    let (y, p, count) = (outcomes.actual, outcomes.predicted, outcomes.count)
    let weights = outcomes.rows.weights
    let centers = (ExactSum(y).value / Double(count), ExactSum(p).value / Double(count))
    let rows = 0..<count
    func column(_ value: (Int) -> Double) -> [Double] {
      rows.map { (weights?[$0] ?? 1) * value($0) }
    }
    let u = y.map { $0 - centers.0 }
    let v = p.map { $0 - centers.1 }
    guard
      let sums = LaneSums([
        [Double](repeating: 1, count: count), column { _ in 1 }, column { u[$0] },
        column { v[$0] }, column { u[$0].square }, column { v[$0].square },
        column { u[$0] * v[$0] }, column { p[$0] - y[$0] }, column { (p[$0] - y[$0]).square },
      ])
    else { return nil }
    (actualCenter, predictedCenter, self.sums) = (centers.0, centers.1, sums)
  }

  func residuals(_ drawn: ResamplingDesign.Multiplicities) -> [Residuals] {
    let sums = sums.sums(drawn)
    return (0..<16).map { lane in
      let s = sums.map { $0[lane] }
      let weight = s[1]
      func central(_ products: Double, _ a: Double, _ b: Double) -> Double {
        (products - a * b / weight) / weight
      }
      return Residuals(
        rows: Int(s[0]), weight: weight, actualMean: actualCenter + s[2] / weight,
        predictedMean: predictedCenter + s[3] / weight, bias: s[7] / weight, unit: 1,
        meanSquareInUnits: s[8] / weight,
        actualVarianceInUnits: nonnegative(central(s[4], s[2], s[2])),
        predictedVarianceInUnits: nonnegative(central(s[5], s[3], s[3])),
        residualVarianceInUnits: nonnegative(central(s[8], s[7], s[7])),
        covarianceInUnits: central(s[6], s[2], s[3]))
    }
  }
}

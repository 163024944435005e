public import VaglioFindings
internal import VaglioStatistics

/// A loss of one label and one prediction, whose best constant prediction is known.
public protocol PointLoss: RowLoss where Observed == RegressionOutcomes {
  /// The loss of the prediction `p` of the label `y`, NaN outside the loss's domain.
  func value(label y: Double, prediction p: Double) -> Double
}

/// How much of a loss the predictions save against the best constant prediction: 1 − L/L₀.
public protocol D2Metric: Metric
where Observed == RegressionOutcomes, Statistic == Both<LossMoments<Loss>, PredictedRows> {
  associatedtype Loss: PointLoss
  var loss: Loss { get }
  /// The constant with the smallest loss; asked for only where there are rows.
  func bestConstant(of rows: PredictedRows) -> Double
  /// What a row outside the loss's domain has.
  var violation: String { get }
}

extension D2Metric {
  public var intervalMethod: String { "Linearisation on the scale −ln(1 − x)" }

  public var violation: String { "" }

  public func makeStatistic() -> Statistic { Both(LossMoments(of: loss), PredictedRows()) }

  public func value(of reading: (Moments, PredictedRows)) throws(Undefined) -> Double {
    1 - reading.0.mean / (try reference(reading).loss)
  }

  /// The best constant and its mean loss.
  private func reference(
    _ reading: (Moments, PredictedRows)
  ) throws(Undefined) -> (constant: Double, loss: Double) {
    let (moments, rows) = (reading.0, reading.1.rows)
    guard rows.total > 0 else { throw Undefined("there are no rows") }
    guard rows.count > 1 else { throw Undefined("there is one row only") }
    guard moments.left == 0 else { throw Undefined("\(moments.left) rows have \(violation)") }
    let constant = bestConstant(of: reading.1)
    var sum = ExactSum()
    for row in 0..<rows.count {
      sum.add(
        product: rows.tick(row).asDouble,
        loss.value(label: rows.labels[row], prediction: constant))
    }
    let mean = sum.value / rows.total.asDouble
    guard mean != 0 else { throw Undefined("the labels are constant") }
    guard mean.isFinite else { throw Undefined("no constant prediction has a finite loss") }
    return (constant, mean)
  }

  /// φᵢ = (L/L₀·(l₀ᵢ − L₀) − (lᵢ − L))/L₀: to first order the best constant does not move, since its loss
  /// is flat there (Danskin 1966, doi:10.1137/0114053).
  public func influence(
    of reading: (Moments, PredictedRows), on outcomes: RegressionOutcomes
  ) -> Influence? {
    guard let (constant, reference) = try? reference(reading) else { return nil }
    let (loss, mean) = (loss, reading.0.mean)
    return Influence { rows, φ in
      loss.write(outcomes, rows: rows, into: φ)
      for (position, row) in rows.enumerated() {
        let own = loss.value(label: outcomes.actual[row], prediction: constant)
        φ[position] =
          (mean / reference * (own - reference) - (φ[position] - mean)) / reference
      }
    }
  }

  public var scale: IntervalScale { .logarithmOfComplement }

  public var isStandard: Bool { false }
}

extension PinballLoss: PointLoss {
  public func value(label y: Double, prediction p: Double) -> Double { loss(y, p) }
}

extension TweedieDeviance: PointLoss {
  public func value(label y: Double, prediction p: Double) -> Double { loss(y, p) }
}

public import VaglioFindings
internal import VaglioStatistics

/// Estimates that use rows without labels: the metric on the labelled rows, corrected by the expected
/// influence of all rows under a guess of their labels.
///
/// The influence φ of a row is what g is to ``PoweredMean``, its mean over the guessed labels is f. For
/// means of losses this is PPI++ itself. A metric of the confusion matrix is read off the corrected
/// shares of cells p = p_n + λ·(f_N − f_n), and φ is taken there, which is the delta method on a
/// joint PPI++ mean of the four cells. λ is lowered as far as a share, or the value, would leave its
/// range. Whatever the guesses are worth, the estimate is consistent as long as the labelled rows are
/// a random sample; they only decide about the width.
public struct PredictionPowered<Observed: Outcomes>: Sendable {
  /// How many labelled rows must raise the value, and how many lower it, for the normal
  /// approximation to be used.
  public static var fewestOnEachSide: Int { 5 }

  private let level: ConfidenceLevel

  /// Estimates with intervals at `level`.
  public init(level: ConfidenceLevel) { self.level = level }

  /// What the estimate of a metric, or of a difference, came to.
  public struct Outcome: Sendable {
    public let estimate: Estimate
    /// The two-sided p-value of the value 0.
    public let pValue: Double
    /// λ, how much the guesses count: 0 not at all, 1 as much as labels.
    public let tuning: Double
    /// The standard error divided by that of the labelled rows alone.
    public let gain: Double
  }

  /// The estimate of a metric; `nil` where the labelled rows alone must do: the metric's influence
  /// is not one row's, or too few labelled rows differ.
  public func estimate<M: Metric<Observed>>(
    of metric: M, _ reading: M.Reading, on model: PartlyLabelled<Observed>
  ) -> Outcome? {
    guard
      metric.hasRowwiseInfluence, model.unlabelledCount > 1,
      let value = try? metric.value(of: reading), value.isFinite,
      let plain = mean(metric, reading, model), hasEnough(plain)
    else { return nil }
    let point = point(of: metric, reading, value, model, plain, λ: plain.tuning)
    guard let point, let corrected = mean(metric, point.reading, model) else { return nil }
    return outcome(
      value: point.value, corrected, λ: point.λ, scale: metric.scale, method: "ppi++",
      plain: plain)
  }

  /// The estimate of candidate minus production; `nil` as of ``estimate(of:_:on:)``.
  ///
  /// Its λ is that of the difference, so that it need not be the difference of the two models' own
  /// estimates.
  public func difference<M: Metric<Observed>>(
    of metric: M, _ candidate: M.Reading, _ production: M.Reading,
    on pair: PartlyLabelledPair<Observed>
  ) -> Outcome? {
    guard
      metric.hasRowwiseInfluence, pair.candidate.unlabelledCount > 1,
      let first = try? metric.value(of: candidate), first.isFinite,
      let second = try? metric.value(of: production), second.isFinite,
      let plain = mean(metric, candidate, production, pair), hasEnough(plain)
    else { return nil }
    let λ = plain.tuning
    guard
      let a = mean(metric, candidate, pair.candidate),
      let b = mean(metric, production, pair.production),
      let upper = point(of: metric, candidate, first, pair.candidate, a, λ: λ),
      let lower = point(of: metric, production, second, pair.production, b, λ: λ)
    else { return nil }
    guard upper.λ == lower.λ else {
      return difference(of: metric, candidate, production, on: pair, λ: min(upper.λ, lower.λ))
    }
    guard let corrected = mean(metric, upper.reading, lower.reading, pair) else { return nil }
    return outcome(
      value: upper.value - lower.value, corrected, λ: upper.λ, scale: .identity,
      method: "paired-ppi++", plain: plain)
  }

  /// Where one of the models allows less of λ than was wanted, both get that.
  private func difference<M: Metric<Observed>>(
    of metric: M, _ candidate: M.Reading, _ production: M.Reading,
    on pair: PartlyLabelledPair<Observed>, λ: Double
  ) -> Outcome? {
    guard
      let first = try? metric.value(of: candidate), let second = try? metric.value(of: production),
      let plain = mean(metric, candidate, production, pair),
      let a = mean(metric, candidate, pair.candidate),
      let b = mean(metric, production, pair.production),
      let upper = point(of: metric, candidate, first, pair.candidate, a, λ: λ),
      let lower = point(of: metric, production, second, pair.production, b, λ: λ),
      let corrected = mean(metric, upper.reading, lower.reading, pair)
    else { return nil }
    return outcome(
      value: upper.value - lower.value, corrected, λ: λ, scale: .identity,
      method: "paired-ppi++", plain: plain)
  }

  private func hasEnough(_ mean: PoweredMean) -> Bool {
    let sides = mean.sides
    return min(sides.above, sides.below) >= Self.fewestOnEachSide
  }

  private func outcome(
    value: Double, _ mean: PoweredMean, λ: Double, scale: IntervalScale, method: String,
    plain: PoweredMean
  ) -> Outcome? {
    guard
      let error = mean.error(at: λ), error.value > 0, error.value.isFinite,
      let classical = plain.error(at: 0),
      let uncertainty = Uncertainty(
        at: level,
        { scale.interval(value, error, level: $0, method: method) })
    else { return nil }
    let student = StudentT(degreesOfFreedom: error.degreesOfFreedom)
    return Outcome(
      estimate: Estimate(value, uncertainty), pValue: student.twoSidedP(value / error.value),
      tuning: λ, gain: error.value / classical.value)
  }
}

extension PredictionPowered {
  /// φ of the labelled rows and its expectation for all, at a reading.
  private func mean<M: Metric<Observed>>(
    _ metric: M, _ reading: M.Reading, _ model: PartlyLabelled<Observed>
  ) -> PoweredMean? {
    guard
      let own = metric.influence(of: reading, on: model.labelled),
      let expected = expected(metric, reading, model)
    else { return nil }
    return PoweredMean(
      rows: model.all.rows, labelledRows: model.labelledRows,
      unlabelledRows: model.unlabelledRows, values: own.values(model.labelled.count),
      guesses: expected)
  }

  private func mean<M: Metric<Observed>>(
    _ metric: M, _ candidate: M.Reading, _ production: M.Reading,
    _ pair: PartlyLabelledPair<Observed>
  ) -> PoweredMean? {
    guard
      let first = mean(metric, candidate, pair.candidate),
      let second = mean(metric, production, pair.production)
    else { return nil }
    return PoweredMean(
      rows: first.rows, labelledRows: first.labelledRows, unlabelledRows: first.unlabelledRows,
      values: zip(first.values, second.values).map { $0 - $1 },
      guesses: zip(first.guesses, second.guesses).map { $0 - $1 })
  }

  /// Σ of shares times φ over the supposed labels.
  private func expected<M: Metric<Observed>>(
    _ metric: M, _ reading: M.Reading, _ model: PartlyLabelled<Observed>
  ) -> [Double]? {
    var expected = [Double](repeating: 0, count: model.all.count)
    for supposition in model.suppositions {
      guard let influence = metric.influence(of: reading, on: supposition.outcomes) else {
        return nil
      }
      for (row, φ) in influence.values(expected.count).enumerated() {
        expected[row] += supposition.shares[row] * φ
      }
    }
    return expected.allSatisfy { $0.isFinite } ? expected : nil
  }

  private typealias Point<Reading> = (value: Double, reading: Reading, λ: Double)

  /// The corrected value, the reading at which its influence is to be taken, and the λ that its range
  /// allows.
  private func point<M: Metric<Observed>>(
    of metric: M, _ reading: M.Reading, _ value: Double, _ model: PartlyLabelled<Observed>,
    _ mean: PoweredMean, λ: Double
  ) -> Point<M.Reading>? {
    if let cells = reading as? CellWeights, let model = model as? PartlyLabelled<BinaryOutcomes> {
      let (table, λ) = cells.powered(by: model, λ: λ)
      guard let reading = table as? M.Reading, let value = try? metric.value(of: reading),
        value.isFinite
      else { return nil }
      return (value, reading, λ)
    }
    let (lowest, highest, shift) = (metric.measure.lowest, metric.measure.highest, mean.shift)
    let room = shift < 0 ? (value - lowest) / -shift : shift > 0 ? (highest - value) / shift : 1
    let held = min(λ, max(0, room))
    return (min(max(value + held * shift, lowest), highest), reading, held)
  }
}

extension CellWeights {
  /// The table with the shares p_n + λ·(f_N − f_n), f being the expected cells; λ lowered as far as a
  /// share would fall below 0.
  fileprivate func powered(
    by model: PartlyLabelled<BinaryOutcomes>, λ: Double
  ) -> (CellWeights, λ: Double) {
    let own = weights.map { $0 / total }
    let known = model.expectedShares(model.labelledRows)
    let others = model.expectedShares(model.unlabelledRows)
    let shifts = zip(others, known).map { $0 - $1 }
    let held = zip(own, shifts).reduce(λ) { held, cell in
      cell.1 < 0 ? min(held, cell.0 / -cell.1) : held
    }
    let shares = zip(own, shifts).map { max(0, $0 + held * $1) }
    let scale = total / shares.reduce(0, +)
    return (CellWeights(weights: shares.map { $0 * scale }, squares: squares), held)
  }
}

extension PartlyLabelled<BinaryOutcomes> {
  /// The expected share of some rows in each cell, in the order of ``Cell``.
  fileprivate func expectedShares(_ rows: [Int32]) -> [Double] {
    var sums = [ExactSum](repeating: ExactSum(), count: 4)
    for supposition in suppositions {
      for row in rows.map(Int.init) {
        let cell = Cell.index(
          label: supposition.outcomes.labels[row],
          predictedPositive: supposition.outcomes.isPredictedPositive(row))
        sums[cell].add(product: all.rows.weights?[row] ?? 1, supposition.shares[row])
      }
    }
    let shares = sums.map(\.value)
    let total = shares.reduce(0, +)
    return shares.map { $0 / total }
  }
}

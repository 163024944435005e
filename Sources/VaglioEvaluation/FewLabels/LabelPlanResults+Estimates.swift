internal import VaglioFindings
internal import VaglioStatistics

extension LabelPlanResults {
  /// A metric's value with the linearised error of single labels.
  private struct Reading {
    let value: Double
    /// φ of each labelled row.
    let influences: [Double]
    /// f, the expected φ of each row of all; `nil` where it can't be told.
    let guesses: [Double]?
    let notes: [String]
  }

  func estimate(_ metric: some Metric<Observed>, _ level: ConfidenceLevel) -> PlannedEstimate {
    do throws(Undefined) {
      return try result(metric, try reading(metric), level)
    } catch {
      return PlannedEstimate(
        metric: metric.name, estimate: .undefined(error), count: count, designEffect: nil,
        effectiveCount: nil, tuning: 0, gain: 1, notes: orderNotes)
    }
  }

  private func reading<M: Metric<Observed>>(_ metric: M) throws(Undefined) -> Reading {
    var statistic = metric.makeStatistic()
    statistic.add(labelled, rows: 0..<labelled.count)
    let reading = statistic.read()
    let value = try metric.value(of: reading)
    guard value.isFinite else { throw Undefined("the value is infinite") }
    guard !metric.isBiasedByChance, let influence = metric.influence(of: reading, on: labelled)
    else {
      return Reading(
        value: value, influences: [], guesses: nil,
        notes: metric.notes(of: reading) + ["this metric has no interval from a label plan"])
    }
    return Reading(
      value: value, influences: influence.values(count),
      guesses: metric.hasRowwiseInfluence ? expected(metric, reading) : nil,
      notes: metric.notes(of: reading))
  }

  /// Σ of shares times φ over the supposed labels.
  private func expected<M: Metric<Observed>>(_ metric: M, _ reading: M.Reading) -> [Double]? {
    guard !model.suppositions.isEmpty else { return nil }
    var expected = [Double](repeating: 0, count: population)
    for supposition in model.suppositions {
      guard let influence = metric.influence(of: reading, on: supposition.outcomes) else {
        return nil
      }
      for (row, φ) in influence.values(population).enumerated() where supposition.shares[row] > 0 {
        expected[row] += supposition.shares[row] * φ
      }
    }
    return expected.allSatisfy(\.isFinite) ? expected : nil
  }

  private func result(
    _ metric: some Metric<Observed>, _ reading: Reading, _ level: ConfidenceLevel
  ) throws(Undefined) -> PlannedEstimate {
    let plain = spread(reading.influences)
    let variate = controlVariate(reading, metric.measure.lowest...metric.measure.highest)
    let (value, spread) =
      variate.map { ($0.value, self.spread($0.residuals)) }
      ?? (reading.value, plain)
    let uncertainty = Uncertainty(at: level) { level in
      if isCensus, !reading.influences.isEmpty {
        return Interval(lower: value, upper: value, level: level, method: "greatest-of-rows")
      }
      guard let error = spread.error else { return nil }
      return metric.scale.interval(
        value, error, level: level, method: variate == nil ? "label-plan" : "label-plan-ppi++")?
        .within(metric.measure.range)
    }
    var notes = orderNotes + reading.notes
    if uncertainty == nil, !reading.influences.isEmpty {
      notes.append("too few labels differ from what was expected")
    }
    let unit = unitVariance(reading.influences)
    return PlannedEstimate(
      metric: metric.name, estimate: Estimate(value, uncertainty), count: count,
      designEffect: designEffect(plain.variance, unit),
      effectiveCount: worth(spread.variance, unit),
      tuning: variate?.tuning ?? 0,
      gain: plain.variance > 0 ? (spread.variance / plain.variance).squareRoot() : 1, notes: notes)
  }

  private var orderNotes: [String] {
    isInOrder
      ? []
      : [
        "labels came back out of the plan's order: the estimate is right only if it does not hang on "
          + "the labels which of them came back"
      ]
  }
}

extension LabelPlanResults {
  /// The variance of a weighted mean over labelled rows.
  private struct Spread {
    let variance: Double
    /// `nil` where too few rows carry it.
    let error: StandardError?
  }

  /// What a row's square counts: 1 − π by the design; 1 out of order.
  private func share(_ row: Int) -> Double { isInOrder ? 1 - inclusions[row] : 1 }

  private func spread(_ influences: [Double]) -> Spread {
    let total = labelled.rows.totalWeight
    var (variance, squares) = (ExactSum(), ExactSum())
    for (row, φ) in influences.enumerated() {
      let term = share(row) * ((labelled.rows.weights?[row] ?? 1) * φ / total).square
      variance.add(term)
      squares.add(term.square)
    }
    let (sum, square) = (variance.value, squares.value)
    let corrected = sum * Double(count) / Double(count - 1)
    let effective = square > 0 ? sum.square / square : 0
    guard effective > 1.5, corrected.isFinite else {
      return Spread(variance: corrected, error: nil)
    }
    return Spread(
      variance: corrected,
      error: StandardError(value: corrected.squareRoot(), degreesOfFreedom: effective - 1))
  }

  /// The metric helped by guesses; `nil` where there are none, too few labels differ, or they don't help.
  private func controlVariate(
    _ reading: Reading, _ range: ClosedRange<Double>
  ) -> (value: Double, residuals: [Double], tuning: Double)? {
    guard let guesses = reading.guesses, hasEnough(reading.influences) else { return nil }
    let own = model.labelledRows.map { guesses[Int($0)] }
    let known = labelled.rows.mean(of: own)
    let shift = model.all.rows.mean(of: guesses) - known
    var (product, square) = (ExactSum(), ExactSum())
    for (row, guess) in own.enumerated() {
      let weight = share(row) * (labelled.rows.weights?[row] ?? 1).square
      product.add(weight * reading.influences[row] * (guess - known))
      square.add(weight * (guess - known).square)
    }
    let best = product.value / square.value
    guard best.isFinite, best > 0, shift.isFinite else { return nil }
    let room =
      shift < 0
      ? (reading.value - range.lowerBound) / -shift
      : shift > 0 ? (range.upperBound - reading.value) / shift : 1
    let λ = min(1, best, max(0, room))
    guard λ > 0 else { return nil }
    let value = min(max(reading.value + λ * shift, range.lowerBound), range.upperBound)
    let residuals = zip(reading.influences, own).map { $0 - λ * ($1 - known) }
    return (value, residuals, λ)
  }

  /// Whether at least five labels raise the value and five lower it.
  private func hasEnough(_ influences: [Double]) -> Bool {
    let slack = 1e-12 * influences.reduce(0) { max($0, abs($1)) }
    return min(influences.count { $0 > slack }, influences.count { $0 < -slack }) >= 5
  }

  /// The variance of φ over all rows that were planned for, as the labels have it.
  private func unitVariance(_ influences: [Double]) -> Double {
    influences.isEmpty ? 0 : labelled.rows.mean(of: influences.map(\.square))
  }

  private func designEffect(_ variance: Double, _ unit: Double) -> Double? {
    let left = 1 - Double(count) / Double(population)
    guard unit > 0, variance > 0, left > 0 else { return nil }
    return variance / (left * unit / Double(count))
  }

  private func worth(_ variance: Double, _ unit: Double) -> Double? {
    guard unit > 0, variance > 0 else { return nil }
    return 1 / (variance / unit + 1 / Double(population))
  }
}

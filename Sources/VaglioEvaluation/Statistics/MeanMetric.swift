public import VaglioFindings
internal import VaglioStatistics

/// A metric that is the mean of a loss over rows.
public protocol MeanMetric: Metric where Statistic == LossMoments<Loss>, Observed == Loss.Observed {
  associatedtype Loss: RowLoss
  /// The loss of single rows.
  var loss: Loss { get }
  /// What to say when the loss leaves out every row.
  var emptiness: String { get }
}

extension MeanMetric {
  public var intervalMethod: String {
    (loss.isSkewed
      ? "Student's t on the rows' losses after Hall's transformation, which removes their skew"
      : "Student's t on the rows' losses") + "; paired t of a difference"
  }

  public var emptiness: String { "there are no rows" }

  public func makeStatistic() -> LossMoments<Loss> { LossMoments(of: loss) }

  public func value(of reading: Moments) throws(Undefined) -> Double {
    guard reading.weight > 0 else { throw Undefined(emptiness) }
    return reading.mean
  }

  public func intervals(of reading: Moments) -> Intervals? {
    let degrees = reading.weight - 1
    let standardError = (reading.spread / degrees / reading.weight).squareRoot()
    guard degrees > 0, standardError.isFinite, reading.mean.isFinite else { return nil }
    guard !loss.isSkewed else {
      let range = measure.range
      return { level in
        MeanInterval.hall(
          mean: reading.mean, standardError: standardError, degreesOfFreedom: degrees,
          skewness: reading.skewness, level: level)?.within(range)
      }
    }
    return { level in
      MeanInterval.t(
        mean: reading.mean, standardError: standardError, degreesOfFreedom: degrees, level: level)
    }
  }

  /// Hall's interval of a skewed loss, with the skew of what single clusters or weighted rows add.
  public func intervals(
    of reading: Moments, on outcomes: Observed, error: StandardError
  ) -> Intervals? {
    guard loss.isSkewed, reading.spread > 0,
      let influence = influence(of: reading, on: outcomes)
    else { return nil }
    let linearization = Linearization(outcomes.rows)
    let (skew, range) = (linearization.skew(influence), measure.range)
    let method = linearization.method(of: self) + "-hall"
    guard !linearization.hidesVariance(error, of: reading.mean) else { return nil }
    return { level in
      MeanInterval.hall(
        mean: reading.mean, standardError: error.value, degreesOfFreedom: error.degreesOfFreedom,
        skew: skew, level: level
      ).map {
        Interval(lower: $0.lower, upper: $0.upper, level: level, method: method).within(range)
      }
    }
  }

  /// φᵢ = (lᵢ − mean)·W/W(kept), 0 for a row that is left out.
  public func influence(of reading: Moments, on outcomes: Observed) -> Influence? {
    let (loss, mean) = (loss, reading.mean)
    let scale = reading.left == 0 ? 1 : Double(reading.rows) / Double(reading.rows - reading.left)
    return Influence { rows, buffer in
      loss.write(outcomes, rows: rows, into: buffer)
      for position in buffer.indices {
        buffer[position] = buffer[position].isNaN ? 0 : (buffer[position] - mean) * scale
      }
    }
  }

  public var linearization: String { "t" }

  public var hasRowwiseInfluence: Bool { true }

  public func notes(of reading: Moments) -> [String] { loss.notes(on: reading) }
}

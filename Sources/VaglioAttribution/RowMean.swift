internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioStatistics

/// The mean of a number that each row has, with what is known of its error.
public struct RowMean: Hashable, Sendable {
  /// Σwx/Σw.
  public let value: Double
  /// The number of rows.
  public let count: Int
  /// Kish's effective number of rows; `nil` without importance weights.
  public let effectiveCount: Double?
  /// The standard error; `nil` for one independent row, and where all rows say the same, which are
  /// too few to show their variance.
  public let standardError: Double?
  /// The degrees of freedom that the standard error was estimated with.
  public let degreesOfFreedom: Double
  /// By how much the value may be too high at most, because the numbers are estimates themselves.
  public let excess: Double
  /// By how much the value may be too low at most.
  public let shortfall: Double
  /// The name of the standard error: `t`, `sandwich`, `cluster-robust`.
  public let method: String

  /// The mean of one number per row.
  ///
  /// `noise` is the variance of the mean that all rows share, which their spread can't show.
  ///
  /// - Precondition: one finite value per row.
  init(
    _ values: [Double], _ design: RowDesign, noise: Double = 0, excess: Double = 0,
    shortfall: Double = 0
  ) {
    precondition(values.count == design.count, "one value per row")
    let mean = design.mean(of: values)
    self.init(
      value: mean, influences: values.map { $0 - mean }, design, noise: noise, excess: excess,
      shortfall: shortfall)
  }

  /// An estimate whose rows have these influences, mean zero.
  init(
    value: Double, influences: [Double], _ design: RowDesign, noise: Double = 0,
    excess: Double = 0, shortfall: Double = 0
  ) {
    let error = design.standardError(of: influences)
    let total = error.map { ($0.value * $0.value + noise).squareRoot() }
    // 2⁻⁴⁶ of the estimate is 64 roundings of it.
    standardError = total.flatMap { $0 > 0x1p-46 * value.magnitude ? $0 : nil }
    (self.value, count, effectiveCount) = (value, design.count, design.effectiveCount)
    (degreesOfFreedom, method) = (error?.degreesOfFreedom ?? 0, design.method)
    (self.excess, self.shortfall) = (excess, shortfall)
  }

  /// value ± t·standard error, longer by what the value may be too high or too low; `nil` where there
  /// is no standard error.
  public func interval(level: ConfidenceLevel, prefix: String = "") -> Interval? {
    guard let standardError else { return nil }
    let plain = MeanInterval.t(
      mean: value, standardError: standardError, degreesOfFreedom: degreesOfFreedom, level: level,
      method: prefix + method)
    return plain.map {
      Interval(
        lower: $0.lower - excess, upper: $0.upper + shortfall, level: level, method: $0.method)
    }
  }

  /// The interval within bounds that the quantity can't leave.
  func interval(
    level: ConfidenceLevel, within range: ClosedRange<Double>, prefix: String = ""
  ) -> Interval? {
    interval(level: level, prefix: prefix)?.mapped {
      min(max($0, range.lowerBound), range.upperBound)
    }.stretched(to: value)
  }

  /// The estimate with its interval at every level.
  func estimate(level: ConfidenceLevel, prefix: String = "") -> Estimate {
    Estimate(value, Uncertainty(at: level) { interval(level: $0, prefix: prefix) })
  }

  /// The two-sided p-value of the hypothesis that the truth is 0; `nil` without a standard error.
  var pValue: Double? {
    standardError.map { error in
      let distance = max(0, value.magnitude - (value > 0 ? excess : shortfall))
      return StudentT(degreesOfFreedom: degreesOfFreedom).twoSidedP(distance / error)
    }
  }

  /// The p-value of the hypothesis that the truth lies beyond ±`margin`: the greater of two one-sided
  /// tests (Schuirmann 1987, doi:10.1007/BF01068419); `nil` without a standard error.
  func equivalencePValue(margin: Double) -> Double? {
    standardError.map { error in
      let student = StudentT(degreesOfFreedom: degreesOfFreedom)
      return max(
        student.survival((value - excess + margin) / error),
        student.survival((margin - value - shortfall) / error))
    }
  }
}

public import VaglioFindings

extension Interval {
  /// Whether the interval has no width but that of rounding, though nothing is certain: rows that all
  /// say the same are too few to show their variance, and do not mean that there is none.
  ///
  /// 2⁻⁴⁶ of the estimate is 64 roundings of it, what a standard error of two rows and its quantile make
  /// of one.
  public func hidesVariance(of magnitude: Double) -> Bool {
    width <= 0x1p-46 * abs(magnitude) && !Uncertainty.certainMethods.contains(method)
  }

  /// The interval with so much more on either side.
  func lengthened(below: Double, above: Double) -> Interval {
    guard below > 0 || above > 0 else { return self }
    return Interval(
      lower: lower - below, upper: upper + above,
      level: ConfidenceLevel(level) ?? .ninetyFivePercent, method: method + "-at-optimum")
  }

  /// The interval without what lies beyond a range.
  public func within(_ range: ClosedRange<Double>) -> Interval {
    mapped { min(max($0, range.lowerBound), range.upperBound) }
  }
}

extension Measure {
  /// From the lowest to the highest value.
  var range: ClosedRange<Double> { lowest...highest }

  /// From the lowest to the highest difference of two values.
  public var differences: ClosedRange<Double> { -(highest - lowest)...(highest - lowest) }
}

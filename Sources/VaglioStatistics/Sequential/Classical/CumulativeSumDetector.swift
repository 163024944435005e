/// Page's cumulative sums about a known target: S⁺ ← max(0, S⁺ + x − μ₀ − k), S⁻ ← max(0, S⁻ + μ₀ − k − x);
/// the alarm is due when either exceeds h (Page 1954, doi:10.1093/biomet/41.1-2.100).
///
/// With k half of the shift of interest it is the fastest there is for normal values of known mean and
/// variance. **No false-alarm guarantee otherwise**: published run lengths (ARL₀ ≈ 465 for k = 0.5, h = 5
/// standard deviations, two-sided) assume normal, independent rows and an exact target; with a target
/// estimated from 100 rows the true run length may be a tenth of it. For bounded values
/// ``EDetector`` has a bound without assumptions. Order matters; states cannot be merged.
public struct CumulativeSumDetector: SequentialDetector {
  /// The target μ₀.
  public let target: Double
  /// The slack k, in units of the values.
  public let slack: Double
  /// The decision interval h, in units of the values.
  public let threshold: Double
  public let alternative: MeanHypothesis.Alternative
  public private(set) var rowCount = 0
  public private(set) var isAlarmed = false
  private var (rise, fall) = (0.0, 0.0)
  private var (riseStart, fallStart) = (0, 0)

  public init(
    target: Double, slack: Double, threshold: Double,
    alternative: MeanHypothesis.Alternative = .different
  ) throws(SequentialError) {
    guard target.isFinite else { throw .setting("target", expected: "finite") }
    self.target = target
    self.slack = try SequentialInput.number(slack, "slack", atLeast: 0)
    self.threshold = try SequentialInput.number(threshold, "threshold", atLeast: 0, isOpen: true)
    self.alternative = alternative
  }

  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.check(values)
    guard !isAlarmed else { return 0 }
    for index in 0..<values.count {
      let surplus = values[index] - target
      if rise == 0 { riseStart = rowCount }
      if fall == 0 { fallStart = rowCount }
      rise = max(0, rise + surplus - slack)
      fall = max(0, fall - surplus - slack)
      rowCount += 1
      isAlarmed = statistic > threshold
      if isAlarmed { return index + 1 }
    }
    return values.count
  }

  private var statistic: Double {
    switch alternative {
    case .greater: rise
    case .less: fall
    case .different: max(rise, fall)
    }
  }

  public var evidence: SequentialEvidence {
    SequentialEvidence(.statistic, statistic, threshold: threshold)
  }

  /// The row after which the sum last left 0.
  public var startOfEvidence: Int? {
    guard statistic > 0 else { return nil }
    return alternative != .less && statistic == rise ? riseStart : fallStart
  }

  public mutating func reset() {
    (rowCount, isAlarmed, rise, fall, riseStart, fallStart) = (0, false, 0, 0, 0, 0)
  }
}

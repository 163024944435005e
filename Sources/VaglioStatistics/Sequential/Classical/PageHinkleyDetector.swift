/// Page and Hinkley's test: whether the mean has moved away from the running mean.
///
/// With the running mean x̄ₜ and deviation d = xₜ − x̄ₜ, the sums m⁺ ← αm⁺ + d − δ and m⁻ ← αm⁻ + d + δ;
/// the alarm is due when m⁺ − min m⁺ or max m⁻ − m⁻ exceeds λ (river's form, with its forgetting α =
/// 0.9999; Page 1954, doi:10.1093/biomet/41.1-2.100; Hinkley 1971, doi:10.1093/biomet/58.3.509).
///
/// **No false-alarm guarantee**: λ is in units of the values, so that its meaning changes with their
/// variance. With the defaults 15 % of streams of a stable error rate of 0.10 rang within 20,000 rows, 85 %
/// within 45,000; the running mean follows slow drifts and hides them. Order matters; states cannot be merged.
public struct PageHinkleyDetector: SequentialDetector {
  /// The change that is of no interest, δ.
  public let delta: Double
  /// The threshold λ, in units of the values.
  public let threshold: Double
  /// The forgetting factor α, 1 for none.
  public let forgetting: Double
  /// Rows before it speaks.
  public let minimumCount: Int
  /// Which way the mean may move.
  public let alternative: MeanHypothesis.Alternative
  public private(set) var rowCount = 0
  public private(set) var isAlarmed = false
  private var mean = 0.0
  private var (rise, fall) = (0.0, 0.0)
  private var (lowest, highest): (Double?, Double) = (nil, -1)
  private var (riseStart, fallStart) = (0, 0)

  public init(
    delta: Double = 0.005, threshold: Double = 50, forgetting: Double = 0.9999,
    minimumCount: Int = 30, alternative: MeanHypothesis.Alternative = .different
  ) throws(SequentialError) {
    self.delta = try SequentialInput.number(delta, "delta", atLeast: 0)
    self.threshold = try SequentialInput.number(threshold, "threshold", atLeast: 0, isOpen: true)
    guard forgetting > 0, forgetting <= 1 else {
      throw .setting("forgetting", expected: "above 0 and at most 1, not \(forgetting)")
    }
    self.forgetting = forgetting
    self.minimumCount = try SequentialInput.count(minimumCount, "minimumCount", atLeast: 1)
    self.alternative = alternative
  }

  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.check(values)
    guard !isAlarmed else { return 0 }
    for index in 0..<values.count {
      step(values[index])
      if isAlarmed { return index + 1 }
    }
    return values.count
  }

  private mutating func step(_ x: Double) {
    rowCount += 1
    mean += (x - mean) / Double(rowCount)
    let deviation = x - mean
    rise = forgetting * rise + deviation - delta
    fall = forgetting * fall + deviation + delta
    if rise < lowest ?? .infinity { (lowest, riseStart) = (rise, rowCount) }
    if fall > highest { (highest, fallStart) = (fall, rowCount) }
    isAlarmed = rowCount >= minimumCount && statistic > threshold
  }

  private var climb: Double { rise - (lowest ?? rise) }
  private var descent: Double { highest - fall }

  private var statistic: Double {
    switch alternative {
    case .greater: climb
    case .less: descent
    case .different: max(climb, descent)
    }
  }

  public var evidence: SequentialEvidence {
    SequentialEvidence(.statistic, rowCount > 0 ? statistic : 0, threshold: threshold)
  }

  /// The row after the extreme of the sum.
  public var startOfEvidence: Int? {
    guard rowCount > 0, statistic > 0 else { return nil }
    let start = statistic == climb && alternative != .less ? riseStart : fallStart
    return start < rowCount ? start : nil
  }

  public mutating func reset() {
    (rowCount, isAlarmed, mean, rise, fall) = (0, false, 0, 0, 0)
    (lowest, highest, riseStart, fallStart) = (nil, -1, 0, 0)
  }
}

/// DDM, the drift detection method: whether the error rate has risen from its best by three of its
/// standard deviations.
///
/// With the rate p over all rows and s = √(p(1 − p)/t), the minimum of p + s is kept as p_min, s_min; a
/// warning is due above p_min + 2s_min, the alarm above p_min + 3s_min (Gama, Medas, Castillo and
/// Rodrigues 2004, doi:10.1007/978-3-540-28645-5_29; river's form).
///
/// **No false-alarm guarantee**: the minimum over many looks is taken for the rate itself. On 45,000 rows
/// of a stable rate of 0.10, 44 % of streams rang, while a quarter missed a rise to 0.15 within 5,000
/// rows: the longer it has been quiet the slower the mean of all rows moves. It sees no improvement.
/// Order matters; states cannot be merged.
public struct ErrorRateDetector: SequentialDetector {
  /// Rows before it speaks.
  public let minimumCount: Int
  /// Standard deviations to a warning.
  public let warningThreshold: Double
  /// Standard deviations to the alarm.
  public let alarmThreshold: Double
  public private(set) var rowCount = 0
  public private(set) var isAlarmed = false
  /// Whether the warning is due, and not the alarm.
  public private(set) var isWarned = false
  private var rate = 0.0
  private var best: Best?
  private var distance = 0.0
  private var warnedSince: Int?

  private struct Best: Codable, Hashable, Sendable {
    let rate: Double
    let deviation: Double
  }

  public init(
    minimumCount: Int = 30, warningThreshold: Double = 2, alarmThreshold: Double = 3
  ) throws(SequentialError) {
    self.minimumCount = try SequentialInput.count(minimumCount, "minimumCount", atLeast: 1)
    self.warningThreshold = try SequentialInput.number(
      warningThreshold, "warningThreshold", atLeast: 0, isOpen: true)
    self.alarmThreshold = try SequentialInput.number(
      alarmThreshold, "alarmThreshold", atLeast: warningThreshold)
  }

  /// Takes rows of 0 (right) and 1 (wrong).
  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.checkLabels(values)
    guard !isAlarmed else { return 0 }
    for index in 0..<values.count {
      step(values[index])
      if isAlarmed { return index + 1 }
    }
    return values.count
  }

  private mutating func step(_ x: Double) {
    rowCount += 1
    rate += (x - rate) / Double(rowCount)
    guard rowCount > minimumCount else { return }
    let deviation = (max(0, rate * (1 - rate)) / Double(rowCount)).squareRoot()
    let level = rate + deviation
    if best.map({ level <= $0.rate + $0.deviation }) ?? true {
      best = Best(rate: rate, deviation: deviation)
    }
    guard let best else { return }
    isAlarmed = level > best.rate + alarmThreshold * best.deviation
    isWarned = !isAlarmed && level > best.rate + warningThreshold * best.deviation
    warnedSince = isWarned || isAlarmed ? warnedSince ?? rowCount - 1 : nil
    distance = best.deviation > 0 ? (level - best.rate) / best.deviation : 0
  }

  /// How many of the best's standard deviations the rate and its own lie above the best rate.
  public var evidence: SequentialEvidence {
    SequentialEvidence(.statistic, distance, threshold: alarmThreshold)
  }

  /// The row at which the warning began.
  public var startOfEvidence: Int? { warnedSince }

  public mutating func reset() {
    (rowCount, isAlarmed, isWarned, rate, distance) = (0, false, false, 0, 0)
    (best, warnedSince) = (nil, nil)
  }
}

/// EDDM, the early drift detection method: whether errors have come closer together than at their best.
///
/// With mean m and standard deviation s of the rows between errors, the maximum of m + 2s is kept; a
/// warning is due when the ratio to it falls below 0.95, the alarm below 0.9 (Baena-García and others
/// 2006; river's form).
///
/// **Not to be trusted**: a fixed ratio ignores how many errors the mean rests on. On 45,000 rows of a
/// stable rate of 0.10, 98 % of streams rang, thirty-five times on average. It is here so that other tools' alarms
/// can be reproduced. Order matters; states cannot be merged.
public struct ErrorDistanceDetector: SequentialDetector {
  /// Errors before it speaks.
  public let minimumCount: Int
  /// The ratio below which the warning is due.
  public let warningRatio: Double
  /// The ratio below which the alarm is due.
  public let alarmRatio: Double
  public private(set) var rowCount = 0
  public private(set) var isAlarmed = false
  /// Whether the warning is due, and not the alarm.
  public private(set) var isWarned = false
  private var errorCount = 0
  private var lastError = 0
  private var (mean, squares) = (0.0, 0.0)
  private var greatest = -1.0
  private var ratio = 1.0
  private var warnedSince: Int?

  public init(
    minimumCount: Int = 30, warningRatio: Double = 0.95, alarmRatio: Double = 0.9
  ) throws(SequentialError) {
    self.minimumCount = try SequentialInput.count(minimumCount, "minimumCount", atLeast: 1)
    guard alarmRatio > 0, alarmRatio <= warningRatio, warningRatio < 1 else {
      throw .setting("alarmRatio", expected: "above 0, at most warningRatio, which is below 1")
    }
    (self.warningRatio, self.alarmRatio) = (warningRatio, alarmRatio)
  }

  /// Takes rows of 0 (right) and 1 (wrong).
  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.checkLabels(values)
    guard !isAlarmed else { return 0 }
    for index in 0..<values.count {
      rowCount += 1
      if values[index] == 1 { meetError() }
      if isAlarmed { return index + 1 }
    }
    return values.count
  }

  private mutating func meetError() {
    errorCount += 1
    let distance = Double(rowCount - lastError)
    let before = mean
    mean += (distance - mean) / Double(errorCount)
    squares += (distance - before) * (distance - mean)
    lastError = rowCount
    guard rowCount > minimumCount else { return }
    let variance = errorCount > 1 ? squares / Double(errorCount - 1) : 0
    let level = mean + 2 * variance.squareRoot()
    if level > greatest {
      greatest = level
    } else if errorCount > minimumCount {
      judge(level / greatest)
    }
  }

  private mutating func judge(_ ratio: Double) {
    self.ratio = ratio
    isAlarmed = ratio < alarmRatio
    isWarned = !isAlarmed && ratio < warningRatio
    warnedSince = isWarned || isAlarmed ? warnedSince ?? rowCount - 1 : nil
  }

  /// How far the ratio has fallen from 1.
  public var evidence: SequentialEvidence {
    SequentialEvidence(.statistic, 1 - ratio, threshold: 1 - alarmRatio)
  }

  /// The row at which the warning began.
  public var startOfEvidence: Int? { warnedSince }

  public mutating func reset() {
    (rowCount, isAlarmed, isWarned, errorCount, lastError) = (0, false, false, 0, 0)
    (mean, squares, greatest, ratio, warnedSince) = (0, 0, -1, 1, nil)
  }
}

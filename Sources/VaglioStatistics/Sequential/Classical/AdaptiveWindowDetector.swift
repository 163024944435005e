#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// ADWIN, the adaptive window: it keeps as many recent rows as have one mean.
///
/// The window is cut wherever the means of its two parts differ by more than
/// ε = √((2/m)·σ²·δ′) + (2/3)δ′/m, δ′ = log(2 log(n)/δ), 1/m = 1/(n₀ − k + 1) + 1/(n₁ − k + 1), and rows are
/// dropped from its old end until none do (Bifet and Gavaldà 2007, doi:10.1137/1.9781611972771.42;
/// river's form, with at most 5 buckets of each power of two). The alarm is due when rows were dropped; the
/// window then holds the rows since the change, and ``reset()`` empties it.
///
/// **Its bound is not one of false alarms ever**: δ is spent on each check, and a long stream has many;
/// the variance in ε is estimated, so that the bound is approximate. In practice it is quiet (one of
/// 200 streams of 45,000 rows of rate 0.10 rang, with δ = 0.002) and slow: 1,400 rows to find 0.15.
/// Order matters; states cannot be merged. Memory is logarithmic in the window.
public struct AdaptiveWindowDetector: SequentialDetector {
  /// The level δ of each check.
  public let delta: Double
  /// Rows between checks.
  public let clock: Int
  /// Rows that each part of the window must have.
  public let minimumLength: Int
  /// Rows before it checks.
  public let gracePeriod: Int
  public private(set) var rowCount = 0
  public private(set) var isAlarmed = false
  private var window = BucketedWindow()
  private var greatestShare = 0.0

  public init(
    delta: Double = 0.002, clock: Int = 32, minimumLength: Int = 5, gracePeriod: Int = 10
  ) throws(SequentialError) {
    self.delta = try SequentialInput.alpha(delta)
    self.clock = try SequentialInput.count(clock, "clock", atLeast: 1)
    self.minimumLength = try SequentialInput.count(minimumLength, "minimumLength", atLeast: 1)
    self.gracePeriod = try SequentialInput.count(gracePeriod, "gracePeriod", atLeast: 1)
  }

  /// How many rows the window holds.
  public var width: Int { Int(window.width) }

  /// The mean of the window; 0 for an empty one.
  public var mean: Double { window.width > 0 ? window.total / window.width : 0 }

  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.check(values)
    guard !isAlarmed else { return 0 }
    for index in 0..<values.count {
      window.insert(values[index])
      rowCount += 1
      if rowCount % max(1, clock) == 0, window.width > Double(gracePeriod) { check() }
      if isAlarmed { return index + 1 }
    }
    return values.count
  }

  private mutating func check() {
    greatestShare = 0
    while true {
      let share = window.greatestShare(delta: delta, minimumLength: Double(minimumLength))
      greatestShare = max(greatestShare, share)
      guard share > 1 else { return }
      isAlarmed = true
      window.dropOldest()
    }
  }

  /// The greatest difference of means at the last check as a share of its ε; where a cut was found, the
  /// first one's.
  public var evidence: SequentialEvidence {
    SequentialEvidence(.statistic, greatestShare, threshold: 1)
  }

  /// At the alarm the first row still in the window.
  public var startOfEvidence: Int? { isAlarmed ? rowCount - width : nil }

  public mutating func reset() {
    (rowCount, isAlarmed, greatestShare, window) = (0, false, 0, BucketedWindow())
  }
}

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A test, at every row, that the mean of bounded values is what it should be: the capital of a gambler
/// who learns.
///
/// Under the claim the capital is a nonnegative supermartingale that starts at 1, so that it ever reaches
/// 1/α with probability α at most (Ville 1939). For the alternative `different` it is the mean of two
/// gamblers' capitals. The bets are ``AdaptiveGambler``'s. It answers "has the claim been broken since
/// the start"; for a watch that goes on take ``EDetector``. Order matters; states cannot be merged, but
/// the mean of several tests' e-values is one.
public struct AdaptiveBettingTest: SequentialDetector {
  public let hypothesis: MeanHypothesis
  /// The probability of a false alarm ever.
  public let alpha: Double
  public private(set) var rowCount = 0
  public private(set) var isAlarmed = false
  private var above: AdaptiveGambler?
  private var below: AdaptiveGambler?

  /// A test without rows.
  public init(_ hypothesis: MeanHypothesis, alpha: Double) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.hypothesis = hypothesis
    begin()
  }

  private mutating func begin() {
    if hypothesis.alternative != .less {
      above = AdaptiveGambler(claimed: hypothesis.scaled(hypothesis.allowed.upperBound))
    }
    if hypothesis.alternative != .greater {
      below = AdaptiveGambler(claimed: 1 - hypothesis.scaled(hypothesis.allowed.lowerBound))
    }
  }

  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.check(values, in: hypothesis.range)
    guard !isAlarmed else { return 0 }
    let hypothesis = hypothesis
    let threshold = 1 / alpha
    for index in 0..<values.count {
      let x = hypothesis.scaled(values[index])
      above?.take(x)
      below?.take(1 - x)
      rowCount += 1
      if reaches(threshold) {
        isAlarmed = true
        return index + 1
      }
    }
    return values.count
  }

  private func reaches(_ threshold: Double) -> Bool {
    guard let above, let below else {
      return above?.capital.reaches(threshold) ?? below?.capital.reaches(threshold) ?? false
    }
    return above.capital.value + below.capital.value >= 2 * threshold
  }

  /// The natural logarithm of the e-value now.
  public var logEValue: Double {
    LogCapital.logMean([above, below].compactMap { $0?.capital.logarithm })
  }

  public var evidence: SequentialEvidence {
    SequentialEvidence(.logEValue, logEValue, threshold: log(1 / alpha))
  }

  /// The likeliest time of a change, by constant bets in the richer gambler's direction.
  public var startOfEvidence: Int? {
    guard rowCount > 0, logEValue > 0 else { return nil }
    guard let above, let below else { return (above ?? below)?.start.row }
    let isAbove = above.capital.logarithm >= below.capital.logarithm
    return isAbove ? above.start.row : below.start.row
  }

  public mutating func reset() {
    (rowCount, isAlarmed) = (0, false)
    begin()
  }
}

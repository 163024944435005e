/// Whether the risk in production exceeds the risk at the source by more than is tolerated, at every
/// labelled row (Podkopaev and Ramdas 2022, arXiv:2110.06177).
///
/// The source's losses give an upper bound U at confidence 1 − δₛ (the upper side of
/// ``EmpiricalBernsteinSequence``; where its bounds have crossed, of its last bound alone). The alarm is due when the target's lower bound exceeds U + tolerance,
/// or (1 + tolerance)·U; false alarms ever: at most δₛ + δₜ. Losses of one stream (0-1, Brier,
/// miscoverage, cost) in the order in which labels arrive. Order matters; states cannot be merged.
public struct HarmfulShiftTest: SequentialDetector {
  /// How the target's risk is bounded below.
  public enum Method: String, Codable, CaseIterable, Hashable, Sendable {
    /// By ``AdaptiveBettingTest`` of the limit itself: the fastest.
    case betting
    /// By the lower side of ``EmpiricalBernsteinSequence``: as the paper does.
    case empiricalBernstein = "empirical-bernstein"
    /// By ``RunningAverageSequence``, for a risk that comes and goes: the average so far is tested.
    case runningAverage = "running-average"
  }

  /// What is tolerated over the source's bound U.
  public enum Tolerance: Codable, Hashable, Sendable {
    /// U + ε, in units of the loss.
    case absolute(Double)
    /// (1 + ε)·U.
    case relative(Double)
  }

  public let method: Method
  /// The source's upper bound.
  public let sourceBound: Double
  /// The risk beyond which the shift is harmful.
  public let limit: Double
  /// The share of the false-alarm probability spent on the target.
  public let targetAlpha: Double
  public let range: ClosedRange<Double>
  public private(set) var isAlarmed = false
  private var betting: AdaptiveBettingTest?
  private var bernstein: EmpiricalBernsteinSequence?
  private var running: RunningAverageSequence?

  /// A watch over losses within `range` against a source's losses; α halved between source and target
  /// unless `sourceShare` says otherwise.
  public init(
    sourceLosses: [Double], range: ClosedRange<Double> = 0...1, tolerance: Tolerance,
    alpha: Double, sourceShare: Double = 0.5, method: Method = .betting
  ) throws(SequentialError) {
    let alpha = try SequentialInput.alpha(alpha)
    guard sourceShare > 0, sourceShare < 1 else {
      throw .setting("sourceShare", expected: "above 0 and below 1, not \(sourceShare)")
    }
    var source = try EmpiricalBernsteinSequence(
      alpha: min(2 * alpha * sourceShare, 0.999_999), range: range)
    try source.add(sourceLosses)
    guard source.rowCount > 0 else { throw .setting("sourceLosses", expected: "not empty") }
    try self.init(
      sourceBound: source.upperBound, range: range, tolerance: tolerance,
      targetAlpha: alpha * (1 - sourceShare), method: method)
  }

  /// A watch against a bound on the source's risk that came from elsewhere.
  public init(
    sourceBound: Double, range: ClosedRange<Double> = 0...1, tolerance: Tolerance,
    targetAlpha: Double, method: Method = .betting
  ) throws(SequentialError) {
    self.range = try SequentialInput.range(range)
    self.targetAlpha = try SequentialInput.alpha(targetAlpha)
    self.method = method
    self.sourceBound = try SequentialInput.number(
      sourceBound, "sourceBound", atLeast: range.lowerBound)
    limit = try Self.limit(sourceBound, tolerance)
    guard limit < range.upperBound else {
      throw .setting(
        "tolerance", expected: "such that the limit, now \(limit), lies below the greatest loss")
    }
    try begin()
  }

  private static func limit(
    _ bound: Double, _ tolerance: Tolerance
  ) throws(SequentialError) -> Double {
    switch tolerance {
    case .absolute(let margin):
      return bound + (try SequentialInput.number(margin, "tolerance", atLeast: 0))
    case .relative(let share):
      return bound * (1 + (try SequentialInput.number(share, "tolerance", atLeast: 0)))
    }
  }

  private mutating func begin() throws(SequentialError) {
    switch method {
    case .betting:
      betting = try AdaptiveBettingTest(
        MeanHypothesis(mean: limit, range: range, alternative: .greater), alpha: targetAlpha)
    case .empiricalBernstein:
      bernstein = try EmpiricalBernsteinSequence(
        alpha: min(2 * targetAlpha, 0.999_999), range: range)
    case .runningAverage:
      running = try RunningAverageSequence(alpha: targetAlpha, sides: .lower, range: range)
    }
  }

  public var rowCount: Int {
    betting?.rowCount ?? bernstein?.rowCount ?? running?.rowCount ?? 0
  }

  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.check(values, in: range)
    if betting != nil {
      let taken = try betting?.take(values) ?? 0
      isAlarmed = betting?.isAlarmed ?? false
      return taken
    }
    for index in 0..<values.count where !isAlarmed {
      let row = UnsafeBufferPointer(rebasing: values[index...index])
      try bernstein?.add(row)
      try running?.add(row)
      isAlarmed = lowerBound > limit
      if isAlarmed { return index + 1 }
    }
    return isAlarmed ? 0 : values.count
  }

  /// The target's lower bound, the range's lower end before any row and for the method `betting`.
  public var lowerBound: Double {
    if let bernstein { return bernstein.lowerBound }
    if let running { return (try? running.bounds().lower) ?? range.lowerBound }
    return range.lowerBound
  }

  public var evidence: SequentialEvidence {
    betting?.evidence ?? SequentialEvidence(.statistic, lowerBound, threshold: limit)
  }

  /// Known for the method `betting` alone.
  public var startOfEvidence: Int? { betting?.startOfEvidence }

  public mutating func reset() {
    isAlarmed = false
    (betting, bernstein, running) = (nil, nil, nil)
    // The same settings were accepted before.
    try? begin()
  }
}

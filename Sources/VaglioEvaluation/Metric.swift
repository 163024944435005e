public import VaglioFindings

/// The interval of an estimate at any level; `nil` where the method has none.
public typealias Intervals = (ConfidenceLevel) -> Interval?

/// The value of a metric when each row counts as often as its weight says; `nil` where undefined.
public typealias Resampling = @Sendable (UnsafeBufferPointer<UInt8>) -> Double?

/// A function of outcomes with its contract, and with all that its uncertainty needs.
public protocol Metric<Observed>: Hashable, Sendable {
  associatedtype Observed: Outcomes
  associatedtype Statistic: SufficientStatistic<Observed>
  /// What the metric reads its value off.
  typealias Reading = Statistic.Reading

  /// Name, definition, range, direction.
  var measure: Measure { get }
  /// How its interval and the interval of a difference are made, in words, for the documentation.
  var intervalMethod: String { get }
  /// A statistic that has seen nothing yet.
  func makeStatistic() -> Statistic
  /// The value, or the reason why there is none on these rows.
  func value(of reading: Reading) throws(Undefined) -> Double
  /// The intervals for independent rows that count as whole rows, where a closed form is better
  /// than linearisation; else `nil`.
  func intervals(of reading: Reading) -> Intervals?
  /// The influence function: how far each row moves the value; `nil` where the metric is not
  /// smooth. Asked for only where ``value(of:)`` is defined.
  func influence(of reading: Reading, on outcomes: Observed) -> Influence?
  /// The intervals that the standard error of the linearised value gives on rows that are not plain,
  /// where they are better than Student's t on ``scale``; else `nil`.
  func intervals(
    of reading: Reading, on outcomes: Observed, error: StandardError
  ) -> Intervals?
  /// The scale on which the estimate is nearest to normal.
  var scale: IntervalScale { get }
  /// The name of the interval that linearisation gives: `t` where it is Student's own.
  var linearization: String { get }
  /// The intervals of candidate minus production for independent rows that count as whole rows,
  /// where a closed form is better than linearisation; else `nil`.
  func pairedIntervals(
    of pair: Paired<Observed>, candidate: Reading, production: Reading
  ) -> Intervals?
  /// The test of equality that belongs to ``pairedIntervals(of:candidate:production:)``, where it is
  /// not the one that inverts them.
  func pairedTest(of pair: Paired<Observed>) -> SignificanceTest?
  /// The test of the hypothesis that one model's value is what it should be (coverage its nominal
  /// level, a distance from calibration 0), where there is such a hypothesis; else `nil`.
  func test(of reading: Reading, on outcomes: Observed) -> SignificanceTest?
  /// The value under whole numbers of the rows, one each, where a difference is better resampled than
  /// linearised because the metric is not smooth; else `nil`. The value itself is resampled as well
  /// where it has neither closed form nor influence.
  func resampling(of reading: Reading) -> Resampling?
  /// The value in each replicate of a block; a metric has its own only where it knows a shorter way
  /// than through its statistic.
  func replicates(in block: ReplicateBlock<Observed>) -> [Double?]
  /// Whether the bootstrap says anything about the value: not of a maximum, say (Bickel and Freedman
  /// 1981, doi:10.1214/aos/1176345637).
  var canBeResampled: Bool { get }
  /// Whether chance alone moves the value so far that neither linearisation nor a bootstrap of it holds
  /// the truth; such a metric has an interval only where it has a closed form. Differences, in which the
  /// bias of both models cancels, are linearised.
  var isBiasedByChance: Bool { get }
  /// By how much the value is too high or too low on average for being the best of many, which
  /// linearisation does not see: its interval is lengthened by so much below and above.
  func optimism(of reading: Reading, on outcomes: Observed) -> (below: Double, above: Double)
  /// Whether, given the reading, a row's influence hangs on that row's label and prediction alone, so
  /// that it can be asked of rows whose label is only supposed.
  var hasRowwiseInfluence: Bool { get }
  /// Whether the scores must be probabilities between 0 and 1.
  var needsProbabilities: Bool { get }
  /// Whether the metric reads scores, so that decisions alone give it no value.
  var needsScores: Bool { get }
  /// Whether the metric is measured when none is named; the others are measured on request.
  var isStandard: Bool { get }
  /// What a reader of the value must know: rows left out, scores clipped.
  func notes(of reading: Reading) -> [String]
  /// The options that ``configured(_:)`` knows, for the documentation.
  var options: [MetricOption] { get }
  /// This metric with options, as written in brackets after its name; `nil` if it has no such
  /// option, or the value is out of range.
  func configured(_ options: [String: String]) -> Self?
}

extension Metric {
  public func intervals(of reading: Reading) -> Intervals? { nil }

  public func influence(of reading: Reading, on outcomes: Observed) -> Influence? { nil }

  public func intervals(
    of reading: Reading, on outcomes: Observed, error: StandardError
  ) -> Intervals? { nil }

  public var scale: IntervalScale { .identity }

  public var linearization: String { "linearization" }

  public func pairedIntervals(
    of pair: Paired<Observed>, candidate: Reading, production: Reading
  ) -> Intervals? { nil }

  public func pairedTest(of pair: Paired<Observed>) -> SignificanceTest? { nil }

  public func test(of reading: Reading, on outcomes: Observed) -> SignificanceTest? { nil }

  public func resampling(of reading: Reading) -> Resampling? { nil }

  public var hasRowwiseInfluence: Bool { false }

  public var canBeResampled: Bool { !isBiasedByChance }

  public var isBiasedByChance: Bool { false }

  public func optimism(
    of reading: Reading, on outcomes: Observed
  ) -> (below: Double, above: Double) { (0, 0) }

  public var needsProbabilities: Bool { false }

  public var needsScores: Bool { needsProbabilities }

  public var isStandard: Bool { true }

  public func notes(of reading: Reading) -> [String] { [] }

  public var options: [MetricOption] { [] }

  public func configured(_ options: [String: String]) -> Self? { options.isEmpty ? self : nil }

  /// The name in the record.
  public var name: String { measure.name }
}

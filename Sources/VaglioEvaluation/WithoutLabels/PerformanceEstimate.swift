public import VaglioFindings

/// What a metric is estimated to be on rows without labels.
public struct PerformanceEstimate: Hashable, Sendable {
  /// The metric's name in the record.
  public let metric: String
  /// How it was estimated: `cbpe`, `cbpe-shift-weighted`, `direct-loss`, `average-threshold`,
  /// `label-shift`, `label-shift-em`.
  public let estimator: String
  /// The value on the population that the current rows were drawn from, with its interval.
  public let estimate: Estimate
  /// How many current rows it rests on.
  public let count: Int
  /// How many reference rows it rests on, effectively, where these are weighted.
  public let effectiveReferenceCount: Double?
  /// The standard error that comes from the current rows being a sample.
  public let samplingError: Double?
  /// The standard error that comes from what was learnt from the reference.
  public let learningError: Double?
  /// What a reader must know, first of all what such estimates can't see.
  public let notes: [String]

  /// The finding of this estimate. Its measure is the metric's name behind `estimated_`, for what is
  /// estimated without labels must not be taken for what was measured.
  public func finding(subject: Subject, slice: Slice = .all) -> Finding {
    Finding(
      measure: "estimated_" + metric, subject: subject, slice: slice, estimate: estimate,
      count: count, effectiveCount: effectiveReferenceCount, notes: notes)
  }
}

/// What an estimate without labels takes for granted.
public enum WithoutLabelsNote {
  /// Of estimates that trust scores.
  public static let conceptDrift =
    "estimated without labels: it follows a change in which rows come, and can't see a change in how "
    + "labels hang on them (concept drift)"
  /// Of estimates that trust rows of one class to look as before.
  public static let labelShift =
    "estimated without labels: it follows a change in the classes' shares, and can't see a change in "
    + "what rows of a class look like"
  /// Where a metric has no influence function.
  public static let noInterval = "this metric has no interval without labels"
  /// Of weighted estimates.
  public static let fittedRatio =
    "the interval takes the learnt density ratio as given"
}

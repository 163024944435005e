public import VaglioFindings

/// What an alert's condition came to in one window with all of its labels, in hindsight.
public struct JudgedWindow: Hashable, Sendable {
  public let alert: String
  public let slice: Slice
  public let start: Instant
  public let end: Instant
  /// The mean of the loss, label − score for calibration, the metric: on the rows of this window alone.
  public let estimate: Estimate
  /// The labelled rows behind it.
  public let count: Int
  /// The predictions made in the window.
  public let predictions: Int
}

public import VaglioFindings

/// A stretch of time in which, in hindsight and with all labels, a model was not what an alert calls for.
public struct BadStretch: Hashable, Sendable {
  public let alert: String
  public let slice: Slice
  /// From the start of its first window…
  public let start: Instant
  /// …to the end of its last.
  public let end: Instant
  /// What the condition came to over all of its rows: of means their mean, else the mean of the windows'
  /// values, by labelled rows.
  public let estimate: Estimate
  /// When an alert of this name fired for it, on this slice or another; `nil` if none did.
  public let firedAt: Instant?
  /// The predictions made in it, in this slice, until then.
  public let exposed: Int
}

/// What alerts would have cost and caught on a history, by the name of the alert.
public struct AlertAccount: Hashable, Sendable {
  public let alert: String
  /// How often it fired, all slices together.
  public let fired: Int
  /// For how long, all slices together.
  public let firing: TimeSpan
  /// The false alarms that the budget allows in this length of time.
  public let allowed: Double
  /// The stretches that were bad in hindsight; `nil` where rows can't tell, as of measures that others
  /// bring.
  public let stretches: [BadStretch]?
  /// Firings that touch no stretch; `nil` where rows can't tell.
  public let unexplained: Int?

  public var caught: [BadStretch] { stretches?.filter { $0.firedAt != nil } ?? [] }

  /// The median time from the start of a caught stretch to the alert.
  public var delay: TimeSpan? {
    let delays = caught.compactMap { stretch in
      stretch.firedAt.map { max(.zero, $0.since(stretch.start)) }
    }.sorted()
    guard !delays.isEmpty else { return nil }
    let (low, high) = (delays[(delays.count - 1) / 2], delays[delays.count / 2])
    return TimeSpan(microseconds: low.microseconds + (high.microseconds - low.microseconds) / 2)
  }

  /// Predictions made in bad stretches before the alert fired.
  public var exposed: Int? { stretches.map { $0.reduce(0) { $0 + $1.exposed } } }
}

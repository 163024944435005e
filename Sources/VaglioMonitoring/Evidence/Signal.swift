public import VaglioFindings

/// What one watch says of one segment at one look.
public struct Signal: Hashable, Sendable {
  /// The alert that it belongs to.
  public let alert: String
  public let slice: Slice
  /// What was measured, where that is a value.
  public var value: Double?
  /// The bounds of its interval, one-sided level as the budget shares out.
  public var bounds: ClosedRange<Double>?
  /// log of the e-value or e-detector.
  public var evidence: Double?
  /// What the evidence must reach.
  public var threshold: Double?
  /// The rows it rests on.
  public var count = 0
  /// Whether the condition of the alert is met; `nil` where nothing can be said.
  public var isRaised: Bool?
  /// Why nothing can be said.
  public var absence: String?
  /// When the evidence began.
  public var since: Instant?

  public init(alert: String, slice: Slice) { (self.alert, self.slice) = (alert, slice) }
}

public import VaglioFindings

/// An alert that went from one phase to the next.
public struct AlertChange: Hashable, Sendable {
  public let at: Instant
  public let alert: String
  public let slice: Slice
  public let phase: AlertPhase
  /// What it says of itself, where it fires.
  public let explanation: AlertExplanation?

  public var json: JSONValue {
    .members([
      "at": .string(at.description), "alert": .string(alert),
      "slice": .string(slice.description), "phase": .string(phase.rawValue),
      "explanation": explanation?.json,
    ])
  }
}

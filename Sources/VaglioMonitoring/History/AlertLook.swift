public import VaglioFindings

/// What one alert saw of one segment at one look, and where it stood afterwards.
public struct AlertLook: Hashable, Sendable {
  public let at: Instant
  public let phase: AlertPhase
  public let signal: Signal

  public var alert: String { signal.alert }
  public var slice: Slice { signal.slice }

  /// Sequential evidence as a share of what it must reach, both as logarithms: 0 and below says nothing, at
  /// 1 it rings. `nil` of watches that are judged by intervals.
  public var share: Double? {
    guard let evidence = signal.evidence, let threshold = signal.threshold, threshold > 0 else {
      return nil
    }
    return max(0, evidence / threshold)
  }
}

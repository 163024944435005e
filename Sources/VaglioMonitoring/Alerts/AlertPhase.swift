/// Where an alert stands.
public enum AlertPhase: String, Codable, CaseIterable, Hashable, Sendable {
  /// Its condition is not met, and it has not rung lately.
  case inactive
  /// Its condition is met, but not yet for as long as asked.
  case pending
  case firing
  /// It has rung, and its condition is met no more.
  case resolved
}

/// How an alert goes from phase to phase, look by look.
///
/// inactive → pending when the condition is met; pending → firing when it was met at every look for `hold`
/// (with `hold` 0 at once), → inactive when it is not met at one; firing → resolved when it was unmet at
/// every look for `keepFiring` (with 0 at once); resolved → pending when it is met again. A look that can
/// say nothing changes nothing, or counts as met where `absent` is `fire`.
public struct AlertState: Codable, Hashable, Sendable {
  /// What a look means that can say nothing.
  public enum Absence: String, Codable, CaseIterable, Hashable, Sendable {
    case keep
    case fire
  }

  public private(set) var phase = AlertPhase.inactive
  /// When the condition was first met in this bout.
  public private(set) var activeSince: Instant?
  /// When it began to fire in this bout.
  public private(set) var firedAt: Instant?
  /// When a firing alert's condition was first unmet.
  private var quietSince: Instant?

  public init() {}

  /// Goes on to a look; returns the phases gone through, at most two.
  public mutating func step(
    _ isRaised: Bool?, at now: Instant, hold: TimeSpan, keepFiring: TimeSpan,
    absent: Absence = .keep
  ) -> [AlertPhase] {
    guard let isRaised = isRaised ?? (absent == .fire ? true : nil) else { return [] }
    switch phase {
    case .inactive, .resolved:
      guard isRaised else { return [] }
      (phase, activeSince, firedAt, quietSince) = (.pending, now, nil, nil)
      return [.pending] + fireIfDue(now, hold)
    case .pending:
      if isRaised { return fireIfDue(now, hold) }
      (phase, activeSince) = (.inactive, nil)
      return [.inactive]
    case .firing:
      if isRaised {
        quietSince = nil
        return []
      }
      let quiet = quietSince ?? now
      quietSince = quiet
      guard now.since(quiet) >= keepFiring else { return [] }
      (phase, quietSince) = (.resolved, nil)
      return [.resolved]
    }
  }

  private mutating func fireIfDue(_ now: Instant, _ hold: TimeSpan) -> [AlertPhase] {
    guard let activeSince, now.since(activeSince) >= hold else { return [] }
    (phase, firedAt) = (.firing, now)
    return [.firing]
  }
}

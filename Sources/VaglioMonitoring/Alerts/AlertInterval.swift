public import VaglioFindings

/// A stretch of time in which an alert fired: what it would have cost to be called.
public struct AlertInterval: Hashable, Sendable {
  public let alert: String
  public let slice: Slice
  /// When its condition was first met.
  public let pendingSince: Instant
  public let firedAt: Instant
  /// `nil` while it fires.
  public let resolvedAt: Instant?
  /// What it said when it fired.
  public let explanation: AlertExplanation?

  /// The intervals that changes, in their order, make up; in the order in which they began to fire.
  public static func intervals(of changes: [AlertChange]) -> [AlertInterval] {
    var pending: [Key: Instant] = [:]
    var open: [Key: Int] = [:]
    var intervals: [AlertInterval] = []
    for change in changes {
      let key = Key(alert: change.alert, slice: change.slice)
      switch change.phase {
      case .pending: pending[key] = change.at
      case .inactive: pending[key] = nil
      case .firing:
        open[key] = intervals.count
        intervals.append(
          AlertInterval(
            alert: change.alert, slice: change.slice, pendingSince: pending[key] ?? change.at,
            firedAt: change.at, resolvedAt: nil, explanation: change.explanation))
      case .resolved:
        guard let place = open.removeValue(forKey: key) else { continue }
        intervals[place] = intervals[place].resolved(at: change.at)
      }
    }
    return intervals
  }

  private struct Key: Hashable {
    let alert: String
    let slice: Slice
  }

  private func resolved(at time: Instant) -> AlertInterval {
    AlertInterval(
      alert: alert, slice: slice, pendingSince: pendingSince, firedAt: firedAt, resolvedAt: time,
      explanation: explanation)
  }
}

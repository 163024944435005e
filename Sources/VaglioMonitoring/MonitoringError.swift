/// Why a monitor cannot be set up, or cannot go on.
public enum MonitoringError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A setting has no meaning; what would have is said.
  case setting(String, expected: String)
  /// The events reach over more looks than a monitor takes; the width of a step is said.
  case tooManyLooks(TimeSpan)
  /// A log that has let events go cannot be merged: those are gone.
  case alreadyReleased
  /// The log is full, and nothing in it may be let go yet.
  case logFull(Int)
  /// A method refused its input.
  case evidence(String)

  public var description: String {
    switch self {
    case .setting(let name, let expected): "\(name) must be \(expected)"
    case .tooManyLooks(let step):
      "the events reach over more than \(WindowPlan.mostLooks) steps of \(step): make steps longer"
    case .alreadyReleased: "a log that has released events cannot be merged"
    case .logFull(let count):
      "\(count) events wait to be put in order: allow less disorder, or a larger capacity"
    case .evidence(let reason): reason
    }
  }
}

/// Until when rows may be asked about, and how long one takes.
struct Deadline {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let seconds: Double?

  /// From now on.
  init(seconds: Double?) {
    (start, self.seconds) = (clock.now, seconds)
  }

  /// The seconds since the start.
  var passed: Double {
    let (seconds, attoseconds) = (clock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// The seconds left; `nil` where there is no limit.
  var left: Double? { seconds.map { $0 - passed } }
}

public import VaglioDrift

/// What a watch for drift is set up with.
public struct DriftWatchSettings: Sendable {
  /// The windows; their horizon means nothing here, for features do not wait.
  public var plan: WindowPlan
  /// What the columns are; ids, times and labels belong to `ignored`.
  public var roles: DriftRoles
  /// How late a row may come, measured against the latest; `nil` for ever, whence no window ends before
  /// ``DriftWatch/finish()``. And from when on rows count, what gap a clock has jumped over, how many
  /// rows confirm that it has not: as ``EventLog`` takes them. `capacity` means nothing here.
  public var log: EventLog.Settings
  /// The distances that are worked out in each window.
  public var distances: Set<DriftDistance>
  /// A column has moved when more than this share of rows has: a distance from 0 to 1.
  public var tolerance: Double
  /// At most so many windows in `days` name a column that has not moved, on average.
  public var falseAlarms: Double
  public var days: Double
  /// The level of intervals, bins, seed, threads.
  public var options: DriftOptions
  /// The most values of a column that a window keeps as they are; beyond, it counts them in buckets.
  public var exactRows: Int

  /// Settings; what is left out has its usual value.
  public init(
    plan: WindowPlan, roles: DriftRoles = DriftRoles(),
    log: EventLog.Settings = EventLog.Settings(),
    distances: Set<DriftDistance> = DriftReference.usualDistances, tolerance: Double = 0.01,
    falseAlarms: Double = 1, days: Double = 90, options: DriftOptions = DriftOptions(),
    exactRows: Int = 1_000_000
  ) {
    (self.plan, self.roles, self.log, self.distances) = (plan, roles, log, distances)
    (self.tolerance, self.falseAlarms, self.days) = (tolerance, falseAlarms, days)
    (self.options, self.exactRows) = (options, exactRows)
  }

  /// The level of one window: `falseAlarms` shared out over the windows that end in `days`, at most ¼.
  public var windowAlpha: Double {
    min(0.25, falseAlarms / (days * 86_400 / plan.step.seconds))
  }

  func check() throws(MonitoringError) {
    guard tolerance >= 0, tolerance < 1 else {
      throw .setting("tolerance", expected: "at least 0 and below 1, not \(tolerance)")
    }
    for (name, number) in [("falseAlarms", falseAlarms), ("days", days)]
    where !(number > 0 && number.isFinite) {
      throw .setting(name, expected: "a number above 0, not \(number)")
    }
    guard exactRows >= 0 else { throw .setting("exactRows", expected: "0 or more") }
  }
}

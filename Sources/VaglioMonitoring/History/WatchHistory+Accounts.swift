internal import VaglioFindings

extension WatchHistory {
  /// The stretches in which alerts fired.
  func alertExhibit(_ settings: MonitorSettings) -> Exhibit? {
    let intervals = intervals
    guard !intervals.isEmpty else { return nil }
    return Exhibit(
      kind: "watch_alerts", subject: .model,
      series: [
        "alert": .words(intervals.map(\.alert)),
        "metric": .words(intervals.map { Self.metric($0.alert, settings) }),
        "slice": .words(intervals.map(\.slice.description)),
        "severity": .words(intervals.map { $0.explanation?.severity ?? "" }),
        "text": .words(intervals.map { $0.explanation?.text ?? "" }),
        "pending_since": .numbers(intervals.map(\.pendingSince.seconds)),
        "fired_at": .numbers(intervals.map(\.firedAt.seconds)),
        "resolved_at": .numbers(intervals.map { $0.resolvedAt?.seconds }),
        "predictions": .numbers(intervals.map { Double(predictions(during: $0)) }),
      ])
  }

  /// The metric of windows in which what an alert watches shows; empty where none does.
  private static func metric(_ alert: String, _ settings: MonitorSettings) -> String {
    guard let rule = settings.alerts?.rules.first(where: { $0.name == alert }) else { return "" }
    switch rule.watch {
    case .metric(let name, _, _): return name
    case .loss(.brier, _, _): return "brier_score"
    case .loss(.zeroOne, _, _): return "accuracy"
    case .loss(.absoluteError, _, _): return "mean_absolute_error"
    case .loss(.squaredError, _, _): return "root_mean_squared_error"
    case .measure(let name, _):
      let prefix = "estimated_"
      return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : ""
    case .calibration, .loss(.residual, _, _): return ""
    }
  }

  /// The predictions of the windows, each counted once, that began while an alert fired.
  private func predictions(during interval: AlertInterval) -> Int {
    var (sum, last) = (0, Instant(microseconds: .min))
    var seen: Set<Instant> = []
    for report in reports.sorted(by: { ($0.start, $0.asOf) < ($1.start, $1.asOf) })
    where report.slice == interval.slice && report.start >= interval.firedAt
      && report.start < interval.resolvedAt ?? Instant(microseconds: .max)
      && report.start >= last && seen.insert(report.start).inserted
    {
      (sum, last) = (sum + report.predictions, report.end)
    }
    return sum
  }

  /// The share of predictions that have a label, by age.
  func delayExhibit(_ monitor: Monitor) -> Exhibit? {
    let horizon = monitor.settings.plan.horizon
    guard horizon > .zero else { return nil }
    let ages = (1...32).map { part in
      TimeSpan(microseconds: Int64((Double(horizon.microseconds) * Double(part) / 32).rounded()))
    }
    let coverages = ages.map { monitor.delays.coverage(at: $0, level: monitor.settings.level) }
    guard coverages.contains(where: { $0.value != nil }) else { return nil }
    var series: [String: Exhibit.Series] = ["age_seconds": .numbers(ages.map(\.seconds))]
    series.add("coverage", coverages, lower: "lower", upper: "upper")
    return Exhibit(kind: "watch_delays", subject: .model, series: series)
  }

  /// How false alarms are shared out.
  func budgetExhibit(_ monitor: Monitor) -> Exhibit? {
    guard let budget = monitor.budget else { return nil }
    let shares = monitor.shares
    return Exhibit(
      kind: "watch_budget", subject: .model,
      series: [
        "alert": .words(shares.map(\.claim.name)),
        "kind": .words(shares.map(\.claim.kind.exhibited)),
        "watches": .numbers(shares.map { Double($0.claim.watches) }),
        "weight": .numbers(shares.map(\.claim.weight)),
        "false_alarms": .numbers(shares.map(\.alarms)),
        "threshold": .numbers(shares.map(\.threshold)),
      ],
      scalars: [
        "days": budget.days, "rows_per_day": budget.rowsPerDay, "looks_per_day": budget.looksPerDay,
      ])
  }

  /// What became of the events.
  func eventExhibit(_ monitor: Monitor) -> Exhibit {
    let counts = monitor.tally.counts
    return Exhibit(
      kind: "watch_events", subject: .model,
      series: [
        "event": .words(counts.map(\.name)), "count": .numbers(counts.map { Double($0.count) }),
      ])
  }

  /// What alerts would have cost and caught.
  func hindsightExhibit(_ accounts: [AlertAccount]) -> Exhibit? {
    guard !accounts.isEmpty else { return nil }
    return Exhibit(
      kind: "watch_hindsight", subject: .model,
      series: [
        "alert": .words(accounts.map(\.alert)),
        "fired": .numbers(accounts.map { Double($0.fired) }),
        "firing_seconds": .numbers(accounts.map(\.firing.seconds)),
        "allowed": .numbers(accounts.map(\.allowed)),
        "bad_stretches": .numbers(accounts.map { $0.stretches.map { Double($0.count) } }),
        "caught": .numbers(accounts.map { $0.stretches == nil ? nil : Double($0.caught.count) }),
        "missed": .numbers(
          accounts.map { account in
            account.stretches.map { Double($0.count - account.caught.count) }
          }),
        "unexplained": .numbers(accounts.map { $0.unexplained.map(Double.init) }),
        "delay_seconds": .numbers(accounts.map { $0.delay?.seconds }),
        "exposed": .numbers(accounts.map { $0.exposed.map(Double.init) }),
      ])
  }

  /// The stretches that were bad in hindsight.
  func stretchExhibit(_ accounts: [AlertAccount]) -> Exhibit? {
    let stretches = accounts.flatMap { $0.stretches ?? [] }
    guard !stretches.isEmpty else { return nil }
    var series: [String: Exhibit.Series] = [
      "alert": .words(stretches.map(\.alert)),
      "slice": .words(stretches.map(\.slice.description)),
      "start": .numbers(stretches.map(\.start.seconds)),
      "end": .numbers(stretches.map(\.end.seconds)),
      "fired_at": .numbers(stretches.map { $0.firedAt?.seconds }),
      "exposed": .numbers(stretches.map { Double($0.exposed) }),
    ]
    series.add("value", stretches.map(\.estimate), lower: "lower", upper: "upper")
    return Exhibit(kind: "watch_stretches", subject: .model, series: series)
  }
}

extension FalseAlarmBudget.Claim.Kind {
  /// Its name in exhibits.
  fileprivate var exhibited: String {
    switch self {
    case .detector: "detector"
    case .eProcess: "calibration"
    case .window: "interval"
    }
  }
}

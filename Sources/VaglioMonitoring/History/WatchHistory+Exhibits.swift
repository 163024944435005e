public import VaglioFindings

extension Instant {
  /// Seconds since 1970-01-01T00:00Z, as exhibits hold times.
  public var seconds: Double { Double(microseconds) / 1e6 }
}

extension WatchHistory {
  /// What charts and tables of a report on a watch show.
  public func exhibits(of monitor: Monitor) -> [Exhibit] {
    let accounts = accounts(of: monitor)
    return windowExhibits(monitor.settings) + metricExhibits(monitor.settings)
      + evidenceExhibits(monitor.settings)
      + [
        alertExhibit(monitor.settings), delayExhibit(monitor), budgetExhibit(monitor),
        eventExhibit(monitor),
        hindsightExhibit(accounts), stretchExhibit(accounts),
      ].compactMap { $0 }
  }

  private var slices: [Slice] {
    var seen: Set<Slice> = []
    return reports.map(\.slice).filter { seen.insert($0).inserted }
  }

  /// The reports of each slice, one a window: the final one where there is one, else the latest.
  private func latestReports() -> [Slice: [WindowReport]] {
    Dictionary(grouping: reports, by: \.slice).mapValues { reports in
      Dictionary(grouping: reports, by: \.start).values
        .compactMap { $0.max { ($0.isFinal ? 1 : 0, $0.asOf) < ($1.isFinal ? 1 : 0, $1.asOf) } }
        .sorted { $0.start < $1.start }
    }
  }

  private func windowExhibits(_ settings: MonitorSettings) -> [Exhibit] {
    let bySlice = latestReports()
    return slices.map { slice in
      let reports = bySlice[slice] ?? []
      var series: [String: Exhibit.Series] = [
        "start": .numbers(reports.map(\.start.seconds)),
        "end": .numbers(reports.map(\.end.seconds)),
        "as_of": .numbers(reports.map(\.asOf.seconds)),
        "final": .numbers(reports.map { $0.isFinal ? 1 : 0 }),
        "predictions": .numbers(reports.map { Double($0.predictions) }),
        "missing_scores": .numbers(reports.map { Double($0.missingScores) }),
        "labelled": .numbers(reports.map { Double($0.labelled) }),
      ]
      series.add("mean_score", reports.map { $0.meanScore?.estimate })
      if slice == .all {
        series.add("expected_coverage", reports.map { $0.maturity?.expectedCoverage })
        series["expected_share"] = .numbers(reports.map { $0.maturity?.expectedShare })
      }
      return Exhibit(
        kind: "watch_windows", subject: settings.subject, slice: slice, series: series,
        scalars: [
          "width_seconds": settings.plan.width.seconds,
          "step_seconds": settings.plan.step.seconds,
          "horizon_seconds": settings.plan.horizon.seconds,
        ])
    }
  }

  private func metricExhibits(_ settings: MonitorSettings) -> [Exhibit] {
    let bySlice = latestReports()
    return slices.flatMap { slice -> [Exhibit] in
      let reports = bySlice[slice] ?? []
      return settings.task.metricNames.compactMap { metric in
        let estimates = reports.map { report in
          report.findings.first { $0.measure == metric }?.estimate
        }
        var series: [String: Exhibit.Series] = [
          "metric": .words(reports.map { _ in metric }),
          "start": .numbers(reports.map(\.start.seconds)),
          "end": .numbers(reports.map(\.end.seconds)),
          "final": .numbers(reports.map { $0.isFinal ? 1 : 0 }),
          "labelled": .numbers(reports.map { Double($0.labelled) }),
        ]
        series.add("value", estimates, lower: "lower", upper: "upper")
        if slice == .all {
          let since = reports.map { report in
            report.sinceStart.first { $0.metric == metric }?.estimate
          }
          if since.contains(where: { $0?.value != nil }) { series.add("since_start", since) }
          let estimated = reports.map { report in
            report.estimated.first { $0.measure == "estimated_\(metric)" }?.estimate
          }
          if estimated.contains(where: { $0?.value != nil }) { series.add("estimated", estimated) }
        }
        return Exhibit(
          kind: "watch_metric", subject: settings.subject, slice: slice, series: series,
          scalars: Self.limits(settings, metric: metric))
      }
    }
  }

  /// The bounds that alerts set on a metric, the tightest of each side.
  private static func limits(_ settings: MonitorSettings, metric: String) -> [String: Double] {
    var limits: [String: Double] = [:]
    for rule in settings.alerts?.rules ?? [] {
      guard case .metric(metric, let bound, _) = rule.watch else { continue }
      switch bound.side {
      case .atLeast:
        limits["limit_at_least"] = max(limits["limit_at_least"] ?? -.infinity, bound.limit)
      case .atMost: limits["limit_at_most"] = min(limits["limit_at_most"] ?? .infinity, bound.limit)
      }
    }
    return limits
  }

  private struct Watched: Hashable {
    let alert: String
    let slice: Slice
  }

  /// The looks of all rows, and of slices in which an alert was not inactive all the time.
  private func evidenceExhibits(_ settings: MonitorSettings) -> [Exhibit] {
    let stirred = Set(
      looks.filter { $0.phase != .inactive }.map { Watched(alert: $0.alert, slice: $0.slice) })
    let bySeries = Dictionary(grouping: looks) { Watched(alert: $0.alert, slice: $0.slice) }
    let shown = bySeries.filter { $0.key.slice == .all || stirred.contains($0.key) }
    return shown.sorted {
      ($0.key.alert, $0.key.slice.description) < ($1.key.alert, $1.key.slice.description)
    }.map { watched, looks in
      var series: [String: Exhibit.Series] = [
        "alert": .words(looks.map(\.alert)), "phase": .words(looks.map(\.phase.rawValue)),
        "at": .numbers(looks.map(\.at.seconds)), "share": .numbers(looks.map(\.share)),
        "value": .numbers(looks.map(\.signal.value)),
        "lower": .numbers(looks.map { $0.signal.bounds?.lowerBound }),
        "upper": .numbers(looks.map { $0.signal.bounds?.upperBound }),
      ]
      series["count"] = .numbers(looks.map { Double($0.signal.count) })
      return Exhibit(
        kind: "watch_evidence", subject: settings.subject, slice: watched.slice, series: series,
        scalars: Self.limit(settings, alert: watched.alert))
    }
  }

  private static func limit(_ settings: MonitorSettings, alert: String) -> [String: Double] {
    guard let rule = settings.alerts?.rules.first(where: { $0.name == alert }) else { return [:] }
    switch rule.watch {
    case .metric(_, let bound, _), .measure(_, let bound):
      return [bound.side == .atLeast ? "limit_at_least" : "limit_at_most": bound.limit]
    case .calibration, .loss: return [:]
    }
  }
}

extension [String: Exhibit.Series] {
  /// Estimates as three columns: the value and its bounds.
  mutating func add(
    _ name: String, _ estimates: [Estimate?], lower: String? = nil, upper: String? = nil
  ) {
    self[name] = .numbers(estimates.map { $0?.value })
    self[lower ?? "\(name)_lower"] = .numbers(estimates.map { $0?.interval?.lower })
    self[upper ?? "\(name)_upper"] = .numbers(estimates.map { $0?.interval?.upper })
  }
}

internal import VaglioFindings

/// What alerts would have cost and caught on a history, judged when all labels are known.
///
/// Bad stretches are found by a scan that knows nothing of the alerts (see ``HindsightScan``), on windows
/// that are final. A stretch is caught if an alert of the rule fired from its start on, or was firing
/// already, until its last labels had come; on whichever slice, for a shift in a segment shows in all rows
/// too. A firing that touches no stretch of its rule is unexplained: false, or of something too small for
/// the scan. Of what fired when the windows before it were not final yet, nothing is said.
struct Hindsight {
  let settings: MonitorSettings
  let shares: [FalseAlarmBudget.Share]
  let budget: FalseAlarmBudget?
  let windows: [JudgedWindow]
  let intervals: [AlertInterval]
  /// From the first event to the last look.
  let span: ClosedRange<Instant>

  /// By slice, how far the mean of label − recalibrated score may lie from 0.
  private var tolerances: [Slice: Double] {
    guard let recalibration = settings.recalibration else { return [:] }
    return Dictionary(
      recalibration.tolerances.enumerated().map { (settings.segments.slice($0), $1) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The accounts of all rules, in their order.
  func accounts() -> [AlertAccount] {
    zip(settings.alerts?.rules ?? [], shares).map { rule, share in
      let firings = intervals.filter { $0.alert == rule.name }
      let stretches = stretches(of: rule, firings)
      return AlertAccount(
        alert: rule.name, fired: firings.count,
        firing: TimeSpan(
          microseconds: firings.reduce(0) { sum, firing in
            let length = (firing.resolvedAt ?? span.upperBound).since(firing.firedAt)
            return sum.addingReportingOverflow(length.microseconds).partialValue
          }),
        allowed: budget.map { share.alarms * length.days / $0.days } ?? 0,
        stretches: stretches,
        unexplained: stretches.map { stretches in
          firings.count { firing in
            isJudged(firing) && !stretches.contains { touches(firing, $0) }
          }
        })
    }
  }

  /// Whether the windows before an alert fired are final, so that something can be said of it.
  private func isJudged(_ firing: AlertInterval) -> Bool {
    windows.contains { $0.alert == firing.alert && $0.end >= firing.firedAt }
  }

  private var length: TimeSpan { span.upperBound.since(span.lowerBound) }

  /// The bounds that a rule calls for in a slice; `nil` where no rows tell. Calibration that is watched as a
  /// change from a reference keeps the tolerance of that reference.
  private func bounds(_ rule: AlertRule, _ slice: Slice) -> (lower: Double, upper: Double)? {
    switch rule.watch {
    case .calibration:
      let tolerance = tolerances[slice] ?? 0
      return (-tolerance, tolerance)
    case .loss(.residual, let baseline, let tolerance):
      return (baseline - tolerance, baseline + tolerance)
    case .loss(_, let baseline, let tolerance): return (-.infinity, baseline + tolerance)
    case .metric(let name, let bound, _):
      guard WindowCount(rawValue: name) == nil else { return nil }
      return bound.side == .atLeast ? (bound.limit, .infinity) : (-.infinity, bound.limit)
    case .measure: return nil
    }
  }

  private func stretches(of rule: AlertRule, _ firings: [AlertInterval]) -> [BadStretch]? {
    guard bounds(rule, .all) != nil else { return nil }
    let series = Dictionary(grouping: windows.filter { $0.alert == rule.name }, by: \.slice)
      .sorted { $0.key.description < $1.key.description }
      .map { Self.apart($0.value) }
    let scans = series.compactMap { windows -> (scan: HindsightScan, windows: [JudgedWindow])? in
      guard let slice = windows.first?.slice, let bounds = bounds(rule, slice) else { return nil }
      let scan = HindsightScan(lower: bounds.lower, upper: bounds.upper, level: settings.level)
      return (scan, windows)
    }
    let found = HindsightScan.stretches(scans, level: settings.level)
    return zip(scans, found).flatMap { one, blocks in
      blocks.map { stretch($0, one.windows, firings) }
    }.sorted { ($0.start, $0.slice.description) < ($1.start, $1.slice.description) }
  }

  /// Windows that do not overlap, from the first on.
  private static func apart(_ windows: [JudgedWindow]) -> [JudgedWindow] {
    var apart: [JudgedWindow] = []
    for window in windows.sorted(by: { $0.start < $1.start })
    where apart.last.map({ window.start >= $0.end }) ?? true {
      apart.append(window)
    }
    return apart
  }

  private func stretch(
    _ block: HindsightScan.Block, _ windows: [JudgedWindow], _ firings: [AlertInterval]
  ) -> BadStretch {
    let members = windows[block.windows]
    let (start, end) = (
      windows[block.windows.lowerBound].start, windows[block.windows.upperBound - 1].end
    )
    let firedAt = firings.filter { touches($0, start...end) }.map(\.firedAt).min()
    let exposed = members.reduce(0) { sum, window in
      sum + (firedAt.map { window.start < $0 } ?? true ? window.predictions : 0)
    }
    return BadStretch(
      alert: members.first?.alert ?? "", slice: members.first?.slice ?? .all, start: start,
      end: end, estimate: block.estimate(at: settings.level), firedAt: firedAt, exposed: exposed)
  }

  private func touches(_ firing: AlertInterval, _ stretch: BadStretch) -> Bool {
    touches(firing, stretch.start...stretch.end)
  }

  /// Whether an alert fired in a stretch, or while its labels still came.
  private func touches(_ firing: AlertInterval, _ stretch: ClosedRange<Instant>) -> Bool {
    let last = stretch.upperBound.advanced(by: settings.plan.horizon)
      .advanced(by: settings.plan.step)
    return firing.firedAt <= last
      && (firing.resolvedAt.map { $0 > stretch.lowerBound } ?? true)
  }
}

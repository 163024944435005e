public import VaglioFindings

/// What a monitor reported, from its first event to its last: the ground of a report on a watch.
///
/// It grows with windows, looks and segments, never with rows. Beyond ``mostLooks`` looks of single segments
/// only those are kept at which an alert was not inactive.
public struct WatchHistory: Sendable {
  /// The most looks that are kept whatever they saw.
  public static let mostLooks = 500_000

  public private(set) var reports: [WindowReport] = []
  public private(set) var changes: [AlertChange] = []
  public private(set) var looks: [AlertLook] = []
  /// Looks that were left out because there were too many.
  public private(set) var droppedLooks = 0
  private(set) var windows: [JudgedWindow] = []

  public init() {}

  /// Takes out of a monitor what it has reported since it was last asked.
  public mutating func take(from monitor: inout Monitor) {
    reports += monitor.takeReports()
    changes += monitor.takeChanges()
    let (looks, windows) = monitor.takeHistory()
    self.windows += windows
    for look in looks {
      if self.looks.count < Self.mostLooks || look.phase != .inactive {
        self.looks.append(look)
      } else {
        droppedLooks += 1
      }
    }
  }

  /// The stretches of time in which alerts fired.
  public var intervals: [AlertInterval] { AlertInterval.intervals(of: changes) }

  /// Those that fire still.
  public var firing: [AlertInterval] { intervals.filter { $0.resolvedAt == nil } }

  /// From the start of the first window to the last look.
  public var span: ClosedRange<Instant>? {
    guard let first = reports.map(\.start).min() else { return nil }
    let last = reports.reduce(first) { max($0, $1.asOf) }
    return first...max(last, looks.last?.at ?? first)
  }

  /// What each alert of a monitor would have cost and caught, judged with all labels.
  public func accounts(of monitor: Monitor) -> [AlertAccount] {
    guard let span else { return [] }
    return Hindsight(
      settings: monitor.settings, shares: monitor.shares, budget: monitor.budget,
      windows: windows, intervals: intervals, span: span
    ).accounts()
  }

  /// How many alerts fire at the end, and how often one fired.
  public var counts: [Finding] {
    [("watch.firing", firing.count), ("watch.fired", intervals.count)].map { name, count in
      Finding(
        measure: name, subject: .model,
        estimate: Estimate(
          Double(count),
          Uncertainty(at: .ninetyFivePercent) { level in
            Interval(
              lower: Double(count), upper: Double(count), level: level, method: "counted")
          }), count: reports.filter { $0.slice == .all }.reduce(0) { $0 + $1.predictions })
    }
  }

  /// The contracts of ``counts``.
  public static let measures = [
    Measure(
      name: "watch.firing", title: "Alerts that fire at the end",
      definition: "How many alerts, by slice, are firing at the last look.", range: 0...(.infinity),
      direction: .lowerIsBetter),
    Measure(
      name: "watch.fired", title: "Alerts that fired",
      definition: "How often an alert, by slice, began to fire.", range: 0...(.infinity),
      direction: .lowerIsBetter),
  ]

  /// The metrics of the last window that is final, or if none is, of the last one that was reported.
  public var latest: [Finding] {
    let finals = reports.filter(\.isFinal)
    let candidates = finals.isEmpty ? reports : finals
    guard let last = candidates.map(\.start).max() else { return [] }
    return candidates.filter { $0.start == last }.flatMap(\.findings)
  }
}

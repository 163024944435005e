import Foundation
import Testing
import VaglioFindings

@testable import VaglioMonitoring

@Suite struct FalseAlarmBudgetTests {
  private let claims = [
    FalseAlarmBudget.Claim(name: "calibration", kind: .eProcess, watches: 20),
    FalseAlarmBudget.Claim(name: "loss", kind: .detector, watches: 10, weight: 2),
    FalseAlarmBudget.Claim(name: "auc", kind: .window, watches: 5),
  ]

  @Test func `the budget is shared out by weight`() throws {
    let budget = try FalseAlarmBudget(days: 90, rowsPerDay: 1000, looksPerDay: 1)
    let shares = try budget.shares(of: claims)
    // Shares ¼, ½, ¼. α = ¼/(1 + ¼) = 0.2; A = 90/½·1000·10 = 1.8e6; α = ¼/(90·1·5).
    #expect(shares.map(\.alarms) == [0.25, 0.5, 0.25])
    #expect(shares[0].threshold == 0.2)
    #expect(shares[1].threshold == 1_800_000)
    #expect(shares[2].threshold == 0.25 / 450)
  }

  @Test func `what is shared out sums to the budget`() throws {
    let budget = try FalseAlarmBudget(days: 30, rowsPerDay: 500, looksPerDay: 24)
    let shares = try budget.shares(of: claims)
    // α/(1 − α) for restarts; rows/A times detectors; α a look times looks and watches.
    let expected = shares.map { share in
      switch share.claim.kind {
      case .eProcess: share.threshold / (1 - share.threshold)
      case .detector: 30 * 500 / share.threshold * Double(share.claim.watches)
      case .window: 30 * 24 * share.threshold * Double(share.claim.watches)
      }
    }
    for (spent, share) in zip(expected, shares) {
      // Three roundings.
      #expect(abs(spent - share.alarms) <= 4 * share.alarms.ulp)
    }
  }

  @Test func `it prints as a table`() throws {
    let budget = try FalseAlarmBudget(days: 90, rowsPerDay: 1000, looksPerDay: 1)
    let lines = try budget.table(budget.shares(of: claims)).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[2].hasPrefix("loss"))
    #expect(lines[2].hasSuffix("A = 1800000"))
  }

  @Test func `budgets without meaning are refused`() throws {
    #expect(throws: MonitoringError.self) {
      try FalseAlarmBudget(days: 0, rowsPerDay: 1, looksPerDay: 1)
    }
    #expect(throws: MonitoringError.self) {
      try FalseAlarmBudget(days: 1, rowsPerDay: .infinity, looksPerDay: 1)
    }
    let budget = try FalseAlarmBudget(days: 1, rowsPerDay: 1, looksPerDay: 1)
    #expect(throws: MonitoringError.self) {
      try budget.shares(of: [.init(name: "a", kind: .window, watches: 1, weight: .nan)])
    }
  }

  /// Slow: a whole set-up on a stationary stream, 40 times the days of the budget.
  ///
  /// False alarms in D days are 1 on average at most, so in 40 periods at most 40 + 3·√40 = 59, were
  /// they independent with a Poisson law.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
  func `a whole set-up on a stationary stream keeps the budget`() throws {
    let (days, rowsPerDay, periods) = (30.0, 200, 40)
    let segments = try SegmentColumns([("group", ["a", "b", "c", "d", "e"])])
    let alerts = try AlertRules(
      parsing: """
        version: 1
        budget: {days: 30, rows-per-day: 200}
        alerts:
          - {name: calibration, watch: calibration, segments: [group]}
          - {name: loss, watch: loss, loss: brier_score, baseline: 0.1667, segments: [group]}
          - {name: residual, watch: loss, loss: residual, segments: [group]}
          - {name: error, watch: metric, metric: brier_score, at-most: 0.1667, segments: [group]}
        """)
    var alarms = 0
    for period in 0..<periods {
      var numbers = SeededNumbers(UInt64(1000 + period))
      var monitor = try Monitor(
        MonitorSettings(
          task: .binary(), plan: WindowPlan(width: .days(1), horizon: .zero),
          segments: segments, alerts: alerts))
      for id in 0..<Int(days) * rowsPerDay {
        let time = Instant(microseconds: 0).advanced(by: .days(Double(id) / Double(rowsPerDay)))
        let (score, group) = (numbers.uniform(), Int(numbers.word() % 5))
        // y is 1 with probability s: calibrated, and E[(s − y)²] = E[s(1 − s)] = 1/6.
        let label: Double = numbers.uniform() < score ? 1 : 0
        try monitor.add(
          .prediction(
            key: UInt64(id), at: time, score: score,
            in: segments.codes([["a", "b", "c", "d", "e"][group]])))
        try monitor.add(.label(key: UInt64(id), at: time, value: label))
      }
      try monitor.finish()
      alarms += monitor.changes.count { $0.phase == .firing }
    }
    print("\(alarms) false alarms in \(periods) periods of the budget")
    #expect(alarms <= 59)
  }
}

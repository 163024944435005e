import Glibc
import Testing
import VaglioFindings

@testable import VaglioMonitoring

/// Bad stretches in hindsight, and what alerts make of them.
@Suite struct HindsightTests {
  private static let start = Instant(microseconds: 1_767_225_600_000_000)

  private static func day(_ number: Double) -> Instant { start.advanced(by: .days(number)) }

  /// Days of 100 rows with standard deviation 1 around the given means.
  private static func windows(
    _ means: [Double], alert: String = "loss", slice: Slice = .all, noise: () -> Double = { 0 }
  ) -> [JudgedWindow] {
    means.enumerated().map { place, mean in
      let value = mean + 0.1 * noise()
      return JudgedWindow(
        alert: alert, slice: slice, start: day(Double(place)), end: day(Double(place + 1)),
        estimate: Estimate(
          value,
          Uncertainty(at: .ninetyFivePercent) { level in
            // The normal quantile of 97.5 %, for a standard error of 0.1.
            Interval(
              lower: value - 0.1959963984540054, upper: value + 0.1959963984540054, level: level,
              method: "normal")
          }), count: 100, predictions: 150)
    }
  }

  private func scan(_ lower: Double, _ upper: Double) -> HindsightScan {
    HindsightScan(lower: lower, upper: upper, level: .ninetyFivePercent)
  }

  @Test func `a stretch is found with its edges and its mean`() throws {
    var means = [Double](repeating: 0, count: 40)
    for day in 11..<20 { means[day] = 1 }
    let found = scan(-.infinity, 0.2).stretches([Self.windows(means)])
    #expect(found.map { $0.map(\.windows) } == [[11..<20]])
    let block = try #require(found.first?.first)
    #expect(block.mean == 1)
    // √(9·100²·0.1²)/900.
    #expect(abs(block.error - 0.1 / 3) < 1e-12)
    #expect(block.count == 900)
    let interval = try #require(block.estimate(at: .ninetyFivePercent).interval)
    #expect(abs(interval.upper - (1 + 0.1959963984540054 / 3)) < 1e-12)
  }

  @Test func `two stretches apart are two, and both sides count where both are bounded`() {
    var means = [Double](repeating: 0, count: 64)
    for day in 4..<9 { means[day] = 1 }
    for day in 40..<52 { means[day] = -1 }
    let series = [Self.windows(means)]
    #expect(scan(0, 0).stretches(series).map { $0.map(\.windows) } == [[4..<9, 40..<52]])
    #expect(scan(-.infinity, 0).stretches(series).map { $0.map(\.windows) } == [[4..<9]])
    #expect(scan(0, .infinity).stretches(series).map { $0.map(\.windows) } == [[40..<52]])
  }

  @Test func `a small shift that lasts is found where no single window tells`() {
    // Half a standard error for sixty days: z = 0.5·√60 = 3.9, no single window above 0.5.
    var means = [Double](repeating: 0, count: 120)
    for day in 60..<120 { means[day] = 0.08 }
    let found = scan(-.infinity, 0).stretches([Self.windows(means)])
    #expect(found.map { $0.map(\.windows) } == [[60..<120]])
    #expect(
      scan(-.infinity, 0).stretches([Self.windows(Array(means[55..<70]))]).first?.isEmpty == true)
  }

  /// 400 histories of five segments and 60 days in which the mean lies on the bound: a stretch in at most
  /// 5 % of them, and three standard errors, √(0.05·0.95/400) each.
  @Test func `a history without change seldom shows a stretch`() {
    var numbers = SeededNumbers(17)
    var falsely = 0
    for _ in 0..<400 {
      let series = (0..<5).map { _ in
        Self.windows([Double](repeating: 0, count: 60), noise: { numbers.normal() })
      }
      if !scan(0, 0).stretches(series).allSatisfy(\.isEmpty) { falsely += 1 }
    }
    #expect(Double(falsely) / 400 <= 0.05 + 3 * (0.05 * 0.95 / 400).squareRoot())
  }

  @Test func `windows without values, and of few rows, say nothing`() {
    let empty = JudgedWindow(
      alert: "loss", slice: .all, start: Self.day(0), end: Self.day(1),
      estimate: .undefined(Undefined("no rows")), count: 0, predictions: 3)
    #expect(scan(0, 0).stretches([[empty]]).map(\.count) == [0])
    #expect(scan(0, 0).stretches([[]]).map(\.count) == [0])
    #expect(scan(0, 0).stretches([]).isEmpty)
  }

  private func hindsight(
    _ windows: [JudgedWindow], _ intervals: [AlertInterval], days: Double
  ) throws -> [AlertAccount] {
    let rules = try AlertRules(
      parsing: """
        version: 1
        budget: {days: 90, rows-per-day: 100}
        alerts:
          - {name: loss, watch: loss, loss: brier_score, baseline: 0.15, tolerance: 0.05}
          - {name: drift, watch: measure, measure: income.psi, at-most: 0.2}
        """)
    let settings = MonitorSettings(
      task: try .binary(), plan: try WindowPlan(width: .days(1), horizon: .days(2)), alerts: rules)
    let monitor = try Monitor(settings)
    return Hindsight(
      settings: settings, shares: monitor.shares, budget: monitor.budget, windows: windows,
      intervals: intervals, span: Self.day(0)...Self.day(days)
    ).accounts()
  }

  private func firing(_ from: Double, _ to: Double?) -> AlertInterval {
    AlertInterval.intervals(
      of: [
        AlertChange(
          at: Self.day(from), alert: "loss", slice: .all, phase: .firing, explanation: nil)
      ]
        + (to.map {
          [
            AlertChange(
              at: Self.day($0), alert: "loss", slice: .all, phase: .resolved, explanation: nil)
          ]
        } ?? []))[0]
  }

  @Test func `caught, missed and unexplained are told apart`() throws {
    var means = [Double](repeating: 0.1, count: 90)
    for day in 10..<20 { means[day] = 1.1 }
    for day in 60..<70 { means[day] = 1.1 }
    let accounts = try hindsight(
      Self.windows(means), [firing(14, 21), firing(40, 42), firing(89.5, nil)], days: 91)
    let loss = try #require(accounts.first)
    #expect(loss.fired == 3)
    // 7 + 2 + 1.5 days.
    #expect(loss.firing == .days(10.5))
    // Half of the budget of one alarm in 90 days, over 91 days.
    #expect(abs(loss.allowed - 0.5 * 91 / 90) < 1e-12)
    let stretches = try #require(loss.stretches)
    #expect(stretches.map(\.start) == [Self.day(10), Self.day(60)])
    #expect(stretches.map(\.end) == [Self.day(20), Self.day(70)])
    #expect(stretches.map(\.firedAt) == [Self.day(14), nil])
    #expect(loss.caught.count == 1)
    #expect(loss.delay == .days(4))
    // Four days of 150 predictions before the alarm, ten in the stretch that was missed.
    #expect(stretches.map(\.exposed) == [600, 1500])
    #expect(loss.exposed == 2100)
    // The firing of day 40 touches nothing; that of day 89.5 is followed by no final window.
    #expect(loss.unexplained == 2)
    let drift = try #require(accounts.last)
    #expect(drift.stretches == nil && drift.unexplained == nil && drift.exposed == nil)
  }

  @Test func `a firing whose windows are not final yet is not judged`() throws {
    let accounts = try hindsight(
      Self.windows([Double](repeating: 0.1, count: 30)), [firing(31, nil)], days: 40)
    #expect(accounts.first?.unexplained == 0)
  }

  @Test func `an alert while the last labels come catches a stretch`() throws {
    var means = [Double](repeating: 0.1, count: 40)
    for day in 20..<30 { means[day] = 1.1 }
    // The horizon is two days, the step one.
    let late = try hindsight(Self.windows(means), [firing(33, nil)], days: 40)
    #expect(late.first?.caught.count == 1)
    #expect(late.first?.exposed == 1500)
    let tooLate = try hindsight(Self.windows(means), [firing(33.5, nil)], days: 40)
    #expect(tooLate.first?.caught.isEmpty == true)
    #expect(tooLate.first?.unexplained == 1)
  }
}

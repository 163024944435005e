import Testing
import VaglioFindings
import VaglioGates

@testable import VaglioMonitoring

@Suite struct AlertRulesTests {
  private func refusal(_ alerts: String) -> String {
    let error = #expect(throws: PolicyError.self) {
      try AlertRules(
        parsing: "version: 1\nbudget: {days: 90, rows-per-day: 100}\nalerts:\n" + alerts)
    }
    return error.map(String.init(describing:)) ?? ""
  }

  @Test func `all that a rule may say is read`() throws {
    let rules = try AlertRules(
      parsing: """
        version: 1
        budget: {days: 90, rows-per-day: 10000}
        alerts:
          - name: loss
            watch: loss
            loss: zero_one_loss
            threshold: 0.3
            baseline: 0.11
            tolerance: 0.01
            segments: [region, sex]
            for: 1d12h
            keep-firing-for: 6h
            absent: fire
            severity: page
            labels: {team: credit}
            weight: 2
          - {name: miles, watch: loss, loss: absolute_error, cap: 10, baseline: 2}
          - {name: psi, watch: measure, measure: income.psi, at-most: 0.2}
        """)
    #expect(rules.days == 90)
    #expect(rules.rowsPerDay == 10_000)
    let rule = rules.rules[0]
    #expect(rule.watch == .loss(.zeroOne(threshold: 0.3), baseline: 0.11, tolerance: 0.01))
    #expect(rule.segments == ["region", "sex"])
    #expect(rule.hold == .hours(36))
    #expect(rule.keepFiring == .hours(6))
    #expect(rule.absent == .fire)
    #expect(rule.severity == "page")
    #expect(rule.labels == ["team": "credit"])
    #expect(rule.weight == 2)
    #expect(rules.rules[1].watch == .loss(.absoluteError(cap: 10), baseline: 2, tolerance: 0))
    #expect(rules.rules[2].watch == .measure("income.psi", .atMost(0.2)))
  }

  @Test(arguments: [
    ("  - {name: a, wach: calibration}", "did you mean \"watch\"?"),
    ("  - {name: a, watch: calibraton}", "did you mean \"calibration\"?"),
    (
      "  - {name: a, watch: calibration, metric: roc_auc}",
      "\"metric\" does not belong to an alert that watches calibration"
    ),
    ("  - {name: a, watch: metric, metric: roc_auc}", "one of at-least and at-most"),
    (
      "  - {name: a, watch: metric, metric: roc_auc, at-least: 1, at-most: 2}",
      "one of at-least and at-most"
    ),
    ("  - {name: a, watch: loss, loss: brier_score}", "\"baseline\" is missing"),
    ("  - {name: a, watch: loss, loss: absolute_error, baseline: 1}", "\"cap\" is missing"),
    ("  - {name: a, watch: calibration, for: 1y}", "a length of time"),
    ("  - {name: a, watch: calibration, for: 99999999999999999w}", "a length of time"),
    ("  - {name: a, watch: calibration, weight: 0}", "a number above zero"),
    ("  - {name: a, watch: calibration}\n  - {name: a, watch: calibration}", "two alerts"),
    ("  - {name: a, watch: calibration, labels: [x]}", "a mapping such as"),
  ])
  func `rules that make no sense are refused`(text: String, reason: String) {
    #expect(refusal(text).contains(reason))
  }

  private func setUp(_ alert: String, _ task: MonitoredTask) throws -> Monitor {
    try Monitor(
      MonitorSettings(
        task: task, plan: WindowPlan(width: .days(1), horizon: .zero),
        segments: SegmentColumns([("region", ["a"])]),
        alerts: AlertRules(
          parsing: "version: 1\nbudget: {days: 9, rows-per-day: 9}\nalerts:\n  - \(alert)")))
  }

  @Test(arguments: [
    ("{name: a, watch: calibration, segments: [regio]}", "did you mean \"region\"?"),
    ("{name: a, watch: metric, metric: roc_aux, at-least: 0.5}", "roc_aux"),
    ("{name: a, watch: loss, loss: squared_error, cap: 1, baseline: 0.5}", "one for classes"),
    ("{name: a, watch: loss, loss: brier_score, baseline: 1.5}", "strictly within"),
  ])
  func `a rule that does not fit the stream is refused`(alert: String, reason: String) throws {
    let task = try MonitoredTask.binary()
    let error = #expect(throws: MonitoringError.self) { try setUp(alert, task) }
    #expect("\(error.map(String.init(describing:)) ?? "")".contains(reason))
  }

  @Test func `calibration of scores that are no probabilities is refused`() throws {
    let task = try MonitoredTask.binary(probabilities: false)
    #expect(throws: MonitoringError.self) {
      try setUp("{name: a, watch: calibration}", task)
    }
    #expect(task.metricNames.contains("brier_score") == false)
  }
}

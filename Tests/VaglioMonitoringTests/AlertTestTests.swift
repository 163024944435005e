import Testing
import VaglioGates

@testable import VaglioMonitoring

@Suite struct AlertTestTests {
  private let rules = """
    version: 1
    budget: {days: 90, rows-per-day: 10000}
    alerts:
      - {name: auc, watch: metric, metric: roc_auc, at-least: 0.70, for: 2d, keep-firing-for: 1d}
      - {name: calibration, watch: calibration, segments: [region]}
    """

  private func tests(phase: String) throws -> AlertTest {
    try AlertTest(
      parsing: """
        alerts: alerts.yaml
        cases:
          - name: a bad week pages
            step: 1d
            series:
              - alert: auc
                values: "0.75x3 0.65x4 _x2 0.75x2"
                lower: "0.74x3 0.6x4 _x2 0.74x2"
                upper: "0.76x3 0.69x4 _x2 0.76x2"
              - {alert: calibration, slice: region=3, evidence: "0.2 0.9 1.3 0.1"}
            expect:
              - {at: 2d, alert: auc, phase: inactive}
              - {at: 4d, alert: auc, phase: pending}
              - {at: 5d, alert: auc, phase: \(phase)}
              - {at: 8d, alert: auc, phase: firing}
              - {at: 9d, alert: auc, phase: firing}
              - {at: 10d, alert: auc, phase: resolved}
              - {at: 1d, alert: calibration, slice: region=3, phase: inactive}
              - {at: 2d, alert: calibration, slice: region=3, phase: firing}
              - {at: 3d, alert: calibration, slice: region=3, phase: resolved}
        """)
  }

  @Test func `expected phases pass`() throws {
    let test = try tests(phase: "firing")
    #expect(test.alertsFile == "alerts.yaml")
    #expect(try test.failures(of: AlertRules(parsing: rules)) == [])
  }

  @Test func `a wrong expectation is told in words`() throws {
    let failures = try tests(phase: "resolved").failures(of: AlertRules(parsing: rules))
    #expect(
      failures == [
        "a bad week pages, tests, line 14, column 9: at 5d \"auc\" should be resolved, and is firing"
      ])
  }

  @Test func `a bound on the right side of a broken value raises nothing`() throws {
    let test = try AlertTest(
      parsing: """
        alerts: a
        cases:
          - name: unsure
            step: 1d
            series: [{alert: auc, values: "0.65x9", upper: "0.71x9"}]
            expect: [{at: 8d, alert: auc, phase: inactive}]
        """)
    #expect(try test.failures(of: AlertRules(parsing: rules)) == [])
  }

  @Test func `series that do not reach, or are missing, fail`() throws {
    let test = try AlertTest(
      parsing: """
        alerts: a
        cases:
          - name: short
            step: 1d
            series: [{alert: auc, values: "0.65"}, {alert: none, values: "1"}]
            expect:
              - {at: 8d, alert: auc, phase: firing}
              - {at: 0, alert: calibration, phase: inactive}
        """)
    let failures = try test.failures(of: AlertRules(parsing: rules))
    #expect(failures.count == 3)
    #expect(failures[0].contains("there is no alert \"none\""))
    #expect(failures[1].contains("ends at 0s, before 8d"))
    #expect(failures[2].contains("no series feeds \"calibration\""))
  }

  @Test(arguments: [
    (
      "alerts: a\ncases: [{name: n, step: 1d, series: [{alert: a, values: \"1y3\"}], expect: []}]",
      "numbers such as"
    ),
    ("alerts: a\ncases: [{name: n, step: 0, series: [], expect: []}]", "longer than 0"),
    ("alerts: a\ncases: [{name: n, stepp: 1d}]", "did you mean \"step\"?"),
    (
      "alerts: a\ncases: [{name: n, step: 1d, series: [{alert: a, values: \"1x999999999\"}]}]",
      "numbers such as"
    ),
    (
      "alerts: a\ncases: [{name: n, step: 1d, series: [{alert: a, values: \"1\", lower: \"2\"}]}]",
      "lies above the upper"
    ),
  ])
  func `tests that make no sense are refused`(text: String, reason: String) {
    let error = #expect(throws: PolicyError.self) { try AlertTest(parsing: text) }
    #expect("\(error.map(String.init(describing:)) ?? "")".contains(reason))
  }
}

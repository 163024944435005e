import Testing
import VaglioFindings
import VaglioGates

struct PolicyTests {
  @Test func `the policy of the documentation is read in full`() throws {
    let policy = try Policy(
      parsing: """
        version: 1
        confidence: 0.9
        multiplicity: holm            # over the gates of one kind
        on-inconclusive: fail
        gates:
          - at-least: {metric: roc_auc, value: 0.75}
          - no-worse: {metric: recall, margin: 0.03, slices: [sex, sex*race]}
          - parity:   {metric: selection_rate, slice: sex, ratio-at-least: 0.8}
          - calibrated: {maximum: 0.02}
          - no-drift: {measure: population_stability_index, at-most: 0.2}
          - additivity: {at-most: 1e-6}
        """)
    #expect(policy.confidence.fraction == 0.9)
    #expect(policy.multiplicity == .holm)
    #expect(policy.onInconclusive == .fail)
    #expect(
      policy.gates.map(\.kind)
        == ["at-least", "no-worse", "parity", "calibrated", "no-drift", "additivity"])
    #expect(policy.gates[1].place == TextPlace(file: "policy", line: 7, column: 5))
    #expect(policy.metrics == ["roc_auc", "recall", "selection_rate", "miscalibration"])
    #expect(policy.sliceColumns.map(\.columns) == [["sex"], ["sex", "race"]])
    #expect(
      policy.requirements.map(\.measure) == [
        "roc_auc", "recall", "recall", "selection_rate.ratio", "miscalibration",
        "population_stability_index", "additivity_residual",
      ])
  }

  @Test func `what is left out has its default`() throws {
    let policy = try Sample.policy(["calibrated: {maximum: 0}"])
    #expect(policy.confidence == .ninetyFivePercent)
    #expect(policy.multiplicity == .none)
    #expect(policy.onInconclusive == .report)
  }

  @Test func `JSON is read as well, tabs and escapes included`() throws {
    let policy = try Policy(
      parsing: "{\n\t\"version\": 1,\n\t\"gates\": [\n\t\t{\"at-least\": {\"metric\": "
        + "\"precision[class=2]\", \"value\": 5e-1, \"slices\": [\"caf\\u00e9\"]}}\n\t]\n}\n")
    #expect(policy.metrics == ["precision[class=2]"])
    #expect(policy.sliceColumns.map(\.description) == ["café"])
  }

  @Test func `columns that look like truth values or numbers stay text`() throws {
    let policy = try Sample.policy([
      "at-least: {metric: recall, value: 0, slices: [no, yes, 1.0, null, 0x10, 2020-01-01]}"
    ])
    #expect(
      policy.sliceColumns.map(\.description) == ["no", "yes", "1.0", "null", "0x10", "2020-01-01"])
  }

  @Test func `one column may stand without brackets`() throws {
    let policy = try Sample.policy(["at-least: {metric: recall, value: 0, slices: sex * race}"])
    #expect(policy.sliceColumns.map(\.columns) == [["sex", "race"]])
  }

  @Test func `checking against the known metrics names the nearest`() throws {
    let policy = try Sample.policy([
      "at-least: {metric: \"precision[class=2]\", value: 0.5}",
      "at-least: {metric: rok_auc, value: 0.5}",
    ])
    let error = #expect(throws: PolicyError.self) {
      try policy.check(measures: Sample.measures)
    }
    #expect(
      error?.description
        == "policy, line 5, column 5: there is no metric \"rok_auc\"; did you mean \"roc_auc\"?")
    #expect(error?.key == "metric")
    #expect(error?.nearest == "roc_auc")
  }

  @Test(arguments: [
    (
      "at-least: {metric: roc_auc, value: 75}",
      "at-least: roc_auc is never above 1, so it can't be at least 75"
    ),
    (
      "at-most: {metric: log_loss, value: -1}",
      "at-most: log_loss is never below 0, so it can't be at most −1"
    ),
    (
      "no-worse: {metric: selection_rate, margin: 0}",
      "no-worse: selection_rate describes and is neither better nor worse when higher; use equivalent"
    ),
    (
      "mlflow-threshold: {metric: log_loss, threshold: 1, greater_is_better: true}",
      "mlflow-threshold: greater_is_better is true, but log_loss is better when lower"
    ),
  ])
  func `checking refuses gates that make no sense for their metric`(
    gate: String, reason: String
  ) throws {
    let policy = try Sample.policy([gate])
    let error = #expect(throws: PolicyError.self) {
      try policy.check(measures: Sample.measures)
    }
    #expect(error?.reason == reason)
  }

  @Test func `checking accepts what can be judged`() throws {
    let policy = try Sample.policy([
      "at-least: {metric: roc_auc, value: 1}", "equivalent: {metric: bias, margin: 1}",
      "better: {metric: log_loss}", "calibrated: {maximum: 0.1}",
    ])
    try policy.check(measures: Sample.measures)
  }
}

import Testing
import VaglioFindings
import VaglioGates

/// `calibrated`, `no-drift`, `additivity` and `mlflow-threshold`.
struct OtherRuleTests {
  @Test func `calibrated judges the miscalibration component`() throws {
    let gate = "calibrated: {maximum: 0.02}"
    func judged(_ value: Double) throws -> Judgement {
      try Sample.judgement(
        gate,
        on: Sample.finding("miscalibration", .candidate, value, value - 0.005, value + 0.005))
    }
    #expect(try judged(0.01).ruling == .pass)
    #expect(
      try judged(0.01).because
        == "miscalibration is 0.010 [0.005, 0.015], at most the allowed 0.02")
    #expect(try judged(0.03).ruling == .fail)
    #expect(try judged(0.02).ruling == .inconclusive)
    let absent = try Sample.judgement(gate)
    #expect(absent.ruling == .notEvaluated)
    #expect(
      absent.because == "the record has no miscalibration of the candidate; it is computed for "
        + "binary classification with probabilities as scores")
  }

  @Test func `additivity judges the residual, and names the command that computes it`() throws {
    let gate = "additivity: {at-most: 1e-6}"
    func judged(_ value: Double) throws -> Judgement {
      try Sample.judgement(
        gate, on: Sample.finding("additivity_residual", .candidate, value, value, value))
    }
    #expect(try judged(1e-9).ruling == .pass)
    #expect(
      try judged(1e-5).because == "additivity_residual is 0.00001000 [0.00001000, 0.00001000], "
        + "above the allowed 0.000001")
    #expect(try judged(1e-5).ruling == .fail)
    let open = Sample.finding("additivity_residual", .candidate, 1e-6, 0, 1e-5)
    #expect(try Sample.judgement(gate, on: open).ruling == .inconclusive)
    let absent = try Sample.judgement(gate)
    #expect(absent.ruling == .notEvaluated)
    #expect(
      absent.because == "the record has no additivity_residual finding; run vaglio explain")
  }

  @Test func `no-drift judges every column that the record has, or those asked for`() throws {
    let name = "population_stability_index"
    let findings = [
      Sample.finding("\(name)[column=age]", .candidate, 0.05, 0.01, 0.1),
      Sample.finding("\(name)[column=pay]", .candidate, 0.5, 0.4, 0.6),
      Sample.finding("\(name)[column=sex]", .candidate, 0.2, 0.1, 0.3),
      Sample.finding("hellinger[column=age]", .candidate, 0.9, 0.8, 1.0),
    ]
    let all = try Sample.verdict("no-drift: {measure: \(name), at-most: 0.2}", on: findings)
    #expect(all.judgements.map(\.ruling) == [.pass, .fail, .inconclusive])
    #expect(all.judgements.map(\.metric) == findings.prefix(3).map(\.measure))
    let some = try Sample.verdict(
      "no-drift: {measure: \(name), at-most: 0.2, columns: [age, no]}", on: findings)
    #expect(some.judgements.map(\.ruling) == [.pass, .notEvaluated])
    #expect(
      some.judgements[1].because
        == "the record has no \(name)[column=no] finding; run vaglio drift")
    #expect(
      try Sample.judgement("no-drift: {measure: \(name), at-most: 0.2}").because
        == "the record has no \(name) finding; run vaglio drift")
  }

  @Test func `mlflow-threshold judges each condition as a claim`() throws {
    let verdict = try Sample.verdict(
      "mlflow-threshold: {metric: roc_auc, threshold: 0.75, min_absolute_change: 0.01, "
        + "min_relative_change: 0.05, greater_is_better: true}",
      on: [
        Sample.finding("roc_auc", .candidate, 0.82, 0.80, 0.84),
        Sample.finding("roc_auc", .production, 0.80, 0.78, 0.82),
        Sample.finding("roc_auc", .difference, 0.02, 0.01, 0.03),
      ])
    #expect(verdict.judgements.map(\.ruling) == [.pass, .pass, .fail])
    #expect(verdict.judgements.map(\.findings) == [[0], [2], [2, 1]])
    #expect(verdict.judgements[2].thresholds == [0.05 * 0.8])
    #expect(
      verdict.judgements.map(\.because) == [
        "roc_auc is 0.820 [0.800, 0.840], at least the required 0.75",
        "roc_auc rose by 0.020 [+0.010, +0.030], so a rise of the required 0.01 is shown",
        "roc_auc rose by 0.020 [+0.010, +0.030], so a rise of the required 0.04 "
          + "(0.05 of production's value) is ruled out",
      ])
  }

  @Test func `mlflow-threshold turns around where lower is better`() throws {
    let verdict = try Sample.verdict(
      "mlflow-threshold: {metric: log_loss, threshold: 0.5, min_absolute_change: 0.01, "
        + "greater_is_better: false}",
      on: [
        Sample.finding("log_loss", .candidate, 0.52, 0.48, 0.56),
        Sample.finding("log_loss", .difference, -0.02, -0.03, -0.01),
      ])
    #expect(verdict.judgements.map(\.ruling) == [.inconclusive, .pass])
  }

  @Test func `over a production of zero MLflow asks for more than nothing`() throws {
    func ruling(_ value: Double) throws -> Ruling? {
      try Sample.verdict(
        "mlflow-threshold: {metric: recall, min_relative_change: 0.1, greater_is_better: true}",
        on: [
          Sample.finding("recall", .production, 0, 0, 0),
          Sample.finding("recall", .difference, value, value, value),
        ]
      ).judgements.first?.ruling
    }
    #expect(try ruling(0) == .fail)
    #expect(try ruling(1e-10) == .fail)
    #expect(try ruling(2e-10) == .pass)
  }

  @Test func `mlflow-threshold without its findings, or against the direction, is not evaluated`()
    throws
  {
    let absent = try Sample.judgement(
      "mlflow-threshold: {metric: recall, min_relative_change: 0.1, greater_is_better: true}",
      on: Sample.finding("recall", .candidate, 1, 1, 1))
    #expect(absent.ruling == .notEvaluated)
    #expect(
      absent.because == "the record has no recall of production; run the analysis again with "
        + "--metric recall")
    let turned = try Sample.judgement(
      "mlflow-threshold: {metric: recall, threshold: 0.1, greater_is_better: false}",
      on: Sample.finding("recall", .candidate, 1, 1, 1))
    #expect(turned.because == "greater_is_better is false, but recall is better when higher")
  }
}

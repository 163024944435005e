import Testing
import VaglioFindings
import VaglioGates

/// `no-worse`, `better` and `equivalent`.
struct ComparisonRuleTests {
  private func auc(_ value: Double, _ lower: Double, _ upper: Double) -> Finding {
    Sample.finding("roc_auc", .difference, value, lower, upper)
  }

  private func loss(_ value: Double, _ lower: Double, _ upper: Double) -> Finding {
    Sample.finding("log_loss", .difference, value, lower, upper)
  }

  @Test func `no-worse passes, fails and stays open where higher is better`() throws {
    let gate = "no-worse: {metric: roc_auc, margin: 0.005}"
    let pass = try Sample.judgement(gate, on: auc(0.004, -0.002, 0.010))
    #expect(pass.ruling == .pass)
    #expect(pass.thresholds == [-0.005])
    #expect(
      pass.because == "roc_auc rose by 0.004 [−0.002, +0.010], so a fall of more than the "
        + "tolerated 0.005 is ruled out")
    let fail = try Sample.judgement(gate, on: auc(-0.012, -0.019, -0.0051))
    #expect(fail.ruling == .fail)
    #expect(
      fail.because
        == "roc_auc fell by 0.0120 [−0.0190, −0.0051], more than the tolerated 0.005")
    let open = try Sample.judgement(gate, on: auc(-0.004, -0.010, 0.002))
    #expect(open.ruling == .inconclusive)
    #expect(
      open.because.hasPrefix(
        "roc_auc fell by 0.004 [−0.010, +0.002], so a fall of more than the tolerated 0.005 can't "
          + "be ruled out; about "))
  }

  @Test func `no-worse passes when the lower bound is exactly minus the margin`() throws {
    let gate = "no-worse: {metric: roc_auc, margin: 0.005}"
    #expect(try Sample.judgement(gate, on: auc(0, -0.005, 0.005)).ruling == .pass)
    #expect(try Sample.judgement(gate, on: auc(-0.01, -0.015, -0.005)).ruling == .inconclusive)
  }

  @Test func `no-worse turns around where lower is better`() throws {
    let gate = "no-worse: {metric: log_loss, margin: 0.01}"
    let pass = try Sample.judgement(gate, on: loss(0.004, -0.002, 0.010))
    #expect(pass.ruling == .pass)
    #expect(pass.thresholds == [0.01])
    let fail = try Sample.judgement(gate, on: loss(0.020, 0.012, 0.028))
    #expect(fail.ruling == .fail)
    #expect(
      fail.because == "log_loss rose by 0.020 [+0.012, +0.028], more than the tolerated 0.01")
    #expect(try Sample.judgement(gate, on: loss(0.01, 0.005, 0.015)).ruling == .inconclusive)
  }

  @Test func `identical models pass no-worse and equivalent with margin zero, but aren't better`()
    throws
  {
    let same = auc(0, 0, 0)
    let noWorse = try Sample.judgement("no-worse: {metric: roc_auc, margin: 0}", on: same)
    #expect(noWorse.ruling == .pass)
    #expect(noWorse.because == "roc_auc did not change: 0 [0, 0], so a fall is ruled out")
    let equivalent = try Sample.judgement("equivalent: {metric: roc_auc, margin: 0}", on: same)
    #expect(equivalent.ruling == .pass)
    #expect(equivalent.because == "roc_auc did not change: 0 [0, 0], so a change is ruled out")
    let better = try Sample.judgement("better: {metric: roc_auc}", on: same)
    #expect(better.ruling == .fail)
    #expect(better.because == "roc_auc did not change: 0 [0, 0], so a rise is ruled out")
  }

  @Test func `better is strict`() throws {
    let gate = "better: {metric: roc_auc, by: 0.01}"
    #expect(try Sample.judgement(gate, on: auc(0.02, 0.01, 0.03)).ruling == .inconclusive)
    #expect(try Sample.judgement(gate, on: auc(0.00, -0.01, 0.01)).ruling == .fail)
    let pass = try Sample.judgement(gate, on: auc(0.03, 0.02, 0.04))
    #expect(pass.ruling == .pass)
    #expect(
      pass.because == "roc_auc rose by 0.030 [+0.020, +0.040], so a rise of more than the required "
        + "0.01 is shown")
  }

  @Test func `better turns around where lower is better`() throws {
    let gate = "better: {metric: log_loss, by: 0.0}"
    let pass = try Sample.judgement(gate, on: loss(-0.02, -0.03, -0.01))
    #expect(pass.ruling == .pass)
    #expect(pass.because == "log_loss fell by 0.020 [−0.030, −0.010], so a fall is shown")
    #expect(try Sample.judgement(gate, on: loss(0.02, 0.01, 0.03)).ruling == .fail)
    #expect(try Sample.judgement(gate, on: loss(0.0, -0.01, 0.01)).ruling == .inconclusive)
  }

  @Test func `equivalent looks at both sides`() throws {
    let gate = "equivalent: {metric: selection_rate, margin: 0.02}"
    func difference(_ value: Double, _ lower: Double, _ upper: Double) -> Finding {
      Sample.finding("selection_rate", .difference, value, lower, upper)
    }
    let pass = try Sample.judgement(gate, on: difference(0.005, -0.01, 0.02))
    #expect(pass.ruling == .pass)
    #expect(pass.thresholds == [-0.02, 0.02])
    #expect(try Sample.judgement(gate, on: difference(-0.05, -0.06, -0.04)).ruling == .fail)
    let fail = try Sample.judgement(gate, on: difference(0.05, 0.04, 0.06))
    #expect(
      fail.because
        == "selection_rate rose by 0.050 [+0.040, +0.060], more than the tolerated 0.02")
    // Both ends have to be cleared: h/g is 0.03/0.03 to the left and 0.03/0.01 to the right;
    // (3·1.429410)² = 18.38892, so 17,389 further rows.
    let open = try Sample.judgement(gate, on: difference(0.01, -0.02, 0.04))
    #expect(open.ruling == .inconclusive)
    #expect(open.furtherRows == 17_389)
  }

  @Test func `what has no better side is refused, with another rule`() throws {
    let neutral = try Sample.judgement(
      "no-worse: {metric: selection_rate, margin: 0.01}",
      on: Sample.finding("selection_rate", .difference, 0, 0, 0))
    #expect(neutral.ruling == .notEvaluated)
    #expect(
      neutral.because
        == "selection_rate describes and is neither better nor worse when higher; use equivalent")
    let near = try Sample.judgement(
      "better: {metric: bias}", on: Sample.finding("bias", .difference, 1, 1, 1))
    #expect(
      near.because == "bias is best at 0 and worse on both sides, so a difference doesn't tell "
        + "which model is better; use equivalent, or at-least and at-most")
    let unknown = try Sample.judgement(
      "better: {metric: fame}", on: Sample.finding("fame", .difference, 1, 1, 1))
    #expect(
      unknown.because
        == "it is not known which way fame is better, as it is no known metric")
  }

  @Test func `a record of one model has nothing to compare`() throws {
    let judged = try Sample.judgement(
      "no-worse: {metric: roc_auc, margin: 0.01}", on: Sample.finding("roc_auc", .model, 1, 1, 1))
    #expect(judged.ruling == .notEvaluated)
    #expect(judged.because == "the record compares no two models; run vaglio compare")
    let other = try Sample.judgement(
      "equivalent: {metric: recall, margin: 0.01}", on: auc(0, 0, 0))
    #expect(
      other.because
        == "the record has no difference in recall; run the analysis again with --metric recall")
  }

  @Test func `slices of a difference are judged one by one`() throws {
    let verdict = try Sample.verdict(
      "no-worse: {metric: recall, margin: 0.03, slices: [sex]}",
      on: [
        Sample.finding("recall", .difference, on: "sex=F", 0, -0.02, 0.02),
        Sample.finding("recall", .difference, on: "sex=M", -0.1, -0.12, -0.08),
        Sample.undefined("recall", .difference, on: "sex=X", "no row is positive"),
      ])
    #expect(verdict.judgements.map(\.ruling) == [.pass, .fail, .notEvaluated])
    #expect(verdict.judgements[2].because == "recall on sex=X is undefined: no row is positive")
    #expect(verdict.ruling == .fail)
  }
}

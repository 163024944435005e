import Testing
import VaglioFindings
import VaglioGates

/// `at-least` and `at-most`.
struct LevelRuleTests {
  private let gate = "at-least: {metric: roc_auc, value: 0.75}"

  @Test func `at-least passes when the whole interval is at or above the value`() throws {
    let judged = try Sample.judgement(
      gate, on: Sample.finding("roc_auc", .candidate, 0.778, 0.770, 0.786))
    #expect(judged.ruling == .pass)
    #expect(judged.because == "roc_auc is 0.778 [0.770, 0.786], at least the required 0.75")
    #expect(judged.thresholds == [0.75])
    #expect(judged.level == 0.95)
    #expect(judged.findings == [0])
    #expect(judged.furtherRows == nil)
  }

  @Test func `a bound that lies exactly on the value passes`() throws {
    let judged = try Sample.judgement(
      gate, on: Sample.finding("roc_auc", .candidate, 0.76, 0.75, 0.77))
    #expect(judged.ruling == .pass)
    #expect(
      try Sample.judgement(gate, on: Sample.finding("roc_auc", .candidate, 0.74, 0.73, 0.75))
        .ruling == .inconclusive)
  }

  @Test func `at-least fails when the whole interval is below`() throws {
    let judged = try Sample.judgement(
      gate, on: Sample.finding("roc_auc", .candidate, 0.70, 0.66, 0.74))
    #expect(judged.ruling == .fail)
    #expect(judged.because == "roc_auc is 0.700 [0.660, 0.740], below the required 0.75")
  }

  @Test func `at-least is inconclusive when the interval spans the value`() throws {
    // h/g = 0.04/0.02 = 2, 1 + 0.8416/1.9600 = 1.42941; (2·1.42941)² = 8.17286; −1, ·1000.
    let judged = try Sample.judgement(
      gate, on: Sample.finding("roc_auc", .candidate, 0.77, 0.73, 0.81))
    #expect(judged.ruling == .inconclusive)
    #expect(judged.furtherRows == 7173)
    #expect(
      judged.because == "roc_auc is 0.770 [0.730, 0.810], so whether it is at least the required "
        + "0.75 stays open; about 7,200 further labelled rows would be expected to settle it")
  }

  @Test func `at-most passes, fails and stays open on the other side`() throws {
    let gate = "at-most: {metric: log_loss, value: 0.45}"
    let pass = try Sample.judgement(
      gate, on: Sample.finding("log_loss", .candidate, 0.43, 0.41, 0.45))
    #expect(pass.ruling == .pass)
    #expect(pass.because == "log_loss is 0.430 [0.410, 0.450], at most the allowed 0.45")
    let fail = try Sample.judgement(
      gate, on: Sample.finding("log_loss", .candidate, 0.48, 0.46, 0.50))
    #expect(fail.ruling == .fail)
    #expect(fail.because == "log_loss is 0.480 [0.460, 0.500], above the allowed 0.45")
    let open = try Sample.judgement(
      gate, on: Sample.finding("log_loss", .candidate, 0.44, 0.42, 0.46))
    #expect(open.ruling == .inconclusive)
  }

  @Test func `an undefined or absent finding is not evaluated, with the reason`() throws {
    let undefined = try Sample.judgement(
      gate, on: Sample.undefined("roc_auc", .candidate, "all labels are 1"))
    #expect(undefined.ruling == .notEvaluated)
    #expect(undefined.because == "roc_auc is undefined: all labels are 1")
    let absent = try Sample.judgement(gate)
    #expect(absent.ruling == .notEvaluated)
    #expect(
      absent.because == "the record has no roc_auc of the candidate; run the analysis again with "
        + "--metric roc_auc")
    #expect(absent.thresholds.isEmpty)
  }

  @Test func `a value without an interval is never judged`() throws {
    let finding = Finding(
      measure: "roc_auc", subject: .candidate, estimate: Estimate(0.99), count: 10)
    let judged = try Sample.judgement(gate, on: finding)
    #expect(judged.ruling == .notEvaluated)
    #expect(
      judged.because == "roc_auc has a value but no interval, and a value of unknown uncertainty "
        + "never passes; judge a metric that has an interval")
  }

  @Test func `an interval of no width at the value passes`() throws {
    let judged = try Sample.judgement(
      "at-least: {metric: recall, value: 1}",
      on: Sample.finding("recall", .candidate, 1, 1, 1))
    #expect(judged.ruling == .pass)
    #expect(judged.because == "recall is 1.000 [1.000, 1.000], at least the required 1")
  }

  @Test func `a record of one model is judged by that model`() throws {
    let judged = try Sample.judgement(gate, on: Sample.finding("roc_auc", .model, 0.8, 0.78, 0.82))
    #expect(judged.ruling == .pass)
    #expect(judged.because.hasPrefix("roc_auc is 0.800"))
  }

  @Test func `a subject may be asked for`() throws {
    let judged = try Sample.judgement(
      "at-least: {metric: roc_auc, value: 0.75, subject: production}",
      on: Sample.finding("roc_auc", .candidate, 0.8, 0.78, 0.82),
      Sample.finding("roc_auc", .production, 0.7, 0.68, 0.72))
    #expect(judged.ruling == .fail)
    #expect(judged.findings == [1])
    #expect(
      judged.because == "roc_auc of production is 0.700 [0.680, 0.720], below the required 0.75")
  }

  @Test func `a gate over slices judges each slice that the record has, and no other`() throws {
    let verdict = try Sample.verdict(
      "at-least: {metric: recall, value: 0.5, slices: [sex, sex*race]}",
      on: [
        Sample.finding("recall", .candidate, 0.1, 0.05, 0.15),
        Sample.finding("recall", .candidate, on: "sex=no", 0.6, 0.55, 0.65),
        Sample.finding("recall", .candidate, on: "sex=1.0", 0.4, 0.35, 0.45),
        Sample.finding("recall", .candidate, on: "race=x", 0.4, 0.35, 0.45),
        Sample.finding("recall", .candidate, on: "sex=no,race=x", 0.5, 0.45, 0.55),
        Sample.finding("precision", .candidate, on: "sex=2", 0.5, 0.45, 0.55),
      ])
    #expect(
      verdict.judgements.map(\.slice.description) == [
        "sex=no", "sex=1.0", "sex=2", "sex=no,race=x",
      ])
    #expect(verdict.judgements.map(\.ruling) == [.pass, .fail, .notEvaluated, .inconclusive])
    #expect(verdict.judgements[1].because.hasPrefix("recall on sex=1.0 is 0.40 "))
    #expect(
      verdict.judgements[2].because == "the record has no recall of the candidate on sex=2; run "
        + "the analysis again with --metric recall")
    #expect(
      verdict.judgements[3].because.hasSuffix(
        "stays open; the estimate lies on the "
          + "threshold, so no number of further labelled rows of this slice is expected to settle it"
      ))
  }

  @Test func `a gate over slices that the record lacks is not evaluated`() throws {
    let judged = try Sample.judgement(
      "at-most: {metric: recall, value: 0.5, slices: [region]}",
      on: Sample.finding("recall", .candidate, 0.1, 0.05, 0.15))
    #expect(judged.ruling == .notEvaluated)
    #expect(
      judged.because
        == "the record has no slices by region; run the analysis again with --slice region")
  }

  @Test func `a metric with options is found in whatever order they are written`() throws {
    let judged = try Sample.judgement(
      "at-least: {metric: \"f_beta[beta=2, average=macro]\", value: 0.5}",
      on: Sample.finding("f_beta[average=macro,beta=2]", .candidate, 0.6, 0.55, 0.65))
    #expect(judged.ruling == .pass)
    #expect(judged.metric == "f_beta[average=macro,beta=2]")
  }
}

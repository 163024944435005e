public import VaglioFindings

/// What a gate says.
public enum Ruling: String, Hashable, Sendable, CaseIterable {
  /// The whole interval lies on the right side.
  case pass
  /// The whole interval lies on the wrong side.
  case fail
  /// The interval holds values on both sides.
  case inconclusive
  /// There was nothing to judge: the finding is absent or undefined. Never a pass.
  case notEvaluated = "not evaluated"
}

/// A gate's ruling with its grounds.
public struct Judgement: Hashable, Sendable {
  /// The word that a policy file uses for the rule: `no-worse`.
  public let rule: String
  /// The metric or measure that the rule reads; empty for rules that read none.
  public let metric: String
  /// The slice that was judged.
  public let slice: Slice
  public let ruling: Ruling
  /// One sentence with the numbers that decided.
  public let because: String
  /// The positions in the record of the findings that were read.
  public let findings: [Int]
  /// The bounds that the estimate is held against, in the estimate's own unit: one for one-sided
  /// rules, two for `equivalent`; empty where nothing was judged.
  public let thresholds: [Double]
  /// The two-sided confidence level that decided, after correction for multiplicity.
  public let level: Double
  /// How many further labelled rows would be expected to settle an inconclusive ruling, if the
  /// estimate stayed where it is; absent where the ruling is settled, or no number would.
  public let furtherRows: Int?

  /// A ruling with its grounds.
  public init(
    rule: String, metric: String, slice: Slice, ruling: Ruling, because: String, findings: [Int],
    thresholds: [Double] = [], level: Double, furtherRows: Int? = nil
  ) {
    (self.rule, self.metric, self.slice, self.ruling) = (rule, metric, slice, ruling)
    (self.because, self.findings, self.thresholds) = (because, findings, thresholds)
    (self.level, self.furtherRows) = (level, furtherRows)
  }
}

/// What all gates of a policy say together.
public struct Verdict: Hashable, Sendable {
  /// The overall ruling, which the exit code speaks: pass 0, fail 1, inconclusive 3.
  public let ruling: Ruling
  /// Every gate's judgement, in the policy's order; one per slice for gates over slices.
  public let judgements: [Judgement]

  /// A verdict.
  public init(ruling: Ruling, judgements: [Judgement]) {
    (self.ruling, self.judgements) = (ruling, judgements)
  }
}

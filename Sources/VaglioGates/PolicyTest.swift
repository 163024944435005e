public import VaglioFindings

/// Unit tests of a policy: made-up findings, and what the policy is expected to say of them.
///
/// ```yaml
/// policy: gate.yaml
/// cases:
///   - name: a small loss of AUC is tolerated
///     task: binary
///     findings:
///       - {measure: roc_auc, subject: difference, value: -0.001, lower: -0.004, upper: 0.002}
///     expect:
///       verdict: pass
///       gates: {no-worse roc_auc: pass}
/// ```
public struct PolicyTest: Sendable {
  /// The policy's file as the test file names it, relative to the test file.
  public let policyFile: String
  /// The cases in the order of the file; never empty.
  public let cases: [Case]

  /// One case: findings, and the expected rulings.
  public struct Case: Hashable, Sendable {
    public let name: String
    /// The task whose metrics give the directions; `nil` where the case doesn't say.
    public let task: String?
    /// The verdict's expected ruling, if any is expected.
    public let verdict: Ruling?
    /// The expected rulings by label, in the order of the file.
    let gates: [ExpectedRuling]
    let findings: [TestFinding]
    let place: TextPlace
  }

  /// What a case came to.
  public struct Outcome: Hashable, Sendable {
    /// The case's name.
    public let name: String
    /// Where the case stands in the file.
    public let place: TextPlace
    /// One line for each expectation that was not met, with the grounds; empty where all were.
    public let differences: [String]
    /// What the policy said.
    public let verdict: Verdict

    /// Whether every expectation was met.
    public var isMet: Bool { differences.isEmpty }
  }

  /// Runs every case.
  ///
  /// The intervals of a case are taken at the policy's confidence level, and the curve behind each
  /// is that of a normal estimate, its halves scaled to the two bounds. `measures` is asked for the
  /// measures of the case's task, or of all tasks for `nil`.
  public func outcomes(
    under policy: Policy, measures: (String?) -> [Measure]
  ) -> [Outcome] {
    cases.map { testCase in
      let findings = Findings(testCase.findings.map { $0.finding(at: policy.confidence) })
      let verdict = policy.judge(findings, measures: measures(testCase.task))
      return Outcome(
        name: testCase.name, place: testCase.place,
        differences: testCase.differences(from: verdict), verdict: verdict)
    }
  }
}

/// A ruling that a case expects.
struct ExpectedRuling: Hashable, Sendable {
  /// The judgement's label, or the rule alone.
  let label: String
  let ruling: Ruling
}

/// A finding that a case makes up.
struct TestFinding: Hashable, Sendable {
  let measure: String
  let subject: Subject
  let slice: Slice
  /// The value, or why there is none.
  let value: Result<Double, Undefined>
  /// The bounds at the policy's level, where the finding has an interval.
  let bounds: ClosedRange<Double>?
  let count: Int

  /// The finding with its interval at `level`.
  func finding(at level: ConfidenceLevel) -> Finding {
    Finding(
      measure: measure, subject: subject, slice: slice, estimate: estimate(at: level), count: count)
  }

  private func estimate(at level: ConfidenceLevel) -> Estimate {
    switch value {
    case .failure(let reason): return .undefined(reason)
    case .success(let value):
      guard let bounds else { return Estimate(value) }
      let unit = 1 / NormalDeviate.leaving(tail: level.alpha)
      let curve = ConfidenceCurve(
        lower: ConfidenceCurve.deviates.map { value - $0 * unit * (value - bounds.lowerBound) },
        upper: ConfidenceCurve.deviates.map { value + $0 * unit * (bounds.upperBound - value) })
      let interval = Interval(
        lower: bounds.lowerBound, upper: bounds.upperBound, level: level, method: "stated")
      return Estimate(value, Uncertainty(interval: interval, curve: curve))
    }
  }
}

extension PolicyTest.Case {
  /// One line for each expectation that `verdict` does not meet.
  func differences(from verdict: Verdict) -> [String] {
    var differences: [String] = []
    if let expected = self.verdict, expected != verdict.ruling {
      differences.append(
        "verdict: expected \(expected.rawValue), was \(verdict.ruling.rawValue)")
    }
    return differences + gates.compactMap { difference($0, from: verdict) }
  }

  /// The worst of the judgements that a label names is held against the expected ruling.
  private func difference(_ expected: ExpectedRuling, from verdict: Verdict) -> String? {
    let named = verdict.judgements.filter { expected.names($0) }
    guard let worst = named.max(by: { $0.ruling.gravity < $1.ruling.gravity }) else {
      let labels = verdict.judgements.map(\.label)
      let nearest = NearestWord(to: expected.label, among: labels)?.word
      let advice = nearest.map { "did you mean \"\($0)\"?" }
      return "\(expected.label): no such gate; "
        + (advice ?? "the gates are " + labels.joined(separator: ", "))
    }
    guard worst.ruling != expected.ruling else { return nil }
    return "\(expected.label): expected \(expected.ruling.rawValue), was \(worst.ruling.rawValue), "
      + "because \(worst.because)"
  }
}

extension ExpectedRuling {
  /// Whether the label names a judgement: in full, without its slice, or by its rule alone.
  fileprivate func names(_ judgement: Judgement) -> Bool {
    label == judgement.label || label == judgement.rule
      || label == "\(judgement.rule) \(judgement.metric)"
  }
}

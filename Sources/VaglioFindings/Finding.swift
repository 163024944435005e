/// Which model, or which pair, a finding is about.
public enum Subject: String, Hashable, Sendable, CaseIterable {
  case candidate
  case production
  /// Candidate minus production, on the same rows.
  case difference
  /// The one model of `evaluate`.
  case model
}

/// A test of the hypothesis that a quantity is zero, or that two models agree.
public struct SignificanceTest: Hashable, Sendable {
  /// The test's name as the documentation lists it: `mcnemar-mid-p`, `delong`, `paired-t`.
  public let name: String
  /// The two-sided p-value.
  public let pValue: Double
  /// The p-value corrected for the family that it was tested in; absent where there is no family.
  public let adjustedPValue: Double?
  /// How it was corrected: `holm`, `benjamini-hochberg`; empty where it was not.
  public let adjustment: String
  /// How many hypotheses the family holds; 1 where there is no family.
  public let family: Int

  /// A test's outcome.
  public init(
    name: String, pValue: Double, adjustedPValue: Double? = nil, adjustment: String = "",
    family: Int = 1
  ) {
    precondition((0...1).contains(pValue), "\(name) gave the p-value \(pValue)")
    (self.name, self.pValue, self.adjustedPValue) = (name, pValue, adjustedPValue)
    (self.adjustment, self.family) = (adjustment, family)
  }
}

/// One thing found: a measure of a subject on a slice, with its value or the reason for none.
public struct Finding: Hashable, Sendable {
  /// The measure's name, with its options: `roc_auc`, `f_beta[beta=2]`.
  public let measure: String
  public let subject: Subject
  public let slice: Slice
  public let estimate: Estimate
  /// The rows that the estimate rests on.
  public let count: Int
  /// Kish's effective number of rows (Σw)²/Σw²; absent without weights.
  public let effectiveCount: Double?
  /// A test of equality, where one belongs to the estimate.
  public let test: SignificanceTest?
  /// What a reader must know: `12 rows with label 0 left out`, `probabilities clipped: 3`.
  public let notes: [String]

  /// A finding.
  public init(
    measure: String, subject: Subject, slice: Slice = .all, estimate: Estimate, count: Int,
    effectiveCount: Double? = nil, test: SignificanceTest? = nil, notes: [String] = []
  ) {
    (self.measure, self.subject, self.slice) = (measure, subject, slice)
    (self.estimate, self.count, self.effectiveCount) = (estimate, count, effectiveCount)
    (self.test, self.notes) = (test, notes)
  }

  /// The same finding with another test.
  public func with(test: SignificanceTest?) -> Finding {
    Finding(
      measure: measure, subject: subject, slice: slice, estimate: estimate, count: count,
      effectiveCount: effectiveCount, test: test, notes: notes)
  }
}

/// All findings of an analysis, in their order, to be looked up by what they are about.
public struct Findings: Hashable, Sendable {
  /// What a finding is about.
  public struct Key: Hashable, Sendable {
    public let measure: String
    public let subject: Subject
    public let slice: Slice

    /// The key of a measure of a subject on a slice.
    public init(measure: String, subject: Subject, slice: Slice = .all) {
      (self.measure, self.subject, self.slice) = (measure, subject, slice)
    }
  }

  /// The findings in the order of the record, which indices elsewhere refer to.
  public let all: [Finding]
  private let positions: [Key: Int]

  /// Findings in the order of the record; of several about the same thing the first is found.
  public init(_ findings: [Finding]) {
    all = findings
    positions = Dictionary(
      findings.enumerated().map { position, finding in
        (Key(measure: finding.measure, subject: finding.subject, slice: finding.slice), position)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The position of the finding about `key`, if there is one.
  public func position(of key: Key) -> Int? { positions[key] }

  /// The finding about a measure of a subject on a slice, if there is one.
  public func finding(
    _ measure: String, _ subject: Subject, on slice: Slice = .all
  ) -> Finding? {
    positions[Key(measure: measure, subject: subject, slice: slice)].map { all[$0] }
  }

  /// Every slice that a finding is about, in order of first appearance.
  public var slices: [Slice] {
    var seen: Set<Slice> = []
    return all.map(\.slice).filter { seen.insert($0).inserted }
  }
}

public import VaglioFindings

/// One kind of gate: how it is written, and which claims about the findings it makes.
///
/// A rule doesn't decide. It says which estimate must lie where; the deciding, at the policy's
/// level and after correction for multiplicity, is the same for all rules.
public protocol Rule: Hashable, Sendable {
  /// The word that a policy file uses: `no-worse`.
  static var kind: String { get }
  /// What the rule does and how it is written.
  static var documentation: RuleDocumentation { get }

  /// A gate as a policy file gives it.
  init(options: RuleOptions) throws(PolicyError)

  /// The findings without which the gate can't be evaluated.
  var requirements: [Requirement] { get }

  /// Why this gate makes no sense for a measure that it reads; `nil` where it does.
  func objection(to measure: Measure) -> String?

  /// What the gate claims; an empty answer counts as not evaluated.
  func claims(in context: JudgingContext) -> [Claim]
}

extension Rule {
  public func objection(to measure: Measure) -> String? { nil }
}

/// A finding that a gate needs, on all rows or on every slice of some columns.
public struct Requirement: Hashable, Sendable {
  /// The finding's measure: `recall`, `selection_rate.ratio`, `miscalibration`.
  public let measure: String
  /// The metric to compute for it; `nil` where the finding comes from no metric.
  public let metric: String?
  /// The columns whose slices are needed; `nil` for all rows.
  public let columns: SliceColumns?

  /// A finding that a gate needs.
  public init(measure: String, metric: String?, columns: SliceColumns? = nil) {
    (self.measure, self.metric, self.columns) = (measure, metric, columns)
  }
}

/// What the rules may look at: the record's findings, and the contracts of the measures.
public struct JudgingContext: Sendable {
  public let findings: Findings
  /// Whose level is judged where a gate doesn't say: the candidate, or the only model.
  public let subject: Subject
  private let measures: [String: Measure]
  /// A measure of each name without options.
  private let kin: [String: Measure]

  /// The context of a record.
  public init(findings: Findings, measures: [Measure]) {
    self.findings = findings
    let hasCandidate = findings.all.contains { $0.subject == .candidate }
    let hasModel = findings.all.contains { $0.subject == .model }
    subject = hasModel && !hasCandidate ? .model : .candidate
    self.measures = Dictionary(measures.map { ($0.name, $0) }) { first, _ in first }
    kin = Dictionary(measures.map { (MeasureName($0.name)?.base ?? $0.name, $0) }) { first, _ in
      first
    }
  }

  /// The measure of this name, or else of this name without its options, or else with others.
  public func measure(_ name: String) -> Measure? {
    measures[name] ?? MeasureName(name).flatMap { measures[$0.base] ?? kin[$0.base] }
  }

  /// The slices of these columns that any finding is about, in the order of the record; without the
  /// subgroups that a search picked, which are not all values of their columns.
  public func slices(of columns: SliceColumns) -> [Slice] {
    let asked = Set(
      findings.all.filter {
        !$0.measure.hasSuffix(".subgroup") && !$0.measure.hasSuffix(".subgroup_gap")
      }.map(\.slice))
    return findings.slices.filter { columns.holds($0) && asked.contains($0) }
  }
}

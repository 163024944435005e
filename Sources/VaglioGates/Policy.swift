public import VaglioFindings

/// What a record has to show: gates, the level at which they are decided, and what to make of those
/// that stay open.
public struct Policy: Sendable {
  /// One gate: a rule with its options.
  public struct Gate: Sendable {
    public let rule: any Rule
    /// Where the policy file has it.
    public let place: TextPlace

    /// The word that the policy file uses for the rule.
    public var kind: String { type(of: rule).kind }
  }

  /// What the overall verdict makes of an inconclusive gate; the gate's own ruling stays.
  public enum InconclusiveHandling: String, Hashable, Sendable, CaseIterable {
    /// The verdict fails.
    case fail
    /// The gate doesn't stand in the way of a pass.
    case pass
    /// The verdict is inconclusive.
    case report
  }

  /// The two-sided level of the intervals that decide.
  public let confidence: ConfidenceLevel
  public let multiplicity: Multiplicity
  public let onInconclusive: InconclusiveHandling
  /// The gates in the order of the file; never empty.
  public let gates: [Gate]
}

extension Policy {
  /// The findings that the gates need, each once, in the order of the gates.
  public var requirements: [Requirement] {
    var seen: Set<Requirement> = []
    return gates.flatMap(\.rule.requirements).filter { seen.insert($0).inserted }
  }

  /// The metrics that an analysis has to compute for this policy, each once.
  public var metrics: [String] {
    var seen: Set<String> = []
    return requirements.compactMap(\.metric).filter { seen.insert($0).inserted }
  }

  /// The features whose share of attribution some gate judges, list by list.
  public var reliedFeatures: [[String]] {
    gates.compactMap { ($0.rule as? NoReliance)?.features }
  }

  /// The columns, alone or crossed, by which an analysis has to slice for this policy, each once.
  public var sliceColumns: [SliceColumns] {
    var seen: Set<SliceColumns> = []
    return requirements.compactMap(\.columns).filter { seen.insert($0).inserted }
  }

  /// Refuses metrics that aren't among `measures`, and gates that make no sense for their metric.
  ///
  /// A metric with options is known where its name without them is.
  public func check(measures: [Measure]) throws(PolicyError) {
    let names = measures.map(\.name)
    let context = JudgingContext(findings: Findings([]), measures: measures)
    for gate in gates {
      for metric in gate.rule.requirements.compactMap(\.metric) {
        guard let measure = context.measure(metric) else {
          throw PolicyError(
            "there is no metric \"\(metric)\"", at: gate.place, key: "metric",
            nearest: NearestWord(to: metric, among: names)?.word)
        }
        if let objection = gate.rule.objection(to: measure) {
          throw PolicyError("\(gate.kind): \(objection)", at: gate.place, key: gate.kind)
        }
      }
    }
  }
}

extension Policy {
  /// Judges the findings of a record.
  ///
  /// The contracts of the measures tell the rules which way a metric is better. The verdict holds
  /// at least one judgement per gate, in the order of the gates.
  public func judge(_ findings: Findings, measures: [Measure]) -> Verdict {
    let context = JudgingContext(findings: findings, measures: measures)
    let claims = gates.map { self.claims(of: $0, in: context) }
    var judgements = gates.map { _ in [Judgement]() }
    for kind in Set(gates.map(\.kind)) {
      let family = gates.indices.filter { gates[$0].kind == kind }
      let judge = Judge(kind: kind, level: confidence, multiplicity: multiplicity)
      var rest = judge.judgements(of: family.flatMap { claims[$0] })[...]
      for index in family {
        judgements[index] = Array(rest.prefix(claims[index].count))
        rest = rest.dropFirst(claims[index].count)
      }
    }
    let all = judgements.flatMap { $0 }
    return Verdict(ruling: overall(all.map(\.ruling)), judgements: all)
  }

  private func claims(of gate: Gate, in context: JudgingContext) -> [Claim] {
    let claims = gate.rule.claims(in: context)
    return claims.isEmpty ? [.nothing("the record has nothing to judge here", metric: "")] : claims
  }

  /// What the rulings say together.
  ///
  /// A fail fails. What was not evaluated never lets the verdict pass: it is inconclusive, or a
  /// fail where inconclusive gates are to fail.
  func overall(_ rulings: [Ruling]) -> Ruling {
    if rulings.contains(.fail) { return .fail }
    let unsettled = rulings.contains(.inconclusive) && onInconclusive != .pass
    guard unsettled || rulings.contains(.notEvaluated) || rulings.isEmpty else { return .pass }
    return onInconclusive == .fail ? .fail : .inconclusive
  }
}

internal import VaglioFindings

/// The metric that a gate judges, on all rows or on every slice of some columns.
public struct SlicedMetric: Hashable, Sendable {
  /// The metric's name in its canonical spelling.
  public let metric: String
  /// The columns whose slices are judged; empty for all rows.
  public let slices: [SliceColumns]

  /// The options `metric` and `slices` of a gate.
  public init(options: RuleOptions) throws(PolicyError) {
    metric = try options.metric()
    slices = try options.columnLists("slices")
  }

  /// What is needed of the metric: one requirement, or one for each list of columns.
  public var requirements: [Requirement] {
    guard !slices.isEmpty else { return [Requirement(measure: metric, metric: metric)] }
    return slices.map { Requirement(measure: metric, metric: metric, columns: $0) }
  }

  /// One claim per slice about the metric of `subject`.
  func claims(
    of subject: Subject, in context: JudgingContext,
    _ claim: (Finding, String) -> (Region, Wording)
  ) -> [Claim] {
    guard !slices.isEmpty else { return [self.claim(of: subject, on: .all, in: context, claim)] }
    return slices.flatMap { columns in
      let cells = context.slices(of: columns)
      guard !cells.isEmpty else {
        return [
          Claim.nothing(
            "the record has no slices by \(columns); run the analysis again with --slice \(columns)",
            metric: metric)
        ]
      }
      return cells.map { self.claim(of: subject, on: $0, in: context, claim) }
    }
  }

  private func claim(
    of subject: Subject, on slice: Slice, in context: JudgingContext,
    _ claim: (Finding, String) -> (Region, Wording)
  ) -> Claim {
    let key = Findings.Key(measure: metric, subject: subject, slice: slice)
    guard let position = context.findings.position(of: key) else {
      return .nothing(Self.absent(key, in: context), metric: metric, slice: slice)
    }
    let finding = context.findings.all[position]
    let (region, wording) = claim(finding, Self.topic(key, in: context))
    return Claim(
      metric: metric, slice: slice, positions: [position],
      question: .judge(finding, region, wording))
  }

  /// Why a finding isn't there, and what would bring it.
  static func absent(_ key: Findings.Key, in context: JudgingContext) -> String {
    let place = key.slice == .all ? "" : " on \(key.slice)"
    guard key.subject == .difference else {
      return "the record has no \(key.measure) of \(key.subject.title)\(place); "
        + "run the analysis again with --metric \(MeasureName.option(key.measure))"
    }
    guard context.findings.all.contains(where: { $0.subject == .difference }) else {
      return "the record compares no two models; run vaglio compare"
    }
    return "the record has no difference in \(key.measure)\(place); "
      + "run the analysis again with --metric \(MeasureName.option(key.measure))"
  }

  /// What a finding is of, in words: `recall of production on sex=2`.
  static func topic(_ key: Findings.Key, in context: JudgingContext) -> String {
    let isPlain = key.subject == .difference || key.subject == context.subject
    let owner = isPlain ? "" : " of \(key.subject.title)"
    return key.measure + owner + (key.slice == .all ? "" : " on \(key.slice)")
  }
}

extension Subject {
  /// The subject in a sentence.
  var title: String {
    switch self {
    case .candidate: "the candidate"
    case .production: "production"
    case .difference: "the difference"
    case .model: "the model"
    }
  }
}

extension MeasureName {
  /// The name as a word of a command line: brackets stand in quotes.
  static func option(_ name: String) -> String { name.contains("[") ? "'\(name)'" : name }
}

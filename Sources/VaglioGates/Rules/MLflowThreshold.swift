public import VaglioFindings

/// `mlflow-threshold`: the conditions of MLflow's `MetricThreshold`, judged on intervals.
///
/// With `greater_is_better` MLflow asks for value ≥ threshold, value ≥ baseline + absolute change,
/// and (value − baseline)/baseline ≥ relative change; with lower values better the mirror images.
/// Baseline is production. Here each condition is a claim of its own about an interval: the first
/// about the candidate, the others about the paired difference, where the relative change is that
/// share of production's value as it was measured.
public struct MLflowThreshold: Rule {
  public static let kind = "mlflow-threshold"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole intervals meet each condition given, in MLflow's vocabulary.",
    options: [
      .metric,
      .optional("threshold", NumberDomain.finite.words, "the value to be reached"),
      .optional(
        "min_absolute_change", NumberDomain.positive.words,
        "the improvement on production to be reached"),
      .optional(
        "min_relative_change", NumberDomain.unit.words,
        "the improvement to be reached as a share of production's value"),
      .required("greater_is_better", "true or false", "the metric's direction"),
    ],
    example: "mlflow-threshold: {metric: roc_auc, threshold: 0.75, min_absolute_change: 0.005, "
      + "greater_is_better: true}")

  private static let conditions = ["threshold", "min_absolute_change", "min_relative_change"]
  /// What MLflow demands over a baseline of zero, of which no share can be taken.
  private static let overZero = 1e-10

  private let metric: String
  private let threshold: Double?
  private let absolute: Double?
  private let relative: Double?
  private let greaterIsBetter: Bool

  public init(options: RuleOptions) throws(PolicyError) {
    metric = try options.metric()
    guard Self.conditions.contains(where: options.has) else {
      throw options.failure(
        "", "the rule mlflow-threshold needs one of \(Self.conditions.joined(separator: ", "))")
    }
    threshold = try options.optionalNumber("threshold")
    absolute = try options.optionalNumber("min_absolute_change", in: .positive)
    relative = try options.optionalNumber("min_relative_change", in: .unit)
    greaterIsBetter = try options.boolean("greater_is_better")
  }

  public var requirements: [Requirement] { [Requirement(measure: metric, metric: metric)] }

  public func objection(to measure: Measure) -> String? {
    switch (measure.direction, greaterIsBetter) {
    case (.higherIsBetter, false): "greater_is_better is false, but \(metric) is better when higher"
    case (.lowerIsBetter, true): "greater_is_better is true, but \(metric) is better when lower"
    default: nil
    }
  }

  public func claims(in context: JudgingContext) -> [Claim] {
    if let measure = context.measure(metric), let objection = objection(to: measure) {
      return [.nothing(objection, metric: metric)]
    }
    return [
      threshold.map { level($0, in: context) },
      absolute.map { change(of: $0, in: context) },
      relative.map { share($0, in: context) },
    ].compactMap { $0 }
  }

  private func level(_ threshold: Double, in context: JudgingContext) -> Claim {
    let bound = NumberText.shortest(threshold)
    let side = greaterIsBetter ? "at least" : "at most"
    return claim(about: context.subject, in: context) { topic in
      (
        greaterIsBetter ? .atLeast(threshold) : .atMost(threshold),
        Wording(
          .level, of: topic, pass: "\(side) the required \(bound)",
          fail: "not \(side) the required \(bound)",
          open: "so whether it is \(side) the required \(bound) stays open")
      )
    }
  }

  private func change(of amount: Double, in context: JudgingContext) -> Claim {
    claim(about: .difference, in: context) { topic in
      (greaterIsBetter ? .atLeast(amount) : .atMost(-amount), words(topic, amount, ""))
    }
  }

  private func share(_ share: Double, in context: JudgingContext) -> Claim {
    let key = Findings.Key(measure: metric, subject: .production)
    guard let position = context.findings.position(of: key) else {
      return .nothing(SlicedMetric.absent(key, in: context), metric: metric)
    }
    guard let baseline = context.findings.all[position].estimate.value else {
      return .nothing(
        "\(metric) of production is undefined, so no share of it can be taken", metric: metric,
        positions: [position])
    }
    return claim(about: .difference, reading: [position], in: context) { topic in
      guard baseline != 0 else {
        return (
          greaterIsBetter ? .above(Self.overZero) : .below(-Self.overZero),
          words(topic, Self.overZero, " over a production of zero")
        )
      }
      let amount = share * baseline.magnitude
      let note = " (\(NumberText.shortest(share)) of production's value)"
      return (greaterIsBetter ? .atLeast(amount) : .atMost(-amount), words(topic, amount, note))
    }
  }

  private func words(_ topic: String, _ amount: Double, _ note: String) -> Wording {
    let bound = NumberText.rounded(amount) + note
    let gain = greaterIsBetter ? "rise" : "fall"
    return Wording(
      .change, of: topic, pass: "so a \(gain) of the required \(bound) is shown",
      fail: "so a \(gain) of the required \(bound) is ruled out",
      open: "so a \(gain) of the required \(bound) is neither shown nor ruled out")
  }

  private func claim(
    about subject: Subject, reading others: [Int] = [], in context: JudgingContext,
    _ words: (String) -> (Region, Wording)
  ) -> Claim {
    let key = Findings.Key(measure: metric, subject: subject)
    guard let position = context.findings.position(of: key) else {
      return .nothing(SlicedMetric.absent(key, in: context), metric: metric, positions: others)
    }
    let (region, wording) = words(SlicedMetric.topic(key, in: context))
    return Claim(
      metric: metric, slice: .all, positions: [position] + others,
      question: .judge(context.findings.all[position], region, wording))
  }
}

import VaglioFindings
import VaglioGates

/// Findings and measures that tests are made of.
enum Sample {
  /// The deviate of 95 %.
  static let z95 = 1.959_963_984_540_054

  static let measures = [
    measure("roc_auc", .higherIsBetter), measure("recall", .higherIsBetter),
    measure("precision", .higherIsBetter), measure("log_loss", .lowerIsBetter, 0...Double.infinity),
    measure("bias", .nearerIsBetter(to: 0), -Double.infinity...Double.infinity),
    measure("miscalibration", .lowerIsBetter), measure("selection_rate", .neutral),
  ]

  static func measure(
    _ name: String, _ direction: Direction, _ range: ClosedRange<Double> = 0...1
  ) -> Measure {
    Measure(name: name, title: name, definition: "", range: range, direction: direction)
  }

  /// A finding with bounds at 95 % and, unless told otherwise, the normal curve through them.
  static func finding(
    _ measure: String, _ subject: Subject, on slice: String = "all", _ value: Double,
    _ lower: Double, _ upper: Double, count: Int = 1000, curve: Bool = true
  ) -> Finding {
    let interval = Interval(lower: lower, upper: upper, level: .ninetyFivePercent, method: "wald")
    let bounds = ConfidenceCurve(
      lower: ConfidenceCurve.deviates.map { value - (value - lower) * $0 / z95 },
      upper: ConfidenceCurve.deviates.map { value + (upper - value) * $0 / z95 })
    return Finding(
      measure: measure, subject: subject, slice: Slice(slice) ?? .all,
      estimate: .value(value, Uncertainty(interval: interval, curve: curve ? bounds : nil)),
      count: count)
  }

  static func undefined(
    _ measure: String, _ subject: Subject, on slice: String = "all", _ reason: String
  ) -> Finding {
    Finding(
      measure: measure, subject: subject, slice: Slice(slice) ?? .all,
      estimate: .undefined(Undefined(reason)), count: 3)
  }

  /// The verdict of a policy of these gates, each without its dash, on findings.
  static func verdict(
    _ gates: String..., settings: String = "", on findings: [Finding]
  ) throws -> Verdict {
    let policy = try policy(gates, settings: settings)
    return policy.judge(Findings(findings), measures: measures)
  }

  static func policy(_ gates: [String], settings: String = "") throws -> Policy {
    try Policy(
      parsing: "version: 1\n\(settings)\ngates:\n" + gates.map { "  - \($0)\n" }.joined())
  }

  /// The only judgement of a policy of one gate.
  static func judgement(
    _ gate: String, settings: String = "", on findings: Finding...
  ) throws -> Judgement {
    let verdict = try verdict(gate, settings: settings, on: findings)
    guard let judgement = verdict.judgements.first, verdict.judgements.count == 1 else {
      throw UnexpectedCount(count: verdict.judgements.count)
    }
    return judgement
  }

  struct UnexpectedCount: Error { let count: Int }
}

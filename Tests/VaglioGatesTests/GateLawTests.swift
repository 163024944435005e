import Testing
import VaglioFindings
import VaglioGates

/// What holds whatever the numbers are.
struct GateLawTests {
  private static let gates = [
    "at-least: {metric: roc_auc, value: 0.5, subject: production}",
    "at-most: {metric: roc_auc, value: 0.5, subject: production}",
    "no-worse: {metric: roc_auc, margin: 0.1}", "no-worse: {metric: log_loss, margin: 0.1}",
    "better: {metric: roc_auc, by: 0.1}", "better: {metric: log_loss}",
    "equivalent: {metric: recall, margin: 0.2}",
  ]

  /// The same interval for every measure that the gates read.
  private func findings(_ value: Double, _ lower: Double, _ upper: Double) -> [Finding] {
    [Sample.finding("roc_auc", .production, value, lower, upper)]
      + ["roc_auc", "log_loss", "recall"].map {
        Sample.finding($0, .difference, value, lower, upper)
      }
  }

  private func draws(_ count: Int) -> [(value: Double, lower: Double, upper: Double)] {
    var generator = SplitMix(state: 7)
    return (0..<count).map { _ in
      let value = generator.next(in: -0.6...0.8)
      return (
        value, value - generator.next(in: 0...0.3), value + generator.next(in: 0...0.3)
      )
    }
  }

  @Test(arguments: gates)
  func `widening an interval never decides what was open, nor turns a decision`(gate: String) throws
  {
    for (value, lower, upper) in draws(200) {
      let narrow = try Sample.verdict(gate, on: findings(value, lower, upper)).judgements[0].ruling
      let wide = try Sample.verdict(gate, on: findings(value, lower - 0.05, upper + 0.02))
        .judgements[0].ruling
      #expect(wide == narrow || wide == .inconclusive)
    }
  }

  @Test(arguments: gates)
  func `a higher confidence never decides what was open`(gate: String) throws {
    for (value, lower, upper) in draws(100) {
      let findings = findings(value, lower, upper)
      let low = try Sample.verdict(gate, settings: "confidence: 0.8", on: findings)
      let high = try Sample.verdict(gate, settings: "confidence: 0.99", on: findings)
      let (before, after) = (low.judgements[0].ruling, high.judgements[0].ruling)
      #expect(after == before || after == .inconclusive)
    }
  }

  @Test(arguments: [Multiplicity.holm, .benjaminiHochberg])
  func `a correction never decides what was open`(multiplicity: Multiplicity) throws {
    for (value, lower, upper) in draws(100) {
      let findings = findings(value, lower, upper)
      let plain = try verdict(Self.gates, on: findings)
      let corrected = try verdict(
        Self.gates, settings: "multiplicity: \(multiplicity.rawValue)", on: findings)
      for (before, after) in zip(plain.judgements, corrected.judgements) {
        #expect(after.ruling == before.ruling || after.ruling == .inconclusive)
        #expect(after.level >= before.level)
      }
    }
  }

  @Test func `the order of gates changes no ruling`() throws {
    for multiplicity in Multiplicity.allCases {
      for (value, lower, upper) in draws(60) {
        let settings = "multiplicity: \(multiplicity.rawValue)"
        let findings = findings(value, lower, upper)
        let forward = try verdict(Self.gates, settings: settings, on: findings)
        let backward = try verdict(Self.gates.reversed(), settings: settings, on: findings)
        #expect(forward.ruling == backward.ruling)
        #expect(
          forward.judgements.map(\.ruling) == backward.judgements.reversed().map(\.ruling))
      }
    }
  }

  @Test func `a failing gate more never lets a policy pass`() throws {
    for (value, lower, upper) in draws(60) {
      let verdict = try verdict(
        Self.gates + ["at-least: {metric: roc_auc, value: 2, subject: production}"],
        settings: "on-inconclusive: pass", on: findings(value, lower, upper))
      #expect(verdict.ruling == .fail)
    }
  }

  @Test func `a smaller margin never brings a ruling nearer to a pass`() throws {
    let order: [Ruling] = [.fail, .inconclusive, .pass]
    for (value, lower, upper) in draws(100) {
      for rule in ["no-worse", "equivalent"] {
        let ranks = try [0.3, 0.2, 0.1, 0.05, 0].map { margin -> Int in
          let verdict = try Sample.verdict(
            "\(rule): {metric: roc_auc, margin: \(margin)}", on: findings(value, lower, upper))
          return order.firstIndex(of: verdict.judgements[0].ruling) ?? -1
        }
        #expect(ranks == ranks.sorted(by: >))
      }
    }
  }

  @Test(arguments: gates)
  func `the rows that are told settle the claim if the estimate stays`(gate: String) throws {
    for (value, lower, upper) in draws(100) {
      let open = try Sample.verdict(gate, on: findings(value, lower, upper)).judgements[0]
      guard let rows = open.furtherRows else { continue }
      let shrink = (1000 / Double(1000 + rows)).squareRoot()
      let settled = try Sample.verdict(
        gate,
        on: findings(value, value - (value - lower) * shrink, value + (upper - value) * shrink))
      #expect(settled.judgements[0].ruling != .inconclusive)
    }
  }

  @Test func `verdicts read back from the record as they were`() throws {
    for (value, lower, upper) in draws(20) {
      let verdict = try verdict(Self.gates, on: Array(findings(value, lower, upper).dropLast()))
      let record: JSONValue = [
        "verdict": .string(verdict.ruling.rawValue),
        "gates": .array(verdict.judgements.map(\.json)),
      ]
      let bytes = CanonicalJSON.bytes(of: record)
      let place = JSONPlace(root: try JSONValue(parsing: bytes))
      #expect(try Verdict(record: place) == verdict)
    }
  }

  private func verdict(
    _ gates: [String], settings: String = "", on findings: [Finding]
  ) throws -> Verdict {
    try Sample.policy(gates, settings: settings).judge(
      Findings(findings), measures: Sample.measures)
  }
}

/// Random bits by the generator of Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  mutating func next(in range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }
}

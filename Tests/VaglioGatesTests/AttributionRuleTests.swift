import Testing
import VaglioFindings
import VaglioGates

/// `attribution-shift`, `no-reliance` and `top-reasons-stable`.
struct AttributionRuleTests {
  private func shift(_ feature: String, _ value: Double, _ half: Double) -> Finding {
    Sample.finding(
      "attribution_shift[feature=\(feature)]", .difference, value, value - half, value + half)
  }

  @Test func `attribution-shift proves that features did not shift, one by one`() throws {
    let verdict = try Sample.verdict(
      "attribution-shift: {at-most: 0.05}",
      on: [shift("age", 0.01, 0.02), shift("pay", -0.2, 0.1), shift("job", 0.04, 0.02)])
    #expect(verdict.judgements.map(\.ruling) == [.pass, .fail, .inconclusive])
    #expect(
      verdict.judgements.map(\.because)[..<2] == [
        "attribution_shift[feature=age] rose by 0.010 [−0.010, +0.030], so a change of more than "
          + "the tolerated 0.05 is ruled out",
        "attribution_shift[feature=pay] fell by 0.20 [−0.30, −0.10], more than the tolerated 0.05",
      ])
    #expect(verdict.judgements[2].furtherRows != nil)
  }

  @Test func `attribution-shift turns with the models, and says the same`() throws {
    for (value, half) in [(0.01, 0.02), (0.2, 0.1), (0.04, 0.02)] {
      let there = try Sample.judgement(
        "attribution-shift: {at-most: 0.05}", on: shift("a", value, half))
      let back = try Sample.judgement(
        "attribution-shift: {at-most: 0.05}", on: shift("a", -value, half))
      #expect(there.ruling == back.ruling)
    }
  }

  @Test func `attribution-shift judges the features that it names`() throws {
    let findings = [shift("age", 0, 0.01), shift("a%2Cb", 1, 0.1)]
    let verdict = try Sample.verdict(
      "attribution-shift: {at-most: 0.05, features: [age, 'a,b', agee]}", on: findings)
    #expect(verdict.judgements.map(\.ruling) == [.pass, .fail, .notEvaluated])
    #expect(
      verdict.judgements[2].because
        == "the record has no attribution_shift of \"agee\"; did you mean \"age\"?")
    #expect(
      try Sample.judgement("attribution-shift: {at-most: 0.05}").because
        == "the record has no attribution_shift finding; run vaglio explain with candidate and "
        + "production")
  }

  @Test func `a shift of no width is judged as it stands`() throws {
    let same = shift("age", 0, 0)
    #expect(try Sample.judgement("attribution-shift: {at-most: 0}", on: same).ruling == .pass)
  }

  @Test func `no-reliance judges the share of the features together`() throws {
    let gate = "no-reliance: {features: [sex, age], at-most: 0.02}"
    func judged(_ value: Double, _ half: Double) throws -> Judgement {
      try Sample.judgement(
        gate,
        on: Sample.finding("attribution_share[features=sex]", .candidate, 0.9, 0.8, 1),
        Sample.finding(
          "attribution_share[features=age|sex]", .candidate, value, value - half, value + half),
        Sample.finding("attribution_share[features=age|sex]", .production, 0.9, 0.8, 1))
    }
    #expect(try judged(0.01, 0.005).ruling == .pass)
    #expect(
      try judged(0.01, 0.005).because
        == "the share of attribution through sex, age is 0.010 [0.005, 0.015], at most the allowed "
        + "0.02")
    #expect(try judged(0.01, 0.005).findings == [1])
    #expect(try judged(0.04, 0.01).ruling == .fail)
    #expect(try judged(0.02, 0.01).ruling == .inconclusive)
  }

  @Test func `no-reliance judges every class, and production where it is asked to`() throws {
    let verdict = try Sample.verdict(
      "no-reliance: {features: [sex], at-most: 0.02, subject: production}",
      on: [
        Sample.finding("attribution_share[class=a,features=sex]", .production, 0.01, 0, 0.02),
        Sample.finding("attribution_share[class=b,features=sex]", .production, 0.1, 0.05, 0.2),
        Sample.finding("attribution_share[class=b,features=sex]", .candidate, 0, 0, 0.01),
      ])
    #expect(verdict.judgements.map(\.ruling) == [.pass, .fail])
    #expect(
      verdict.judgements[1].because.hasPrefix("the share of attribution through sex for class b"))
  }

  @Test func `no-reliance never takes shares of single features for that of all`() throws {
    let single = Sample.finding("attribution_share[features=sex]", .candidate, 0, 0, 0.001)
    let other = Sample.finding("attribution_share[features=age]", .candidate, 0, 0, 0.001)
    let judgement = try Sample.judgement(
      "no-reliance: {features: [sex, age], at-most: 0.02}", on: single, other)
    #expect(judgement.ruling == .notEvaluated)
    #expect(
      judgement.because
        == "the record has no attribution_share of sex, age together; run vaglio explain with "
        + "this policy")
    #expect(
      try Sample.judgement("no-reliance: {features: [sexx], at-most: 0.02}", on: single).because
        == "the record has no attribution_share of \"sexx\"; did you mean \"sex\"?")
    #expect(
      try Sample.judgement("no-reliance: {features: [sex], at-most: 0.02}").because
        == "the record has no attribution_share finding; run vaglio explain with this policy")
  }

  @Test func `no-reliance asks for the share that it judges`() throws {
    let policy = try Sample.policy(["no-reliance: {features: [sex, 'a,b'], at-most: 0.02}"])
    #expect(policy.requirements.map(\.measure) == ["attribution_share[features=a%2Cb|sex]"])
  }

  @Test func `top-reasons-stable judges the lower bound`() throws {
    let gate = "top-reasons-stable: {at-least: 0.8}"
    func judged(_ value: Double, _ half: Double) throws -> Judgement {
      try Sample.judgement(
        gate,
        on: Sample.finding("top_reason_agreement", .difference, value, value - half, value + half))
    }
    #expect(try judged(0.9, 0.05).ruling == .pass)
    #expect(
      try judged(0.9, 0.05).because
        == "top_reason_agreement is 0.90 [0.85, 0.95], at least the required 0.8")
    #expect(try judged(0.82, 0.05).ruling == .inconclusive)
    #expect(try judged(0.7, 0.05).ruling == .fail)
    #expect(
      try Sample.judgement(gate).because
        == "the record has no top_reason_agreement finding; run vaglio explain with candidate and "
        + "production")
  }
}

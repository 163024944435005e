import Testing
import VaglioFindings
import VaglioGates

/// `no-drift` with roles, `schema` and `quality`.
struct DriftRuleTests {
  private func counted(_ measure: String, _ value: Double) -> Finding {
    Sample.finding(measure, .difference, value, value, value)
  }

  @Test func `no-drift judges the roles asked for, and columns of any name`() throws {
    let findings = [
      Sample.finding("drift.psi[column=a%2Cb]", .difference, 0.05, 0.01, 0.1),
      Sample.finding("drift.psi[column=score,role=prediction]", .difference, 0.5, 0.4, 0.6),
      Sample.finding("drift.attributed_total[distance=psi]", .difference, 0.1, 0.05, 0.15),
    ]
    let all = try Sample.verdict("no-drift: {measure: drift.psi, at-most: 0.2}", on: findings)
    #expect(all.judgements.map(\.ruling) == [.pass, .fail])
    let features = try Sample.verdict(
      "no-drift: {measure: drift.psi, at-most: 0.2, roles: [feature]}", on: findings)
    #expect(features.judgements.map(\.ruling) == [.pass])
    let named = try Sample.verdict(
      "no-drift: {measure: drift.psi, at-most: 0.2, columns: [\"a,b\", score]}", on: findings)
    #expect(named.judgements.map(\.ruling) == [.pass, .fail])
    let total = try Sample.verdict(
      "no-drift: {measure: \"drift.attributed_total[distance=psi]\", at-most: 0.2}", on: findings)
    #expect(total.judgements.map(\.ruling) == [.pass])
    #expect(throws: PolicyError.self) {
      try Sample.policy(["no-drift: {measure: drift.psi, at-most: 0.2, roles: [label]}"])
    }
  }

  @Test func `schema allows new columns unless told otherwise`() throws {
    let findings = [
      counted("schema.missing_columns", 0), counted("schema.type_changes", 1),
      counted("schema.added_columns", 2),
    ]
    let plain = try Sample.verdict("schema: {}", on: findings)
    #expect(plain.judgements.map(\.ruling) == [.pass, .fail])
    let strict = try Sample.verdict(
      "schema: {type-changes-at-most: 1, added-at-most: 0}", on: findings)
    #expect(strict.judgements.map(\.ruling) == [.pass, .pass, .fail])
    let absent = try Sample.verdict("schema: {}", on: Array(findings.prefix(1)))
    #expect(absent.judgements.map(\.ruling) == [.pass, .notEvaluated])
  }

  @Test func `quality judges each limit that is given, column by column`() throws {
    let findings = [
      Sample.finding("quality.missing_rate[column=a]", .model, 0.01, 0.005, 0.02),
      Sample.finding("quality.missing_rate[column=b]", .model, 0.05, 0.03, 0.07),
      Sample.finding("quality.missing_rate[column=y,role=target]", .model, 0.2, 0.1, 0.3),
      counted("quality.new_levels[column=c]", 0), counted("quality.duplicate_row_rate", 0.5),
    ]
    let verdict = try Sample.verdict(
      "quality: {missing-rate-at-most: 0.04, new-levels-at-most: 0, duplicate-row-rate-at-most: 0.1}",
      on: findings)
    #expect(verdict.judgements.map(\.ruling) == [.pass, .inconclusive, .fail, .pass, .fail])
    let some = try Sample.verdict(
      "quality: {missing-rate-at-most: 0.04, columns: [a, x], out-of-range-rate-at-most: 0.1}",
      on: findings)
    #expect(
      some.judgements.map(\.ruling) == [.pass, .notEvaluated, .notEvaluated, .notEvaluated])
    #expect(throws: PolicyError.self) { try Sample.policy(["quality: {columns: [a]}"]) }
  }
}

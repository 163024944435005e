import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTables

struct LocalLaw144Tests {
  /// So many rows of a sex and a race, the first of them selected.
  private func rows(
    _ sex: String?, _ race: String?, _ applicants: Int, selected: Int
  ) -> [(String?, String?, Double)] {
    (0..<applicants).map { (sex, race, $0 < selected ? 1 : 0) }
  }

  private func law(
    _ rows: [(String?, String?, Double)], outcome: AuditTable.Outcome, leavingOutSmall: Bool = false
  ) throws -> LocalLaw144 {
    let table = Table([
      Column(name: "sex", texts: rows.map(\.0)), Column(name: "race", texts: rows.map(\.1)),
      Column(name: "outcome", numbers: rows.map(\.2)),
    ])
    return LocalLaw144(
      try AuditTable(table, outcome: outcome, demographics: ["sex", "race"], unknown: ["unknown"]),
      level: .ninetyFivePercent, leavingOutSmall: leavingOutSmall)
  }

  private let selected = AuditTable.Outcome.selected(column: "outcome", positive: nil)

  @Test func `the sexes of a worked example`() throws {
    // Male: 667 of 1390 = 0.47985…, female: 555 of 1181 = 0.46994…; 48 % and 47 % when rounded;
    // impact ratio 0.46994…/0.47985… = 0.97934….
    let law = try law(
      rows("Male", nil, 1390, selected: 667) + rows("Female", "X", 1181, selected: 555),
      outcome: selected)
    let table = law.exhibits[0]
    #expect(table.words("category") == ["sex=Female", "sex=Male"])
    #expect(table.numbers("applicants") == [1181, 1390])
    #expect(table.numbers("favoured") == [555, 667])
    #expect(table.numbers("rate") == [555.0 / 1181, 667.0 / 1390])
    #expect(table.numbers("impact_ratio") == [(555.0 / 1181) / (667.0 / 1390), 1])
    #expect(table.scalars["unknown"] == 0 && table.scalars["applicants"] == 2571)
    let ratio = try #require(law.findings.first { $0.measure == "selection_rate.ratio" })
    #expect(abs(try #require(ratio.estimate.value) - 0.97934) < 5e-6)
    #expect(try #require(ratio.estimate.interval).contains(0.97934))
  }

  @Test func `crossings are calculated by themselves, and who is unknown is counted`() throws {
    // Men: 2/4 of race P, 1/2 of Q; women: 1/4 of P, 2/2 of Q; one of unknown sex, two of unknown
    // race, one of both.
    let law = try law(
      rows("m", "P", 4, selected: 2) + rows("m", "Q", 2, selected: 1)
        + rows("f", "P", 4, selected: 1) + rows("f", "Q", 2, selected: 2)
        + rows("Unknown", "P", 1, selected: 1) + rows("m", nil, 2, selected: 0)
        + rows(nil, "UNKNOWN", 1, selected: 0), outcome: selected)
    let (sex, race, both) = (law.exhibits[0], law.exhibits[1], law.exhibits[2])
    #expect(sex.numbers("applicants") == [6, 8] && sex.scalars["unknown"] == 2)
    #expect(race.numbers("applicants") == [9, 4] && race.scalars["unknown"] == 3)
    #expect(
      both.words("category")
        == ["sex=f,race=P", "sex=f,race=Q", "sex=m,race=P", "sex=m,race=Q"])
    #expect(both.numbers("rate") == [0.25, 1, 0.5, 0.5])
    #expect(both.numbers("impact_ratio") == [0.25, 1, 0.5, 0.5])
    #expect(both.scalars["unknown"] == 4)
  }

  @Test func `the scoring rate counts scores above the median of all applicants`() throws {
    // Scores 1, 2, 3 (f), 4, 5 (m), 6 (unknown): the median is 3.5; above it f 0 of 3, m 2 of 2.
    let law = try law(
      [("f", "P", 1), ("f", "P", 2), ("f", "P", 3), ("m", "P", 4), ("m", "P", 5), (nil, "P", 6)],
      outcome: .median(column: "outcome"))
    let table = law.exhibits[0]
    #expect(law.measure.name == "scoring_rate" && table.scalars["median"] == 3.5)
    #expect(table.numbers("rate") == [0, 1] && table.numbers("impact_ratio") == [0, 1])
  }

  @Test func `a score that equals the median is not above it`() throws {
    let law = try law(
      [("f", "P", 1), ("f", "P", 2), ("m", "P", 2), ("m", "P", 2), ("m", "P", 3)],
      outcome: .median(column: "outcome"))
    #expect(law.exhibits[0].numbers("favoured") == [0, 1])
  }

  @Test func `small categories are flagged, and left out on request`() throws {
    // 1 of 101 is less than 2 %; its rate would be the highest.
    let applicants =
      rows("m", "P", 50, selected: 20) + rows("f", "P", 50, selected: 10)
      + rows("x", "P", 1, selected: 1)
    let all = try law(applicants, outcome: selected)
    #expect(all.exhibits[0].numbers("impact_ratio") == [0.2, 0.4, 1])
    #expect(all.exhibits[0].numbers("small") == [0, 0, 1])
    let without = try law(applicants, outcome: selected, leavingOutSmall: true)
    #expect(without.exhibits[0].numbers("impact_ratio") == [0.5, 1, nil])
    #expect(without.exhibits[0].numbers("applicants") == [50, 50, 1])
    let absent = try #require(
      without.findings.first {
        $0.measure == "selection_rate.ratio" && $0.slice.description == "sex=x"
      })
    #expect(absent.estimate.undefined?.reason.contains("left out") == true)
  }

  @Test func `where nobody is selected there is no impact ratio`() throws {
    let law = try law(
      rows("m", "P", 5, selected: 0) + rows("f", "P", 5, selected: 0),
      outcome: .score(column: "outcome", threshold: 0.5))
    #expect(law.exhibits[0].numbers("impact_ratio") == [nil, nil])
  }

  @Test func `a column of nothing but unknowns is refused`() {
    #expect(throws: TableError.self) {
      try law(rows("unknown", "P", 5, selected: 2), outcome: selected)
    }
  }
}

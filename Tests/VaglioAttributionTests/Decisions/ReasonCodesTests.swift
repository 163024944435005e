import Testing
import VaglioFindings

@testable import VaglioAttribution

@Suite struct ReasonCodesTests {
  private let names = ["income", "debt", "job=a", "job=b", "age", "calls"]
  private let values = [[-1.0], [-0.4], [0.3], [-0.5], [-0.1], [0.2]]

  private func codes(
    errors: [[Double]]? = nil, side: DecisionThreshold.Side = .below, map: ReasonMap? = nil,
    count: Int = 4, values: [[Double]]? = nil
  ) throws -> ReasonCodes {
    try ReasonCodes(
      of: SampleAttributions.of(values ?? self.values, names: names, base: 0.7, errors: errors),
      row: 0, side: side, map: map, reference: "all applicants", count: count)
  }

  private func map() throws -> ReasonMap {
    try ReasonMap(reasons: [
      .init(code: "J", text: "Kind of job", features: ["job=a", "job=b"]),
      .init(code: "I", text: "Income too low", features: ["income"]),
      .init(code: "A", text: "Age", features: ["age"], isImmutable: true, isProtected: true),
    ])
  }

  @Test func `reasons are what pushes to the side of the decision, furthest first`() throws {
    let below = try codes()
    #expect(below.reasons.map(\.text) == ["income", "job=b", "debt", "age"])
    #expect(below.reasons.map(\.rank) == [1, 2, 3, 4])
    let above = try codes(side: .atLeast)
    #expect(above.reasons.map(\.text) == ["job=a", "calls"])
    #expect(above.reasons.map(\.push) == [0.3, 0.2])
    #expect(below.reference == "all applicants" && below.baseValue == 0.7)
  }

  @Test func `columns of one reason are added up, and flags and codes shown`() throws {
    let codes = try codes(map: map())
    // job: 0.3 − 0.5
    #expect(codes.reasons.map(\.code) == ["I", nil, "J", "A"])
    #expect(abs(codes.reasons[2].push - 0.2) < 1e-15)
    #expect(codes.reasons[3].isImmutable && codes.reasons[3].isProtected)
    #expect(codes.notes == ["protected: Age", "the map has no code for debt"])
  }

  @Test func `no more reasons are shown than asked for`() throws {
    #expect(try codes(count: 2).reasons.map(\.text) == ["income", "job=b"])
    #expect(try codes(count: 2).tiedBeyond == [])
  }

  @Test func `equal pushes are tied, shown or not`() throws {
    let codes = try codes(
      count: 2, values: [[-1.0], [-0.4], [-0.4], [-0.4], [-0.1], [0.2]])
    #expect(codes.reasons.map(\.rank) == [1, 2])
    #expect(codes.tiedBeyond == ["job=a", "job=b"])
    #expect(codes.reasons.map(codes.isTied) == [false, true])
    #expect(codes.notes == ["as strong as the last reason: job=a, job=b"])
  }

  @Test func `reasons within their errors of each other are tied`() throws {
    // z = 2.2414 at 5 % over four; income − job=b = 0.5 > 2.2414·0.2; job=b − debt = 0.1 < 0.4483.
    let codes = try codes(errors: values.map { _ in [0.1] })
    #expect(codes.reasons.map(\.rank) == [1, 2, 2, 2])
    #expect(codes.reasons.map(\.isCertain) == [true, true, true, false])
    #expect(codes.notes == ["within its error of no push at all: age"])
    #expect(try self.codes(errors: values.map { _ in [0] }).reasons.map(\.rank) == [1, 2, 3, 4])
  }

  @Test func `turning signs and side tells the same story`() throws {
    let turned = try codes(side: .atLeast, values: values.map { [-$0[0]] })
    #expect(turned.reasons.map(\.text) == (try codes()).reasons.map(\.text))
    #expect(turned.reasons.map(\.push) == (try codes()).reasons.map(\.push))
  }

  @Test func `nothing that pushes is said to be nothing`() throws {
    let codes = try codes(values: names.map { _ in [0.0] })
    #expect(codes.reasons.isEmpty && codes.exhibit(.model) == nil)
    #expect(codes.notes == ["no feature pushes to the side of the decision"])
  }

  @Test func `the JSON holds reasons, reference and flags`() throws {
    let json = try codes(map: map()).json
    #expect(json["reference"]?.string == "all applicants")
    let reasons = try #require(json["reasons"]?.array)
    #expect(reasons.count == 4)
    #expect(reasons[0]["code"]?.string == "I" && reasons[1]["code"] == nil)
    #expect(reasons[3]["protected"]?.boolean == true)
    #expect(reasons[0]["tied"]?.boolean == false)
  }

  @Test func `a reference has to be named, by the map or the caller`() throws {
    let attributions = SampleAttributions.of(values, names: names)
    #expect(throws: AttributionError.self) {
      try ReasonCodes(of: attributions, row: 0, side: .below)
    }
    let map = try ReasonMap(
      reference: "approved", reasons: [.init(code: "I", text: "Income", features: ["income"])])
    #expect(
      try ReasonCodes(of: attributions, row: 0, side: .below, map: map).reference == "approved")
    #expect(
      throws: AttributionError.refused("there is no row 2 among 1")
    ) { try ReasonCodes(of: attributions, row: 1, side: .below, map: map) }
  }
}

import Testing
import VaglioAttribution
import VaglioFindings

@Suite struct ReasonMapTests {
  private let file: JSONValue = [
    "reference": "applicants approved in 2025",
    "reasons": [
      ["code": "11", "text": "Income too low", "features": ["income"]],
      [
        "code": "27", "text": "Kind of job", "features": ["job=a", "job=b"], "immutable": false,
        "protected": true,
      ],
    ],
  ]

  private func refusal(_ value: JSONValue) -> String {
    do {
      _ = try ReasonMap(value)
      return ""
    } catch { return error.description }
  }

  @Test func `a map is read as it is written`() throws {
    let map = try ReasonMap(file)
    #expect(map.reference == "applicants approved in 2025")
    #expect(
      map.reasons == [
        .init(code: "11", text: "Income too low", features: ["income"]),
        .init(code: "27", text: "Kind of job", features: ["job=a", "job=b"], isProtected: true),
      ])
  }

  @Test func `a feature that the explanation doesn't have is refused, with the nearest`() throws {
    let map = try ReasonMap(file)
    try map.check(features: ["job=a", "job=b", "income", "age"])
    #expect(
      throws: AttributionError.refused(
        "reasons[0]: the explanation has no feature \"income\"", remedy: "did you mean \"incomes\"?"
      )
    ) { try map.check(features: ["incomes", "job=a", "job=b"]) }
  }

  @Test func `what is not a map is refused at its place`() {
    func reason(_ members: [String: JSONValue]) -> JSONValue {
      ["reasons": [.object(members)]]
    }
    #expect(refusal(5) == "the map of reasons: expected a mapping")
    #expect(refusal([:]) == "reasons: missing: a list of reasons")
    #expect(refusal(["reasons": []]) == "the map has no reasons")
    #expect(
      refusal(["reason": [], "reasons": []])
        == "reason: there is no such key, but reference, reasons; did you mean \"reasons\"?")
    #expect(
      refusal(reason(["code": 1, "text": "a", "features": ["a"]]))
        == "reasons[0].code: expected a string")
    #expect(
      refusal(reason(["code": "1", "text": "a", "features": []]))
        == "reasons[0]: a reason has a code, a text and at least one feature")
    #expect(
      refusal(reason(["code": "1", "text": "a", "features": ["a"], "protectd": true]))
        == "reasons[0].protectd: there is no such key, but code, text, features, immutable, "
        + "protected; did you mean \"protected\"?")
    #expect(
      refusal(reason(["code": "1", "text": "a", "features": ["a"], "protected": "yes"]))
        == "reasons[0].protected: expected true or false")
    #expect(
      refusal(reason(["code": "1", "text": "a", "features": ["a", "a"]]))
        == "reasons[0]: the feature \"a\" has a reason already")
  }

  @Test func `two reasons of one code are refused`() {
    #expect(
      throws: AttributionError.refused("reasons[1]: the code \"1\" is another reason's already")
    ) {
      try ReasonMap(reasons: [
        .init(code: "1", text: "a", features: ["a"]), .init(code: "1", text: "b", features: ["b"]),
      ])
    }
  }
}

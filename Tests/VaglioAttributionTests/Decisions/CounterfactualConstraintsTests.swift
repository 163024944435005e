import Testing
import VaglioAttribution
import VaglioFindings

@Suite struct CounterfactualConstraintsTests {
  private func refusal(_ value: JSONValue) -> String {
    do {
      _ = try CounterfactualConstraints(value)
      return ""
    } catch { return error.description }
  }

  @Test func `constraints are read as they are written`() throws {
    let read = try CounterfactualConstraints([
      "features": [
        "age": ["immutable": true], "income": ["lowest": 0, "weight": 0.5, "direction": "rise"],
        "children": ["values": [0, 1, 2], "whole": true],
      ],
      "one-hot": ["job": ["job=a", "job=b"]],
    ])
    #expect(read.rules["age"]?.isImmutable == true)
    #expect(read.rules["income"]?.range == 0...Double.infinity)
    #expect(read.rules["income"]?.direction == .rise && read.rules["income"]?.weight == 0.5)
    #expect(read.rules["children"]?.values == [0, 1, 2] && read.rules["children"]?.isWhole == true)
    #expect(read.groups == ["job": ["job=a", "job=b"]])
    #expect(try CounterfactualConstraints([:]) == CounterfactualConstraints())
  }

  @Test func `what is no constraint is refused at its place`() {
    #expect(
      refusal(["features": ["age": ["imutable": true]]])
        == "features.age.imutable: there is no such key, but immutable, lowest, highest, whole, "
        + "direction, values, weight; did you mean \"immutable\"?")
    #expect(
      refusal(["features": ["age": ["direction": "up"]]])
        == "features.age.direction: expected rise or fall")
    #expect(
      refusal(["features": ["age": ["lowest": 2, "highest": 1]]])
        == "features.age: lowest is above highest")
    #expect(refusal(["one-hot": ["job": 5]]) == "one-hot.job: expected an array")
    #expect(refusal("x") == "the constraints: expected a mapping")
  }

  @Test func `features can be held beside their other rules`() throws {
    var constraints = CounterfactualConstraints()
    constraints.rules["age"] = .init()
    constraints.rules["age"]?.weight = 3
    let held = constraints.holding(["age", "sex"])
    #expect(held.rules["age"]?.isImmutable == true && held.rules["age"]?.weight == 3)
    #expect(held.rules["sex"]?.isImmutable == true)
    let map = try ReasonMap(reasons: [
      .init(code: "A", text: "Age", features: ["age"], isImmutable: true),
      .init(code: "S", text: "Sex", features: ["sex"], isProtected: true),
      .init(code: "I", text: "Income", features: ["income"]),
    ])
    #expect(
      CounterfactualConstraints().holding(unchangeableOf: map).rules.keys.sorted() == [
        "age", "sex",
      ])
  }
}

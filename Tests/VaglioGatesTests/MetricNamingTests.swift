import Testing
import VaglioFindings
import VaglioGates

struct MetricNamingTests {
  private let text = """
    version: 1
    gates:
      - at-least: {metric: f1, value: 0.5}
      - no-worse: {metric: "recall[class=b]", margin: 0.1, slices: [g]}
    """

  @Test func `a policy asks for metrics as the record names them`() throws {
    let naming = MetricNaming { $0 == "f1" ? "f1[average=macro]" : $0 }
    let policy = try Policy(parsing: Array(text.utf8), file: "p.yaml", naming: naming)
    #expect(policy.metrics == ["f1[average=macro]", "recall[class=b]"])
    #expect(try Policy(parsing: text).metrics == ["f1", "recall[class=b]"])
  }

  @Test func `a metric is known by its name without options, or with others`() throws {
    let measures = [
      Measure(
        name: "f1[average=macro]", title: "F1", definition: "-", range: 0...1,
        direction: .higherIsBetter),
      Measure(
        name: "recall", title: "Recall", definition: "-", range: 0...1,
        direction: .higherIsBetter),
    ]
    try Policy(parsing: text).check(measures: measures)
    #expect(throws: PolicyError.self) {
      try Policy(parsing: text).check(measures: [measures[0]])
    }
  }
}

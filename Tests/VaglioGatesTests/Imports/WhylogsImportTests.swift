import Testing
import VaglioFindings
import VaglioGates

struct WhylogsImportTests {
  private func constraints() throws -> ImportedPolicy {
    try ImportFixture(format: .whylogs, path: "whylogs/constraints.json").imported()
  }

  @Test func `constraints on missing values, types, levels and columns become gates`() throws {
    #expect(
      try constraints().gates == [
        #"quality: {missing-rate-at-most: 0.05, columns: ["age"]}"#,
        "schema: {type-changes-at-most: 0}",
        #"quality: {missing-rate-at-most: 0, columns: ["id"]}"#,
        #"quality: {new-levels-at-most: 0, columns: ["region"]}"#,
        #"quality: {missing-rate-at-most: 0.2, columns: ["region"]}"#,
        "schema: {missing-at-most: 0}", "schema: {added-at-most: 0}",
      ])
  }

  @Test func `a lower bound on missing values is told as lost`() throws {
    let item = try #require(
      constraints().carried.first { $0.rule.contains("0.2") })
    #expect(item.difference?.contains("at least 0.01") == true)
  }

  @Test func `tests by p-value, statistics and row-wise rules are left behind`() throws {
    let reasons = Set(try constraints().left.map(\.reason))
    for part in [
      "p-value", "statistics", "row by row", "fixed range", "number of rows", "how many",
    ] {
      #expect(reasons.contains { $0.contains(part) }, "\(part)")
    }
  }

  @Test func `a bound on missing values is judged on both sides`() throws {
    let imported = try ImportedPolicy(
      .whylogs,
      #"""
      {"summaryConstraints": {"age": {"constraints": [{"firstField": "missing_values_proportion",
        "op": "BTWN", "between": {"lowerValue": 0, "upperValue": 0.05}}]}}}
      """#)
    func rate(_ value: Double) -> [Finding] {
      [
        Sample.finding(
          "quality.missing_rate[column=age]", .model, value, value - 0.01, value + 0.01)
      ]
    }
    #expect(try imported.rulings(of: rate(0.03)) == [.pass])
    #expect(try imported.rulings(of: rate(0.07)) == [.fail])
  }

  @Test(arguments: [",age\ncounts/n,4\n", "{}", "[]", #"{"columns": {}}"#])
  func `what whylogs 1 writes is refused`(text: String) {
    #expect(throws: PolicyError.self) { try ImportedPolicy(.whylogs, text) }
  }
}

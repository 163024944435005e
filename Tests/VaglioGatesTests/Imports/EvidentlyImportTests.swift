import Testing
import VaglioFindings
import VaglioGates

struct EvidentlyImportTests {
  private func fixture(_ name: String) throws -> ImportedPolicy {
    try ImportFixture(format: .evidently, path: "evidently/\(name).json").imported()
  }

  /// A configuration of one metric with one test.
  private func metric(_ type: String, _ settings: String) throws -> ImportedPolicy {
    try ImportedPolicy(
      .evidently, #"{"metrics": [{"type": "evidently:metric_v2:\#(type)", \#(settings)}]}"#)
  }

  private func test(_ type: String, _ bound: String) -> String {
    #"{"type": "evidently:test_v2:\#(type)", "is_critical": true, \#(bound)}"#
  }

  @Test func `a report's configuration becomes gates`() throws {
    #expect(
      try fixture("report-config").gates.joined(separator: "\n")
        == [
          #"at-least: {metric: "roc_auc", value: 0.75}"#,
          #"at-least: {metric: "accuracy", value: 0.8}"#,
          #"at-least: {metric: "precision[class=1]", value: 0.6}"#,
          #"at-most: {metric: "false_positive_rate", value: 0.2}"#,
          #"at-most: {metric: "mean_absolute_error", value: 3}"#,
          #"quality: {missing-rate-at-most: 0.05, columns: ["age"]}"#,
          #"quality: {missing-rate-at-most: 0, columns: ["age"]}"#,
          #"no-drift: {measure: "drift.psi", at-most: 0.2, columns: ["age"]}"#,
          #"no-drift: {measure: "drift.jensen_shannon", at-most: 0.12011224087864499, columns: ["region"]}"#,
          "quality: {duplicate-row-rate-at-most: 0}",
          #"no-drift: {measure: "drift.psi", at-most: 0.25, columns: ["income"]}"#,
          #"no-drift: {measure: "drift.hellinger", at-most: 0.12, columns: ["age", "region"]}"#,
        ].joined(separator: "\n"))
  }

  @Test func `what has no rule is left behind`() throws {
    let left = try fixture("report-config").left
    func reason(_ path: String) -> String? { left.first { $0.path == path }?.reason }
    #expect(reason("metrics[1].tests[1].expected")?.contains("reference data") == true)
    #expect(reason("metrics[2].tests[0]")?.contains("only warns") == true)
    #expect(reason("metrics[3].tests[0].threshold")?.contains("another threshold") == true)
    #expect(reason("metrics[4].tests[0].values") != nil)
    #expect(reason("metrics[8].tests[0].expected")?.contains("exactly") == true)
    #expect(reason("metrics[9].tests[0].threshold")?.contains("number of rows") == true)
    #expect(reason("metrics[12].method")?.contains("p-value") == true)
    #expect(reason("metrics[13].threshold")?.contains("interquartile") == true)
    #expect(reason("metrics[14].column")?.contains("chooses") == true)
    #expect(reason("metrics[15].drift_share") != nil)
    #expect(reason("metrics[22].num_method") != nil)
  }

  @Test func `a saved run says the same by its results`() throws {
    let run = try fixture("run")
    #expect(
      run.gates == [
        #"at-least: {metric: "roc_auc", value: 0.75}"#,
        #"quality: {missing-rate-at-most: 0.05, columns: ["age"]}"#,
        #"no-drift: {measure: "drift.psi", at-most: 0.2, columns: ["age"]}"#,
      ])
    #expect(Set(try fixture("snapshot").gates) == Set(run.gates))
    #expect(run.left.count == 1 && run.left[0].reason.contains("reference data"))
  }

  @Test func `test suites of the earlier interface are read in both forms`() throws {
    let saved = try fixture("suite-saved")
    #expect(
      saved.gates == [
        #"no-drift: {measure: "drift.psi", at-most: 0.2, columns: ["age"]}"#,
        #"quality: {missing-rate-at-most: 0.05, columns: ["age"]}"#,
        "quality: {duplicate-row-rate-at-most: 0}", "schema: {type-changes-at-most: 0}",
        #"quality: {out-of-range-rate-at-most: 0, columns: ["age"]}"#,
        #"quality: {new-levels-at-most: 0, columns: ["region"]}"#,
      ])
    #expect(try fixture("suite").gates == Array(saved.gates.prefix(4)))
  }

  /// gt and lt are strict, gte and lte not; a tolerance widens the latter and tightens the former.
  @Test(arguments: [
    ("GreaterThanMetricTest", #""threshold": 0.7"#, #"at-least: {metric: "recall", value: 0.7}"#),
    (
      "GreaterOrEqualMetricTest", #""threshold": {"value": 0.5, "relative": 0.5, "absolute": 0}"#,
      #"at-least: {metric: "recall", value: 0.25}"#
    ),
    (
      "LessThanMetricTest", #""threshold": {"value": 0.5, "relative": 0, "absolute": 0.25}"#,
      #"at-most: {metric: "recall", value: 0.25}"#
    ),
    (
      "LessOrEqualMetricTest", #""threshold": {"value": 0.5, "relative": 0.1, "absolute": 0.25}"#,
      #"at-most: {metric: "recall", value: 0.75}"#
    ),
  ])
  func `comparisons keep their side`(type: String, bound: String, gate: String) throws {
    let imported = try metric("Recall", #""tests": [\#(test(type, bound))]"#)
    #expect(imported.gates == [gate])
    let isStrict = type.hasSuffix("ThanMetricTest")
    #expect((imported.carried[0].difference != nil) == isStrict)
  }

  @Test func `equality within a tolerance is two bounds`() throws {
    let imported = try metric(
      "Recall",
      #""tests": [\#(test("EqualMetricTest", #""expected": {"value": 0.5, "relative": 0, "absolute": 0.25}"#))]"#
    )
    func rulings(_ value: Double) throws -> [Ruling] {
      try imported.rulings(
        of: [Sample.finding("recall", .model, value, value - 0.01, value + 0.01)])
    }
    #expect(try rulings(0.5) == [.pass, .pass])
    #expect(try rulings(0.2) == [.fail, .pass])
    #expect(try rulings(0.8) == [.pass, .fail])
  }

  @Test func `the share of missing values is judged on both sides`() throws {
    let imported = try metric(
      "MissingValueCount",
      #""column": "age", "share_tests": [\#(test("LessOrEqualMetricTest", #""threshold": 0.05"#))]"#
    )
    func rate(_ value: Double) -> [Finding] {
      [
        Sample.finding(
          "quality.missing_rate[column=age]", .model, value, value - 0.01, value + 0.01)
      ]
    }
    #expect(try imported.rulings(of: rate(0.03)) == [.pass])
    #expect(try imported.rulings(of: rate(0.07)) == [.fail])
  }

  @Test func `a preset with a column that can't be written is about no other columns`() throws {
    let imported = try ImportedPolicy(
      .evidently,
      #"""
      {"metrics": [{"type": "evidently:metric_container:DataDriftPreset", "columns": ["a", ""],
        "method": "psi", "threshold": 0.2}]}
      """#)
    #expect(imported.policyText == nil)
    #expect(imported.left.map(\.path) == ["metrics[0].method", "metrics[0].threshold"])
  }

  @Test func `the Jensen-Shannon distance changes its unit with the logarithm`() throws {
    // Disjoint distributions are √(ln 2) = 0.8325546 apart with natural logarithms, and 1 here.
    let imported = try metric(
      "ValueDrift", #""column": "r", "method": "jensenshannon", "threshold": 0.8325546111576977"#)
    let gate = try #require(imported.gates.first)
    let limit = try #require(gate.split(separator: "at-most: ").last?.prefix { $0 != "," })
    #expect(abs((Double(limit) ?? 0) - 1) < 4e-16)
  }

  @Test(arguments: [#"{"metrics": 3}"#, "{}", "[1]", #"{"tests": 4, "metrics": 4}"#])
  func `a file of another shape is refused, or has nothing`(text: String) throws {
    do {
      let imported = try ImportedPolicy(.evidently, text)
      #expect(imported.policyText == nil && !imported.left.isEmpty)
    } catch let error as PolicyError {
      #expect(!error.reason.isEmpty)
    }
  }
}

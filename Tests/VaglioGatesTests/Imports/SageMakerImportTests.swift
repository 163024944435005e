import Testing
import VaglioFindings
import VaglioGates

struct SageMakerImportTests {
  private func constraints() throws -> ImportedPolicy {
    try ImportFixture(format: .sagemaker, path: "sagemaker/constraints.json").imported()
  }

  @Test func `constraints on data become gates about quality, schema and drift`() throws {
    #expect(
      try constraints().gates == [
        "schema: {added-at-most: 0}",
        #"quality: {missing-rate-at-most: 0.02, columns: ["age", "income"]}"#,
        #"no-drift: {measure: "drift.ks", at-most: 0.1, columns: ["age", "income"]}"#,
        #"quality: {missing-rate-at-most: 0, columns: ["region", "score"]}"#,
        #"quality: {new-levels-at-most: 0, columns: ["region"]}"#,
        #"no-drift: {measure: "drift.l_infinity", at-most: 0.2, columns: ["region"]}"#,
        #"no-drift: {measure: "drift.ks", at-most: 0.05, columns: ["score"]}"#,
      ])
  }

  @Test func `completeness of 98 % allows 2 % missing, on both sides of the bound`() throws {
    func rate(_ value: Double) -> Finding {
      Sample.finding(
        "quality.missing_rate[column=age]", .model, value, value - 0.001, value + 0.001)
    }
    let imported = try ImportedPolicy(
      .sagemaker,
      #"{"features": [{"name": "age", "completeness": 0.98}], "monitoring_config": {}}"#)
    #expect(imported.gates[1] == #"quality: {missing-rate-at-most: 0.02, columns: ["age"]}"#)
    #expect(try imported.rulings(of: [rate(0.0189)]).last == .pass)
    #expect(try imported.rulings(of: [rate(0.0211)]).last == .fail)
  }

  @Test(arguments: [
    ("0.98", "0.02"), ("0.9", "0.1"), ("0.125", "0.875"), ("0.999", "0.001"), ("1.0", "0"),
    ("0.3", "0.7"), ("0.07", "0.93"), ("1e-9", "0.999999999"),
  ])
  func `one less a share has no noise`(share: String, rest: String) throws {
    let imported = try ImportedPolicy(
      .sagemaker, #"{"features": [{"name": "a", "completeness": \#(share)}], "version": 0}"#)
    #expect(imported.gates[1] == #"quality: {missing-rate-at-most: \#(rest), columns: ["a"]}"#)
  }

  @Test func `rates below the least one become that, and say what they were`() throws {
    let files = [
      (
        name: "f",
        bytes: Array(
          #"""
          {"features": [{"name": "a", "completeness": 1}, {"name": "b", "completeness": 0.9},
            {"name": "c", "string_constraints": {"domains": ["x"]}}], "monitoring_config": {}}
          """#.utf8)
      )
    ]
    let imported = try ImportedPolicy(.sagemaker, files: files, leastRate: 0.001)
    #expect(
      imported.gates.dropFirst() == [
        #"quality: {missing-rate-at-most: 0.001, columns: ["a"]}"#,
        #"quality: {missing-rate-at-most: 0.1, columns: ["b"]}"#,
        #"quality: {new-levels-at-most: 0, columns: ["c"]}"#,
      ])
    #expect(
      imported.carried.first { $0.path == "features[0].completeness" }?.difference == "0 there")
    for rate in [-0.1, 1.1, .nan] {
      #expect(throws: PolicyError.self) {
        try ImportedPolicy(.sagemaker, files: files, leastRate: rate)
      }
    }
  }

  @Test func `the method Robust is told from Simple`() throws {
    let drift = try constraints().carried.filter { $0.rule.hasPrefix("no-drift") }
    let simple = drift.filter { $0.path.hasPrefix("features[4]") }
    #expect(simple.count == 2 && simple.allSatisfy { $0.difference == nil })
    #expect(
      drift.filter { !$0.path.hasPrefix("features[4]") }.allSatisfy {
        $0.difference?.contains("1.8") == true
      })
  }

  @Test func `drift is judged on both sides of the threshold`() throws {
    func distance(_ value: Double) -> [Finding] {
      [Sample.finding("drift.ks[column=score]", .difference, value, value - 0.01, value + 0.01)]
    }
    let imported = try ImportedPolicy(
      .sagemaker,
      #"""
      {"features": [{"name": "score", "inferred_type": "Fractional"}],
       "monitoring_config": {"distribution_constraints": {"comparison_threshold": 0.1}}}
      """#)
    #expect(try imported.rulings(of: distance(0.08)).last == .pass)
    #expect(try imported.rulings(of: distance(0.12)).last == .fail)
    #expect(try imported.rulings(of: distance(0.1)).last == .inconclusive)
  }

  @Test func `a violation below a threshold becomes at-least, above it at-most`() throws {
    let imported = try ImportFixture(format: .sagemaker, path: "sagemaker/model-quality.json")
      .imported()
    #expect(
      Set(imported.gates) == [
        #"at-least: {metric: "recall", value: 0.78}"#,
        #"at-least: {metric: "precision", value: 0.82}"#,
        #"at-least: {metric: "roc_auc", value: 0.91}"#,
        #"at-least: {metric: "f_beta[beta=0.5]", value: 0.8}"#,
        #"at-least: {metric: "specificity", value: 0.7}"#,
        #"at-most: {metric: "false_positive_rate", value: 0.3}"#,
      ])
    #expect(
      imported.left.map(\.path) == [
        "binary_classification_constraints.recall_best_constant_classifier"
      ])
    let recall = try ImportedPolicy(
      .sagemaker,
      #"{"binary_classification_constraints": {"recall": {"threshold": 0.78, "comparison_operator": "LessThanThreshold"}}}"#
    )
    #expect(try recall.rulings(of: [Sample.finding("recall", .model, 0.8, 0.79, 0.81)]) == [.pass])
    #expect(try recall.rulings(of: [Sample.finding("recall", .model, 0.76, 0.75, 0.77)]) == [.fail])
  }

  @Test func `a feature that is switched off is left behind`() throws {
    let imported = try ImportedPolicy(
      .sagemaker,
      #"""
      {"features": [{"name": "a", "completeness": 0.5,
         "monitoringConfigOverrides": {"evaluate_constraints": "Disabled"}},
        {"name": "b", "completeness": 0.5}], "monitoring_config": {}}
      """#)
    #expect(imported.gates.last == #"quality: {missing-rate-at-most: 0.5, columns: ["b"]}"#)
    #expect(imported.leftReason("features[0]")?.contains("Disabled") == true)
    let off = try ImportedPolicy(
      .sagemaker,
      #"""
      {"features": [{"name": "a", "completeness": 0.5}],
       "monitoring_config": {"evaluate_constraints": "Disabled", "datatype_check_threshold": 1}}
      """#)
    #expect(off.policyText == nil)
    #expect(
      off.left.map(\.path) == ["features[0]", "monitoring_config.datatype_check_threshold"])
  }

  @Test func `a test by p-value is left behind with the distance next to it`() throws {
    let imported = try ImportedPolicy(
      .sagemaker,
      #"""
      {"features": [{"name": "r", "inferred_type": "String"}], "monitoring_config":
        {"distribution_constraints": {"categorical_drift_method": "ChiSquared",
          "categorical_comparison_threshold": 0.1, "comparison_threshold": 0.1}}}
      """#)
    #expect(imported.gates == ["schema: {added-at-most: 0}"])
    let item = try #require(
      imported.left.first { $0.path.hasSuffix("categorical_drift_method") })
    #expect(item.instead.contains("drift.cramers_v"))
    #expect(
      imported.leftReason("monitoring_config.distribution_constraints.comparison_threshold") != nil)
  }

  @Test func `statistics, bias and attributions of a baseline are no rules`() throws {
    for name in ["statistics", "analysis"] {
      let imported = try ImportFixture(format: .sagemaker, path: "sagemaker/\(name).json")
        .imported()
      #expect(imported.policyText == nil)
      #expect(!imported.left.isEmpty)
    }
    let bias = try ImportFixture(format: .sagemaker, path: "sagemaker/analysis.json").imported()
    let impact = try #require(bias.left.first { $0.path.hasSuffix("metrics[0]") })
    #expect(
      impact.instead.hasPrefix(
        #"parity: {metric: selection_rate, slice: "sex", ratio-at-least: 0.8}"#))
  }

  @Test(arguments: [
    #"{"features": {"name": "a"}}"#, "[]", "{}", "3", #"{"regression_constraints": 4}"#,
  ])
  func `a file of another shape is refused`(text: String) {
    #expect(throws: PolicyError.self) { try ImportedPolicy(.sagemaker, text) }
  }

  @Test func `values of wrong types are left behind with what was expected`() throws {
    let imported = try ImportedPolicy(
      .sagemaker,
      #"""
      {"features": [{"name": 3}, {"name": "a", "completeness": "most", "inferred_type": 7}, 5,
        {"name": "b", "completeness": 1.5}],
       "regression_constraints": {"mae": {"threshold": "low", "comparison_operator": 3}},
       "extra": {"deep": [1]}}
      """#)
    #expect(imported.gates == ["schema: {added-at-most: 0}"])
    #expect(
      Set(imported.left.map(\.path)) == [
        "features[0]", "features[1].completeness", "features[1].inferred_type", "features[2]",
        "features[3].completeness", "regression_constraints.mae", "extra",
      ])
  }
}

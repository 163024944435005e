import Testing
import VaglioFindings

@testable import VaglioEvaluation

/// The fairness measures as fairlearn 0.15.0 gives them.
struct FairnessGoldenTests {
  private struct Input {
    let outcomes: BinaryOutcomes
    let groups: [SliceRows]

    init(_ golden: GoldenCase) throws {
      let labels = try #require(golden.numbers("y_true"))
      let predicted = try #require(golden.numbers("y_pred"))
      let names = (golden.document["inputs"]?["group"]?.array ?? []).compactMap(\.string)
      outcomes = BinaryOutcomes(labels: labels.map { UInt8($0) }, scores: predicted)
      groups = Set(names).sorted().map { name in
        SliceRows(
          slice: Slice([.init(column: "g", value: name)]),
          rows: names.indices.filter { names[$0] == name }.map { Int32($0) })
      }
    }

    func finding(_ name: String) throws -> Finding {
      let findings = FairnessEvaluation(columns: ["g"], level: .ninetyFivePercent)
        .findings(on: outcomes, groups: groups, subject: .model)
      return try #require(findings.first { $0.measure == name })
    }

    func byGroup(_ metric: some Metric<BinaryOutcomes>) -> [Finding] {
      groups.map { group in
        Evaluation(metrics: [metric], level: .ninetyFivePercent)
          .findings(on: outcomes.taking(group.rows), subject: .model, slice: group.slice)[0]
      }
    }
  }

  private static func golden(_ id: String) throws -> GoldenCase {
    try #require(GoldenFile("fairness").cases.first { $0.id == id })
  }

  @Test(arguments: [
    ("dp_difference", "demographic_parity_difference[by=g]"),
    ("dp_ratio", "demographic_parity_ratio[by=g]"),
    ("eo_difference_worst", "equalized_odds_difference[by=g]"),
    ("eo_difference_mean", "equalized_odds_difference[aggregate=mean,by=g]"),
    ("eo_ratio", "equalized_odds_ratio[by=g]"),
    ("equal_opportunity_difference", "equal_opportunity_difference[by=g]"),
    ("accuracy_diff_between_groups", "accuracy_difference[by=g]"),
    ("accuracy_diff_to_overall", "accuracy_difference[against=overall,by=g]"),
  ])
  func `values are fairlearn's`(expected: String, name: String) throws {
    let golden = try Self.golden("fair_200_3groups")
    let expectation = try #require(golden.expectation(expected))
    let finding = try Input(golden).finding(name)
    let value = try #require(finding.estimate.value)
    #expect(expectation.isMet(by: value, want: try #require(expectation.value)))
    #expect(try #require(finding.estimate.interval).contains(value))
    #expect(finding.notes.first == "3 groups")
  }

  @Test func `the worst group is fairlearn's smallest`() throws {
    let golden = try Self.golden("fair_200_3groups")
    let expectation = try #require(golden.expectation("accuracy_group_min"))
    let findings = GroupExtremes(columns: ["g"], level: .ninetyFivePercent)
      .findings(of: try Input(golden).byGroup(Accuracy()), measure: Accuracy().measure)
    #expect(findings.map(\.measure).first == "accuracy.worst_group[by=g]")
    let value = try #require(findings[0].estimate.value)
    #expect(expectation.isMet(by: value, want: try #require(expectation.value)))
    #expect(findings[0].notes == ["the worst is g=b", "3 groups"])
  }

  @Test(arguments: ["selection_rate", "tpr", "fpr", "accuracy"])
  func `every group's values are fairlearn's`(quantity: String) throws {
    let golden = try Self.golden("fair_200_3groups")
    let input = try Input(golden)
    let table = try #require(golden.expectation("by_group")?.document["value"])
    let metrics: [String: any Metric<BinaryOutcomes>] = [
      "selection_rate": SelectionRate(), "tpr": Recall(), "fpr": FalseAlarmShare(),
      "accuracy": Accuracy(),
    ]
    let metric = try #require(metrics[quantity])
    for finding in input.byGroup(metric) {
      let group = finding.slice.conditions[0].value
      let want = try #require(table[group]?[quantity]?.number)
      #expect(abs(try #require(finding.estimate.value) - want) < 1e-12)
    }
  }

  @Test func `where nobody is selected the difference is 0 and there is no ratio`() throws {
    let input = try Input(try Self.golden("fair_no_selection"))
    #expect(try input.finding("demographic_parity_difference[by=g]").estimate.value == 0)
    #expect(
      try input.finding("demographic_parity_ratio[by=g]").estimate.undefined?.reason
        == "the highest group's value is 0")
  }
}

import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

/// The table of labels and predicted classes as a report shows it.
struct ClassExhibitTests {
  // label     a a a b b c
  // predicted a a b b c c
  private func outcomes(_ rows: Rows? = nil) -> MulticlassOutcomes {
    MulticlassOutcomes(
      classes: ["a", "b", "c"], labels: [0, 0, 0, 1, 1, 2], predicted: [0, 0, 1, 1, 2, 2],
      rows: rows)
  }

  private func exhibit(_ kind: String, _ outcomes: MulticlassOutcomes) throws -> Exhibit {
    try #require(
      ClassExhibits(of: outcomes, subject: .model, level: .ninetyFivePercent).exhibits
        .first { $0.kind == kind })
  }

  @Test func `cells go by label, then by predicted class`() throws {
    let matrix = try exhibit("confusion_matrix", outcomes())
    #expect(matrix.series["label"] == .words(["a", "a", "a", "b", "b", "b", "c", "c", "c"]))
    #expect(matrix.series["predicted"] == .words(["a", "b", "c", "a", "b", "c", "a", "b", "c"]))
    #expect(matrix.series["count"] == .numbers([2, 1, 0, 0, 1, 1, 0, 0, 1]))
    #expect(
      matrix.series["share_of_label"] == .numbers([2.0 / 3, 1.0 / 3, 0, 0, 0.5, 0.5, 0, 0, 1]))
    #expect(
      matrix.scalars == ["classes": 3, "shown": 3, "rows": 6, "right": 4, "level": 0.95])
  }

  /// Precision 2/2, 1/2, 1/2; recall 2/3, 1/2, 1/1; F1 4/5, 2/4, 2/3.
  @Test func `each class has its ratios, with Wilson's intervals`() throws {
    let table = try exhibit("class_table", outcomes())
    #expect(table.series["labelled"] == .numbers([3, 2, 1]))
    #expect(table.series["predicted"] == .numbers([2, 2, 2]))
    #expect(table.series["precision"] == .numbers([1, 0.5, 0.5]))
    #expect(table.series["recall"] == .numbers([2.0 / 3, 0.5, 1]))
    #expect(table.series["f1"] == .numbers([0.8, 0.5, 2.0 / 3]))
    let wilson = [(2.0, 3.0), (1, 2), (1, 1)].map {
      ProportionInterval.wilson(successes: $0.0, trials: $0.1, level: .ninetyFivePercent)
    }
    #expect(table.series["recall_lower"] == .numbers(wilson.map(\.lower)))
    #expect(table.series["recall_upper"] == .numbers(wilson.map(\.upper)))
  }

  /// Weights of 2 that count for importance: the shares are the same, each row still counts once.
  @Test func `equal importance weights leave the intervals alone, clusters have none`() throws {
    let plain = try exhibit("class_table", outcomes())
    let weights = Weights([Double](repeating: 2, count: 6), kind: .importance)
    let weighted = try exhibit("class_table", outcomes(Rows(count: 6, weights: weights)))
    #expect(weighted.series["labelled"] == .numbers([6, 4, 2]))
    for name in ["precision_lower", "precision_upper", "recall_lower", "f1_upper"] {
      #expect(weighted.series[name] == plain.series[name], "\(name)")
    }
    let clustered = try exhibit(
      "class_table", outcomes(Rows(count: 6, clusters: [0, 0, 1, 1, 2, 2])))
    #expect(clustered.series["recall"] == plain.series["recall"])
    #expect(clustered.series["recall_lower"] == .numbers([nil, nil, nil]))
  }

  @Test func `of many classes those with the most rows are shown, in their own order`() throws {
    let classes = (0..<60).map { "\($0)" }
    // Class k has two rows where k is divisible by 5, else one: the other 48 make room for 38.
    let labels = (0..<60 as Range<Int32>).flatMap { $0 % 5 == 0 ? [$0, $0] : [$0] }
    let table = try exhibit(
      "class_table", MulticlassOutcomes(classes: classes, labels: labels, predicted: labels))
    guard case .words(let shown)? = table.series["class"] else {
      Issue.record("no classes")
      return
    }
    #expect(shown.count == 50 && shown == shown.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) })
    #expect(Set(shown).isSuperset(of: stride(from: 0, to: 60, by: 5).map { "\($0)" }))
    #expect(table.scalars["classes"] == 60)
  }

  @Test func `no rows, nothing to show`() {
    let none = MulticlassOutcomes(classes: ["a", "b"], labels: [], predicted: [])
    #expect(
      ClassExhibits(of: none, subject: .model, level: .ninetyFivePercent).exhibits.isEmpty)
  }
}

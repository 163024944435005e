internal import VaglioFindings

/// Which classes are confused?
struct ClassSection: Section {
  let identifier = "classes"

  func title(for dossier: Dossier) -> String { "Which classes are confused?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let charts = SubjectExhibits("confusion_matrix", of: dossier).members.compactMap {
      ConfusionChart(exhibit: $0.exhibit, subject: $0.subject).chart
    }
    let tables = SubjectExhibits("class_table", of: dossier).members.compactMap {
      table($0.exhibit, $0.subject)
    }
    // Each map by itself: two beside each other would be too small to read.
    return charts.map { .charts([$0]) } + metrics(dossier).map { .table($0) }
      + tables.map { .table($0) }
      + [changes(dossier), changedRows(dossier)].compactMap { $0.map { .table($0) } }
  }

  /// The differences by class, and the levels where no exhibit shows the classes or metrics beyond
  /// its own are measured.
  private func metrics(_ dossier: Dossier) -> [DataTable] {
    let shown: Set = ["precision", "recall", "f1"]
    let goesBeyond = dossier.measures.contains {
      ClassMeasureName($0.name).map { !shown.contains($0.base) } ?? false
    }
    let hasExhibit = dossier.exhibits.contains { $0.kind == "class_table" }
    let levels = goesBeyond || !hasExhibit ? dossier.sides : []
    return ((dossier.isComparison ? [.difference] : []) + levels).compactMap {
      ClassMetricTable.table(of: $0, in: dossier)
    }
  }

  /// The classes with their precision, recall and F1.
  private func table(_ exhibit: Exhibit, _ subject: Subject) -> DataTable? {
    guard let names = exhibit.words("class"), let labelled = exhibit.numbers("labelled"),
      let predicted = exhibit.numbers("predicted"), !names.isEmpty
    else { return nil }
    let columns = [("precision", "Precision"), ("recall", "Recall"), ("f1", "F1")]
    let total = exhibit.scalars["classes"].map { Int($0) } ?? names.count
    let rest = total > names.count ? ", the \(names.count) largest of \(total)" : ""
    let level = exhibit.scalars["level"] ?? 0.95
    return DataTable(
      caption: "Classes, \(subject.rawValue)\(rest), with \(NumberFormat.level(level)) intervals",
      columns: [.words("Class"), .numbers("Rows"), .numbers("Predicted")]
        + columns.map { .numbers($0.1) },
      rows: names.indices.map { number in
        [.init(names[number]), .init(count(labelled, number)), .init(count(predicted, number))]
          + columns.map { .init(estimate($0.0, number, exhibit, level)) }
      })
  }

  private func count(_ values: [Double?], _ number: Int) -> String {
    guard values.indices.contains(number), let value = values[number] else {
      return NumberFormat.missing
    }
    return NumberFormat.bare(value)
  }

  private func estimate(
    _ name: String, _ number: Int, _ exhibit: Exhibit, _ level: Double
  ) -> String {
    func at(_ column: String) -> Double? {
      guard let values = exhibit.numbers(column), values.indices.contains(number) else {
        return nil
      }
      return values[number]
    }
    guard let value = at(name) else { return NumberFormat.missing }
    guard let lower = at(name + "_lower"), let upper = at(name + "_upper"), lower <= upper,
      let level = ConfidenceLevel(level)
    else { return NumberFormat.bare(value) }
    let interval = Interval(lower: lower, upper: upper, level: level, method: "wilson")
    return NumberFormat.estimate(
      Estimate(value, Uncertainty(interval: interval, curve: nil)))
  }

  /// The changes of decision that most rows share.
  private func changes(_ dossier: Dossier) -> DataTable? {
    guard let exhibit = dossier.exhibit("class_disagreement", .difference),
      let labels = exhibit.words("label"), let production = exhibit.words("production"),
      let candidate = exhibit.words("candidate"), let counts = exhibit.numbers("count"),
      let length = [labels.count, production.count, candidate.count, counts.count].min(), length > 0
    else { return nil }
    return DataTable(
      caption: "The commonest changes of decision",
      columns: [
        .words("Label"), .words("Production says"), .words("Candidate says"), .numbers("Rows"),
        .words("Right"),
      ],
      rows: (0..<length).map { index in
        [
          .init(labels[index]), .init(production[index]), .init(candidate[index]),
          .init(count(counts, index)),
          .init(right(labels[index], production[index], candidate[index])),
        ]
      })
  }

  /// Single rows that are decided differently.
  private func changedRows(_ dossier: Dossier) -> DataTable? {
    guard let exhibit = dossier.exhibit("class_disagreement_rows", .difference),
      let names = exhibit.words("row"), let labels = exhibit.words("label"),
      let production = exhibit.words("production"), let candidate = exhibit.words("candidate"),
      let length = [names.count, labels.count, production.count, candidate.count].min(), length > 0
    else { return nil }
    func score(_ column: String, _ index: Int) -> DataTable.Cell {
      .init(exhibit.numbers(column).map { count($0, index) } ?? NumberFormat.missing)
    }
    return DataTable(
      caption: "Rows decided differently whose label's score changed most",
      columns: [
        .words("Row"), .words("Label"), .words("Production says"), .words("Candidate says"),
        .numbers("Label's score, production"), .numbers("candidate"), .words("Right"),
      ],
      rows: (0..<min(length, 20)).map { index in
        [
          .init(names[index]), .init(labels[index]), .init(production[index]),
          .init(candidate[index]), score("production_score", index),
          score("candidate_score", index),
          .init(right(labels[index], production[index], candidate[index])),
        ]
      })
  }

  private func right(_ label: String, _ production: String, _ candidate: String) -> String {
    candidate == label ? "candidate" : production == label ? "production" : "neither"
  }
}

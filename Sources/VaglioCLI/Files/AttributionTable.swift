internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

/// Attributions as a table: one row per explained row, of several outputs one per row and output.
///
/// The id comes first, then of two models `model`, of several outputs `class`; then `base_value`, one
/// column per feature, `prediction`, and for attributions with errors `FEATURE.standard_error`.
struct AttributionTable {
  /// A line of the table.
  private struct Line {
    let model: Int
    let row: Int
    let output: Int
  }

  private let explained: [ModelExplanation]
  private let rows: ExplainedRows
  private let plan: ExplanationPlan
  private let lines: [Line]

  init(_ explained: [ModelExplanation], rows: ExplainedRows, plan: ExplanationPlan) {
    (self.explained, self.rows, self.plan) = (explained, rows, plan)
    lines = explained.indices.flatMap { model in
      rows.chosen.indices.flatMap { row in
        explained[model].attributions.outputs.indices.map {
          Line(model: model, row: row, output: $0)
        }
      }
    }
  }

  /// The file's bytes, in the format that its name says.
  func bytes(for path: String) throws -> [UInt8] {
    let columns = labels + numbers
    var seen: Set<String> = []
    if let twice = columns.first(where: { !seen.insert($0.name).inserted }) {
      throw Trouble(
        "--attributions: two columns would be called \"\(twice.name)\"; rename the feature")
    }
    return try ColumnFile(id: nil, columns: columns)
      .bytes(TableWriter.Format(fileName: path), threads: plan.threads)
  }

  /// What each line is about.
  private var labels: [(name: String, values: FeatureMatrix.Column)] {
    var labels: [(name: String, values: FeatureMatrix.Column)] = [
      (plan.id ?? "row", .texts(Categories(lines.map { rows.name(of: $0.row) })))
    ]
    if explained.count > 1 {
      labels.append(
        ("model", .texts(Categories(lines.map { explained[$0.model].model.role.rawValue }))))
    }
    if explained.contains(where: { $0.attributions.outputs.count > 1 }) {
      let classes = lines.map { explained[$0.model].attributions.outputs[$0.output] }
      labels.append(("class", .texts(Categories(classes))))
    }
    return labels
  }

  private var numbers: [(name: String, values: FeatureMatrix.Column)] {
    let base = lines.map { explained[$0.model].attributions.baseValues[$0.output] }
    var numbers = [("base_value", base)]
    numbers += values(explained.map(\.attributions.values))
    numbers.append(("prediction", lines.map(prediction)))
    let errors = explained.map { $0.attributions.errors?.total }
    if errors.contains(where: { $0 != nil }) {
      numbers += values(errors).map { ("\($0.0).standard_error", $0.1) }
    }
    return numbers.map { ($0.0, .numbers($0.1)) }
  }

  private func prediction(_ line: Line) -> Double {
    let predictions = explained[line.model].predictions
    let output = min(line.output, predictions.outputCount - 1)
    return predictions.values[line.row * predictions.outputCount + output]
  }

  /// One column per feature of any model, from each model's numbers; missing where a model doesn't take
  /// the feature, or has no numbers.
  private func values(_ numbers: [[Double]?]) -> [(String, [Double])] {
    var names: [String] = []
    var places: [String: Int] = [:]
    for feature in explained.flatMap(\.attributions.features)
    where places.updateValue(places[feature] ?? names.count, forKey: feature) == nil {
      names.append(feature)
    }
    var columns = Array(
      repeating: [Double](repeating: .nan, count: lines.count), count: names.count)
    var start = 0
    for (explained, numbers) in zip(explained, numbers) {
      let attributions = explained.attributions
      let count = attributions.rowCount * attributions.outputs.count
      defer { start += count }
      guard let numbers else { continue }
      for (feature, name) in attributions.features.enumerated() {
        guard let column = places[name] else { continue }
        for line in 0..<count {
          columns[column][start + line] = numbers[line * attributions.features.count + feature]
        }
      }
    }
    return Array(zip(names, columns))
  }
}

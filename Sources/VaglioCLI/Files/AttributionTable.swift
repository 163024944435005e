internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

/// Attributions as a table: one row per explained row, of several outputs one per row and output.
///
/// The id comes first, then of two models `model`, of several outputs `class`; then `base_value`, one
/// column per feature, `prediction`, and for sampled methods `FEATURE.standard_error`.
struct AttributionTable {
  private let explained: [ModelExplanation]
  private let rows: ExplainedRows
  private let plan: ExplanationPlan

  init(_ explained: [ModelExplanation], rows: ExplainedRows, plan: ExplanationPlan) {
    (self.explained, self.rows, self.plan) = (explained, rows, plan)
  }

  /// The file's bytes, in the format that its name says.
  func bytes() throws -> [UInt8] {
    let columns = try self.columns
    if let path = plan.table, let format = TableFormat(fileName: path),
      let writer = TableWriter.Format(rawValue: format.rawValue)
    {
      return try TableWriter(writer, version: Version.current).bytes(
        of: Table(
          columns.map { name, values in
            switch values {
            case .numbers(let numbers): Column(name: name, numbers: numbers)
            case .texts(let texts): Column(name: name, values: .categories(texts))
            }
          }))
    }
    return ScoreTable(id: nil, columns: columns).bytes(threads: plan.threads)
  }

  /// The features of all models, each once.
  private var features: [String] {
    var seen: Set<String> = []
    return explained.flatMap(\.attributions.features).filter { seen.insert($0).inserted }
  }

  /// The columns; names that the table needs itself are refused as features.
  private var columns: [(name: String, values: FeatureMatrix.Column)] {
    get throws {
      let features = features
      var columns: [(name: String, values: FeatureMatrix.Column)] = [
        (plan.id ?? "row", .texts(Categories(lines.map { rows.name(of: $0.row) })))
      ]
      if explained.count > 1 {
        columns.append(
          ("model", .texts(Categories(lines.map { explained[$0.model].model.role.rawValue }))))
      }
      if explained.contains(where: { $0.attributions.outputs.count > 1 }) {
        columns.append(
          (
            "class",
            .texts(
              Categories(lines.map { explained[$0.model].attributions.outputs[$0.output] }))
          ))
      }
      columns.append(
        (
          "base_value",
          .numbers(lines.map { explained[$0.model].attributions.baseValues[$0.output] })
        ))
      columns += features.map { ($0, .numbers(values(of: $0) { $0.values })) }
      columns.append(("prediction", .numbers(lines.map(prediction))))
      if explained.contains(where: { $0.attributions.errors != nil }) {
        columns += features.map {
          ("\($0).standard_error", .numbers(values(of: $0) { $0.errors?.total }))
        }
      }
      var seen: Set<String> = []
      if let twice = columns.first(where: { !seen.insert($0.name).inserted }) {
        throw Trouble(
          "--attributions: two columns would be called \"\(twice.name)\"; rename the feature")
      }
      return columns
    }
  }

  private var lines: [(model: Int, row: Int, output: Int)] {
    explained.indices.flatMap { model in
      rows.chosen.indices.flatMap { row in
        explained[model].attributions.outputs.indices.map { (model, row, $0) }
      }
    }
  }

  private func prediction(_ line: (model: Int, row: Int, output: Int)) -> Double {
    let predictions = explained[line.model].predictions
    let output = min(line.output, predictions.outputCount - 1)
    return predictions.values[line.row * predictions.outputCount + output]
  }

  /// A feature's numbers in every line; missing where the model doesn't take it.
  private func values(
    of feature: String, _ numbers: (Attributions) -> [Double]?
  ) -> [Double] {
    explained.flatMap { explained -> [Double] in
      let attributions = explained.attributions
      let count = attributions.rowCount * attributions.outputs.count
      guard let place = attributions.features.firstIndex(of: feature),
        let numbers = numbers(attributions)
      else { return Array(repeating: .nan, count: count) }
      return (0..<count).map { numbers[$0 * attributions.features.count + place] }
    }
  }
}

internal import VaglioModels

extension ScaledModel {
  /// Checked answers about rows that the model was not asked about before: their columns are compared
  /// with its features, and it is asked again about the first of them, and refused where it answers
  /// otherwise.
  func steadyAnswers(
    to rows: FeatureMatrix, place: (Int) -> String = { "row \($0 + 1)" }
  ) throws(AttributionError) -> OutputMatrix {
    try checkColumns(rows)
    guard rows.rowCount > 0 else { throw .refused("there are no rows to explain the model by") }
    let answers = try answers(to: rows, place: place)
    try refuseUnlessRepeatable(rows.first(Self.rowsAskedTwice), place: place)
    return answers
  }

  /// About how many rows a model is asked twice.
  private static let rowsAskedTwice = 256

  /// Refuses a model that answers the same rows otherwise the second time.
  func refuseUnlessRepeatable(
    _ rows: FeatureMatrix, place: (Int) -> String
  ) throws(AttributionError) {
    let first = try answers(to: rows, place: place)
    let second = try answers(to: rows, place: place)
    guard first.outputCount == second.outputCount else {
      throw .refused("the model is not deterministic: it answers with other numbers of outputs")
    }
    for (index, (one, other)) in zip(first.values, second.values).enumerated() where one != other {
      throw .refused(
        "the model is not deterministic: asked twice, it answers \(one) and \(other) to "
          + place(index / first.outputCount),
        remedy: "fix its seed, or switch off what draws at prediction (dropout, sampling)")
    }
  }

  private func checkColumns(_ rows: FeatureMatrix) throws(AttributionError) {
    guard let features = model.features else { return }
    guard features.count == rows.columns.count else {
      throw .refused(
        "the rows have \(rows.columns.count) columns, and the model takes \(features.count)")
    }
    for (feature, column) in zip(features, rows.columns) {
      guard case .texts = column, !feature.kind.isText, feature.hashes == nil else { continue }
      throw .refused("the feature \"\(feature.name)\" takes numbers, and its column holds texts")
    }
  }
}

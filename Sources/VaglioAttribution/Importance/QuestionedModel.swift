internal import VaglioModels

/// A model that is asked about many rows, and whose answers are checked before they are used.
///
/// An answer is refused where it is not finite, or holds other than one value per row and output.
struct QuestionedModel: Sendable {
  let model: any Model
  /// What is asked for: margins, or predictions.
  let scale: Attributions.Scale
  let threads: Int

  /// Margins can be asked of a model only that has them.
  init(
    _ model: any Model, scale: Attributions.Scale = .prediction, threads: Int
  ) throws(AttributionError) {
    guard scale == .prediction || model is any MarginModel else {
      throw .refused(
        "the model has no margins", remedy: "explain its predictions instead")
    }
    precondition(threads > 0, "at least one thread")
    (self.model, self.scale, self.threads) = (model, scale, threads)
  }

  /// The names of the outputs of an answer with so many values a row.
  func outputs(_ count: Int) -> [String] {
    let names = model.output.names
    return names.count == count ? names : (0..<count).map { "margin\($0)" }
  }

  /// Checked answers, rows × outputs.
  func answers(_ rows: FeatureMatrix) throws(AttributionError) -> OutputMatrix {
    let answers: OutputMatrix
    do {
      if scale == .margin, let model = model as? any MarginModel {
        answers = try model.margins(of: rows, threads: threads)
      } else {
        answers = try model.predictions(of: rows, threads: threads)
      }
    } catch { throw .model(error) }
    guard answers.rowCount == rows.rowCount else {
      throw .refused("the model gave \(answers.rowCount) answers for \(rows.rowCount) rows")
    }
    if let place = answers.values.firstIndex(where: { !$0.isFinite }) {
      throw .refused(
        "the model answered \(answers.values[place]) for a row that it was asked about",
        remedy: "rows for which the model has no finite answer can't be explained")
    }
    return answers
  }

  /// Checked answers about rows that the model was not asked about before; it is asked twice about
  /// the first of them, and refused where it answers otherwise.
  func steadyAnswers(_ rows: FeatureMatrix) throws(AttributionError) -> OutputMatrix {
    try checkColumns(rows)
    guard rows.rowCount > 0 else { throw .refused("there are no rows to explain the model by") }
    let answers = try answers(rows)
    let again = rows.gathered(Array(0..<Int32(min(rows.rowCount, Self.rowsAskedTwice))))
    guard try self.answers(again) == self.answers(again) else {
      throw .refused(
        "the model answers otherwise when it is asked again about the same rows",
        remedy: "a model that draws at random can't be explained")
    }
    return answers
  }

  /// About how many rows a model is asked twice.
  private static let rowsAskedTwice = 256

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

  /// The names of the features of rows; `f0`, `f1`, … where the model tells none.
  func features(_ rows: FeatureMatrix) -> [Feature] {
    model.features
      ?? rows.columns.enumerated().map { index, column in
        if case .texts = column { return Feature("f\(index)", kind: .text) }
        return Feature("f\(index)")
      }
  }
}

internal import VaglioModels

/// A model on the scale that is looked at, whose answers are checked before they are believed.
///
/// An answer is refused where it is not finite, or holds other rows than were asked about.
struct ScaledModel: Sendable {
  let model: any Model
  /// What is asked for: margins, or predictions.
  let scale: Attributions.Scale
  let threads: Int

  /// A model on a scale that it has.
  ///
  /// - Precondition: at least one thread.
  init(
    _ model: any Model, scale: Attributions.Scale = .prediction, threads: Int
  ) throws(AttributionError) {
    if scale == .margin, !(model is any MarginModel) {
      throw .refused("the model has no margins", remedy: "explain its predictions")
    }
    precondition(threads > 0, "at least one thread")
    (self.model, self.scale, self.threads) = (model, scale, threads)
  }

  /// Refuses predictions that are the numbers of classes.
  func refuseLabels() throws(AttributionError) {
    guard scale == .prediction, model.output.kind == .label else { return }
    throw .refused(
      "the model says nothing but labels, whose numbers have no size",
      remedy: model is any MarginModel
        ? "explain its margins" : "explain a model that gives probabilities or scores")
  }

  /// What the model says of rows, finite or refused: `place` says which row a number is.
  func answers(
    to rows: FeatureMatrix, place: (Int) -> String = { "row \($0 + 1)" }
  ) throws(AttributionError) -> OutputMatrix {
    let answers = try unchecked(rows)
    if let index = answers.values.firstIndex(where: { !$0.isFinite }) {
      let (row, output) = index.quotientAndRemainder(dividingBy: answers.outputCount)
      throw .refused(
        "the model answers \(answers.values[index]) to \(place(row)), output "
          + "\"\(names(outputCount: answers.outputCount)[output])\"",
        remedy: "leave such rows out, or mend the model: only finite numbers can be explained")
    }
    return answers
  }

  /// One answer for each of the rows, finite or not.
  func unchecked(_ rows: FeatureMatrix) throws(AttributionError) -> OutputMatrix {
    let answers = try asked(rows)
    guard answers.rowCount == rows.rowCount else {
      throw .refused("the model answers \(answers.rowCount) rows for \(rows.rowCount)")
    }
    return answers
  }

  private func asked(_ rows: FeatureMatrix) throws(AttributionError) -> OutputMatrix {
    do throws(ModelError) {
      guard scale == .margin, let model = model as? any MarginModel else {
        return try model.predictions(of: rows, threads: threads)
      }
      return try model.margins(of: rows, threads: threads)
    } catch {
      throw .model(error)
    }
  }

  /// One name per output, of which there are so many.
  func names(outputCount: Int) -> [String] {
    if model.output.names.count == outputCount { return model.output.names }
    if let classes = model.output.classes, classes.count == outputCount { return classes }
    return (0..<outputCount).map { "\(scale == .margin ? "margin" : "output") \($0)" }
  }

  /// The features of rows; `f0`, `f1`, … where the model tells none.
  func features(of rows: FeatureMatrix) -> [Feature] {
    model.features
      ?? rows.columns.enumerated().map { index, column in
        if case .texts = column { return Feature("f\(index)", kind: .text) }
        return Feature("f\(index)")
      }
  }
}

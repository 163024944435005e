internal import VaglioModels

/// A model on the scale that is shared out, whose answers are checked before they are believed.
struct ScaledModel: Sendable {
  let model: any Model
  let scale: Attributions.Scale

  /// A model on a scale that it has.
  init(_ model: any Model, scale: Attributions.Scale) throws(AttributionError) {
    if scale == .margin, !(model is any MarginModel) {
      throw .refused("the model has no margins", remedy: "explain its predictions")
    }
    if scale == .prediction, model.output.kind == .label {
      throw .refused(
        "the model predicts the number of a class, which is no quantity to share out",
        remedy: model is any MarginModel ? "explain its margins" : "serve its probabilities")
    }
    (self.model, self.scale) = (model, scale)
  }

  /// What the model says of rows, finite or refused: `place` says which row a number is.
  func answers(
    to rows: FeatureMatrix, threads: Int, place: (Int) -> String
  ) throws(AttributionError) -> OutputMatrix {
    let answers = try asked(rows, threads)
    guard answers.rowCount == rows.rowCount else {
      throw .refused("the model answers \(answers.rowCount) rows for \(rows.rowCount)")
    }
    if let index = answers.values.firstIndex(where: { !$0.isFinite }) {
      let (row, output) = index.quotientAndRemainder(dividingBy: answers.outputCount)
      throw .refused(
        "the model answers \(answers.values[index]) to \(place(row)), output "
          + "\"\(names(outputCount: answers.outputCount)[output])\"",
        remedy: "leave such rows out, or mend the model: attributions share out finite numbers")
    }
    return answers
  }

  private func asked(_ rows: FeatureMatrix, _ threads: Int) throws(AttributionError) -> OutputMatrix
  {
    do throws(ModelError) {
      guard scale == .margin, let model = model as? any MarginModel else {
        return try model.predictions(of: rows, threads: threads)
      }
      return try model.margins(of: rows, threads: threads)
    } catch {
      throw .model(error)
    }
  }

  /// Refuses a model that answers the same rows otherwise the second time.
  func refuseUnlessRepeatable(
    _ rows: FeatureMatrix, threads: Int, place: (Int) -> String
  ) throws(AttributionError) {
    let first = try answers(to: rows, threads: threads, place: place)
    let second = try answers(to: rows, threads: threads, place: place)
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

  /// One name per output, of which there are so many.
  func names(outputCount: Int) -> [String] {
    if model.output.names.count == outputCount { return model.output.names }
    if let classes = model.output.classes, classes.count == outputCount { return classes }
    return (0..<outputCount).map { "output \($0)" }
  }
}

/// What a graph predicts, on its way through the steps behind its model.
struct ONNXPrediction {
  /// What makes the margins.
  enum Core {
    case trees(TreeEnsemble)
    /// Coefficients outputs × columns.
    case linear(coefficients: [Double], intercepts: [Double], TreeEnsemble.Precision)
  }

  /// How the graph shows the predictions.
  enum Layout {
    /// A column per prediction.
    case columns
    /// Two columns, one per class, of which the second is the prediction: the score or probability
    /// of the positive class.
    case second
  }

  /// What makes the margins.
  var core: Core
  /// What it takes.
  let columns: [ONNXColumn]
  /// The function from the margins to the predictions.
  var link: Link
  /// How the graph shows them.
  var layout: Layout
  /// The names of the classes, if there are classes.
  let classes: [String]?
  /// Whether the predictions are probabilities.
  var areProbabilities: Bool

  /// The number of margins.
  var outputCount: Int {
    switch core {
    case .trees(let ensemble): ensemble.outputCount
    case .linear(_, let intercepts, _): intercepts.count
    }
  }

  /// The number of columns that the graph shows.
  var columnCount: Int { layout == .second ? 2 : outputCount }

  /// What the predictions are.
  var output: ModelOutput {
    guard let classes else {
      let names =
        outputCount == 1
        ? ["prediction"] : (0..<outputCount).map { "prediction_\($0)" }
      return ModelOutput(.value, task: .regression, names: names)
    }
    return ModelOutput(
      areProbabilities ? .probability : .score, task: classes.count == 2 ? .binary : .multiclass,
      names: outputCount == 1 ? ["prediction"] : classes, classes: classes)
  }
}

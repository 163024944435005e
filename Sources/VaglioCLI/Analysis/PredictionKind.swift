internal import VaglioEvaluation

/// What a model's predictions are, for which there are metrics.
enum PredictionKind: String {
  /// A score that a row is positive.
  case scores
  /// A score of every class, or the predicted class.
  case classes
  /// A number.
  case numbers
  /// Quantiles of a number.
  case quantiles
  /// The members of an ensemble of numbers.
  case members

  /// What a task's models predict in the plainest case.
  init(_ task: PredictionTask) {
    switch task {
    case .binary: self = .scores
    case .multiclass: self = .classes
    case .regression: self = .numbers
    }
  }

  /// The task that such predictions belong to.
  var task: PredictionTask {
    switch self {
    case .scores: .binary
    case .classes: .multiclass
    case .numbers, .quantiles, .members: .regression
    }
  }

  /// The heading of the metrics of such predictions.
  var heading: String {
    switch self {
    case .scores: "Binary classification"
    case .classes: "Multiclass classification"
    case .numbers: "Regression"
    case .quantiles: "Regression: predicted quantiles"
    case .members: "Regression: ensembles of predictions"
    }
  }
}

/// A number of each labelled row whose mean is watched.
public enum WatchedLoss: Hashable, Codable, Sendable {
  /// (score − label)² of a class.
  case brier
  /// 1 for a wrong decision at the threshold, else 0.
  case zeroOne(threshold: Double)
  /// label − score of a class: its mean is 0 when scores mean what they say.
  case residual
  /// |prediction − label| of a number, held at `cap`: a mean held below stays below.
  case absoluteError(cap: Double)
  /// (prediction − label)² of a number, held at `cap`.
  case squaredError(cap: Double)

  /// The range of the loss.
  var range: ClosedRange<Double> {
    switch self {
    case .brier, .zeroOne: 0...1
    case .residual: -1...1
    case .absoluteError(let cap), .squaredError(let cap): 0...cap
    }
  }

  /// Its name, as rules write it.
  public var name: String {
    switch self {
    case .brier: "brier_score"
    case .zeroOne: "zero_one_loss"
    case .residual: "residual"
    case .absoluteError: "absolute_error"
    case .squaredError: "squared_error"
    }
  }

  /// The same where labels say whether the predicted class of several came true: no threshold then
  /// parts right from wrong.
  var ofPredictedClass: WatchedLoss {
    if case .zeroOne = self { return .zeroOne(threshold: -.infinity) }
    return self
  }

  /// The losses of some rows.
  func values(_ rows: LabelledColumns) -> [Double] {
    switch self {
    case .brier: zip(rows.scores, rows.labels).map { ($0 - $1) * ($0 - $1) }
    case .zeroOne(let threshold):
      zip(rows.scores, rows.labels).map { ($0 >= threshold) == ($1 == 1) ? 0 : 1 }
    case .residual: zip(rows.scores, rows.labels).map { $1 - $0 }
    case .absoluteError(let cap): zip(rows.scores, rows.labels).map { min(cap, abs($0 - $1)) }
    case .squaredError(let cap):
      zip(rows.scores, rows.labels).map { min(cap, ($0 - $1) * ($0 - $1)) }
    }
  }
}

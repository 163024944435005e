internal import VaglioFindings

/// Which way a metric is better, as far as rules about better and worse can use it.
enum Sense {
  case higher
  case lower
  /// The metric has no such direction, or none is known, and why.
  case unknown(String)

  /// The sense of a metric by its measure's contract.
  init(of metric: String, in context: JudgingContext) {
    guard let measure = context.measure(metric) else {
      self = .unknown("it is not known which way \(metric) is better, as it is no known metric")
      return
    }
    switch measure.direction {
    case .higherIsBetter: self = .higher
    case .lowerIsBetter: self = .lower
    case .nearerIsBetter, .neutral:
      self = .unknown(measure.objectionToBetterAndWorse ?? "")
    }
  }
}

extension Measure {
  /// Why better and worse mean nothing for a measure; `nil` where they do.
  var objectionToBetterAndWorse: String? {
    switch direction {
    case .higherIsBetter, .lowerIsBetter: nil
    case .nearerIsBetter(let ideal):
      "\(name) is best at \(NumberText.shortest(ideal)) and worse on both sides, so a difference "
        + "doesn't tell which model is better; use equivalent, or at-least and at-most"
    case .neutral:
      "\(name) describes and is neither better nor worse when higher; use equivalent"
    }
  }
}

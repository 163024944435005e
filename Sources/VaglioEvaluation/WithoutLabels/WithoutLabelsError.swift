internal import VaglioFindings

/// Why performance can't be estimated without labels on some rows.
public enum WithoutLabelsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A part has fewer rows than an estimate needs.
  case tooFewRows(part: String, count: Int, fewest: Int)
  /// All labels of the reference are alike: nothing can be learnt from them.
  case oneClass(String)
  /// A score is not between 0 and 1, or is not a number.
  case notAProbability(part: String, row: Int, value: String)
  /// A number is infinite or missing.
  case notFinite(part: String, row: Int)
  /// The two parts don't have the same columns of scores.
  case differentScores(reference: Int, current: Int)
  /// No recalibrator or learner can be fitted.
  case unfittable(String)
  /// The two parts hardly overlap: reweighted, the reference counts for so few rows.
  case noOverlap(effectiveRows: Double, fewest: Double)
  /// The confusion matrix can't be inverted: predictions don't tell these classes apart.
  case indistinguishableClasses
  /// Two rows have one identity.
  case repeatedKey(first: Int, second: Int)
  /// A plan or an estimate was asked for that doesn't fit the rows.
  case unusable(String)

  public var description: String {
    switch self {
    case .tooFewRows(let part, let count, let fewest):
      "the \(part) has \(count) rows, and an estimate without labels needs \(fewest)"
    case .oneClass(let name):
      "every row of the reference is labelled \(name): an estimate without labels needs rows of "
        + "every class"
    case .notAProbability(let part, let row, let value):
      "\(part), row \(row): the score \(value) is not a probability between 0 and 1"
    case .notFinite(let part, let row): "\(part), row \(row): the value is infinite or missing"
    case .differentScores(let reference, let current):
      "the reference has \(reference) columns of scores, the current data have \(current)"
    case .unfittable(let reason): reason
    case .noOverlap(let effective, let fewest):
      "the current rows are too unlike the reference: reweighted to them, it counts for "
        + "\(OptionNumber.text((effective * 10).rounded() / 10)) rows, and the estimate needs "
        + OptionNumber.text(fewest)
    case .indistinguishableClasses:
      "the predictions don't tell the classes apart, so that their shares can't be worked out"
    case .repeatedKey(let first, let second):
      "rows \(first) and \(second) have the same identity"
    case .unusable(let reason): reason
    }
  }
}

public import VaglioEvaluation
public import VaglioModels

/// Rows of features with what came true of them: all that it takes to measure a model on them, and on
/// the same rows with other values of a feature.
public struct LabelledFeatures<Observed: Outcomes>: Sendable {
  /// The features of each row, in the order of the model's input.
  public let features: FeatureMatrix
  /// The rows' weights, clusters and identities.
  public let rows: Rows
  private let outcomes: Making

  /// Sets answers beside the labels of the rows that they are about.
  private typealias Making =
    @Sendable (_ answers: OutputMatrix, _ rows: Rows, _ taken: [Int32]?) throws(AttributionError) ->
    Observed

  private init(_ features: FeatureMatrix, _ rows: Rows, _ outcomes: @escaping Making) {
    precondition(features.rowCount == rows.count, "a label for each row of features")
    (self.features, self.rows, self.outcomes) = (features, rows, outcomes)
  }

  /// A model's answers about all rows beside their labels.
  func outcomes(_ answers: OutputMatrix) throws(AttributionError) -> Observed {
    try outcomes(answers, rows, nil)
  }

  /// A model's answers about these rows beside their labels, without weights.
  func outcomes(_ answers: OutputMatrix, of taken: [Int32]) throws(AttributionError) -> Observed {
    try outcomes(answers, Rows(count: taken.count), taken)
  }
}

extension [Double] {
  fileprivate func taking(_ rows: [Int32]?) -> [Double] {
    rows.map { $0.map { self[Int($0)] } } ?? self
  }
}

extension LabelledFeatures where Observed == RegressionOutcomes {
  /// Rows whose labels are numbers.
  ///
  /// - Precondition: one finite label per row.
  public init(_ features: FeatureMatrix, actual: [Double], rows: Rows? = nil) {
    self.init(features, rows ?? Rows(count: actual.count)) {
      answers, rows, taken throws(AttributionError) in
      guard answers.outputCount == 1 else {
        throw .refused("the model gives \(answers.outputCount) numbers for each row, not one")
      }
      return RegressionOutcomes(
        actual: actual.taking(taken), predicted: answers.values, rows: rows)
    }
  }
}

extension LabelledFeatures where Observed == BinaryOutcomes {
  /// Rows whose labels are 1 or 0. Of two answers a row, the second is that of the positive class.
  ///
  /// - Precondition: one label per row.
  public init(
    _ features: FeatureMatrix, labels: [UInt8], threshold: Double = 0.5, rows: Rows? = nil
  ) {
    self.init(features, rows ?? Rows(count: labels.count)) {
      answers, rows, taken throws(AttributionError) in
      guard answers.outputCount <= 2 else {
        throw .refused("the model has \(answers.outputCount) classes, and the labels two")
      }
      return BinaryOutcomes(
        labels: taken.map { $0.map { labels[Int($0)] } } ?? labels,
        scores: answers.outputCount == 1 ? answers.values : answers.column(1),
        threshold: threshold, rows: rows)
    }
  }
}

extension LabelledFeatures where Observed == MulticlassOutcomes {
  /// Rows whose labels are numbers of classes. A model with one answer a row names the class.
  ///
  /// - Precondition: one label per row, each the index of a class.
  public init(
    _ features: FeatureMatrix, classes: [String], labels: [Int32], rows: Rows? = nil
  ) {
    self.init(features, rows ?? Rows(count: labels.count)) {
      answers, rows, taken throws(AttributionError) in
      let labels = taken.map { $0.map { labels[Int($0)] } } ?? labels
      if answers.outputCount == 1, classes.count > 1 {
        guard answers.values.allSatisfy({ classes.indices.contains(Int($0)) }) else {
          throw .refused("the model names classes that the labels don't have")
        }
        return MulticlassOutcomes(
          classes: classes, labels: labels, predicted: answers.values.map { Int32($0) },
          rows: rows)
      }
      guard answers.outputCount == classes.count else {
        throw .refused(
          "the model has \(answers.outputCount) classes, and the labels \(classes.count)")
      }
      return MulticlassOutcomes(
        classes: classes, labels: labels, scores: classes.indices.map(answers.column),
        rows: rows)
    }
  }
}

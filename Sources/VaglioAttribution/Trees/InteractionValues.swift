/// What pairs of features add to what a model says about rows.
///
/// A pair's interaction is what one of both gains when the other is there less what it gains when
/// it is not, averaged over the coalitions of the others (the Shapley interaction index); half of
/// it stands at either place of the pair. On the diagonal stands what is left of a feature's
/// attribution, its main effect, so that rows of the matrix add up to the attributions, as in shap
/// and XGBoost.
public struct InteractionValues: Equatable, Sendable {
  /// One name per feature or group.
  public let features: [String]
  /// One name per output.
  public let outputs: [String]
  /// What is shared out.
  public let scale: Attributions.Scale
  /// Row-major: rows × outputs × features × features.
  public let values: [Double]
  /// What the model says of no row in particular, one per output.
  public let baseValues: [Double]

  /// Interactions of rows.
  ///
  /// - Precondition: rows × outputs × features × features values; a base value per output.
  public init(
    features: [String], outputs: [String], scale: Attributions.Scale, values: [Double],
    baseValues: [Double]
  ) {
    let width = outputs.count * features.count * features.count
    precondition(width > 0 && values.count % width == 0, "rows × outputs × features² values")
    precondition(baseValues.count == outputs.count, "a base value per output")
    (self.features, self.outputs, self.scale) = (features, outputs, scale)
    (self.values, self.baseValues) = (values, baseValues)
  }

  /// The number of rows.
  public var rowCount: Int { values.count / (outputs.count * features.count * features.count) }

  /// The value at a place of the matrix of an output of a row.
  public subscript(row: Int, output: Int, feature: Int, other: Int) -> Double {
    let width = features.count
    return values[((row * outputs.count + output) * width + feature) * width + other]
  }
}

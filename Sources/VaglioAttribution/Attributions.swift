/// What each feature adds to what a model says about rows: base value + Σ values = output.
///
/// A feature is one of the model's, or a group of them that is shared out to as one
/// (``FeatureGroups``). Values are in the unit of ``scale``.
public struct Attributions: Equatable, Sendable {
  /// What is shared out.
  public enum Scale: String, Hashable, Sendable {
    /// The margin: what the model adds up before its link.
    case margin
    /// The prediction: a probability, or a number in the units of the label.
    case prediction
  }

  /// One name per feature or group.
  public let features: [String]
  /// One name per output.
  public let outputs: [String]
  /// What is shared out.
  public let scale: Scale
  /// Row-major: rows × outputs × features.
  public let values: [Double]
  /// What the model says of no row in particular, one per output: the mean over the background, or
  /// what the model's own covers make of it.
  public let baseValues: [Double]
  /// How sure the values are; `nil` where they are exact.
  public let errors: AttributionErrors?

  /// Attributions of rows.
  ///
  /// - Precondition: rows × outputs × features values; a base value per output; errors of as many
  ///   values.
  public init(
    features: [String], outputs: [String], scale: Scale, values: [Double], baseValues: [Double],
    errors: AttributionErrors? = nil
  ) {
    let width = features.count * outputs.count
    precondition(width > 0 && values.count % width == 0, "rows × outputs × features values")
    precondition(baseValues.count == outputs.count, "a base value per output")
    precondition(errors.map { $0.count == values.count } ?? true, "an error per value")
    (self.features, self.outputs, self.scale) = (features, outputs, scale)
    (self.values, self.baseValues, self.errors) = (values, baseValues, errors)
  }

  /// The number of rows.
  public var rowCount: Int { values.count / (features.count * outputs.count) }

  /// Where the values of an output of a row stand in ``values``, one per feature.
  public func range(row: Int, output: Int) -> Range<Int> {
    let start = (row * outputs.count + output) * features.count
    return start..<start + features.count
  }

  /// The values of a feature in an output of all rows.
  public func column(feature: Int, output: Int) -> [Double] {
    (0..<rowCount).map { values[($0 * outputs.count + output) * features.count + feature] }
  }

  /// What the attributions of an output of a row add up to, features in their order from the base
  /// value.
  public func sum(row: Int, output: Int) -> Double {
    range(row: row, output: output).reduce(baseValues[output]) { $0 + values[$1] }
  }
}

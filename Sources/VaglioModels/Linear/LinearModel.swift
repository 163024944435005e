/// A model whose margins are linear: intercept + Σ coefficient · feature.
public struct LinearModel: MarginModel {
  public let summary: ModelSummary
  public let link: Link
  public let output: ModelOutput
  /// The features in the order of the model's input.
  public let inputs: [Feature]
  /// Output-major, outputs × features.
  public let coefficients: [Double]
  /// One per output.
  public let intercepts: [Double]
  /// The precision in which the products are added up, features in their order, intercept first.
  public let sum: TreeEnsemble.Precision
  /// Whether a missing value counts as 0 (XGBoost's `gblinear`); else it makes the margin NaN.
  public let ignoresMissing: Bool
  /// Whether rows that miss a value are refused, as scikit-learn's own model does.
  public let refusesMissing: Bool

  public var features: [Feature]? { inputs }

  /// A model of these parts.
  ///
  /// - Precondition: outputs × features coefficients; as many outputs as the link makes predictions
  ///   of.
  public init(
    coefficients: [Double], intercepts: [Double], features: [Feature], link: Link,
    output: ModelOutput, sum: TreeEnsemble.Precision = .double, ignoresMissing: Bool = false,
    refusesMissing: Bool = false, summary: ModelSummary
  ) {
    precondition(
      coefficients.count == intercepts.count * features.count, "outputs × features coefficients")
    precondition(
      link.outputCount(margins: intercepts.count) == output.names.count,
      "as many predictions as names")
    (self.coefficients, self.intercepts, inputs) = (coefficients, intercepts, features)
    (self.link, self.output, self.summary) = (link, output, summary)
    (self.sum, self.ignoresMissing) = (sum, ignoresMissing)
    self.refusesMissing = refusesMissing
  }

  public func margins(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    let coded = CodedFeatures(rows, as: inputs)
    if refusesMissing { try coded.refuseMissing(inputs) }
    let columns = coded.columns
    let outputs = intercepts.count
    var margins = [Double](repeating: 0, count: rows.rowCount * outputs)
    for output in 0..<outputs {
      let own = coefficients[output * inputs.count..<(output + 1) * inputs.count]
      for row in 0..<rows.rowCount {
        var margin = intercepts[output]
        for (coefficient, column) in zip(own, columns) {
          let value = column[row]
          if value.isNaN, ignoresMissing { continue }
          margin = added(margin, coefficient, value)
        }
        margins[row * outputs + output] = margin
      }
    }
    return OutputMatrix(values: margins, outputCount: outputs)
  }

  private func added(_ margin: Double, _ coefficient: Double, _ value: Double) -> Double {
    switch sum {
    case .double: margin + coefficient * value
    case .single: Double(Float(margin) + Float(coefficient) * Float(value))
    }
  }

  public func predictions(
    of rows: FeatureMatrix, threads: Int
  ) throws(ModelError) -> OutputMatrix {
    link.predictions(of: try margins(of: rows, threads: threads))
  }
}

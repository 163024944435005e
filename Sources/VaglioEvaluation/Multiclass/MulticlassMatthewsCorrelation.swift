public import VaglioFindings

/// The correlation of label and predicted class over all classes,
/// R_K = (c − Σ tₖpₖ)/√((1 − Σ tₖ²)(1 − Σ pₖ²)), with the share c of rows that are right and the
/// classes' shares t among labels and p among predictions.
///
/// Gorodkin 2004, doi:10.1016/j.compbiolchem.2004.09.006. Undefined when all labels, or all
/// predictions, are of one class; scikit-learn gives 0 there.
public struct MulticlassMatthewsCorrelation: ClassGradientMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "matthews_corrcoef", title: "Matthews correlation",
      definition:
        "Correlation of label and predicted class, R_K = (c − Σ t_k·p_k)/√((1 − Σ t_k²)(1 − Σ p_k²)).",
      range: -1...1, direction: .higherIsBetter, source: "doi:10.1016/j.compbiolchem.2004.09.006")
  }

  public var intervalMethod: String { "Linearisation on the artanh scale" }

  public func value(of reading: ClassTable) throws(Undefined) -> Double {
    guard reading.total > 0 else { throw Undefined("there are no rows") }
    guard reading.present.count > 1 else { throw Undefined("all rows are of one class") }
    guard reading.predicted.count(where: { $0 > 0 }) > 1 else {
      throw Undefined("all rows are predicted to be of one class")
    }
    let parts = Parts(reading)
    return min(1, max(-1, parts.value))
  }

  public func gradient(at table: ClassTable) -> [Double] {
    let parts = Parts(table)
    return table.weights.indices.map { cell in
      let (label, predicted) = (cell / table.width, cell % table.width)
      let (t, p) = (parts.labelled, parts.predicted)
      let covariance = (label == predicted ? 1 : 0) - p[label] - t[predicted]
      return covariance / parts.spread
        + parts.value * (t[label] / parts.ofLabels + p[predicted] / parts.ofPredictions)
    }
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }

  private struct Parts {
    let labelled: [Double]
    let predicted: [Double]
    /// 1 − Σ t².
    let ofLabels: Double
    /// 1 − Σ p².
    let ofPredictions: Double
    let covariance: Double

    init(_ table: ClassTable) {
      let total = table.total
      labelled = table.labelled.map { $0 / total }
      predicted = table.predicted.map { $0 / total }
      // Σ t(1 − t) keeps its digits where one class has nearly all rows.
      ofLabels = labelled.reduce(0) { $0 + $1 * (1 - $1) }
      ofPredictions = predicted.reduce(0) { $0 + $1 * (1 - $1) }
      // Σ (right share − tp), class by class, for the same reason.
      covariance = zip(table.right, zip(labelled, predicted)).reduce(0) { sum, part in
        sum + (part.0 / total - part.1.0 * part.1.1)
      }
    }

    var spread: Double { ofLabels.squareRoot() * ofPredictions.squareRoot() }
    var value: Double { covariance / spread }
  }
}

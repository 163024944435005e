public import VaglioFindings

/// The correlation of label and prediction, (TP·TN − FP·FN)/√((TP+FP)(TP+FN)(TN+FP)(TN+FN)).
///
/// Matthews 1975, doi:10.1016/0005-2795(75)90109-9. Undefined when a row or a column of the
/// confusion matrix is empty; scikit-learn gives 0 there.
public struct MatthewsCorrelation: ConfusionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "matthews_corrcoef", title: "Matthews correlation",
      definition:
        "Correlation of label and prediction, "
        + "(TP·TN − FP·FN)/√((TP+FP)(TP+FN)(TN+FP)(TN+FN)).",
      range: -1...1, direction: .higherIsBetter, source: "doi:10.1016/0005-2795(75)90109-9")
  }

  public var intervalMethod: String { "Linearisation on the artanh scale" }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    if reading.positives == 0 { throw Undefined("no row is positive") }
    if reading.negatives == 0 { throw Undefined("no row is negative") }
    if reading.predictedPositives == 0 { throw Undefined("no row is predicted positive") }
    if reading.predictedNegatives == 0 { throw Undefined("no row is predicted negative") }
    // Shares first: the products of counts near 10⁹ would lose all their digits.
    let (tpr, tnr) = (
      reading.truePositives / reading.positives, reading.trueNegatives / reading.negatives
    )
    let (ppv, npv) = (
      reading.truePositives / reading.predictedPositives,
      reading.trueNegatives / reading.predictedNegatives
    )
    let agreement = (tpr * tnr * ppv * npv).squareRoot()
    let disagreement = ((1 - tpr) * (1 - tnr) * (1 - ppv) * (1 - npv)).squareRoot()
    return min(1, max(-1, agreement - disagreement))
  }

  /// With a = p₁₁, the shares of positives π and of predicted positives σ: φ = (a − πσ)/√(π(1−π)σ(1−σ)).
  public func gradient(at table: CellWeights) -> [Double] {
    let total = table.total
    let (both, π, σ) = (
      table.truePositives / total, table.positives / total, table.predictedPositives / total
    )
    let spread = (π * (1 - π) * σ * (1 - σ)).squareRoot()
    let value = (both - π * σ) / spread
    let byPositive = -σ / spread - value * (1 - 2 * π) / (2 * π * (1 - π))
    let byPredicted = -π / spread - value * (1 - 2 * σ) / (2 * σ * (1 - σ))
    return [0, byPredicted, byPositive, 1 / spread + byPositive + byPredicted]
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }
}

extension Metric where Self == MatthewsCorrelation {
  /// Matthews' correlation coefficient.
  public static var matthewsCorrelation: MatthewsCorrelation { MatthewsCorrelation() }
}

public import VaglioFindings
internal import VaglioStatistics

/// Global importance of drawn attributions: the mean of |φ| over rows, one per output and feature,
/// with intervals that hold the background's error.
///
/// Noise of drawn coalitions makes |φ̂| too great on average; each |φ̂| is lowered by the excess at φ̂
/// (``FoldedNormal``). Over rows whose φ are spread smoothly about 0 that takes the whole excess off to
/// second order; where φ is 0 in every row, 41 % of it.
///
/// Row by row this is the estimator of ``Magnitudes``, with two differences: here the background's
/// error is that of the mean itself, from the influence of each background row on all explained rows,
/// and is not taken off the magnitudes; there only standard errors are known, which are taken as if
/// they went the same way in all rows, and what the correction leaves stands in the interval.
public struct MeanMagnitudes: Equatable, Sendable {
  /// One name per feature, and per output.
  public let features: [String]
  public let outputs: [String]
  /// Outputs × features; never negative.
  public let values: [Double]
  /// The standard errors by source, outputs × features: of the rows as a sample of a population
  /// (errors of their coalitions included), and of the background, the same for all rows; `nil` where
  /// there is one row, or no background that is a sample.
  public let rowErrors: [Double]?
  public let backgroundErrors: [Double]?
  private let rowCount: Int
  private let backgroundFreedom: Double

  /// The mean magnitudes of attributions, exact or drawn, without the background's error.
  ///
  /// - Precondition: at least one row.
  public init(_ attributions: Attributions) {
    self.init(attributions, backgroundErrors: nil, freedom: .infinity)
  }

  /// The mean magnitudes of drawn attributions, with the background's error.
  public init(_ sampled: SampledAttributions) {
    let width = sampled.attributions.features.count * sampled.attributions.outputs.count
    let spread = BackgroundSpread(
      sampled.backgroundInfluences, sampled.backgroundWeights, width: width)
    self.init(
      sampled.attributions,
      backgroundErrors: spread.variances.map { $0.map { $0.squareRoot() } },
      freedom: Double(max(1, sampled.backgroundWeights.count - 1)))
  }

  private init(_ attributions: Attributions, backgroundErrors: [Double]?, freedom: Double) {
    precondition(attributions.rowCount > 0, "at least one row")
    (features, outputs) = (attributions.features, attributions.outputs)
    (rowCount, backgroundFreedom) = (attributions.rowCount, freedom)
    let width = features.count * outputs.count
    let count = Double(rowCount)
    let magnitudes = attributions.values.indices.map { index in
      FoldedNormal.magnitude(
        attributions.values[index], attributions.errors?.coalitions?[index] ?? 0)
    }
    var means = [Double](repeating: 0, count: width)
    for (index, magnitude) in magnitudes.enumerated() { means[index % width] += magnitude / count }
    var squares = [Double](repeating: 0, count: width)
    for (index, magnitude) in magnitudes.enumerated() {
      let deviation = magnitude - means[index % width]
      squares[index % width] += deviation * deviation
    }
    values = means.map { max(0, $0) }
    rowErrors = rowCount > 1 ? squares.map { ($0 / (count * (count - 1))).squareRoot() } : nil
    self.backgroundErrors = backgroundErrors
  }

  /// The interval of an output's feature by Student's t over rows and background, no bound below 0;
  /// `nil` where the explained rows are one.
  public func interval(
    feature: Int, output: Int, level: ConfidenceLevel = .ninetyFivePercent
  ) -> Interval? {
    let index = output * features.count + feature
    guard let rowError = rowErrors?[index] else { return nil }
    let (rows, background) = (
      rowError * rowError, backgroundErrors.map { $0[index] * $0[index] } ?? 0
    )
    let spread = rows * rows / Double(rowCount - 1) + background * background / backgroundFreedom
    let sum = rows + background
    guard
      let interval = MeanInterval.t(
        mean: values[index], standardError: sum.squareRoot(),
        degreesOfFreedom: spread > 0 ? sum * sum / spread : .infinity, level: level)
    else { return nil }
    return Interval(
      lower: max(0, interval.lower), upper: max(0, interval.upper), level: level,
      method: interval.method)
  }
}

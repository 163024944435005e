internal import VaglioStatistics

/// The first and second moments of labels, predictions and residuals, as exact sums.
public struct ResidualMoments: SufficientStatistic {
  public typealias Observed = RegressionOutcomes

  public private(set) var count = 0
  private var weight = ExactSum()
  private var actual = ExactSum()
  private var predicted = ExactSum()
  private var residual = ExactSum()
  private var actualSquared = ExactSum()
  private var predictedSquared = ExactSum()
  private var residualSquared = ExactSum()
  private var product = ExactSum()

  /// The moments of no rows.
  public init() {}

  public mutating func add(_ outcomes: RegressionOutcomes, rows: Range<Int>) {
    count += rows.count
    if let weights = outcomes.rows.weights {
      for row in rows { add(outcomes.actual[row], outcomes.predicted[row], weight: weights[row]) }
    } else {
      weight.add(Double(rows.count))
      for row in rows { add(outcomes.actual[row], outcomes.predicted[row]) }
    }
  }

  /// Factors of products are scaled by 2⁻¹⁵⁰, exactly, so that squares of labels from 10⁻¹⁰¹ to 10¹⁹⁹
  /// neither vanish nor overflow.
  private static let scale = 0x1p-150

  private mutating func add(_ y: Double, _ p: Double) {
    let e = p - y
    actual.add(y)
    predicted.add(p)
    residual.add(e)
    let (u, v, r) = (y * Self.scale, p * Self.scale, e * Self.scale)
    actualSquared.add(product: u, u)
    predictedSquared.add(product: v, v)
    residualSquared.add(product: r, r)
    product.add(product: u, v)
  }

  private mutating func add(_ y: Double, _ p: Double, weight w: Double) {
    let e = p - y
    weight.add(w)
    actual.add(product: w, y)
    predicted.add(product: w, p)
    residual.add(product: w, e)
    let (u, v, r) = (y * Self.scale, p * Self.scale, e * Self.scale)
    actualSquared.add(w, times: u, u)
    predictedSquared.add(w, times: v, v)
    residualSquared.add(w, times: r, r)
    product.add(w, times: u, v)
  }

  public mutating func merge(_ other: ResidualMoments) {
    count += other.count
    weight.merge(other.weight)
    actual.merge(other.actual)
    predicted.merge(other.predicted)
    residual.merge(other.residual)
    actualSquared.merge(other.actualSquared)
    predictedSquared.merge(other.predictedSquared)
    residualSquared.merge(other.residualSquared)
    product.merge(other.product)
  }

  public func read() -> Residuals {
    let total = weight.doubleDouble
    let scale = DoubleDouble(Self.scale)
    func central(_ products: ExactSum, _ first: ExactSum, _ second: ExactSum) -> Double {
      let (a, b) = (first.doubleDouble * scale, second.doubleDouble * scale)
      return ((products.doubleDouble - a * b / total) / total).value
    }
    let ofActual = nonnegative(central(actualSquared, actual, actual))
    let ofPredicted = nonnegative(central(predictedSquared, predicted, predicted))
    return Residuals(
      rows: count, weight: weight.value,
      actualMean: actual.value / weight.value, predictedMean: predicted.value / weight.value,
      bias: residual.value / weight.value, unit: Self.scale,
      meanSquareInUnits: residualSquared.value / weight.value,
      actualVarianceInUnits: ofActual, predictedVarianceInUnits: ofPredicted,
      residualVarianceInUnits: nonnegative(central(residualSquared, residual, residual)),
      covarianceInUnits: central(product, actual, predicted))
  }
}

extension ExactSum {
  /// Adds w·a·b, the product of a and b exactly.
  mutating func add(_ w: Double, times a: Double, _ b: Double) {
    let high = a * b
    add(product: w, high)
    add(product: w, (-high).addingProduct(a, b))
  }
}

/// What is read off the moments of residuals e = prediction − label; variances divide by Σw.
///
/// Squares are kept in units so small or large that those of ordinary labels, and of labels far from
/// ordinary, are all within the range of a double: ratios of them are safe, plain ones may overflow.
public struct Residuals: Hashable, Sendable {
  public let rows: Int
  /// Σw.
  public let weight: Double
  public let actualMean: Double
  public let predictedMean: Double
  /// Mean of e.
  public let bias: Double
  /// What labels, predictions and residuals are multiplied by before they are squared, a power of 2.
  let unit: Double
  let meanSquareInUnits: Double
  let actualVarianceInUnits: Double
  let predictedVarianceInUnits: Double
  let residualVarianceInUnits: Double
  let covarianceInUnits: Double
}

extension Residuals {
  /// Mean of e².
  public var meanSquare: Double { plain(meanSquareInUnits) }
  public var actualVariance: Double { plain(actualVarianceInUnits) }
  public var predictedVariance: Double { plain(predictedVarianceInUnits) }
  public var residualVariance: Double { plain(residualVarianceInUnits) }

  /// The square root of the labels' variance.
  public var actualDeviation: Double { actualVarianceInUnits.squareRoot() / unit }
  /// The square root of the predictions' variance.
  public var predictedDeviation: Double { predictedVarianceInUnits.squareRoot() / unit }

  /// Cov(y, p)/√(Var(y)·Var(p)); `nil` when either is constant.
  public var correlation: Double? {
    let spread = actualVarianceInUnits.squareRoot() * predictedVarianceInUnits.squareRoot()
    return spread == 0 ? nil : covarianceInUnits / spread
  }

  private func plain(_ square: Double) -> Double { square / unit / unit }
}

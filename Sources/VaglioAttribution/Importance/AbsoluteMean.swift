internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioStatistics

/// The mean of |φ| over rows, of attributions that are known exactly or up to an error each.
///
/// Of an estimate φ̂ = φ + error the absolute value is too great on average, most where φ is small: a
/// feature that does nothing would have an importance of 0.8 errors. So |φ| is replaced by what is
/// expected of it given φ̂ and its error s, the φ being drawn from a normal distribution of mean μ and
/// variance τ² (moments of φ̂ less the mean of s²): the mean of a folded normal about
/// (τ²φ̂ + s²μ)/(τ² + s²) of variance τ²s²/(τ² + s²). It is exact where φ is normal over rows, nearly so
/// where errors are small, and 0 where nothing but error is there. ``Magnitudes`` corrects row by row
/// instead, for what is paired or added up by rows.
struct AbsoluteMean: Sendable {
  /// The mean.
  let value: Double
  /// The mean of |φ̂| itself.
  let plain: Double
  /// How far each row moves the mean.
  let influence: [Double]
  /// The bounds where φ̂ shows hardly more than its errors, and the influence says too little.
  private let vague: (@Sendable (ConfidenceLevel) -> (Double, Double))?

  init(_ φ: [Double], errors: [Double]?, _ rows: Rows) {
    plain = EstimatedMean.mean(φ.map(abs), rows)
    guard let errors, errors.contains(where: { $0 > 0 }) else {
      (value, vague) = (plain, nil)
      influence = φ.map { [plain] in abs($0) - plain }
      return
    }
    let mean = EstimatedMean(φ, rows)
    let μ = mean.value
    let spread = EstimatedMean(zip(φ, errors).map { ($0 - μ) * ($0 - μ) - $1 * $1 }, rows)
    let τ2 = max(0, spread.value)
    let prior = Prior(φ: φ, errors: errors)
    let expected = prior.expected(μ, τ2)
    let value = EstimatedMean.mean(expected, rows)
    self.value = value
    let spreadError = spread.error?.value ?? .infinity
    guard τ2 > 2 * spreadError else {
      influence = expected.map { $0 - value }
      vague = { @Sendable level in
        let z = level.deviate
        let upper = FoldedNormal.mean(
          abs(μ) + z * (mean.error?.value ?? .infinity), (τ2 + z * spreadError).squareRoot())
        return (0, max(value, upper))
      }
      return
    }
    vague = nil
    func derivative(_ step: Double, _ at: (Double) -> (Double, Double)) -> Double {
      let ((m1, t1), (m2, t2)) = (at(step), at(-step))
      let above = EstimatedMean.mean(prior.expected(m1, t1), rows)
      return (above - EstimatedMean.mean(prior.expected(m2, t2), rows)) / (2 * step)
    }
    let byVariance = derivative(τ2 * 1e-4) { (μ, τ2 + $0) }
    let byMean = derivative(τ2.squareRoot() * 1e-4) { (μ + $0, τ2) }
    influence = φ.indices.map { row in
      let apart = φ[row] - μ
      return expected[row] - value + byMean * apart
        + byVariance * (apart * apart - errors[row] * errors[row] - spread.value)
    }
  }

  private struct Prior {
    let φ: [Double]
    let errors: [Double]

    /// What is expected of |φ| in each row.
    func expected(_ μ: Double, _ τ2: Double) -> [Double] {
      φ.indices.map { row in
        let s2 = errors[row] * errors[row]
        guard s2 > 0 else { return abs(φ[row]) }
        let sum = τ2 + s2
        return FoldedNormal.mean(
          (τ2 * φ[row] + s2 * μ) / sum, (τ2 * s2 / sum).squareRoot())
      }
    }
  }

  /// The mean with its band, which does not reach below 0.
  func point(_ rows: Rows, _ level: ConfidenceLevel) -> BandPoint {
    let error = Linearization(rows).standardError(of: Influence(influence))
    if let vague, error != nil {
      let (lower, upper) = vague(level)
      return BandPoint(
        value: value, standardError: nil, lower: lower, upper: upper.isFinite ? upper : nil)
    }
    let point = BandPoint(value, error, level)
    return BandPoint(
      value: value, standardError: point.standardError, lower: point.lower.map { max(0, $0) },
      upper: point.upper)
  }
}

internal import VaglioFindings
internal import VaglioStatistics

/// The area under the ROC curve over folds whose scores come from earlier folds alone.
///
/// Each fold has an area A_k of its own, for scores of two folds come from two functions; the whole is
/// Σ c_k·A_k with c_k in proportion to mn/(m + n) for the fold's m current and n reference rows. Given
/// the past a fold's function is fixed, so that A_k has DeLong's variance about the area of that
/// function, and its errors are a martingale's: variances add. (Where every fold learns from all
/// others they don't: two folds then share the products of their rows, and the variance comes out up
/// to two times too small.)
struct ForwardArea {
  /// A fold's labels, and its rows' placements.
  struct Fold {
    let classes: ClassLabels
    let placements: Placements
    let order: ScoreOrder

    /// `nil` where the fold has fewer than two rows of a class.
    init?(scores: [Double], isCurrent: [UInt8]) {
      guard let classes = try? ClassLabels(isCurrent), classes.positives > 1, classes.negatives > 1
      else { return nil }
      self.classes = classes
      order = ScoreOrder(scores)
      placements = Placements(order, classes)
    }

    /// Twice the inverse of the null variance, but for ties.
    var weight: Double {
      let (m, n) = (Double(classes.positives), Double(classes.negatives))
      return m * n / (m + n)
    }

    /// The variance of the area where labels say nothing, with ties (Lehmann 1975, Nonparametrics,
    /// equation 1.35).
    var nullVariance: Double {
      let (m, n) = (Double(classes.positives), Double(classes.negatives))
      let count = m + n
      var (ties, start) = (0.0, 0.0)
      for end in order.groupEnds {
        let size = Double(end) - start
        ties += size * size * size - size
        start = Double(end)
      }
      return (count + 1 - ties / (count * (count - 1))) / (12 * m * n)
    }
  }

  let area: Double
  /// By DeLong in each fold.
  let variance: Double
  let nullVariance: Double
  let positives: Double
  let negatives: Double

  /// The area over folds; `nil` where none has two rows of each class.
  init?(_ folds: [Fold?]) {
    let folds = folds.compactMap { $0 }
    let total = folds.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return nil }
    var (area, variance, null) = (0.0, 0.0, 0.0)
    for fold in folds {
      let (share, own) = (fold.weight / total, DeLong(fold.placements, fold.classes))
      area += share * own.area
      variance += share * share * (own.variance ?? 0)
      null += share * share * fold.nullVariance
    }
    (self.area, self.variance, nullVariance) = (area, variance, null)
    positives = folds.reduce(0) { $0 + Double($1.classes.positives) }
    negatives = folds.reduce(0) { $0 + Double($1.classes.negatives) }
  }

  private var deLong: DeLong {
    DeLong(area: area, variance: variance, positives: positives, negatives: negatives)
  }

  /// The area with DeLong's interval on the logit scale.
  func estimate(level: ConfidenceLevel) -> Estimate {
    Estimate(area, Uncertainty(at: level) { deLong.interval(level: $0).stretched(to: area) })
  }

  /// The one-sided p-value of no difference: P(area ≥ this | labels say nothing), normal.
  var pValue: Double {
    nullVariance > 0 ? Normal.survival((area - 0.5) / nullVariance.squareRoot()) : 1
  }

  /// The p-value of "the area is at most `tolerance`": one less the level of the widest one-sided
  /// interval that excludes it.
  func pValue(above tolerance: Double) -> Double {
    func lower(_ p: Double) -> Double {
      guard let level = ConfidenceLevel(1 - 2 * p) else { return area }
      return deLong.interval(level: level).lower
    }
    guard area > tolerance else { return 1 - pValueBelow(tolerance) }
    var (low, high) = (1e-12, 0.5 - 1e-12)
    if lower(low) > tolerance { return low }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if lower(middle) > tolerance { high = middle } else { low = middle }
    }
    return high
  }

  private func pValueBelow(_ tolerance: Double) -> Double {
    guard variance > 0, area > 0 else { return 0 }
    return Normal.survival((tolerance - area) / variance.squareRoot())
  }
}

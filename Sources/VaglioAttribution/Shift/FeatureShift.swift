/// How the attributions of one feature differ between candidate and production on the same rows.
public struct FeatureShift: Hashable, Sendable {
  /// The feature or group.
  public let feature: String
  /// Mean |φ| of the candidate.
  public let candidate: RowMean
  /// Mean |φ| of production.
  public let production: RowMean
  /// The mean of |φ_candidate| − |φ_production|, paired by rows.
  public let difference: RowMean
  /// Whether both give the feature the very same attributions on all rows.
  public let isIdentical: Bool
  /// The two-sided p-value of no difference: 1 for identical attributions; `nil` where the rows show
  /// no variance.
  public let pValue: Double?
  /// The p-value corrected for there being many features.
  public let adjustedPValue: Double?
  /// The p-value of "the difference lies beyond the margin", which is small where equivalence is
  /// shown; `nil` without a margin, or where the rows show no variance.
  public let equivalencePValue: Double?
  /// That p-value corrected for there being many features.
  public let adjustedEquivalencePValue: Double?
  /// The share of rows in which the two attributions have opposite signs.
  public let signFlips: RowShare
  /// The Wasserstein-1 distance between the distributions of φ: ∫|F⁻¹_candidate − F⁻¹_production|.
  public var wasserstein: Double { distance.value }
  /// That distance with its interval.
  public let distance: WassersteinDistance
  /// The feature's place among the shared features, in both models.
  public let rank: RankChange
}

/// A feature as the pass over the rows leaves it, before what needs all features.
struct ShiftedFeature {
  let feature: String
  let candidate: RowMean
  let production: RowMean
  let difference: RowMean
  let isIdentical: Bool
  let signFlips: RowShare
  let distance: WassersteinDistance
  /// Whether the feature has no attribution at all: in the candidate, in production.
  let isZero: (candidate: Bool, production: Bool)

  /// The feature's attributions in two models, whose columns are given.
  init(
    _ feature: String, candidate: (Attributions, feature: Int, output: Int),
    production: (Attributions, feature: Int, output: Int), _ design: RowDesign
  ) {
    let first = candidate.0.column(feature: candidate.feature, output: candidate.output)
    let second = production.0.column(feature: production.feature, output: production.output)
    let (own, other) = (
      Magnitudes(candidate.0, feature: candidate.feature, output: candidate.output, design),
      Magnitudes(production.0, feature: production.feature, output: production.output, design)
    )
    self.feature = feature
    (self.candidate, self.production) = (own.mean(design), other.mean(design))
    difference = own.difference(from: other, design)
    isIdentical = first == second && own.values == other.values
    signFlips = RowShare(
      zip(first, second).map { $0 < 0 && $1 > 0 || $0 > 0 && $1 < 0 }, design)
    distance = WassersteinDistance(first, second, design)
    isZero = (first.allSatisfy { $0 == 0 }, second.allSatisfy { $0 == 0 })
  }

  /// The p-value of no difference.
  var pValue: Double? { isIdentical ? 1 : difference.pValue }

  /// The p-value of a difference beyond ±`margin`.
  func equivalencePValue(_ margin: Double) -> Double? {
    isIdentical ? 0 : difference.equivalencePValue(margin: margin)
  }
}

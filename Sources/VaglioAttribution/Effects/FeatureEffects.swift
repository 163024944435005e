public import VaglioEvaluation
public import VaglioFindings
public import VaglioModels

/// How a model's answers hang on single features: partial dependence, individual expectations,
/// accumulated local effects.
///
/// Works with any model. Ensembles of trees are not called for partial dependence and individual
/// expectations but walked, all features in one pass; the numbers are those of calls, up to the rounding
/// of the model's own sums.
///
/// Effects are those of the model on the rows that are given. Partial dependence asks about a feature's
/// values beside all other features' as they are, also where both never occur together; accumulated
/// local effects ask about small steps from what occurs, and are the better choice for features that
/// hang together.
public struct FeatureEffects: Sendable {
  let model: ScaledModel
  let rows: FeatureMatrix
  let design: Rows
  let names: [Feature]
  let substitution: Substitution
  let level: ConfidenceLevel

  /// The effects of a model's features over some rows, which may have weights and clusters.
  ///
  /// Refused are models that give labels alone, rows none of which counts, rows that don't fit, and
  /// answers that are not finite.
  public init(
    of model: any Model, over rows: FeatureMatrix, design: Rows? = nil,
    scale: Attributions.Scale = .prediction, level: ConfidenceLevel = .ninetyFivePercent,
    threads: Int = 1
  ) throws(AttributionError) {
    try self.init(
      model, rows, design ?? Rows(count: rows.rowCount), scale, level, threads, walksTrees: true)
  }

  init(
    _ model: any Model, _ rows: FeatureMatrix, _ design: Rows, _ scale: Attributions.Scale,
    _ level: ConfidenceLevel, _ threads: Int, walksTrees: Bool
  ) throws(AttributionError) {
    guard design.count == rows.rowCount else {
      throw .refused("there are \(rows.rowCount) rows, and weights or clusters of \(design.count)")
    }
    self.model = try ScaledModel(model, scale: scale, threads: threads)
    substitution = try Substitution(self.model, rows, walksTrees: walksTrees)
    guard design.haveWeight else { throw .refused("no row has a weight above 0") }
    (self.rows, self.design, self.level) = (rows, design, level)
    names = self.model.features(of: rows)
  }

  /// The names of the features, in the order of the model's input.
  public var features: [String] { names.map(\.name) }

  /// The names of the outputs.
  public var outputs: [String] { model.names(outputCount: substitution.own.outputCount) }

  /// The values at which the effect of a feature is looked at.
  public func grid(of feature: Int, points: Int = 20) -> EffectGrid {
    EffectGrid(of: rows.columns[feature], feature: names[feature], points: points)
  }

  func requests(_ features: [Int], _ grids: [EffectGrid]) -> [Substitution.Request] {
    zip(features, grids).map { Substitution.Request(feature: $0, points: $1.points) }
  }
}

internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioModels
internal import VaglioStatistics
internal import VaglioTables

/// What steps from a category to its neighbour change in a model's answers, added up: accumulated local
/// effects of a category (Apley and Zhu 2020, doi:10.1111/rssb.12377).
///
/// Levels stand in an order. The step to a level is the mean, over the rows of this level and of the one
/// before, of the answer with this level less that with the one before; the effect of a level is the sum
/// of the steps up to it, less the mean effect over all rows, as in the authors' package and in PyALE.
/// Which levels are neighbours, and so the effects, hang on the order.
///
/// The band is t · the error of the effect as a function of all rows, the order being as it is. Rows
/// that miss the feature are left out.
public struct AccumulatedCategoryEffects: Hashable, Sendable {
  /// The feature.
  public let feature: String
  /// The levels in the order in which effects are added up.
  public let levels: [EffectPoint]
  /// How many rows each level has.
  public let counts: [Int]
  /// How many rows miss the feature.
  public let missingCount: Int
  /// One curve per output, an effect for each level.
  public let curves: [AccumulatedLocalEffects.Curve]
  /// The level of the bands.
  public let level: ConfidenceLevel

  /// The exhibit `accumulated_category_effects`, one for each output.
  ///
  /// Words: `feature`, `output`, the same in every line; `level`. Numbers: `effect` with its band
  /// `lower`, `upper`; `count`, the rows of the level. Scalars: `level`, `rows`, `missing`.
  public func exhibits(subject: Subject, slice: Slice = .all) -> [Exhibit] {
    curves.map { curve in
      Exhibit(
        kind: "accumulated_category_effects", subject: subject, slice: slice,
        series: [
          "feature": .words(levels.map { _ in feature }),
          "output": .words(levels.map { _ in curve.output }),
          "level": .words(levels.map(\.description)),
          "effect": .numbers(curve.effects.map(\.value)),
          "lower": .numbers(curve.effects.map(\.lower)),
          "upper": .numbers(curve.effects.map(\.upper)),
          "count": .numbers(counts.map { Double($0) }),
        ],
        scalars: [
          "level": level.fraction, "rows": Double(counts.reduce(0, +)),
          "missing": Double(missingCount),
        ])
    }
  }
}

extension FeatureEffects {
  /// The accumulated local effects of a feature of categories, in an order of its levels: the caller's,
  /// or else that in which neighbours have the likest values of all other features
  /// (Kolmogorov-Smirnov and total variation distances, classical scaling).
  ///
  /// Refused are features of numbers, a single level, more than ``EffectGrid/mostLevels``, and an order
  /// that does not hold each level that occurs once. Levels of the order that don't occur are left out.
  public func accumulatedLocalEffects(
    ofCategory feature: Int, order: [EffectPoint]? = nil
  ) throws(AttributionError) -> AccumulatedCategoryEffects {
    let found = try CategoryRows(rows.columns[feature], names[feature], design)
    let sorted: CategoryRows
    if let order {
      sorted = try found.sorted(as: order)
    } else {
      sorted = found.sorted(by: similarity(to: feature, found))
    }
    let asked = rows.gathered(sorted.rows)
    func place(_ row: Int) -> String {
      "row \(sorted.rows[row] + 1) with the next level of \"\(names[feature].name)\""
    }
    let less = try model.answers(
      to: asked.replacing([feature: sorted.column(like: rows.columns[feature], moved: -1)]),
      place: place)
    let more = try model.answers(
      to: asked.replacing([feature: sorted.column(like: rows.columns[feature], moved: 1)]),
      place: place)
    let own = substitution.own
    let curves = outputs.indices.map { output in
      let steps = sorted.rows.enumerated().map { place, row in
        let value = own.values[Int(row) * own.outputCount + output]
        return (
          before: value - less.values[place * own.outputCount + output],
          after: more.values[place * own.outputCount + output] - value
        )
      }
      let curve = LevelCurve(
        steps, places: sorted.places, count: sorted.points.count, design.taking(sorted.rows))
      return AccumulatedLocalEffects.Curve(
        output: outputs[output],
        effects: zip(curve.effects, curve.errors).map { BandPoint($0, $1, level) })
    }
    return AccumulatedCategoryEffects(
      feature: names[feature].name, levels: sorted.points, counts: sorted.counts,
      missingCount: sorted.missingCount, curves: curves, level: level)
  }

  /// The levels in an order of likeness.
  private func similarity(to feature: Int, _ found: CategoryRows) -> [Int] {
    let others = rows.columns.indices.filter { $0 != feature }
    return LevelOrder(found.places, count: found.points.count, design.taking(found.rows)).order(
      by: others.map {
        (rows.columns[$0].gathered(found.rows), names[$0].kind != .number)
      })
  }
}

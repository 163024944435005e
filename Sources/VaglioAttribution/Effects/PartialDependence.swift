internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioModels

/// What a model says on average when a feature is set to one value after the other, all else left as it
/// is (Friedman 2001, doi:10.1214/aos/1013203451, section 8.2).
///
/// At the point v it is the mean of f(v, x₋ⱼ) over the rows. Its error is that of a mean over rows that
/// stand for a population: ± t · error at each point. The change from the rows' own values, the mean of
/// f(v, x₋ⱼ) − f(x), has a narrower band, since what makes rows differ otherwise falls out of it.
public struct PartialDependence: Hashable, Sendable {
  /// The feature.
  public let feature: String
  /// The values that it is given.
  public let points: [EffectPoint]
  /// One curve per output.
  public let curves: [Curve]
  /// The level of the bands.
  public let level: ConfidenceLevel
  /// How many rows are averaged over.
  public let rowCount: Int

  /// The curve of one output, a number for each point.
  public struct Curve: Hashable, Sendable {
    /// The name of the output.
    public let output: String
    /// The mean at each point.
    public let means: [BandPoint]
    /// The mean change from the rows' own values.
    public let changes: [BandPoint]
  }

  /// The exhibit `partial_dependence`, one for each output, for drawing a curve with its band.
  ///
  /// Words: `point`, the values; `feature` and `output`, the same in every line. Numbers: `x`, the
  /// value where it is a number; `mean` with its band `lower`, `upper`; `change` with `change_lower`,
  /// `change_upper`. Scalars: `level`, `rows`.
  public func exhibits(subject: Subject, slice: Slice = .all) -> [Exhibit] {
    curves.map { curve in
      Exhibit(
        kind: "partial_dependence", subject: subject, slice: slice,
        series: [
          "feature": .words(points.map { _ in feature }),
          "output": .words(points.map { _ in curve.output }),
          "point": .words(points.map(\.description)), "x": .numbers(points.map(\.number)),
          "mean": .numbers(curve.means.map(\.value)),
          "lower": .numbers(curve.means.map(\.lower)),
          "upper": .numbers(curve.means.map(\.upper)),
          "change": .numbers(curve.changes.map(\.value)),
          "change_lower": .numbers(curve.changes.map(\.lower)),
          "change_upper": .numbers(curve.changes.map(\.upper)),
        ], scalars: ["level": level.fraction, "rows": Double(rowCount)])
    }
  }
}

extension FeatureEffects {
  /// The partial dependence on some features, by default on all, at the points of ``EffectGrid`` or at
  /// those of the caller's own choice.
  public func partialDependence(
    on features: [Int]? = nil, points: Int = 20, grids: [EffectGrid]? = nil
  ) throws(AttributionError) -> [PartialDependence] {
    let features = features ?? Array(names.indices)
    let grids = grids ?? features.map { grid(of: $0, points: points) }
    precondition(grids.count == features.count, "a grid for each feature")
    var found: [PartialDependence] = []
    let own = outputs.indices.map { substitution.own.column($0) }
    try substitution.answers(requests(features, grids)) { request, answers in
      let curves = outputs.enumerated().map { output, name in
        let columns = request.points.indices.map { answers.column(point: $0, output: output) }
        return PartialDependence.Curve(
          output: name, means: columns.map { BandPoint(EstimatedMean($0, design), level) },
          changes: columns.map { column in
            let changes = zip(column, own[output]).map { $0 - $1 }
            return BandPoint(EstimatedMean(changes, design), level)
          })
      }
      found.append(
        PartialDependence(
          feature: names[request.feature].name, points: request.points, curves: curves,
          level: level, rowCount: rows.rowCount))
    }
    return found
  }
}

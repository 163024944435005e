public import VaglioEvaluation
public import VaglioFindings
public import VaglioModels
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How much each feature moves a model's answers over rows: the mean of |φ|, its share of all, and
/// which way.
///
/// Intervals are of means over rows that stand for a population, with clusters and weights as
/// everywhere. Where the attributions have errors of their own, the mean of |φ̂| is corrected for being
/// too great on that account (``AbsoluteMean``); the plain one stands beside it.
public struct ShapImportance: Hashable, Sendable {
  /// What is known of one feature.
  public struct Entry: Hashable, Sendable {
    /// The feature, or the group.
    public let feature: String
    /// The mean of |φ|, corrected where the attributions have errors.
    public let importance: BandPoint
    /// The mean of |φ̂| as it is.
    public let plain: Double
    /// The importance as a share of the sum of all; `nil` where that is 0.
    public let share: BandPoint?
    /// The mean of φ.
    public let mean: BandPoint
    /// Pearson's correlation of φ with the feature's value: which way the feature works; `nil` for
    /// groups, texts, and where one of both does not vary. The interval is drawn on the artanh scale.
    public let correlation: BandPoint?
  }

  /// The output whose attributions these are.
  public let output: String
  /// One entry per feature, in their order.
  public let entries: [Entry]
  /// The level of the intervals.
  public let level: ConfidenceLevel
  /// How many rows are averaged over.
  public let rowCount: Int
  private let effectiveCount: Double?

  /// The importances for one output over all rows, or over those of a cohort.
  ///
  /// `values` are the features of the rows, for the correlation; they are left aside where they are not
  /// one for each attribution. `design` holds the weights and clusters of all rows. Refused are cohorts
  /// without rows, and rows without weight.
  public init(
    of attributions: Attributions, output: Int = 0, values: FeatureMatrix? = nil,
    design: Rows? = nil, cohort: [Int32]? = nil, level: ConfidenceLevel = .ninetyFivePercent
  ) throws(AttributionError) {
    let all = design ?? Rows(count: attributions.rowCount)
    guard all.count == attributions.rowCount else {
      throw .refused(
        "there are attributions of \(attributions.rowCount) rows, and weights or clusters of "
          + "\(all.count)")
    }
    let rows = cohort.map(all.taking) ?? all
    guard rows.haveWeight else { throw .refused("no row is averaged over") }
    let taken = cohort ?? Array(0..<Int32(all.count))
    let errors = attributions.errors?.total
    let means = attributions.features.indices.map { feature in
      AbsoluteMean(
        taken.map { attributions.value(Int($0), output, feature) },
        errors: errors.map { errors in
          taken.map {
            errors[attributions.range(row: Int($0), output: output).lowerBound + feature]
          }
        }, rows)
    }
    let sum = means.reduce(0) { $0 + $1.value }
    let sums = taken.indices.map { row in means.reduce(0) { $0 + $1.influence[row] } }
    let linearization = Linearization(rows)
    entries = attributions.features.enumerated().map { feature, name in
      let φ = taken.map { attributions.value(Int($0), output, feature) }
      let mean = means[feature]
      let share = mean.value / sum
      let error = linearization.standardError(
        of: Influence(taken.indices.map { (mean.influence[$0] - share * sums[$0]) / sum }))
      return Entry(
        feature: name, importance: mean.point(rows, level), plain: mean.plain,
        share: sum > 0 ? BandPoint(share, error, level).within(0...1) : nil,
        mean: BandPoint(EstimatedMean(φ, rows), level),
        correlation: Self.numbers(values, feature, attributions.features.count).flatMap {
          numbers in
          Self.correlation(taken.map { numbers[Int($0)] }, φ, rows, level)
        })
    }
    self.output = attributions.outputs[output]
    (self.level, rowCount, effectiveCount) = (level, taken.count, rows.effectiveCount)
  }

  private static func numbers(
    _ values: FeatureMatrix?, _ feature: Int, _ count: Int
  ) -> [Double]? {
    guard let values, values.columns.count == count,
      case .numbers(let numbers) = values.columns[feature]
    else { return nil }
    return numbers
  }

  /// The correlation over the rows that have a value, by its influence
  /// z₁z₂ − r(z₁² + z₂²)/2 (Devlin, Gnanadesikan and Kettenring 1975, doi:10.1093/biomet/62.3.531).
  private static func correlation(
    _ x: [Double], _ φ: [Double], _ rows: Rows, _ level: ConfidenceLevel
  ) -> BandPoint? {
    let known = x.indices.filter { x[$0].isFinite && (rows.weights?[$0] ?? 1) > 0 }
    let rows = rows.taking(known.map { Int32($0) })
    guard let a = standardized(known.map { x[$0] }, rows),
      let b = standardized(known.map { φ[$0] }, rows)
    else { return nil }
    let r = min(1, max(-1, EstimatedMean.mean(zip(a, b).map { $0 * $1 }, rows)))
    let ψ = zip(a, b).map { $0 * $1 - r * ($0 * $0 + $1 * $1) / 2 }
    guard abs(r) < 1, let error = Linearization(rows).standardError(of: Influence(ψ)) else {
      return BandPoint(value: r, standardError: nil, lower: nil, upper: nil)
    }
    let reach =
      StudentT(degreesOfFreedom: error.degreesOfFreedom).upperQuantile(level.alpha / 2)
      * error.value / (1 - r * r)
    return BandPoint(
      value: r, standardError: error.value, lower: tanh(atanh(r) - reach),
      upper: tanh(atanh(r) + reach))
  }

  private static func standardized(_ values: [Double], _ rows: Rows) -> [Double]? {
    guard values.count > 1 else { return nil }
    let mean = EstimatedMean.mean(values, rows)
    let deviation = EstimatedMean.mean(values.map { ($0 - mean) * ($0 - mean) }, rows).squareRoot()
    guard deviation > 0x1p-46 * abs(mean), deviation.isFinite else { return nil }
    return values.map { ($0 - mean) / deviation }
  }
}

extension ShapImportance {
  /// One finding for each feature: `shap_importance[feature=age]`, with `output=NAME` where there are
  /// several outputs.
  public func findings(
    subject: Subject, slice: Slice = .all, namesOutput: Bool = false
  ) -> [Finding] {
    entries.map { entry in
      var options = ["feature": entry.feature]
      if namesOutput { options["output"] = output }
      let point = entry.importance
      return Finding(
        measure: MetricName(base: "shap_importance", options: options).description,
        subject: subject, slice: slice,
        estimate: Estimate(point.value, point.uncertainty(level, method: "shap-mean")),
        count: rowCount, effectiveCount: effectiveCount)
    }
  }

  /// The exhibit `shap_importance`: one line per feature.
  ///
  /// Words: `feature`, `output`. Numbers: `importance` with its interval `lower`, `upper`; `plain`,
  /// uncorrected; `share` with `share_lower`, `share_upper`; `mean` with `mean_lower`, `mean_upper`;
  /// `correlation` with `correlation_lower`, `correlation_upper`. Scalars: `level`, `rows`.
  public func exhibit(subject: Subject, slice: Slice = .all) -> Exhibit {
    var series: [String: Exhibit.Series] = [
      "feature": .words(entries.map(\.feature)), "output": .words(entries.map { _ in output }),
      "plain": .numbers(entries.map(\.plain)),
      "importance": .numbers(entries.map(\.importance.value)),
      "lower": .numbers(entries.map(\.importance.lower)),
      "upper": .numbers(entries.map(\.importance.upper)),
    ]
    func add(_ name: String, _ points: [BandPoint?]) {
      series[name] = .numbers(points.map { $0?.value })
      series[name + "_lower"] = .numbers(points.map { $0?.lower })
      series[name + "_upper"] = .numbers(points.map { $0?.upper })
    }
    add("share", entries.map(\.share))
    add("mean", entries.map(\.mean))
    add("correlation", entries.map(\.correlation))
    return Exhibit(
      kind: "shap_importance", subject: subject, slice: slice, series: series,
      scalars: ["level": level.fraction, "rows": Double(rowCount)])
  }
}

extension Attributions {
  fileprivate func value(_ row: Int, _ output: Int, _ feature: Int) -> Double {
    values[range(row: row, output: output).lowerBound + feature]
  }
}

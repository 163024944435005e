internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioStatistics

/// What shuffling each group of features did to each metric.
public struct PermutationImportances: Sendable {
  /// One group and one metric.
  public struct Entry: Hashable, Sendable {
    /// The feature, or the group.
    public let feature: String
    /// The metric's name with its options.
    public let metric: String
    /// Which way is better for the metric.
    public let direction: Direction
    /// What the metric loses; positive where the model becomes worse.
    public let importance: Estimate
    /// The metric on the rows as they are.
    public let original: Double?
    /// The mean of the metric over the repeats.
    public let shuffled: Double?
    /// The standard error of the importance from the rows; `nil` where the metric knows none.
    public let rowError: Double?
    /// The standard error from the shuffles; `nil` for one repeat, where ``rowError`` holds it.
    public let shuffleError: Double?
    /// The two-sided test of no importance.
    public let test: SignificanceTest?
    /// What a reader must know.
    public let notes: [String]

    /// Shuffled less original, whichever way is better.
    public var difference: Double? {
      guard let original, let shuffled else { return nil }
      return shuffled - original
    }

    func corrected(_ pValue: Double?, _ correction: MultiplicityCorrection, family: Int) -> Entry {
      guard let test, let pValue, correction != .none else { return self }
      return Entry(
        feature: feature, metric: metric, direction: direction, importance: importance,
        original: original, shuffled: shuffled, rowError: rowError, shuffleError: shuffleError,
        test: SignificanceTest(
          name: test.name, pValue: test.pValue, adjustedPValue: pValue,
          adjustment: correction.rawValue, family: family), notes: notes)
    }
  }

  /// Group by group, in each metric by metric.
  public let entries: [Entry]
  /// How many times each group was shuffled.
  public let repeats: Int
  /// What the shuffles hang on, beside the rows' identities.
  public let seed: UInt64
  private let rows: Rows
  private let level: ConfidenceLevel

  init(_ entries: [Entry], rows: Rows, repeats: Int, seed: UInt64, level: ConfidenceLevel) {
    (self.entries, self.rows, self.repeats, self.seed) = (entries, rows, repeats, seed)
    self.level = level
  }

  /// The entry of a group and a metric, if there is one.
  public func entry(_ feature: String, _ metric: String) -> Entry? {
    entries.first { $0.feature == feature && $0.metric == metric }
  }

  /// One finding for each entry: `permutation_importance[feature=age,metric=roc_auc]`.
  public func findings(subject: Subject, slice: Slice = .all) -> [Finding] {
    entries.map { entry in
      let name = MetricName(
        base: "permutation_importance",
        options: ["feature": entry.feature, "metric": entry.metric])
      return Finding(
        measure: name.description, subject: subject, slice: slice, estimate: entry.importance,
        count: rows.count, effectiveCount: rows.effectiveCount, test: entry.test,
        notes: entry.notes)
    }
  }

  /// The exhibit `permutation_importance`: one line per group and metric.
  ///
  /// Words: `feature`, `metric`. Numbers: `importance` with its interval `lower`, `upper`; the errors
  /// `row_error` and `shuffle_error`; `original` and `shuffled`, the metric before and after;
  /// `p_value` and `adjusted_p_value`. Scalars: `level`, `repeats`, `rows`.
  public func exhibit(subject: Subject, slice: Slice = .all) -> Exhibit {
    Exhibit(
      kind: "permutation_importance", subject: subject, slice: slice,
      series: [
        "feature": .words(entries.map(\.feature)), "metric": .words(entries.map(\.metric)),
        "importance": .numbers(entries.map(\.importance.value)),
        "lower": .numbers(entries.map { $0.importance.interval?.lower }),
        "upper": .numbers(entries.map { $0.importance.interval?.upper }),
        "row_error": .numbers(entries.map(\.rowError)),
        "shuffle_error": .numbers(entries.map(\.shuffleError)),
        "original": .numbers(entries.map(\.original)),
        "shuffled": .numbers(entries.map(\.shuffled)),
        "p_value": .numbers(entries.map { $0.test?.pValue }),
        "adjusted_p_value": .numbers(entries.map { $0.test?.adjustedPValue }),
      ],
      scalars: [
        "level": level.fraction, "repeats": Double(repeats), "rows": Double(rows.count),
      ])
  }
}

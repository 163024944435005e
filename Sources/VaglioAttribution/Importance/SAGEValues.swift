internal import VaglioEvaluation
public import VaglioFindings

/// What each feature takes off a loss. The values add up to the loss without features less that with
/// all of them.
public struct SAGEValues: Hashable, Sendable {
  /// One feature, or group.
  public struct Entry: Hashable, Sendable {
    /// The feature, or the group.
    public let feature: String
    /// What it takes off the loss, with the interval of a mean over rows.
    public let value: BandPoint
    /// The part of the error that more rounds would remove; `nil` after one round.
    public let samplingError: Double?
  }

  /// The metric whose loss is shared out.
  public let metric: String
  /// One entry per feature or group, in their order.
  public let entries: [Entry]
  /// The loss of the mean prediction over the background.
  public let lossWithout: Double
  /// The loss of the model.
  public let lossWith: Double
  /// How many pairs of permutations each row had.
  public let rounds: Int
  /// About how many rows the model was asked about to that end.
  public let evaluations: Int
  /// How many rows were sampled.
  public let rowCount: Int
  /// How many rows the background has.
  public let backgroundCount: Int
  /// Whether the error of the sampling came below what was asked for.
  public let converged: Bool
  /// The level of the intervals.
  public let level: ConfidenceLevel

  /// The entry of a feature, if there is one.
  public func entry(_ feature: String) -> Entry? { entries.first { $0.feature == feature } }

  /// One finding for each feature: `sage[feature=age,metric=log_loss]`.
  public func findings(subject: Subject, slice: Slice = .all) -> [Finding] {
    entries.map { entry in
      let name = MetricName(
        base: "sage", options: ["feature": entry.feature, "metric": metric])
      return Finding(
        measure: name.description, subject: subject, slice: slice,
        estimate: Estimate(
          entry.value.value, entry.value.uncertainty(level, method: "sage-mean")),
        count: rowCount,
        notes: converged ? [] : ["sampling stopped before it was as precise as asked for"])
    }
  }

  /// The exhibit `sage`: one line per feature.
  ///
  /// Words: `feature`, `metric`. Numbers: `value` with its interval `lower`, `upper`; `error`, and its
  /// part `sampling_error`. Scalars: `level`, `rows`, `background`, `rounds`, `evaluations`,
  /// `converged` (1 or 0), `loss_without`, `loss_with`.
  public func exhibit(subject: Subject, slice: Slice = .all) -> Exhibit {
    Exhibit(
      kind: "sage", subject: subject, slice: slice,
      series: [
        "feature": .words(entries.map(\.feature)), "metric": .words(entries.map { _ in metric }),
        "value": .numbers(entries.map(\.value.value)),
        "lower": .numbers(entries.map(\.value.lower)),
        "upper": .numbers(entries.map(\.value.upper)),
        "error": .numbers(entries.map(\.value.standardError)),
        "sampling_error": .numbers(entries.map(\.samplingError)),
      ],
      scalars: [
        "level": level.fraction, "rows": Double(rowCount), "background": Double(backgroundCount),
        "rounds": Double(rounds), "evaluations": Double(evaluations),
        "converged": converged ? 1 : 0, "loss_without": lossWithout, "loss_with": lossWith,
      ])
  }
}

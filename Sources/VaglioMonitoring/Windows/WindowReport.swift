public import VaglioFindings

/// What is known of one window, on all rows or on a segment, at one moment.
public struct WindowReport: Hashable, Sendable {
  /// The window holds predictions from here…
  public let start: Instant
  /// …up to but without this.
  public let end: Instant
  /// Labels known before this moment count.
  public let asOf: Instant
  /// Whether the horizon of the window's last prediction has passed.
  public let isFinal: Bool
  public let slice: Slice
  /// How many predictions were made.
  public let predictions: Int
  /// Those of them without a usable score.
  public let missingScores: Int
  /// Those with a label.
  public let labelled: Int
  /// The metrics on the rows with score and label.
  public let findings: [Finding]
  /// The mean score of all predictions, labelled or not.
  public let meanScore: Finding?
  /// Of `all`, if there is a reference: what the metrics must be going by the scores alone, as known when
  /// the window ended; named `estimated_…`.
  public let estimated: [Finding]
  /// Of `all`: how much of the labels to be expected is here. `nil` of segments.
  public let maturity: LabelMaturity?
  /// Of `all`, by metric: the confidence sequence since the start, over the closed steps.
  public let sinceStart: [SinceStart]

  /// The share of the predictions that have a label; `nil` without predictions.
  public var coverage: Double? {
    predictions > 0 ? Double(labelled) / Double(predictions) : nil
  }
}

/// How much of a window's labels is here.
public struct LabelMaturity: Hashable, Sendable {
  /// The share of predictions that will have a label at the horizon, from older predictions.
  public let expectedCoverage: Estimate
  /// The share of those labels that should be here by now, going by the predictions' ages; `nil` where
  /// older predictions do not tell.
  public let expectedShare: Double?
}

/// A mean since the start with bounds that hold at every look.
public struct SinceStart: Hashable, Sendable {
  public let metric: String
  /// The mean with its confidence sequence, or why there is none yet.
  public let estimate: Estimate
  /// The labelled rows it rests on.
  public let count: Int
}

extension WindowReport {
  /// The report as JSON, findings as the record writes them.
  public var json: JSONValue {
    .members([
      "start": .string(start.description), "end": .string(end.description),
      "as_of": .string(asOf.description), "final": .boolean(isFinal),
      "slice": .string(slice.description), "predictions": .count(predictions),
      "missing_scores": missingScores > 0 ? .count(missingScores) : nil,
      "labelled": .count(labelled), "coverage": coverage.map { .number($0) },
      "expected_coverage": maturity.map { Self.json($0.expectedCoverage) },
      "expected_share": maturity?.expectedShare.map { .number($0) },
      "findings": .array(findings.map(\.json)), "mean_score": meanScore?.json,
      "estimated": estimated.isEmpty ? nil : .array(estimated.map(\.json)),
      "since_start": sinceStart.isEmpty
        ? nil
        : .array(
          sinceStart.map { since in
            .members([
              "measure": .string(since.metric), "estimate": Self.json(since.estimate),
              "count": .count(since.count),
            ])
          }),
    ])
  }

  static func json(_ estimate: Estimate) -> JSONValue {
    switch estimate {
    case .undefined(let reason): ["undefined": .string(reason.reason)]
    case .value(let value, let uncertainty):
      .members([
        "value": .number(value), "lower": (uncertainty?.interval.lower).map { .number($0) },
        "upper": (uncertainty?.interval.upper).map { .number($0) },
        "level": (uncertainty?.interval.level).map { .number($0) },
        "method": (uncertainty?.interval.method).map { .string($0) },
      ])
    }
  }
}

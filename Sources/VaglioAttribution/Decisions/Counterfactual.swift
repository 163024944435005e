public import VaglioFindings

/// A changed row that the model decides the other way.
public struct Counterfactual: Hashable, Sendable {
  /// A change of one feature.
  public struct Change: Hashable, Sendable {
    public let feature: String
    public let from: FeatureValue
    public let to: FeatureValue

    /// A change.
    public init(feature: String, from: FeatureValue, to: FeatureValue) {
      (self.feature, self.from, self.to) = (feature, from, to)
    }
  }

  /// What is changed, features in alphabetical order.
  public let changes: [Change]
  /// The weighted distance: Σ weight · |to − from|/unit over numbers, the weight alone for a category,
  /// a one-hot group, and a missing number.
  public let distance: Double
  /// The distance, and the cost of every feature or group that changes at all.
  public let cost: Double
  /// What the model says of the changed row, asked for it alone.
  public let output: Double
}

/// What a search for counterfactuals of a row found, and what it looked at.
public struct CounterfactualSearch: Sendable {
  /// What was looked at.
  public struct Searched: Hashable, Sendable {
    /// A feature or group that could change.
    public struct Choices: Hashable, Sendable {
      public let name: String
      /// The number of values that were tried, before results were refined.
      public let count: Int
    }

    /// The features and groups that could change.
    public let choices: [Choices]
    /// The features that could not change: held, constant, or without an allowed value.
    public let fixed: [String]
    /// How many features and groups may change together at most.
    public let greatestCount: Int
    /// Up to how many together all combinations of the values were tried, but for those that cost more
    /// than what was found.
    public let completeCount: Int
    /// How often the model was asked for a row.
    public let evaluations: Int

    /// Whether every combination of the values was tried, so that among them there is none but those
    /// found, or cheaper.
    public var isComplete: Bool { completeCount >= choices.count }
  }

  /// What the model says of the row.
  public let output: Double
  /// The side where the row is, and where it isn't to stay.
  public let side: DecisionThreshold.Side
  /// Where the sides meet.
  public let threshold: DecisionThreshold
  /// Different sets of features to change, none holding all of an earlier one, the cheapest first.
  public let found: [Counterfactual]
  /// The output that came nearest to the other side; `nil` where something was found.
  public let nearest: Double?
  /// What was looked at.
  public let searched: Searched

  /// What came of it, in a sentence.
  public var summary: String {
    let tried = searched.choices.count
    let scope =
      searched.isComplete
      ? "every combination of the values tried of \(tried) features"
      : "all combinations of up to \(searched.completeCount) of \(tried) features, and some of up to "
        + "\(searched.greatestCount)"
    guard found.isEmpty else {
      return "\(found.count) found; tried were \(scope), in \(searched.evaluations) evaluations"
    }
    let closest = nearest.map { "; the nearest output was \($0)" } ?? ""
    return "none found within the constraints; tried were \(scope), in \(searched.evaluations) "
      + "evaluations\(closest)"
  }
}

extension CounterfactualSearch {
  /// The search for a record.
  public var json: JSONValue {
    .members([
      "output": .number(output), "side": .string(side.rawValue),
      "threshold": .number(threshold.value), "summary": .string(summary),
      "found": .array(found.map(\.json)), "nearest": nearest.map(JSONValue.number),
      "searched": .object(
        Dictionary(searched.choices.map { ($0.name, JSONValue.count($0.count)) }) { first, _ in
          first
        }),
      "fixed": .array(searched.fixed.map(JSONValue.string)),
      "complete_count": .count(searched.completeCount),
      "greatest_count": .count(searched.greatestCount),
      "evaluations": .count(searched.evaluations),
    ])
  }

  /// The changes as a table, one row a change: `counterfactuals`; `nil` where none was found.
  public func exhibit(_ subject: Subject) -> Exhibit? {
    guard !found.isEmpty else { return nil }
    let rows = found.enumerated().flatMap { number, counterfactual in
      counterfactual.changes.map { (number, counterfactual, $0) }
    }
    return Exhibit(
      kind: "counterfactuals", subject: subject,
      series: [
        "number": .numbers(rows.map { Double($0.0 + 1) }),
        "feature": .words(rows.map(\.2.feature)),
        "from": .words(rows.map(\.2.from.description)),
        "to": .words(rows.map(\.2.to.description)),
        "distance": .numbers(rows.map(\.1.distance)), "output": .numbers(rows.map(\.1.output)),
      ],
      scalars: [
        "output": output, "threshold": threshold.value,
        "evaluations": Double(searched.evaluations),
      ])
  }
}

extension Counterfactual {
  /// The counterfactual for a record.
  public var json: JSONValue {
    [
      "distance": .number(distance), "cost": .number(cost), "output": .number(output),
      "changes": .array(
        changes.map {
          ["feature": .string($0.feature), "from": $0.from.json, "to": $0.to.json]
        }),
    ]
  }
}

extension FeatureValue {
  fileprivate var json: JSONValue {
    switch self {
    case .number(let number): .number(number)
    case .text(let text): .string(text)
    case .missing: .null
    }
  }
}

public import VaglioFindings
public import VaglioStatistics

/// What the columns of two tables are, so that each is compared as what it is.
public struct DriftRoles: Hashable, Sendable {
  /// The features; `nil` for every column that has no other role.
  public var features: [String]?
  /// The columns that hold labels.
  public var targets: [String]
  /// The columns that hold a model's scores or predictions.
  public var predictions: [String]
  /// The columns that are left out, those of ids and times say.
  public var ignored: [String]
  /// The columns that are compared as levels although they hold numbers: codes, labels 0 and 1.
  public var levels: [String]
  /// The column whose values name the rows, to be searched for repetitions; it is not compared.
  public var key: String?

  /// Roles of columns; without any, every column is a feature.
  public init(
    features: [String]? = nil, targets: [String] = [], predictions: [String] = [],
    ignored: [String] = [], levels: [String] = [], key: String? = nil
  ) {
    (self.features, self.targets, self.predictions) = (features, targets, predictions)
    (self.ignored, self.levels, self.key) = (ignored, levels, key)
  }

  /// What a column is; `nil` for one that is left out.
  func role(of column: String) -> DriftRole? {
    if ignored.contains(column) || column == key { return nil }
    if targets.contains(column) { return .target }
    if predictions.contains(column) { return .prediction }
    return features.map { $0.contains(column) } ?? true ? .feature : nil
  }

  /// Every column that is named.
  var named: [String] {
    (features ?? []) + targets + predictions + ignored + levels + (key.map { [$0] } ?? [])
  }
}

/// How drift is looked for.
public struct DriftOptions: Hashable, Sendable {
  /// The level of the intervals.
  public var level: ConfidenceLevel
  /// How many bins of pooled quantiles numbers are dealt into for the distances between shares, 2
  /// to 1,000.
  public var bins: Int
  /// How the p-values of one distance are corrected for the number of columns.
  public var correction: MultiplicityCorrection
  /// The seed of simulated noise.
  public var seed: UInt64
  /// How many threads may work; it changes no bit of the result.
  public var threads: Int

  /// Options, with their defaults.
  public init(
    level: ConfidenceLevel = .ninetyFivePercent, bins: Int = 10,
    correction: MultiplicityCorrection = .holm, seed: UInt64 = 0, threads: Int = 1
  ) {
    (self.level, self.bins, self.correction) = (level, bins, correction)
    (self.seed, self.threads) = (seed, threads)
  }
}

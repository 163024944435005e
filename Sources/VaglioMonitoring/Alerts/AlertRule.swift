public import VaglioGates

/// A condition that is watched, and how its alert behaves.
public struct AlertRule: Hashable, Sendable {
  public let name: String
  public let watch: AlertWatch
  /// The columns in whose segments it is watched beside `all`.
  public let segments: [String]
  /// `for`: how long the condition must be met before it fires.
  public let hold: TimeSpan
  /// How long it fires on when the condition is met no more.
  public let keepFiring: TimeSpan
  public let absent: AlertState.Absence
  public let severity: String
  public let labels: [String: String]
  /// Its share of the budget beside those of the others.
  public let weight: Double
  /// Where it stands.
  public let place: TextPlace

  public init(
    name: String, watch: AlertWatch, segments: [String] = [], hold: TimeSpan = .zero,
    keepFiring: TimeSpan = .zero, absent: AlertState.Absence = .keep, severity: String = "warning",
    labels: [String: String] = [:], weight: Double = 1,
    place: TextPlace = TextPlace(file: "alerts", line: 1, column: 1)
  ) {
    (self.name, self.watch, self.segments, self.hold) = (name, watch, segments, hold)
    (self.keepFiring, self.absent, self.severity) = (keepFiring, absent, severity)
    (self.labels, self.weight, self.place) = (labels, weight, place)
  }
}

/// What an alert watches, and what it calls for.
public enum AlertWatch: Hashable, Sendable {
  /// Do probabilities mean what they say, in all segments: the sequential calibration test with e-BH.
  case calibration
  /// Has the mean of a loss risen above `baseline` + `tolerance`, of the residual: has it left ±`tolerance`
  /// around it; an e-detector for each segment.
  case loss(WatchedLoss, baseline: Double, tolerance: Double)
  /// Is the interval of a metric in a window on the wrong side of a bound; also `label_coverage`, `row_count`
  /// and `missing_score_share`. Judged once a window, when the share `minimumCoverage` of its labels is
  /// here, at the latest when it is final.
  case metric(String, AlertBound, minimumCoverage: Double)
  /// Is the interval of a measure that others bring (drift, say) on the wrong side of a bound.
  case measure(String, AlertBound)
}

/// The bound that a value should keep.
public struct AlertBound: Hashable, Sendable {
  public enum Side: String, Hashable, Sendable {
    /// The value should be at least the limit.
    case atLeast = "at-least"
    /// The value should be at most the limit.
    case atMost = "at-most"
  }

  public let side: Side
  public let limit: Double

  public init(_ side: Side, _ limit: Double) { (self.side, self.limit) = (side, limit) }

  public static func atLeast(_ limit: Double) -> Self { Self(.atLeast, limit) }
  public static func atMost(_ limit: Double) -> Self { Self(.atMost, limit) }

  /// Whether bounds lie wholly on the wrong side.
  func isBroken(by bounds: ClosedRange<Double>) -> Bool {
    switch side {
    case .atLeast: bounds.upperBound < limit
    case .atMost: bounds.lowerBound > limit
    }
  }
}

/// The rules of a file.
public struct AlertRules: Hashable, Sendable {
  /// How false alarms are limited, as the file says: days for one of them, labelled rows a day.
  public let days: Double
  public let rowsPerDay: Double
  public let rules: [AlertRule]

  public init(days: Double, rowsPerDay: Double, rules: [AlertRule]) {
    (self.days, self.rowsPerDay, self.rules) = (days, rowsPerDay, rules)
  }
}

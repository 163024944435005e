public import VaglioFindings
internal import VaglioStatistics

/// A metric of one class against all others that is a ratio of two sums of its counts.
///
/// Coefficients are in the order true positives, false positives, false negatives, true negatives.
public protocol ClassRatio: Hashable, Sendable {
  /// The name in the record, without options: `precision`.
  var name: String { get }
  /// The name for people.
  var title: String { get }
  /// The formula, in counts of the class against the rest.
  var definition: String { get }
  /// The source of the definition.
  var source: String { get }
  /// The coefficients of the counts above the line.
  var numerator: SIMD4<Double> { get }
  /// The coefficients of the counts below the line.
  var denominator: SIMD4<Double> { get }
  /// What to say of a class whose denominator is 0.
  func emptiness(_ name: String) -> String
  /// What a class that occurs counts as in a mean when its denominator is 0; `nil` where the mean then
  /// has no value.
  var valueWhenEmpty: Double? { get }
  /// The closed-form interval of one class, in words; `nil` where there is none.
  var closedForm: String? { get }
  /// The interval of one class from its counts, where a closed form is better than linearisation.
  func interval(of counts: SIMD4<Double>, level: ConfidenceLevel) -> Interval?
  /// The averages that mean something beside single classes.
  var averages: [ClassAverage] { get }
  /// Whether the mean over classes is measured when no metric is named.
  var isStandard: Bool { get }
  /// The ratio's own options that differ from none: `beta`.
  var options: [String: String] { get }
  /// The options that ``configured(_:)`` knows, for the documentation.
  var metricOptions: [MetricOption] { get }
  /// This ratio with options of its own; `nil` if it has no such option, or not with this value.
  func configured(_ options: [String: String]) -> Self?
}

extension ClassRatio {
  public var source: String { "" }
  public var valueWhenEmpty: Double? { nil }
  public var closedForm: String? { "Wilson" }
  public var averages: [ClassAverage] { [.macro, .weighted, .micro] }
  public var isStandard: Bool { true }
  public var options: [String: String] { [:] }
  public var metricOptions: [MetricOption] { [] }
  public func configured(_ options: [String: String]) -> Self? { options.isEmpty ? self : nil }

  public func interval(of counts: SIMD4<Double>, level: ConfidenceLevel) -> Interval? {
    ProportionInterval.wilson(
      successes: (numerator * counts).sum(), trials: (denominator * counts).sum(), level: level)
  }

  /// The ratio at some counts; `nil` where the denominator is 0.
  func value(at counts: SIMD4<Double>) -> Double? {
    let below = (denominator * counts).sum()
    return below > 0 ? (numerator * counts).sum() / below : nil
  }

  /// By how much a row of each kind moves the ratio: W·(a − v·b)/(b·n), 0 where it is undefined.
  func influences(at counts: SIMD4<Double>) -> SIMD4<Double> {
    guard let value = value(at: counts) else { return .zero }
    return (numerator - value * denominator) * (counts.sum() / (denominator * counts).sum())
  }
}

/// Share of the rows predicted to be of a class that are, TP/(TP + FP).
public struct PrecisionRatio: ClassRatio {
  public init() {}
  public var name: String { "precision" }
  public var title: String { "Precision" }
  public var definition: String {
    "share of the rows predicted to be of the class that are, TP/(TP + FP); "
      + "0 in a mean where none is predicted."
  }
  public var numerator: SIMD4<Double> { [1, 0, 0, 0] }
  public var denominator: SIMD4<Double> { [1, 1, 0, 0] }
  public var valueWhenEmpty: Double? { 0 }
  public func emptiness(_ name: String) -> String { "no row is predicted to be of class \(name)" }
}

/// Share of the rows of a class that are predicted to be, TP/(TP + FN).
public struct RecallRatio: ClassRatio {
  public init() {}
  public var name: String { "recall" }
  public var title: String { "Recall" }
  public var definition: String {
    "share of the rows of the class that are predicted to be, TP/(TP + FN)."
  }
  public var numerator: SIMD4<Double> { [1, 0, 0, 0] }
  public var denominator: SIMD4<Double> { [1, 0, 1, 0] }
  public func emptiness(_ name: String) -> String { "no row is of class \(name)" }
}

/// Share of the rows of other classes that are not predicted to be of a class, TN/(TN + FP).
public struct SpecificityRatio: ClassRatio {
  public init() {}
  public var name: String { "specificity" }
  public var title: String { "Specificity" }
  public var definition: String {
    "share of the rows of other classes that are not predicted to be of it, TN/(TN + FP)."
  }
  public var numerator: SIMD4<Double> { [0, 0, 0, 1] }
  public var denominator: SIMD4<Double> { [0, 1, 0, 1] }
  public var averages: [ClassAverage] { [.macro, .weighted] }
  public var isStandard: Bool { false }
  public func emptiness(_ name: String) -> String { "every row is of class \(name)" }
}

/// Share of the rows that are of a class, or predicted to be, that are both, TP/(TP + FP + FN).
///
/// Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x.
public struct JaccardRatio: ClassRatio {
  public init() {}
  public var name: String { "jaccard" }
  public var title: String { "Jaccard index" }
  public var definition: String {
    "share, of the rows that are of the class or predicted to be, of those that are both, "
      + "TP/(TP + FP + FN)."
  }
  public var source: String { "doi:10.1111/j.1469-8137.1912.tb05611.x" }
  public var numerator: SIMD4<Double> { [1, 0, 0, 0] }
  public var denominator: SIMD4<Double> { [1, 1, 1, 0] }
  public var isStandard: Bool { false }
  public func emptiness(_ name: String) -> String {
    "no row is of class \(name) or predicted to be"
  }
}

/// The harmonic mean of a class's precision and recall, 2TP/(2TP + FP + FN); 0 where all its rows
/// are missed.
public struct F1Ratio: ClassRatio {
  public init() {}
  public var name: String { "f1" }
  public var title: String { "F1" }
  public var definition: String {
    "harmonic mean of precision and recall, 2TP/(2TP + FP + FN)."
  }
  public var numerator: SIMD4<Double> { [2, 0, 0, 0] }
  public var denominator: SIMD4<Double> { [2, 1, 1, 0] }
  public var closedForm: String? { "Wilson on Jaccard's index, carried over" }
  public func emptiness(_ name: String) -> String {
    "no row is of class \(name) or predicted to be"
  }

  public func interval(of counts: SIMD4<Double>, level: ConfidenceLevel) -> Interval? {
    F1Interval.wilsonJaccard(
      truePositives: counts[0], falsePositives: counts[1], falseNegatives: counts[2], level: level)
  }
}

/// The harmonic mean of a class's precision and recall in which recall counts β times as much,
/// (1 + β²)TP/((1 + β²)TP + FP + β²FN).
///
/// Van Rijsbergen 1979, Information Retrieval, chapter 7.
public struct FBetaRatio: ClassRatio {
  /// How many times as much recall counts as precision, above 0.
  public let beta: Double

  /// The ratio with recall counting `beta` times as much.
  public init(beta: Double = 2) {
    precondition(beta > 0 && beta.isFinite, "β is a positive number")
    self.beta = beta
  }

  public var name: String { "f_beta" }
  public var title: String { "F-beta (β = \(text))" }
  public var definition: String {
    "harmonic mean of precision and recall in which recall counts β = \(text) times as much, "
      + "(1 + β²)TP/((1 + β²)TP + FP + β²FN)."
  }
  public var source: String { "van Rijsbergen 1979" }
  public var numerator: SIMD4<Double> { [1 + beta * beta, 0, 0, 0] }
  public var denominator: SIMD4<Double> { [1 + beta * beta, 1, beta * beta, 0] }
  public var closedForm: String? { nil }
  public var isStandard: Bool { false }
  public var options: [String: String] { ["beta": text] }
  public func emptiness(_ name: String) -> String {
    "no row is of class \(name) or predicted to be"
  }
  public func interval(of counts: SIMD4<Double>, level: ConfidenceLevel) -> Interval? { nil }

  public var metricOptions: [MetricOption] {
    [
      MetricOption(
        "beta", "above 0 and below 1,000,000", "how many times as much recall counts as precision",
        standard: "2", example: "0.5")
    ]
  }

  public func configured(_ options: [String: String]) -> FBetaRatio? {
    guard let text = options["beta"] else { return options.isEmpty ? self : nil }
    guard options.count == 1, let beta = Double(text), beta > 0, beta < 1e6 else { return nil }
    return FBetaRatio(beta: beta)
  }

  private var text: String { CanonicalJSON.number(beta) }
}

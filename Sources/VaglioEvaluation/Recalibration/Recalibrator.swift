public import VaglioFindings

/// A way of learning, from labels, a map that turns scores into probabilities that can be trusted.
///
/// A fit is a pure function of its rows: their order shows in no bit, and a row of frequency w is w
/// rows. It must never be judged on the rows that it was fitted to: see ``CrossFitting``.
public protocol Recalibrator<Map>: Hashable, Sendable {
  /// What is learnt.
  associatedtype Map: ProbabilityMap

  /// The name in a saved file, with its options: `platt`, `isotonic[min_block=20]`.
  var name: String { get }
  /// The name for people.
  var title: String { get }
  /// The map and its fit in a sentence, with the formula.
  var definition: String { get }
  /// For which rows it is the right one.
  var advice: String { get }
  /// The source, with DOI.
  var source: String { get }
  /// The map that fits the rows best.
  func fit(to sample: CalibrationSample) throws(Unfittable) -> Map
  /// The maps that fit the rows of several classes best; one for each class against the rest unless
  /// the recalibrator knows better.
  func fit(to outcomes: MulticlassOutcomes) throws(Unfittable) -> any ClassProbabilityMap
  /// Reads the maps of several classes.
  func classMap(of parameters: JSONPlace) throws(RecordError) -> any ClassProbabilityMap
  /// This recalibrator with options, as written in brackets after its name; `nil` if it has no such
  /// option, or the value is out of range.
  func configured(_ options: [String: String]) -> Self?
}

extension Recalibrator {
  public func configured(_ options: [String: String]) -> Self? { options.isEmpty ? self : nil }

  public func fit(to outcomes: MulticlassOutcomes) throws(Unfittable) -> any ClassProbabilityMap {
    try OneVersusRest<Map>(fitting: self, to: outcomes)
  }

  public func classMap(of parameters: JSONPlace) throws(RecordError) -> any ClassProbabilityMap {
    try OneVersusRest<Map>(parameters: parameters)
  }

  /// The name without options.
  public var method: String { MetricName(name)?.base ?? name }

  /// The map that a saved file's parameters describe.
  func map(of parameters: JSONPlace) throws(RecordError) -> any ProbabilityMap {
    try Map(parameters: parameters)
  }
}

/// A map from the scores of one class to its probabilities.
public protocol ProbabilityMap: Hashable, Sendable {
  /// The probability in 0...1 that a row with this score is positive. The score is not NaN.
  func probability(of score: Double) -> Double
  /// The numbers that make up the map, by name.
  var parameters: JSONValue { get }
  /// Reads what ``parameters`` wrote, and refuses numbers that no fit gives.
  init(parameters: JSONPlace) throws(RecordError)
  /// Whether the scores have to be probabilities, because their logarithms are taken.
  static var needsProbabilities: Bool { get }
}

extension ProbabilityMap {
  public static var needsProbabilities: Bool { false }

  /// The probabilities of scores, one each.
  public func probabilities(of scores: [Double]) -> [Double] {
    scores.map { probability(of: $0) }
  }
}

public import VaglioFindings

/// A map from the scores of several classes to their probabilities, which sum to 1.
public protocol ClassProbabilityMap: Hashable, Sendable {
  /// How many classes there are.
  ///
  /// `nil` where the map serves any number.
  var classCount: Int? { get }
  /// The probabilities of each class, a list per class, from the scores in the same shape.
  func probabilities(of scores: [[Double]]) -> [[Double]]
  /// The numbers that make up the map, by name.
  var parameters: JSONValue { get }
}

/// One map for each class against the rest; what they give is divided by its sum.
///
/// Where all maps give 0 the row keeps its scores. Zadrozny and Elkan 2002, section 4,
/// doi:10.1145/775047.775151.
public struct OneVersusRest<Map: ProbabilityMap>: ClassProbabilityMap {
  /// One per class.
  public let maps: [Map]

  /// Fits a map to each class against the rest.
  init(
    fitting recalibrator: some Recalibrator<Map>, to outcomes: MulticlassOutcomes
  ) throws(Unfittable) {
    var maps: [Map] = []
    for (number, name) in outcomes.classes.enumerated() {
      do throws(Unfittable) {
        maps.append(
          try recalibrator.fit(to: CalibrationSample(outcomes.versusRest(number))))
      } catch {
        throw Unfittable("class \(name) against the rest: \(error.reason)")
      }
    }
    self.maps = maps
  }

  public var classCount: Int? { maps.count }

  public func probabilities(of scores: [[Double]]) -> [[Double]] {
    precondition(scores.count == maps.count, "scores of every class")
    var columns = zip(maps, scores).map { $0.probabilities(of: $1) }
    for row in 0..<(scores.first?.count ?? 0) {
      let sum = columns.reduce(0) { $0 + $1[row] }
      for number in columns.indices {
        columns[number][row] = sum > 0 ? min(1, columns[number][row] / sum) : scores[number][row]
      }
    }
    return columns
  }

  public var parameters: JSONValue { ["maps": .array(maps.map(\.parameters))] }

  init(parameters: JSONPlace) throws(RecordError) {
    try parameters.refuse(membersBeside: ["maps"])
    maps = try parameters["maps"].map { place throws(RecordError) in try Map(parameters: place) }
    guard maps.count > 1 else { throw parameters["maps"].failure(expected: "a map per class") }
  }
}

extension MulticlassOutcomes {
  /// Whether each row is of one class, beside that class's scores.
  func versusRest(_ number: Int) -> BinaryOutcomes {
    BinaryOutcomes(
      labels: labels.map { Int($0) == number ? 1 : 0 }, scores: scores[number], rows: rows)
  }
}

/// Whether a classifier's probabilities mean what they say, class by class.
///
/// Each class has a ``CalibrationTest`` of "the label is this class" against its probability. The mean of
/// the classes' e-values tests them all at once, since it is an e-value under their dependence; which
/// class it is, ``EBenjaminiHochberg`` over the classes tells. Merging is exact, in any order.
public struct MulticlassCalibrationTest: Codable, Hashable, Sendable {
  /// How many classes there are.
  public let classCount: Int
  private var test: CalibrationTest

  /// A test of 2 to 10,000 classes without rows.
  public init(classCount: Int) throws(SequentialError) {
    guard 2...10_000 ~= classCount else {
      throw .setting("classCount", expected: "between 2 and 10000, not \(classCount)")
    }
    self.classCount = classCount
    test = try CalibrationTest(segmentCount: classCount)
  }

  /// Adds rows: the number of each one's class, and row-major probabilities, rows × classes.
  ///
  /// Each probability lies in 0...1; that a row's sum to 1 is not asked.
  public mutating func add(labels: [Int], probabilities: [Double]) throws(SequentialError) {
    guard probabilities.count == labels.count * classCount else {
      throw .unequalCounts(labels.count * classCount, probabilities.count)
    }
    if let row = labels.firstIndex(where: { !(0..<classCount ~= $0) }) {
      throw .unknownGroup(labels[row], row: row)
    }
    if let place = probabilities.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      let (value, row) = (probabilities[place], place / classCount)
      throw value.isFinite ? .notAProbability(value, row: row) : .notFinite(row: row)
    }
    for group in 0..<classCount {
      try test.add(
        labels: labels.map { $0 == group ? 1 : 0 },
        probabilities: labels.indices.map { probabilities[$0 * classCount + group] },
        segments: [Array(repeating: Int32(group), count: labels.count)])
    }
  }

  /// Adds what `other` has seen; exact, in any order.
  public mutating func merge(_ other: Self) throws(SequentialError) { try test.merge(other.test) }

  /// The evidence on one class.
  public func evidence(class group: Int) throws(SequentialError) -> CalibrationEvidence {
    try test.evidence(segment: group)
  }

  /// The logarithm of the mean of all classes' e-values.
  public var logEValue: Double {
    LogCapital.logMean(
      (0..<test.segmentCount).map { group in
        (try? test.evidence(segment: group).logEValue) ?? -.infinity
      })
  }
}

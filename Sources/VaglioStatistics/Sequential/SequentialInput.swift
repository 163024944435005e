/// What sequential methods check at the door.
enum SequentialInput {
  /// Refuses a block with a value that is not finite.
  static func check(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) {
    // A sum of x − x is 0 unless some x is NaN or infinite.
    var poison = 0.0
    for value in values { poison += value - value }
    guard poison == 0 else {
      throw .notFinite(row: values.firstIndex { !$0.isFinite } ?? 0)
    }
  }

  /// Refuses a block with a value outside `range`, or NaN.
  static func check(
    _ values: UnsafeBufferPointer<Double>, in range: ClosedRange<Double>
  ) throws(SequentialError) {
    let (low, high) = (range.lowerBound, range.upperBound)
    var isInside = true
    for value in values { isInside = isInside && value >= low && value <= high }
    guard !isInside else { return }
    let row = values.firstIndex { !($0 >= low && $0 <= high) } ?? 0
    guard values[row].isFinite else { throw .notFinite(row: row) }
    throw .outsideRange(values[row], row: row, range)
  }

  /// Refuses a block with a value that is neither 0 nor 1.
  static func checkLabels(_ labels: UnsafeBufferPointer<Double>) throws(SequentialError) {
    guard let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) else { return }
    guard labels[row].isFinite else { throw .notFinite(row: row) }
    throw .notALabel(labels[row], row: row)
  }

  /// Refuses a block with a value outside 0...1.
  static func checkProbabilities(
    _ values: UnsafeBufferPointer<Double>
  ) throws(SequentialError) {
    guard let row = values.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) else { return }
    guard values[row].isFinite else { throw .notFinite(row: row) }
    throw .notAProbability(values[row], row: row)
  }

  /// A probability of error that has a meaning: above 0 and below 1.
  static func alpha(_ alpha: Double) throws(SequentialError) -> Double {
    guard alpha > 0, alpha < 1 else {
      throw .setting("alpha", expected: "above 0 and below 1, not \(alpha)")
    }
    return alpha
  }

  /// A range of values with finite ends, the lower below the upper.
  static func range(_ range: ClosedRange<Double>) throws(SequentialError) -> ClosedRange<Double> {
    guard range.lowerBound.isFinite, range.upperBound.isFinite,
      range.lowerBound < range.upperBound, (range.upperBound - range.lowerBound).isFinite
    else { throw .setting("range", expected: "finite and of positive width, not \(range)") }
    return range
  }

  /// A finite number of at least (or, if `isOpen`, above) a bound.
  static func number(
    _ value: Double, _ name: String, atLeast bound: Double, isOpen: Bool = false
  ) throws(SequentialError) -> Double {
    guard value.isFinite, isOpen ? value > bound : value >= bound else {
      throw .setting(
        name, expected: "finite and \(isOpen ? "above" : "at least") \(bound), not \(value)")
    }
    return value
  }

  /// A count of at least `bound`.
  static func count(
    _ value: Int, _ name: String, atLeast bound: Int
  ) throws(SequentialError) -> Int {
    guard value >= bound else {
      throw .setting(name, expected: "at least \(bound), not \(value)")
    }
    return value
  }
}

internal import VaglioFindings

extension JSONPlace {
  /// Refuses members that nothing is known of.
  func refuse(membersBeside known: Set<String>) throws(RecordError) {
    guard value?.object != nil else { throw failure(expected: "an object") }
    for member in try members() where !known.contains(member.name) {
      throw RecordError(
        path: member.place.path,
        reason: "unknown member; known are \(known.sorted().joined(separator: ", "))")
    }
  }

  /// The number here, within a range.
  func number(in range: ClosedRange<Double>) throws(RecordError) -> Double {
    let number = try number()
    guard range.contains(number) else {
      throw failure(
        expected: range.upperBound == .greatestFiniteMagnitude
          ? range.lowerBound == 0 ? "a number not below 0" : "a number above 0"
          : "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The numbers here, each above the one before.
  func ascendingNumbers(mayBeEmpty: Bool = false) throws(RecordError) -> [Double] {
    guard value?.array != nil else { throw failure(expected: "an array of numbers") }
    let numbers = try numbers()
    guard mayBeEmpty || !numbers.isEmpty else { throw failure(expected: "at least one number") }
    for index in numbers.indices.dropFirst() where numbers[index] <= numbers[index - 1] {
      throw RecordError(path: "\(path)[\(index)]", reason: "expected a number above the one before")
    }
    return numbers
  }

  /// So many numbers from 0 to 1, none below the one before where they are to rise.
  func probabilities(count: Int, areRising: Bool) throws(RecordError) -> [Double] {
    guard value?.array != nil else { throw failure(expected: "an array of probabilities") }
    let numbers = try numbers()
    guard numbers.count == count else {
      throw failure(expected: "\(count) probabilities, not \(numbers.count)")
    }
    for (index, number) in numbers.enumerated() {
      if !(0...1).contains(number) {
        throw RecordError(path: "\(path)[\(index)]", reason: "expected a number from 0 to 1")
      }
      if areRising, index > 0, number < numbers[index - 1] {
        throw RecordError(
          path: "\(path)[\(index)]", reason: "expected a number not below the one before")
      }
    }
    return numbers
  }
}

extension JSONValue {
  /// An array of numbers.
  static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
}

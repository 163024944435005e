internal import VaglioTables

/// Lines `key=value` of a text file of LightGBM.
///
/// - Precondition: the buffer outlives the fields and ends with a line feed.
struct LightGBMFields {
  private struct Field {
    let value: Range<Int>
    let line: Int
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var fields: [String: Field] = [:]
  /// Whether an empty line ended the fields.
  var isClosed = false

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Adds a field; whether there was none of this key.
  mutating func insert(_ key: String, _ value: Range<Int>, line: Int) -> Bool {
    fields.updateValue(Field(value: value, line: line), forKey: key) == nil
  }

  /// Whether a field is there.
  func has(_ key: String) -> Bool { fields[key] != nil }

  /// Whether a field is there with anything in it but spaces.
  func hasValue(_ key: String) -> Bool {
    fields[key].map { $0.value.contains { bytes[$0] != UInt8(ascii: " ") } } ?? false
  }

  /// The text of a field, if it is there.
  func text(_ key: String) -> String? {
    fields[key].map {
      String(decoding: UnsafeBufferPointer(rebasing: bytes[$0.value]), as: UTF8.self)
    }
  }

  /// The error that a field is damaged, or missing in the block that begins at a line.
  func failure(_ key: String, _ problem: String, in block: Int = 1) -> ModelError {
    guard let field = fields[key] else {
      return ModelError(.malformed, place: "line \(block)", problem: "\(key) is missing")
    }
    return ModelError(.malformed, place: "line \(field.line), \(key)", problem: problem)
  }

  /// The whole number of a field.
  func integer(_ key: String, in block: Int = 1) throws(ModelError) -> Int {
    let numbers = try integers(key, in: block)
    guard numbers.count == 1 else { throw failure(key, "expected one whole number") }
    return numbers[0]
  }

  /// Whole numbers, as many as said.
  func integers(_ key: String, count: Int, in block: Int) throws(ModelError) -> [Int] {
    let integers = try integers(key, in: block)
    guard integers.count == count else {
      throw failure(key, "\(integers.count) values, where \(count) belong")
    }
    return integers
  }

  /// Finite numbers, as many as said.
  func numbers(_ key: String, count: Int, in block: Int) throws(ModelError) -> [Double] {
    let numbers = try unboundedNumbers(key, count: count, in: block)
    if let place = numbers.firstIndex(where: \.isInfinite) {
      throw failure(key, "value \(place + 1) is not finite")
    }
    return numbers
  }

  /// Numbers, which may be infinite, as many as said.
  func unboundedNumbers(
    _ key: String, count: Int, in block: Int
  ) throws(ModelError) -> [Double] {
    let numbers = try numbers(key, in: block)
    guard numbers.count == count else {
      throw failure(key, "\(numbers.count) values, where \(count) belong")
    }
    return numbers
  }

  /// The whole numbers of a field, with magnitudes up to 2^53.
  func integers(_ key: String, in block: Int = 1) throws(ModelError) -> [Int] {
    var integers: [Int] = []
    for number in try numbers(key, in: block) {
      guard number.magnitude <= 0x1p53, let integer = Int(exactly: number) else {
        throw failure(key, "\(number) is not a whole number that can be")
      }
      integers.append(integer)
    }
    return integers
  }

  /// The numbers of a field, with spaces between them.
  func numbers(_ key: String, in block: Int = 1) throws(ModelError) -> [Double] {
    guard let field = fields[key], let start = bytes.baseAddress else {
      throw failure(key, "", in: block)
    }
    var place = start + field.value.lowerBound
    let end = start + field.value.upperBound
    var numbers: [Double] = []
    while true {
      while place < end, place.pointee == UInt8(ascii: " ") { place += 1 }
      guard place < end else { return numbers }
      var number = 0.0
      guard let next = Numeral.scan(place, into: &number),
        next == end || next < end && next.pointee == UInt8(ascii: " ")
      else { throw failure(key, "value \(numbers.count + 1) is not a number") }
      numbers.append(number)
      place = next
    }
  }
}

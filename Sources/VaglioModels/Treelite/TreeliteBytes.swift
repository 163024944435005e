/// The scalars and arrays of a Treelite checkpoint: little-endian, arrays behind their number of
/// elements in 64 bits.
struct TreeliteBytes {
  private let bytes: [UInt8]
  private(set) var position = 0
  /// Whether thresholds and leaves have 32 bits, else 64.
  var isSingle = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether everything was read.
  var isAtEnd: Bool { position == bytes.count }

  /// The error that the file is damaged here.
  func failure(_ problem: String) -> ModelError {
    ModelError(.malformed, place: "byte \(position)", problem: problem)
  }

  private mutating func word(_ width: Int) throws(ModelError) -> UInt64 {
    guard bytes.count - position >= width else {
      throw failure("the file ends in the middle of the model")
    }
    var word: UInt64 = 0
    for offset in 0..<width { word |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
    position += width
    return word
  }

  mutating func byte() throws(ModelError) -> UInt8 { UInt8(try word(1)) }

  mutating func boolean() throws(ModelError) -> Bool { try word(1) != 0 }

  mutating func integer() throws(ModelError) -> Int {
    Int(Int32(truncatingIfNeeded: try word(4)))
  }

  mutating func single() throws(ModelError) -> Double {
    Double(Float(bitPattern: UInt32(try word(4))))
  }

  /// A number of things of at least one byte each.
  mutating func count() throws(ModelError) -> Int { try count(of: 1) }

  private mutating func count(of width: Int) throws(ModelError) -> Int {
    let start = position
    let count = try word(8)
    guard count <= UInt64((bytes.count - position) / width) else {
      position = start
      throw failure("the count \(count) is more than the file holds")
    }
    return Int(count)
  }

  private mutating func array<Element>(
    _ width: Int, _ element: (UInt64) -> Element
  ) throws(ModelError) -> [Element] {
    let count = try count(of: width)
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(element(try word(width))) }
    return elements
  }

  mutating func booleans() throws(ModelError) -> [Bool] { try array(1) { $0 != 0 } }

  mutating func smallIntegers() throws(ModelError) -> [Int] {
    try array(1) { Int(Int8(truncatingIfNeeded: $0)) }
  }

  mutating func integers() throws(ModelError) -> [Double] {
    try array(4) { Double(Int32(truncatingIfNeeded: $0)) }
  }

  mutating func unsigneds() throws(ModelError) -> [Double] { try array(4) { Double($0) } }

  mutating func counts() throws(ModelError) -> [Int] { try array(8) { Int(clamping: $0) } }

  mutating func doubles() throws(ModelError) -> [Double] {
    try array(8) { Double(bitPattern: $0) }
  }

  /// Numbers in the precision of the model.
  mutating func reals() throws(ModelError) -> [Double] {
    isSingle
      ? try array(4) { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) } : try doubles()
  }

  mutating func text() throws(ModelError) -> String {
    String(decoding: try array(1) { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }

  /// Fields of later versions, of which there are none so far.
  mutating func noOptionalFields() throws(ModelError) {
    guard try integer() == 0 else {
      throw failure("there are optional fields, which no version that is known has")
    }
  }
}

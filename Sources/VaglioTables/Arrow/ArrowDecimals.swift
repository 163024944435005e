/// Decimals of a width and a scale: integers in two's complement, least byte first, that count
/// units of 10^−scale.
struct ArrowDecimals {
  let bits: Int
  let scale: Int

  /// The double nearest to the decimal that begins at a place.
  func double(_ place: UnsafeRawPointer) -> Double {
    if let small = small(place), small.magnitude <= 1 << 53, (0...22).contains(scale) {
      // Two numbers that doubles hold exactly: one division rounds once.
      return Double(small) / Self.powers[scale]
    }
    return Double("\(digits(place))e\(-scale)") ?? .nan
  }

  private static let powers: [Double] = (0...22).map { Double("1e\($0)") ?? .nan }

  private func small(_ place: UnsafeRawPointer) -> Int64? {
    if bits == 32 { return Int64(place.loadUnaligned(as: Int32.self)) }
    let low = place.loadUnaligned(as: Int64.self)
    for word in 1..<max(1, bits / 64)
    where place.loadUnaligned(fromByteOffset: 8 * word, as: Int64.self) != low >> 63 {
      return nil
    }
    return low
  }

  /// The decimal with all of its digits: `-12.30` at a scale of two.
  func text(_ place: UnsafeRawPointer) -> String {
    var digits = digits(place)
    if scale <= 0 { return digits == "0" ? digits : digits + String(repeating: "0", count: -scale) }
    let isNegative = digits.hasPrefix("-")
    if isNegative { digits.removeFirst() }
    let padding = String(repeating: "0", count: max(0, scale + 1 - digits.count))
    let padded = padding + digits
    return (isNegative ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
  }

  /// The integer in decimal digits.
  private func digits(_ place: UnsafeRawPointer) -> String {
    if let small = small(place) { return String(small) }
    var words = (0..<bits / 64).map {
      place.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)
    }
    let isNegative = words[words.count - 1] >> 63 == 1
    if isNegative { Self.negate(&words) }
    var groups: [String] = []
    while words.contains(where: { $0 != 0 }) { groups.append(Self.takeGroup(&words)) }
    return (isNegative ? "-" : "") + groups.reversed().joined().drop { $0 == "0" }
  }

  private static func negate(_ words: inout [UInt64]) {
    var carry = true
    for index in words.indices {
      words[index] = ~words[index]
      if carry { (words[index], carry) = words[index].addingReportingOverflow(1) }
    }
  }

  /// Takes the last 18 digits off a number.
  private static func takeGroup(_ words: inout [UInt64]) -> String {
    var remainder: UInt64 = 0
    for index in words.indices.reversed() {
      (words[index], remainder) = tenToThe18.dividingFullWidth((remainder, words[index]))
    }
    let digits = String(remainder)
    return String(repeating: "0", count: 18 - digits.count) + digits
  }

  private static let tenToThe18: UInt64 = 1_000_000_000_000_000_000
}

/// The shortest decimal digits that read back as a double, for rounding as people round.
///
/// Rounding works on these digits, half away from zero: 0.0005 becomes 0.001, although the double
/// nearest to 0.0005 lies below it. So what is printed agrees with what the record spells.
struct DecimalDigits {
  /// d₁d₂…, without leading or trailing zeros; empty for zero.
  private(set) var digits: [UInt8]
  /// The exponent e of 0.d₁d₂… × 10ᵉ.
  private(set) var exponent: Int
  let isNegative: Bool

  /// The digits of a finite double.
  init(_ value: Double) {
    precondition(value.isFinite, "\(value) has no digits")
    isNegative = value < 0
    digits = []
    exponent = 0
    var pointSeen = false
    let parts = value.magnitude.description.utf8.split(separator: UInt8(ascii: "e"))
    for byte in parts[0] {
      if byte == UInt8(ascii: ".") {
        pointSeen = true
      } else {
        digits.append(byte - UInt8(ascii: "0"))
        if !pointSeen { exponent += 1 }
      }
    }
    if parts.count > 1 { exponent += Int(String(decoding: parts[1], as: UTF8.self)) ?? 0 }
    trim()
  }

  /// Whether the value is zero, perhaps because it was rounded away.
  var isZero: Bool { digits.isEmpty }

  /// The power of ten of the leading digit: 2 for 345, −3 for 0.0012; 0 for zero.
  var magnitude: Int { isZero ? 0 : exponent - 1 }

  /// How many decimals spell the value in full.
  var decimals: Int { max(digits.count - exponent, 0) }

  /// The leading digit, 1…9; 0 for zero.
  var leading: Int { Int(digits.first ?? 0) }

  /// The value times a power of ten.
  func scaled(byTenTo power: Int) -> DecimalDigits {
    var scaled = self
    if !isZero { scaled.exponent += power }
    return scaled
  }

  /// The value rounded to a number of decimals, which may be negative: −3 rounds to thousands.
  func rounded(toDecimals decimals: Int) -> DecimalDigits {
    let kept = exponent + decimals
    guard kept < digits.count else { return self }
    var rounded = self
    guard kept >= 0 else {
      rounded.digits = []
      rounded.trim()
      return rounded
    }
    let roundsUp = digits[kept] >= 5
    rounded.digits.removeLast(digits.count - kept)
    if roundsUp { rounded.increment() }
    rounded.trim()
    return rounded
  }

  /// The magnitude in plain notation with thousands separators and so many decimals.
  func plain(decimals: Int) -> String {
    let rounded = rounded(toDecimals: decimals)
    let whole = rounded.exponent > 0 ? (0..<rounded.exponent).map(rounded.digit) : [0]
    let text = Self.grouped(whole.map { Character("\($0)") })
    guard decimals > 0 else { return text }
    let fraction = (0..<decimals).map { rounded.digit(rounded.exponent + $0) }
    return text + "." + fraction.map { "\($0)" }.joined()
  }

  /// The digit at a position after d₁ at 0; zero beyond the digits on either side.
  private func digit(_ position: Int) -> Int {
    digits.indices.contains(position) ? Int(digits[position]) : 0
  }

  private mutating func increment() {
    var position = digits.count - 1
    while position >= 0, digits[position] == 9 {
      digits[position] = 0
      position -= 1
    }
    if position >= 0 {
      digits[position] += 1
    } else {
      digits.insert(1, at: 0)
      exponent += 1
    }
  }

  private mutating func trim() {
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  private static func grouped(_ digits: [Character]) -> String {
    var text = ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }
}

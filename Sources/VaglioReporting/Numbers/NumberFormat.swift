public import VaglioFindings

/// How numbers are written for people: once, here, to the digits that their interval justifies.
///
/// The locale is fixed: a point before decimals, commas between thousands, U+2212 as the minus sign.
/// Nothing is written with more than four decimals; smaller things share a power of ten.
public enum NumberFormat {
  /// The sign that mathematics uses, as wide as `+`.
  static let minus = "\u{2212}"
  /// What stands where there is no value.
  static let missing = "—"

  /// A whole number with thousands separators: `12,345`.
  public static func count(_ count: Int) -> String {
    (count < 0 ? minus : "") + DecimalDigits(Double(count)).plain(decimals: 0)
  }

  /// A whole number to two significant digits: `4,200`.
  static func roughly(_ count: Int) -> String {
    let digits = DecimalDigits(Double(count))
    return digits.rounded(toDecimals: 1 - digits.magnitude).plain(decimals: 0)
  }

  /// A number with so many decimals, 4 at most: `−0.250`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    written(DecimalDigits(value), decimals: decimals, plus: "")
  }

  /// A number with its sign, whatever it is; a zero has none: `+0.004`, `−0.021`, `0.000`.
  public static func signed(_ value: Double, decimals: Int) -> String {
    written(DecimalDigits(value), decimals: decimals, plus: "+")
  }

  /// A fraction in percent with one decimal: `17.4 %`.
  public static func percent(_ fraction: Double) -> String {
    written(DecimalDigits(fraction).scaled(byTenTo: 2), decimals: 1, plus: "") + " %"
  }

  /// A p-value: `p = 0.031`, `p = 0.48`, `p < 0.001`.
  public static func pValue(_ value: Double) -> String {
    if value < 0.001 { return "p < 0.001" }
    return "p = " + fixed(value, decimals: value < 0.0995 ? 3 : 2)
  }

  /// A confidence level in percent without idle zeros: `95 %`, `99.5 %`.
  public static func level(_ level: Double) -> String {
    let percent = DecimalDigits(level).scaled(byTenTo: 2)
    for decimals in 0..<4
    where percent.plain(decimals: decimals).hasSameValue(as: percent.plain(decimals: 4)) {
      return percent.plain(decimals: decimals) + " %"
    }
    return percent.plain(decimals: 4) + " %"
  }

  /// A number without an interval, to four significant digits, and to all of its whole ones:
  /// `0.4312`, `12.34`, `98,765`.
  public static func bare(_ value: Double) -> String { bare(value, plus: "") }

  /// A number that someone chose, with all its digits: `0.75`, `0.005`.
  static func chosen(_ value: Double) -> String { chosen(value, plus: "") }

  /// A number that someone chose, with its sign: `−0.005`.
  static func signedChosen(_ value: Double) -> String { chosen(value, plus: "+") }

  /// A number without an interval and with its sign: `+0.0012`.
  static func signedBare(_ value: Double) -> String { bare(value, plus: "+") }

  /// The decimals that an interval's half-width justifies: two significant digits where it begins
  /// with 1 or 2, else one. Negative for half-widths of 30 and more.
  public static func decimals(halfWidth: Double) -> Int {
    // Six digits suffice; more would let 0.0299999… begin with 2.
    let exact = DecimalDigits(halfWidth)
    let digits = exact.rounded(toDecimals: 5 - exact.magnitude)
    guard !digits.isZero else { return 4 }
    return (digits.leading <= 2 ? 1 : 0) - digits.magnitude
  }

  /// An estimate: `0.913 ± 0.004`; `0.778 [0.761, 0.786]` where the interval is askew by more than
  /// a tenth of its half-width; `—` where there is no value.
  public static func estimate(_ estimate: Estimate) -> String { written(estimate, plus: "") }

  /// A difference: like an estimate, with the sign of each number.
  public static func difference(_ estimate: Estimate) -> String { written(estimate, plus: "+") }
}

extension NumberFormat {
  private static func written(_ digits: DecimalDigits, decimals: Int, plus: String) -> String {
    let decimals = min(decimals, 4)
    let rounded = digits.rounded(toDecimals: decimals)
    let sign = rounded.isZero ? "" : rounded.isNegative ? minus : plus
    return sign + rounded.plain(decimals: max(decimals, 0))
  }

  private static func bare(_ value: Double, plus: String) -> String {
    let digits = DecimalDigits(value)
    if digits.isZero { return "0" }
    if digits.magnitude < -4 || digits.magnitude > 11 {
      let scaled = digits.scaled(byTenTo: -digits.magnitude)
      return written(scaled, decimals: 2, plus: plus) + power(digits.magnitude)
    }
    let isWhole = value.magnitude < 1e12 && value == value.rounded()
    return written(digits, decimals: isWhole ? 0 : max(3 - digits.magnitude, 0), plus: plus)
  }

  private static func written(_ estimate: Estimate, plus: String) -> String {
    guard let value = estimate.value else { return missing }
    guard let interval = estimate.interval else { return bare(value, plus: plus) }
    guard interval.width > 0 else { return bare(value, plus: plus) + " ± 0" }
    let shift = sharedPower(value, interval)
    let decimals = decimals(halfWidth: interval.width / 2) + shift
    func number(_ value: Double, _ plus: String) -> String {
      written(DecimalDigits(value).scaled(byTenTo: -shift), decimals: decimals, plus: plus)
    }
    var text: String
    if isSymmetric(value, interval) {
      let half = number(interval.width / 2, "")
      let vanishes = half.allSatisfy { "0.".contains($0) }
      text = number(value, plus) + " ± " + (vanishes ? "<0.0001" : half)
      if shift != 0 { text = "(\(text))" }
    } else {
      let bounds = [interval.lower, interval.upper].map { number($0, plus) }
      text = "\(number(value, plus)) [\(bounds[0]), \(bounds[1])]"
    }
    return shift == 0 ? text : text + power(shift)
  }

  /// The power of ten that is taken out, where four decimals would show nothing or the digits would
  /// run beyond twelve; 0 otherwise.
  private static func sharedPower(_ value: Double, _ interval: Interval) -> Int {
    let largest = max(value.magnitude, interval.lower.magnitude, interval.upper.magnitude)
    let magnitude = DecimalDigits(largest).magnitude
    if magnitude > 11 { return magnitude }
    return magnitude < -3 && decimals(halfWidth: interval.width / 2) > 4 ? magnitude : 0
  }

  private static func isSymmetric(_ value: Double, _ interval: Interval) -> Bool {
    let askew = (interval.upper - value) - (value - interval.lower)
    return askew.magnitude <= 0.1 * interval.width / 2
  }

  private static func chosen(_ value: Double, plus: String) -> String {
    let digits = DecimalDigits(value)
    let decimals = digits.decimals
    guard decimals <= 9, digits.magnitude < 12 else { return bare(value, plus: plus) }
    let sign = digits.isZero ? "" : digits.isNegative ? minus : plus
    return sign + digits.plain(decimals: decimals)
  }

  /// A number in at most nine characters, for axes: `2.5×10⁷`, `1×10⁻⁵`.
  static func compact(_ value: Double) -> String {
    let digits = DecimalDigits(value).rounded(toDecimals: 2 - DecimalDigits(value).magnitude)
    let scaled = digits.scaled(byTenTo: -digits.magnitude)
    let decimals =
      scaled.rounded(toDecimals: 0).plain(decimals: 2) == scaled.plain(decimals: 2) ? 0 : 1
    let power = power(digits.magnitude).filter { $0 != " " }
    return written(scaled, decimals: decimals, plus: "") + power
  }

  /// ` × 10⁻⁵`.
  static func power(_ exponent: Int) -> String {
    let superscripts: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
      "8": "⁸", "9": "⁹",
    ]
    return " × 10" + String("\(exponent)".compactMap { superscripts[$0] })
  }
}

extension String {
  /// Whether two numerals differ in trailing zeros of the decimals only.
  fileprivate func hasSameValue(as other: String) -> Bool {
    let mine = contains(".") ? self : self + "."
    let theirs = other.contains(".") ? other : other + "."
    let longer = mine.count > theirs.count ? mine : theirs
    let shorter = mine.count > theirs.count ? theirs : mine
    return longer.hasPrefix(shorter) && longer.dropFirst(shorter.count).allSatisfy { $0 == "0" }
  }
}

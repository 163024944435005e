internal import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Numbers as sentences show them, with the true minus sign U+2212.
package enum NumberText {
  /// With a fixed number of decimals; numbers too long for that in their shortest spelling.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    let scaled = (value.magnitude * pow(10, Double(decimals))).rounded()
    guard scaled < 9_007_199_254_740_992, decimals <= 17 else { return shortest(value) }
    var digits = String(Int(scaled))
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
    }
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard decimals > 0 else { return sign + digits }
    return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }

  /// With a fixed number of decimals and a plus sign before what is positive as shown.
  static func signed(_ value: Double, decimals: Int) -> String {
    let text = fixed(value, decimals: decimals)
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return value > 0 && !isZero ? "+" + text : text
  }

  /// With as few digits as read back: what a user wrote comes out as it was written.
  package static func shortest(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "∞" : value < 0 ? "−∞" : "not a number" }
    let text = CanonicalJSON.number(value)
    return text.contains("-")
      ? text.split(separator: "-", omittingEmptySubsequences: false)
        .joined(separator: "−") : text
  }

  /// A number that was computed, with at most six significant digits.
  package static func rounded(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return shortest(value) }
    let scale = pow(10, 5 - log10(value.magnitude).rounded(.down))
    let rounded = (value * scale).rounded() / scale
    return shortest(rounded.isFinite ? rounded : value)
  }

  /// A level as percent, with as many digits as tell the rest to a hundred apart.
  package static func percent(_ fraction: Double) -> String {
    let rest = (1 - fraction).magnitude * 100
    let decimals = rest > 0 ? min(12, max(0, 2 - Int(log10(rest).rounded(.down)))) : 0
    var text = fixed(fraction * 100, decimals: decimals)
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text + " %"
  }

  /// A count, rounded up to two significant digits: `4,300`.
  static func about(_ count: Int) -> String {
    var step = 1
    while count / step >= 100 { step *= 10 }
    return grouped((count + step - 1) / step * step)
  }

  /// A count with commas between thousands.
  package static func grouped(_ count: Int) -> String {
    var groups = ""
    for (position, digit) in String(count).reversed().enumerated() {
      if position > 0, position % 3 == 0 { groups.append(",") }
      groups.append(digit)
    }
    return String(groups.reversed())
  }

  /// The decimals that show an estimate to two digits of its interval's width, and enough of them
  /// that a rounded bound stands on the same side of each threshold as the bound itself.
  static func decimals(
    for value: Double, in bounds: (lower: Double, upper: Double), against thresholds: [Double]
  ) -> Int {
    let width = bounds.upper - bounds.lower
    let (size, digits) = width > 0 ? (width, 1) : (value.magnitude, 3)
    var decimals = 0
    if size > 0 {
      decimals = digits - Int(min(max(log10(size * (1 + 1e-9)).rounded(.down), -400), 400))
    }
    decimals = min(max(decimals, 0), 15)
    while decimals < 15, misleads(bounds, thresholds, decimals) { decimals += 1 }
    return decimals
  }

  private static func misleads(
    _ bounds: (lower: Double, upper: Double), _ thresholds: [Double], _ decimals: Int
  ) -> Bool {
    let scale = pow(10, Double(decimals))
    return [bounds.lower, bounds.upper].contains { bound in
      let shown = (bound * scale).rounded() / scale
      return thresholds.contains { (shown < $0) != (bound < $0) || (shown > $0) != (bound > $0) }
    }
  }
}

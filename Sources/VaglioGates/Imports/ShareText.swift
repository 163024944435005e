internal import VaglioFindings

/// Shares of one as decimals, without the noise of binary subtraction.
enum ShareText {
  /// 1 − `share`, to the decimals in which `share` is written: 0.02 for 0.98.
  static func complement(of share: Double) -> Double {
    let text = CanonicalJSON.number(share)
    guard share >= 0, share <= 1, !text.contains("e") else { return 1 - share }
    let decimals = text.split(separator: ".").dropFirst().first ?? ""
    guard decimals.count <= 17, let digits = Int(decimals.isEmpty ? "0" : String(decimals)) else {
      return 1 - share
    }
    guard share < 1 else { return 0 }
    let scale = (0..<decimals.count).reduce(1) { product, _ in product * 10 }
    let rest = String(scale - digits)
    let zeros = String(repeating: "0", count: max(0, decimals.count - rest.count))
    return decimals.isEmpty ? 1 : Double("0." + zeros + rest) ?? 1 - share
  }
}

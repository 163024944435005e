/// A set of category codes.
public struct CategorySet: Hashable, Sendable {
  /// Bit c of word c / 64 says whether code c is in the set.
  public let words: [UInt64]
  /// Whether numbers between −1 and 0 count as code 0 (LightGBM cuts them towards zero, XGBoost
  /// holds them for unknown).
  public let holdsNegativeFractions: Bool

  /// The set of some codes, none negative.
  public init(_ codes: some Sequence<Int>, holdsNegativeFractions: Bool = true) {
    self.holdsNegativeFractions = holdsNegativeFractions
    var words: [UInt64] = []
    for code in codes {
      while words.count <= code / 64 { words.append(0) }
      words[code / 64] |= 1 << UInt64(code % 64)
    }
    self.words = words
  }

  /// Whether a code is in the set. The number is cut to an integer towards zero first; what is
  /// negative, NaN or beyond the set is outside.
  public func contains(_ code: Double) -> Bool {
    guard code >= 0 || holdsNegativeFractions && code > -1, code < Double(words.count * 64),
      !words.isEmpty
    else {
      return false
    }
    let code = Int(code)
    return words[code / 64] >> UInt64(code % 64) & 1 == 1
  }

  /// The codes in the set, ascending.
  public var codes: [Int] {
    (0..<words.count * 64).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
  }
}

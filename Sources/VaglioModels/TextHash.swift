internal import VaglioTables

/// The number by which a model knows the text of a category: the low 32 bits of its CityHash64, as
/// CatBoost's.
public struct TextHash: Hashable, Sendable {
  /// The bits, which CatBoost's files write as a signed number.
  public let bits: UInt32

  /// The hash of these bits.
  public init(bits: UInt32) { self.bits = bits }

  /// The hash of a text.
  public init(of text: String) {
    var text = text
    bits = text.withUTF8 { UInt32(truncatingIfNeeded: CityHash.hash($0)) }
  }

  /// The hash of a number's shortest text, without a point where it is whole.
  init(of number: Double) { self.init(of: Column.text(of: number)) }
}

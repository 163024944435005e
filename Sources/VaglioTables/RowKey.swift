/// The identity of a row as 64 bits: a hash of its name, or of its number.
///
/// The function is part of the contract, for resampling weights hang on it: it is the same on
/// every machine and in every release.
public enum RowKey {
  /// The hash of a text's UTF-8 bytes.
  ///
  /// The state begins as the golden ratio's bits xor the number of bytes times the first
  /// multiplier. Each eight bytes, little-endian, the last ones filled up with zeros, are
  /// xor-ed into the state, which is then multiplied by the first multiplier and xor-ed with
  /// itself shifted right by 29. `mixed` ends it.
  public static func hash(_ text: String) -> UInt64 {
    var bytes = Array(text.utf8)
    let count = bytes.count
    bytes += Array(repeating: 0, count: 8)
    return bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { hash($0, count: count) } ?? 0
    }
  }

  /// The key of the row with this number, from 0, in a table without names for its rows.
  public static func ofRow(_ number: Int) -> UInt64 {
    mixed(UInt64(truncatingIfNeeded: number) &+ golden)
  }

  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let multiplier: UInt64 = 0xBF58_476D_1CE4_E5B9

  /// The finaliser of SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2714064.2660195):
  /// a bijection in which every bit of the answer depends on every bit given.
  @inline(__always)
  static func mixed(_ state: UInt64) -> UInt64 {
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* multiplier
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed &>> 31)
  }

  /// The hash of `count` bytes, after which at least eight more may be read.
  @inline(__always)
  static func hash(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    var state = golden ^ (UInt64(truncatingIfNeeded: count) &* multiplier)
    var place = UnsafeRawPointer(bytes)
    var rest = count
    while rest > 8 {
      let word = UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
      state = (state ^ word) &* multiplier
      state ^= state &>> 29
      place += 8
      rest -= 8
    }
    if rest > 0 {
      let word = UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
      let kept = word & (UInt64.max &>> UInt64(64 - 8 * rest))
      state = (state ^ kept) &* multiplier
      state ^= state &>> 29
    }
    return mixed(state)
  }
}

/// CityHash64 in its first version, by Geoff Pike and Jyrki Alakuijala (Google, 2011,
/// <https://github.com/google/cityhash>): CatBoost knows the texts of categories by it. Later
/// versions give other values.
enum CityHash {
  /// The hash of some bytes.
  static func hash(_ bytes: some Collection<UInt8>) -> UInt64 {
    bytes.withContiguousStorageIfAvailable(hash) ?? Array(bytes).withUnsafeBufferPointer(hash)
  }

  private static let k0: UInt64 = 0xC3A5_C85C_97CB_3127
  private static let k1: UInt64 = 0xB492_B66F_BE98_F273
  private static let k2: UInt64 = 0x9AE1_6A3B_2F90_404F
  private static let k3: UInt64 = 0xC949_D7C7_509E_6557

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    switch bytes.count {
    case 0...16: short(Words(bytes))
    case 17...32: middle(Words(bytes))
    case 33...64: long(Words(bytes))
    default: longest(Words(bytes))
    }
  }

  /// Up to 16 bytes.
  private static func short(_ text: Words) -> UInt64 {
    let count = UInt64(text.count)
    if text.count > 8 {
      let (first, last) = (text[0], text[text.count - 8])
      return pair(first, rotated(last &+ count, by: text.count)) ^ last
    }
    if text.count >= 4 {
      return pair(count &+ UInt64(text.half(0)) << 3, UInt64(text.half(text.count - 4)))
    }
    guard text.count > 0 else { return k2 }
    let low = UInt32(text.bytes[0]) &+ UInt32(text.bytes[text.count / 2]) << 8
    let high = UInt32(text.count) &+ UInt32(text.bytes[text.count - 1]) << 2
    return folded(UInt64(low) &* k2 ^ UInt64(high) &* k3) &* k2
  }

  /// 17 to 32 bytes.
  private static func middle(_ text: Words) -> UInt64 {
    let a = text[0] &* k1
    let b = text[8]
    let c = text[text.count - 8] &* k2
    let d = text[text.count - 16] &* k0
    return pair(
      rotated(a &- b, by: 43) &+ rotated(c, by: 30) &+ d,
      a &+ rotated(b ^ k3, by: 20) &- c &+ UInt64(text.count))
  }

  /// 33 to 64 bytes: both halves, which may overlap.
  private static func long(_ text: Words) -> UInt64 {
    let end = text.count
    let seed = text[0] &+ (UInt64(end) &+ text[end - 16]) &* k0
    let front = half(seed, text[8], text[16], text[24])
    let back = half(text[16] &+ text[end - 32], text[end - 24], text[end - 16], text[end - 8])
    let mixed = folded((front.0 &+ back.1) &* k2 &+ (back.0 &+ front.1) &* k0)
    return folded(mixed &* k0 &+ front.1) &* k2
  }

  private static func half(
    _ seed: UInt64, _ second: UInt64, _ third: UInt64, _ last: UInt64
  ) -> (UInt64, UInt64) {
    let two = seed &+ second
    let three = two &+ third
    let turned =
      rotated(seed &+ last, by: 52) &+ rotated(three, by: 31)
      &+ (rotated(seed, by: 37) &+ rotated(two, by: 7))
    return (three &+ last, turned)
  }

  /// More than 64 bytes: the end first, then blocks of 64 from the beginning.
  private static func longest(_ text: Words) -> UInt64 {
    let end = text.count
    var x = text[0]
    var y = text[end - 16] ^ k1
    var z = text[end - 56] ^ k0
    var v = weak(text, end - 64, UInt64(end), y)
    var w = weak(text, end - 32, UInt64(end) &* k1, k0)
    z = z &+ folded(v.1) &* k1
    x = rotated(z &+ x, by: 39) &* k1
    y = rotated(y, by: 33) &* k1
    for start in stride(from: 0, to: (end - 1) / 64 * 64, by: 64) {
      x = rotated(x &+ y &+ v.0 &+ text[start + 16], by: 37) &* k1
      y = rotated(y &+ v.1 &+ text[start + 48], by: 42) &* k1
      x ^= w.1
      y ^= v.0
      z = rotated(z ^ w.0, by: 33)
      v = weak(text, start, v.1 &* k1, x &+ w.0)
      w = weak(text, start + 32, z &+ w.1, y)
      swap(&z, &x)
    }
    return pair(pair(v.0, w.0) &+ folded(y) &* k1 &+ z, pair(v.1, w.1) &+ x)
  }

  /// Two words out of 32 bytes and two seeds.
  private static func weak(
    _ text: Words, _ start: Int, _ first: UInt64, _ second: UInt64
  ) -> (UInt64, UInt64) {
    let a = first &+ text[start]
    let b = rotated(second &+ a &+ text[start + 24], by: 21)
    let sum = a &+ text[start + 8] &+ text[start + 16]
    return (sum &+ text[start + 24], b &+ rotated(sum, by: 44) &+ a)
  }

  /// One word out of two.
  private static func pair(_ low: UInt64, _ high: UInt64) -> UInt64 {
    let factor: UInt64 = 0x9DDF_EA08_EB38_2D69
    let a = folded((low ^ high) &* factor)
    return folded((high ^ a) &* factor) &* factor
  }

  private static func folded(_ word: UInt64) -> UInt64 { word ^ word >> 47 }

  private static func rotated(_ word: UInt64, by count: Int) -> UInt64 {
    word >> UInt64(count) | word << UInt64(64 - count)
  }

  /// Little-endian words at any offset.
  private struct Words {
    let bytes: UnsafeBufferPointer<UInt8>
    var count: Int { bytes.count }

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    subscript(offset: Int) -> UInt64 {
      UInt64(half(offset)) | UInt64(half(offset + 4)) << 32
    }

    func half(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }
  }
}

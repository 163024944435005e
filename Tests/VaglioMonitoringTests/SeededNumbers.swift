import Glibc

/// Numbers for tests, by SplitMix64 from a seed.
struct SeededNumbers {
  private var state: UInt64

  /// Seeds are mixed first: the streams of neighbouring ones have nothing in common.
  init(_ seed: UInt64) {
    state = seed &* 0xD129_0BCE_5C5B_D4A7 &+ 0x1234_5678
    state = word() ^ (word() << 1)
  }

  mutating func word() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// From 0 up to but without 1.
  mutating func uniform() -> Double { Double(word() >> 11) * 0x1p-53 }

  mutating func normal() -> Double {
    (-2 * Glibc.log(1 - uniform())).squareRoot() * Glibc.cos(2 * .pi * uniform())
  }

  mutating func exponential() -> Double { -Glibc.log(1 - uniform()) }

  mutating func shuffle<Element>(_ elements: inout [Element]) {
    for place in elements.indices.dropFirst().reversed() {
      elements.swapAt(place, Int(word() % UInt64(place + 1)))
    }
  }

  /// A number below `count` with Zipf's law of exponent 1.1, tilted.
  mutating func zipf(_ count: Int, tilt: Double = 0) -> Int {
    let weights = (0..<count).map { level in
      Glibc.pow(Double(level + 1), -1.1)
        * Glibc.exp(count > 1 ? tilt * (2 * Double(level) / Double(count - 1) - 1) : 0)
    }
    var left = uniform() * weights.reduce(0, +)
    for (level, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return level }
    }
    return count - 1
  }
}

import FoundationEssentials
import Glibc
import Testing
import VaglioFindings

/// JSON documents under `fixtures/`.
enum Fixture {
  static func json(_ path: String, from file: String = #filePath) throws -> JSONValue {
    let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = try Data(contentsOf: root.appending(path: "fixtures/\(path)"))
    return try JSONValue(parsing: [UInt8](data))
  }

  /// A case of a golden family by its identifier.
  static func golden(_ family: String, _ id: String) throws -> JSONValue {
    try #require(golden(family).first { $0["id"]?.string == id }, "\(id)")
  }

  /// All cases of a golden family.
  static func golden(_ family: String) throws -> [JSONValue] {
    try #require(json("golden/\(family).json")["cases"]?.array)
  }
}

extension JSONValue {
  /// A number, also one of those that JSON writes as text.
  var double: Double {
    if let number { return number }
    switch string {
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    default: return .nan
    }
  }

  var doubles: [Double] { (array ?? []).map(\.double) }

  /// An input of a golden case.
  func input(_ name: String) -> JSONValue { self["inputs"]?[name] ?? .null }

  /// Whether `got` agrees with an expected value of a golden case within its own tolerances.
  func expects(_ name: String, _ got: [Double]) throws -> Bool {
    let expected = try #require(self["expected"]?[name], "\(name)")
    let want = try #require(expected["value"])
    return Self.agree(got, want.array == nil ? [want.double] : want.doubles, expected)
  }

  /// Whether `got` agrees with a member of an expected object.
  func expects(_ name: String, member: String, _ got: [Double]) throws -> Bool {
    let expected = try #require(self["expected"]?[name], "\(name)")
    let want = try #require(expected["value"]?[member], "\(member)")
    return Self.agree(got, want.array == nil ? [want.double] : want.doubles, expected)
  }

  private static func agree(_ got: [Double], _ want: [Double], _ expected: JSONValue) -> Bool {
    guard got.count == want.count, !got.isEmpty else { return false }
    let (atol, rtol) = (expected["atol"]?.double ?? 0, expected["rtol"]?.double ?? 0)
    return zip(got, want).allSatisfy { got, want in
      if got.isNaN || want.isNaN { return got.isNaN && want.isNaN }
      return got == want || abs(got - want) <= atol + rtol * abs(want)
    }
  }
}

/// A seeded stream of random numbers (SplitMix64), the same on every platform.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number in 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A standard normal number.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }
}

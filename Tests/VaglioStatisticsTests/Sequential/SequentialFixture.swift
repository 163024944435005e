import FoundationEssentials
import Testing
import VaglioFindings

@testable import VaglioStatistics

/// Golden values under `fixtures/sequential`.
struct SequentialFixture {
  let json: JSONValue

  init(_ name: String) throws {
    // The tests of the folder above find fixtures from their own place.
    let folder = URL(filePath: #filePath).deletingLastPathComponent().path
    json = try Fixture.json("sequential/\(name).json", from: folder)
  }

  subscript(_ name: String) -> JSONValue { json[name] ?? .null }

  func numbers(_ name: String) -> [Double] { self[name].doubles }

  /// A text of digits as numbers.
  func coins(_ name: String) -> [Double] { Self.coins(self[name]) }

  static func coins(_ value: JSONValue) -> [Double] {
    (value.string ?? "").utf8.map { Double($0) - 48 }
  }

  /// The rows, counted from 1, at which paths were written down.
  var looks: [Int] { numbers("looks").map { Int($0) } }

  /// What a state says at each of the looks, rows being added one after the other.
  func path<Value>(
    _ values: [Double], _ add: (Double) throws -> Void, _ value: () throws -> Value
  ) rethrows -> [Value] {
    var path: [Value] = []
    for (row, x) in values.enumerated() {
      try add(x)
      if looks.contains(row + 1) { path.append(try value()) }
    }
    return path
  }
}

/// Whether all numbers agree to a relative or absolute 10⁻¹⁰: sums of 400 rows differ by the order of
/// operations, a few hundred units in the last place (10⁻¹³) before logarithms cancel.
func agree(_ got: [Double], _ want: [Double], _ tolerance: Double = 1e-10) -> Bool {
  got.count == want.count && !got.isEmpty
    && zip(got, want).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
}

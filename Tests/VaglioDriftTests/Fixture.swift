import FoundationEssentials
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
}

extension JSONValue {
  var doubles: [Double] { (array ?? []).compactMap(\.number) }
  var integers: [Int] { doubles.map { Int($0) } }
  func double(_ name: String) throws -> Double { try #require(self[name]?.number, "\(name)") }
}

/// Whether two numbers agree to a relative error, which is of rounding of sums of a few thousand
/// terms and of library functions: 10⁻¹¹ where nothing else is said.
func isNear(_ a: Double?, _ b: Double, relative: Double = 1e-11, absolute: Double = 1e-13) -> Bool {
  a.map { abs($0 - b) <= max(absolute, relative * abs(b)) } ?? false
}

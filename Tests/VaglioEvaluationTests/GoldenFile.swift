import Foundation
import VaglioFindings

/// A file of `fixtures/golden`: cases with the values that other implementations give.
struct GoldenFile {
  let cases: [GoldenCase]

  init(_ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "fixtures/golden/\(name).json")
    let document = try JSONValue(parsing: Array(Data(contentsOf: url)))
    cases = (document["cases"]?.array ?? []).map(GoldenCase.init)
  }
}

/// One case: inputs, and what is expected of each quantity.
struct GoldenCase: CustomStringConvertible {
  let document: JSONValue

  var id: String { document["id"]?.string ?? "?" }
  var description: String { id }

  /// A list of numbers; the strings NaN and ±Infinity are numbers here.
  func numbers(_ name: String) -> [Double]? {
    document["inputs"]?[name]?.array?.compactMap(Self.number)
  }

  func number(_ name: String) -> Double? { document["inputs"]?[name].flatMap(Self.number) }

  func expectation(_ name: String) -> GoldenExpectation? {
    document["expected"]?[name].map { GoldenExpectation(document: $0) }
  }

  static func number(_ value: JSONValue) -> Double? {
    value.number ?? value.string.flatMap { Double($0) }
  }
}

/// What another implementation gives, and how near one must come.
struct GoldenExpectation {
  let document: JSONValue

  var status: String { document["status"]?.string ?? "?" }
  var value: Double? { document["value"].flatMap(GoldenCase.number) }
  var values: [Double] { document["value"]?.array?.compactMap(GoldenCase.number) ?? [] }

  func isMet(by got: Double, want: Double) -> Bool {
    let (atol, rtol) = (document["atol"]?.number ?? 0, document["rtol"]?.number ?? 0)
    return abs(got - want) <= atol + rtol * abs(want)
  }
}

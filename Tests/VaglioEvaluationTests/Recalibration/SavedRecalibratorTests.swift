import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// What a file says is checked before it is trusted.
struct SavedRecalibratorTests {
  private static func saved(_ name: String) throws -> SavedRecalibrator {
    let recalibrator = try #require(RecalibratorCatalogue.recalibrator(name))
    return SavedRecalibrator(
      try BinaryOutcomes.drawn(rows: 240, seed: 1).fitted(by: recalibrator), by: recalibrator,
      origin: .sample)
  }

  private func message(_ text: String) throws -> String {
    let error = try #require(throws: RecordError.self) {
      _ = try SavedRecalibrator(bytes: Array(text.utf8))
    }
    return error.description
  }

  @Test(arguments: RecalibratorCatalogue.names)
  func `a file cut off anywhere is refused`(name: String) throws {
    let bytes = try Self.saved(name).bytes
    for count in stride(from: 0, to: bytes.count - 1, by: max(1, bytes.count / 97)) {
      #expect(throws: RecordError.self) {
        _ = try SavedRecalibrator(bytes: Array(bytes[..<count]))
      }
    }
  }

  /// Every number of the parameters is spoilt in turn; no file may be read into a map that leaves
  /// 0...1.
  @Test(arguments: RecalibratorCatalogue.names, ["-5", "7e300", "null", "\"1\"", "[]"])
  func `a spoilt number is refused, or still gives probabilities`(
    name: String, spoilt: String
  ) throws {
    let text = String(decoding: try Self.saved(name).bytes, as: UTF8.self)
    let parameters = try #require(text.firstRange(of: "\"parameters\":"))
    for number in text[parameters.upperBound...].matches(of: /-?[0-9][0-9.e+-]*/).prefix(40) {
      let changed = text.replacingCharacters(in: number.range, with: spoilt)
      guard let read = try? SavedRecalibrator(bytes: Array(changed.utf8)) else { continue }
      let values = read.map.probabilities(of: [[0, 0.25, 0.5, 0.75, 1]])[0]
      #expect(values.allSatisfy { (0...1).contains($0) }, "\(changed) gives \(values)")
    }
  }

  @Test(arguments: RecalibratorCatalogue.names)
  func `every key of a file is described by the schema`(name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "schema/recalibrator-1.schema.json")
    let schema = try JSONValue(parsing: Array(Data(contentsOf: url)))
    let document = try Self.saved(name).json
    func keys(_ value: JSONValue?) -> Set<String> { Set((value?.object ?? [:]).keys) }
    #expect(keys(document).isSubset(of: keys(schema["properties"])))
    let fitted = schema["properties"]?["fitted"]?["properties"]
    #expect(keys(document["fitted"]) == keys(fitted))
    let source = fitted?["data"]?["items"]?["properties"]
    #expect(keys(document["fitted"]?["data"]?.array?.first) == keys(source))
    let maps = schema["$defs"]?["map"]?["oneOf"]?.array ?? []
    let known =
      maps.map { keys($0["properties"]) } + [keys(schema["$defs"]?["steps"]?["properties"])]
    #expect(known.contains(keys(document["parameters"])))
  }

  @Test func `messages name the place in the document`() throws {
    #expect(
      try message("")
        == "recalibrator: not a JSON document: byte 0: the document ends where a value was expected"
    )
    #expect(
      try message("[1]")
        == "recalibrator: expected an object with the schema \"vaglio/recalibrator/1\"")
    #expect(try message("{}") == "schema: missing: a string")
    #expect(
      try message(#"{"schema":"vaglio/record/1"}"#)
        == #"schema: "vaglio/record/1" is no recalibrator; expected "vaglio/recalibrator/1""#)
    #expect(
      try message(#"{"schema":"vaglio/recalibrator/9"}"#)
        == #"schema: this Vaglio reads "vaglio/recalibrator/1", "#
        + #"the file is "vaglio/recalibrator/9": fit it again"#)
    let text = String(decoding: try Self.saved("platt").bytes, as: UTF8.self)
    #expect(
      try message(text.replacing("\"platt\"", with: "\"splines\""))
        == "method: expected a method of this version, beta, histogram, isotonic, platt, "
        + "temperature, venn_abers, with its options")
    #expect(
      try message(text.replacing(#""slope":"#, with: #""slope":-"#))
        == "parameters.slope: expected a number above 0")
    #expect(
      try message(text.replacing(#""slope":"#, with: #""pitch":"#))
        == "parameters.pitch: unknown member; known are intercept, slope")
    #expect(
      try message(text.replacing(#""rows":240"#, with: #""rows":-1"#))
        == "fitted.rows: expected a whole number, zero or more")
  }

  @Test func `scores out of order are named by their place`() throws {
    let text = String(decoding: try Self.saved("isotonic").bytes, as: UTF8.self)
    let parameters = try #require(text.firstRange(of: #""parameters":"#)?.upperBound)
    let start = try #require(text[parameters...].firstRange(of: #""scores":["#)?.upperBound)
    let end = try #require(text[start...].firstIndex(of: ","))
    #expect(
      try message(text.replacingCharacters(in: start..<end, with: "2"))
        == "parameters.scores[1]: expected a number above the one before")
  }

  @Test(arguments: RecalibratorCatalogue.names)
  func `maps of several classes read back to the bit`(name: String) throws {
    var draws = SeededDraws(seed: 2)
    let labels = (0..<300).map { Int32($0 % 3) }
    let scores = (0..<3).map { number in
      labels.map { ($0 == number ? 0.4 : 0.1) + 0.5 * draws.uniform() }
    }
    let recalibrator = try #require(RecalibratorCatalogue.recalibrator(name))
    let outcomes = MulticlassOutcomes(classes: ["a", "b", "c"], labels: labels, scores: scores)
    let saved = SavedRecalibrator(
      try outcomes.fitted(by: recalibrator), by: recalibrator, classes: outcomes.classes,
      origin: .sample)
    let copy = try SavedRecalibrator(bytes: saved.bytes)
    #expect(copy.bytes == saved.bytes)
    #expect(copy.map.probabilities(of: scores) == saved.map.probabilities(of: scores))
    let text = String(decoding: saved.bytes, as: UTF8.self)
    guard name != "temperature" else { return }
    #expect(
      try message(text.replacing(#"["a","b","c"]"#, with: #"["a","b"]"#))
        == "parameters: expected a map for each of the 2 classes")
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: text)
    return copy
  }
}

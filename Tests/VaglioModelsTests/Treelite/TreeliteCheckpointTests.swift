import FoundationEssentials
import Testing

@testable import VaglioModels

struct TreeliteCheckpointTests {
  private static let names = [
    "xgb_classes", "xgb_vectors", "xgb_codes", "lgb_codes", "sk_forest_labels",
  ]

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](
      try Data(contentsOf: LibraryCase.fixtures.appending(path: "treelite/\(name).treelite")))
  }

  @Test(arguments: names)
  func `a checkpoint is the model of its JSON`(name: String) throws {
    let read = try ModelCatalogue.model(bytes(name), name: name)
    let checkpoint = try #require(read as? TreeModel)
    let cases = try TreeliteJSONTests.cases()
    let json = try #require(cases.first { $0.model == "\(name).json" }).read()
    #expect(checkpoint.ensemble == json.ensemble)
    #expect(checkpoint.inputs == json.inputs)
    #expect(checkpoint.link == json.link && checkpoint.output == json.output)
    #expect(checkpoint.summary.format == "treelite checkpoint")
    #expect(checkpoint.summary.facts == json.summary.facts)
  }

  @Test func `checkpoints of version 3 are refused`() throws {
    var old = try bytes("lgb_codes")
    old[0] = 3
    let error = #expect(throws: ModelError.self) { _ = try ModelCatalogue.model(old, name: "m") }
    #expect(error?.problem == "checkpoints of Treelite 3.8.1 are not read")
  }

  @Test func `a checkpoint cut anywhere is refused`() throws {
    let whole = try bytes("lgb_codes")
    for length in 0..<whole.count {
      #expect(throws: ModelError.self) { try TreeliteCheckpoint.model(Array(whole[..<length])) }
    }
    #expect(throws: ModelError.self) { try TreeliteCheckpoint.model(whole + [0]) }
  }

  @Test(arguments: names)
  func `flipped bytes give an error or a model`(name: String) throws {
    try expectOutcomes(of: bytes(name), flips: 500) { bytes throws(ModelError) in
      try TreeliteCheckpoint.model(bytes)
    }
  }

  /// A tree of two questions for category 1 and three leaves; the lists of the second begin and end
  /// where they are told to.
  private func forged(list: Range<Int>) -> [UInt8] {
    var bytes = CheckpointBytes()
    for version in [4, 3, 0] { bytes.append(version, width: 4) }
    bytes.bytes += [2, 2]
    bytes.append(1, width: 8)
    bytes.append(1, width: 4)
    bytes.bytes += [1, 0]
    bytes.append(1, width: 4)
    for array in [[1], [1, 1], [0], [0]] { bytes.append(array, width: 4) }
    bytes.append(Array("identity".utf8).map(Int.init), width: 1)
    for _ in 0..<2 { bytes.append(0, width: 4) }
    bytes.append([0], width: 8)
    bytes.append(Array("{}".utf8).map(Int.init), width: 1)
    bytes.append(0, width: 4)
    bytes.append(5, width: 4)
    bytes.bytes += [1]
    bytes.append([2, 2, 0, 0, 0], width: 1)
    bytes.append([1, 3, -1, -1, -1], width: 4)
    bytes.append([2, 4, -1, -1, -1], width: 4)
    bytes.append([0, 0, -1, -1, -1], width: 4)
    bytes.append([0, 0, 0, 0, 0], width: 1)
    for _ in 0..<2 { bytes.append([0, 0, 0, 0, 0], width: 4) }
    for _ in 0..<2 { bytes.append([0, 0, 0, 0, 0], width: 1) }
    bytes.append([], width: 4)
    for _ in 0..<2 { bytes.append([0, 0, 0, 0, 0], width: 8) }
    bytes.append([1, 2], width: 4)
    bytes.append([0, list.lowerBound, 2, 2, 2], width: 8)
    bytes.append([1, list.upperBound, 2, 2, 2], width: 8)
    for _ in 0..<3 {
      bytes.append([], width: 8)
      bytes.append([], width: 1)
    }
    for _ in 0..<2 { bytes.append(0, width: 4) }
    return bytes.bytes
  }

  /// A list in many lists would make a huge model of a short file.
  @Test func `lists of categories that overlap are refused`() throws {
    #expect(throws: Never.self) { try TreeliteCheckpoint.model(forged(list: 1..<2)) }
    let error = #expect(throws: ModelError.self) {
      _ = try TreeliteCheckpoint.model(forged(list: 0..<2))
    }
    #expect(error?.problem == "the arrays of a tree's nodes do not fit")
  }
}

/// The scalars and arrays of a checkpoint.
private struct CheckpointBytes {
  var bytes: [UInt8] = []

  mutating func append(_ number: Int, width: Int) {
    for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
  }

  /// An array behind its count.
  mutating func append(_ numbers: [Int], width: Int) {
    append(numbers.count, width: 8)
    for number in numbers { append(number, width: width) }
  }
}

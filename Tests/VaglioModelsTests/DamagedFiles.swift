import Testing

@testable import VaglioModels

/// Reads a file cut at a hundred places and with bytes flipped at random from a fixed seed: each
/// time an error, or a model that answers.
func expectOutcomes(
  of bytes: [UInt8], flips: Int, _ read: ([UInt8]) throws(ModelError) -> any Model
) throws {
  for cut in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 100)) {
    try expectOutcome(Array(bytes[..<cut]), read)
  }
  let signs = Array("0123456789-.e ,[]{}\"\n".utf8)
  var random = RepeatableRandom(state: 42)
  for _ in 0..<flips {
    var damaged = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0..<damaged.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: damaged[place] = UInt8.random(in: 0x20..<0x7F, using: &random)
      default: damaged[place] = signs[Int.random(in: 0..<signs.count, using: &random)]
      }
    }
    try expectOutcome(damaged, read)
  }
}

private func expectOutcome(
  _ bytes: [UInt8], _ read: ([UInt8]) throws(ModelError) -> any Model
) throws {
  do {
    let model = try read(bytes)
    let features = try #require(model.features)
    let rows = FeatureMatrix(numbers: features.map { _ in [0.5, .nan, -3] })
    _ = try model.predictions(of: rows, threads: 1)
  } catch let error as ModelError {
    #expect(!error.problem.isEmpty)
  }
}

extension String {
  /// The text with the first occurrence of another replaced.
  func replacingFirst(_ old: String, _ new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }

  private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}

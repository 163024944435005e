import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// The laws that every recalibrator keeps.
struct RecalibratorLawTests {
  static let names =
    RecalibratorCatalogue.all.map(\.name) + [
      "histogram[bins=4]", "isotonic[min_block=20]",
    ]
  private static let grid = (0...1000).map { Double($0) / 1000 }

  private func recalibrator(_ name: String) throws -> any Recalibrator {
    try #require(RecalibratorCatalogue.recalibrator(name))
  }

  private func map(_ name: String, _ outcomes: BinaryOutcomes) throws -> FittedMap {
    try outcomes.fitted(by: recalibrator(name))
  }

  private func probabilities(_ map: FittedMap) -> [Double] { map.probabilities(of: [Self.grid])[0] }

  /// Rows whose scores are the very chances that the labels were drawn with.
  private func calibrated(rows: Int, seed: UInt64) -> BinaryOutcomes {
    var draws = SeededDraws(seed: seed)
    let scores = (0..<rows).map { _ in (1 + 998 * draws.uniform()).rounded() / 1000 }
    return BinaryOutcomes(
      labels: scores.map { draws.uniform() < $0 ? 1 : 0 }, scores: scores)
  }

  @Test func `the catalogue is in alphabetical order and names nothing twice`() {
    #expect(RecalibratorCatalogue.names == Set(RecalibratorCatalogue.names).sorted())
  }

  @Test(arguments: names, [1, 2, 3] as [UInt64])
  func `probabilities lie between 0 and 1, for any score`(name: String, seed: UInt64) throws {
    let map = try map(name, .drawn(rows: 240, seed: seed))
    let extremes = [0, -0.0, .leastNonzeroMagnitude, 1, 1 - .ulpOfOne / 2]
    for probability in probabilities(map) + map.probabilities(of: [extremes])[0] {
      #expect((0...1).contains(probability), "\(name) gives \(probability)")
    }
  }

  /// Histogram binning alone may fall, as its contract says.
  @Test(arguments: names.filter { !$0.hasPrefix("histogram") }, [1, 2, 3] as [UInt64])
  func `a higher score never gets a lower probability`(name: String, seed: UInt64) throws {
    let values = probabilities(try map(name, .drawn(rows: 240, seed: seed)))
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test(arguments: names, [1, 2, 3] as [UInt64])
  func `the order of rows shows in no bit`(name: String, seed: UInt64) throws {
    var draws = SeededDraws(seed: seed &+ 9)
    let outcomes = BinaryOutcomes.drawn(rows: 240, seed: seed)
    let shuffled = outcomes.taking((0..<240).shuffled(using: &draws))
    #expect(try map(name, outcomes).parameters == map(name, shuffled).parameters)
  }

  @Test(arguments: names, [1, 2, 3] as [UInt64])
  func `a row of frequency w is w rows, to the bit`(name: String, seed: UInt64) throws {
    var draws = SeededDraws(seed: seed &+ 3)
    let outcomes = BinaryOutcomes.drawn(rows: 240, seed: seed)
    let times = (0..<240).map { _ in Int.random(in: 1...3, using: &draws) }
    let repeated = outcomes.taking(
      times.enumerated().flatMap { row, count in [Int32](repeating: Int32(row), count: count) })
    let weighted = outcomes.weighted(Weights(times.map(Double.init), kind: .frequency))
    #expect(try map(name, weighted).parameters == map(name, repeated).parameters)
  }

  /// A power of two, so that the weights' fixed point holds the same digits.
  @Test(arguments: names)
  func `the unit of importance weights shows in no bit`(name: String) throws {
    var draws = SeededDraws(seed: 11)
    let outcomes = BinaryOutcomes.drawn(rows: 240, seed: 4)
    let weights = (0..<240).map { _ in 0.25 + draws.uniform() }
    let maps = try [1, 1024].map { unit in
      try map(name, outcomes.weighted(Weights(weights.map { $0 * unit }, kind: .importance)))
    }
    #expect(maps[0].parameters == maps[1].parameters)
  }

  /// At 100,000 rows an event rate among 1/20 of them has the standard error √(¼/5000) = 0.0071; a
  /// map that pools fewer rows than that is off by a few of these. Five, at the worst of 900 places.
  @Test(arguments: names)
  func `what is calibrated stays so, the nearer the more rows there are`(name: String) throws {
    let map = try map(name, calibrated(rows: 100_000, seed: 5))
    let bound = name.hasPrefix("histogram") ? 0.5 / (name.hasSuffix("]") ? 4 : 15) + 0.02 : 0.0355
    for (score, probability) in zip(Self.grid, probabilities(map)) where 0.05...0.95 ~= score {
      #expect(abs(probability - score) < bound, "\(name) turns \(score) into \(probability)")
    }
  }

  @Test(arguments: names, [1, 2] as [UInt64])
  func `what is saved reads back to the bit`(name: String, seed: UInt64) throws {
    let saved = SavedRecalibrator(
      try map(name, .drawn(rows: 240, seed: seed)), by: try recalibrator(name),
      origin: .sample)
    let copy = try SavedRecalibrator(bytes: saved.bytes)
    #expect(copy.bytes == saved.bytes)
    #expect(copy.recalibrator.name == name)
    #expect(
      probabilities(copy.map).map(\.bitPattern) == probabilities(saved.map).map(\.bitPattern))
  }

  @Test(arguments: names)
  func `rows that can't be fitted are refused with the reason`(name: String) throws {
    let recalibrator = try recalibrator(name)
    func reason(_ labels: [UInt8], _ scores: [Double]) throws -> String {
      let error = try #require(throws: Unfittable.self) {
        _ = try BinaryOutcomes(labels: labels, scores: scores).fitted(by: recalibrator)
      }
      return error.reason
    }
    let scores = (1...20).map { Double($0) / 21 }
    #expect(try reason([0, 1], [0.2, 0.7]) == "there are only 2 rows to fit, fewer than 10")
    #expect(
      try reason([UInt8](repeating: 0, count: 20), scores)
        == "none of the rows to fit is positive")
    #expect(
      try reason([UInt8](repeating: 1, count: 20), scores) == "all of the rows to fit are positive")
    #expect(
      try reason((0..<20).map { $0 % 2 }, [Double](repeating: 0.5, count: 20))
        == "all 20 scores to fit are 0.5")
  }

  @Test(arguments: ["beta", "isotonic", "platt", "temperature"])
  func `scores that rank the wrong way round are refused`(name: String) throws {
    let right = BinaryOutcomes.drawn(rows: 240, seed: 1)
    let wrong = BinaryOutcomes(labels: right.labels, scores: right.scores.map { 1 - $0 })
    let error = try #require(throws: Unfittable.self) { _ = try map(name, wrong) }
    #expect(error.reason.hasPrefix("higher scores do not go with more positives"))
  }

  @Test(arguments: names)
  func `a perfect ranking is fitted or refused, never guessed`(name: String) throws {
    let labels = (0..<40).map { UInt8($0 < 20 ? 0 : 1) }
    let outcomes = BinaryOutcomes(labels: labels, scores: (1...40).map { Double($0) / 41 })
    do {
      let values = probabilities(try map(name, outcomes))
      #expect(values.allSatisfy { (0...1).contains($0) })
      #expect(!["beta", "temperature"].contains(name))
    } catch let error as Unfittable {
      #expect(error.reason.contains("separate"))
    }
  }

  @Test(arguments: ["platt[x=1]", "isotonic[min_block=0]", "histogram[bins=1]", "spline", "beta["])
  func `an unknown name or option means nothing`(text: String) {
    #expect(RecalibratorCatalogue.recalibrator(text) == nil)
  }

  @Test func `a hyphen is as good as an underscore`() {
    #expect(RecalibratorCatalogue.recalibrator("venn-abers")?.name == "venn_abers")
  }
}

extension SavedRecalibrator.Origin {
  static let sample = SavedRecalibrator.Origin(
    vaglio: "0.1.0",
    data: [.init(name: "a.csv", sha256: String(repeating: "0f", count: 32), rows: 241, dropped: 1)],
    label: "y", scores: ["p"], positive: "1", weight: "w", weightKind: .importance, rows: 240,
    seed: 7, folds: 5)
}

import Foundation
import Testing
import VaglioFindings
import VaglioTesting

@testable import VaglioEvaluation

/// Maps checked by hand, and against other implementations.
struct RecalibratorTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let reference: JSONValue = {
    let url = folder.appending(path: "fixtures/recalibration/recalibrators.json")
    return (try? JSONValue(parsing: Array(Data(contentsOf: url)))) ?? .null
  }()

  private static func numbers(_ value: JSONValue?) -> [Double] {
    value?.array?.compactMap(\.number) ?? []
  }

  private func outcomes(_ reference: JSONValue, isWeighted: Bool = false) -> BinaryOutcomes {
    let labels = Self.numbers(reference["labels"]).map { UInt8($0) }
    return BinaryOutcomes(
      labels: labels, scores: Self.numbers(reference["scores"]),
      rows: Rows(
        count: labels.count,
        weights: isWeighted
          ? Weights(Self.numbers(reference["weights"]), kind: .frequency) : nil))
  }

  private func map<R: Recalibrator>(_ recalibrator: R, _ outcomes: BinaryOutcomes) throws -> R.Map {
    try recalibrator.fit(to: CalibrationSample(outcomes))
  }

  private func expect(
    _ got: [Double], near want: [Double], within tolerance: Double, _ name: String
  ) {
    #expect(got.count == want.count && !want.isEmpty)
    for (a, b) in zip(got, want) { #expect(abs(a - b) <= tolerance, "\(name): \(a), not \(b)") }
  }

  @Test(arguments: 0..<3)
  func `isotonic regression is scikit-learn's, between its points and outside`(
    number: Int
  ) throws {
    let reference = try #require(Self.reference["binary"]?.array?[number])
    let new = Self.numbers(reference["new"])
    for (name, isWeighted) in [("isotonic", false), ("isotonic_weighted", true)] {
      let map = try map(IsotonicRecalibration(), outcomes(reference, isWeighted: isWeighted))
      // A division and an interpolation: a few roundings of numbers below 1.
      expect(
        map.probabilities(of: new), near: Self.numbers(reference[name]), within: 1e-14, name)
    }
  }

  @Test(arguments: 0..<3)
  func `Venn–ABERS is that of the package venn-abers`(number: Int) throws {
    let reference = try #require(Self.reference["binary"]?.array?[number])
    let map = try map(VennAbers(), outcomes(reference))
    let new = Self.numbers(reference["new"])
    let bounds = reference["venn_abers_p0_p1"]?.array?.map(Self.numbers) ?? []
    expect(
      map.probabilities(of: new), near: Self.numbers(reference["venn_abers_p"]), within: 1e-14, "p")
    expect(new.map { map.bounds(of: $0).lower }, near: bounds.map { $0[0] }, within: 1e-14, "p0")
    expect(new.map { map.bounds(of: $0).upper }, near: bounds.map { $0[1] }, within: 1e-14, "p1")
  }

  /// The other sides stop where their own tolerance says: the simplex of scipy at 10⁻¹¹ of the place,
  /// so that its loss is flat to rounding, which is 10⁻⁸ of the place; scikit-learn at a gradient of
  /// 10⁻⁶ or so, betacal's optimiser at 10⁻⁴.
  @Test(arguments: 0..<3)
  func `Platt, temperature and beta are where other optimisers stop`(number: Int) throws {
    let reference = try #require(Self.reference["binary"]?.array?[number])
    for (name, tolerance) in [("platt", 2e-7), ("platt_sklearn", 1e-6)] {
      let line = try map(PlattScaling(), outcomes(reference))
      expect(
        [line.slope, line.intercept], near: Self.numbers(reference[name]), within: tolerance, name)
    }
    let weighted = try map(PlattScaling(), outcomes(reference, isWeighted: true))
    expect(
      [weighted.slope, weighted.intercept], near: Self.numbers(reference["platt_weighted"]),
      within: 2e-7, "platt_weighted")
    let temperature = try map(TemperatureScaling(), outcomes(reference)).temperature
    expect(
      [temperature], near: [reference["temperature"]?.number ?? 0], within: 1e-7, "temperature")
    let beta = try map(BetaCalibration(), outcomes(reference))
    expect(
      beta.probabilities(of: Self.numbers(reference["new"])),
      near: Self.numbers(reference["beta"]), within: 1e-3, "beta")
  }

  @Test func `the temperature of several classes is where scipy's minimum is`() throws {
    let reference = try #require(Self.reference["softmax"])
    let labels = Self.numbers(reference["labels"]).map { Int32($0) }
    let scores = reference["scores"]?.array?.map(Self.numbers) ?? []
    let outcomes = MulticlassOutcomes(classes: ["a", "b", "c"], labels: labels, scores: scores)
    let map = try TemperatureScaling().fit(to: outcomes)
    let temperature = try #require(map.parameters["temperature"]?.number)
    expect(
      [temperature], near: [reference["temperature"]?.number ?? 0], within: 1e-7, "temperature")
  }

  @Test func `the golden cases agree`() throws {
    let cases = try GoldenFile("recalibration").cases
    let golden = try #require(cases.first { $0.id == "recal_200" })
    let outcomes = BinaryOutcomes(
      labels: try #require(golden.numbers("y_true")).map { UInt8($0) },
      scores: try #require(golden.numbers("y_prob")))
    let line = try map(PlattScaling(), outcomes)
    let temperature = try map(TemperatureScaling(), outcomes)
    let beta = try map(BetaCalibration(), outcomes)
    // betacal's m is where the map is ½: c = b·ln(1 − m) − a·ln m.
    let expected = try #require(golden.expectation("beta_map_a_b_m")).values
    let c = expected[1] * log(1 - expected[2]) - expected[0] * log(expected[2])
    for (name, got, want) in [
      ("platt_AB", [-line.slope, -line.intercept], nil),
      (
        "temperature",
        [temperature.temperature, outcomes.recalibrated(by: .binary(temperature)).loss], nil
      ),
      ("beta_map_a_b_m", [beta.a, beta.b, beta.c], [expected[0], expected[1], c]),
      (
        "isotonic_fitted",
        try map(IsotonicRecalibration(), outcomes).probabilities(of: outcomes.scores), nil
      ),
    ] as [(String, [Double], [Double]?)] {
      let expectation = try #require(golden.expectation(name))
      let want = want ?? expectation.values
      #expect(got.count == want.count)
      for (a, b) in zip(got, want) {
        #expect(expectation.isMet(by: a, want: b), "\(name): \(a), not \(b)")
      }
    }
  }

  @Test func `the golden Venn–ABERS bounds agree`() throws {
    let golden = try #require(
      GoldenFile("recalibration").cases.first { $0.id == "venn_abers_30_10" })
    let map = try map(
      VennAbers(),
      BinaryOutcomes(
        labels: try #require(golden.numbers("cal_y")).map { UInt8($0) },
        scores: try #require(golden.numbers("cal_score"))))
    let scores = try #require(golden.numbers("test_score"))
    let bounds = golden.document["expected"]?["p0_p1"]?["value"]?.array?.map(Self.numbers) ?? []
    expect(scores.map { map.bounds(of: $0).lower }, near: bounds.map { $0[0] }, within: 1e-9, "p0")
    expect(scores.map { map.bounds(of: $0).upper }, near: bounds.map { $0[1] }, within: 1e-9, "p1")
    // The package rounds to six digits.
    let package =
      golden.document["expected"]?["p0_p1_pkg"]?["value"]?.array?.map(Self.numbers) ?? []
    expect(
      scores.map { map.bounds(of: $0).lower }, near: package.map { $0[0] }, within: 1e-6, "p0")
    expect(
      scores.map { map.bounds(of: $0).upper }, near: package.map { $0[1] }, within: 1e-6, "p1")
    expect(
      map.probabilities(of: scores), near: try #require(golden.expectation("p")).values,
      within: 1e-9, "p")
  }

  /// The definition itself: the isotonic fit of the sample with one row more.
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func `Venn–ABERS bounds are isotonic fits with one row more`(seed: UInt64) throws {
    let outcomes = BinaryOutcomes.drawn(rows: 60, seed: seed)
    let map = try map(VennAbers(), outcomes)
    for score in stride(from: 0.0, through: 1, by: 0.01).map({ ($0 * 100).rounded() / 100 }) {
      func fit(_ label: UInt8) throws -> Double {
        let more = BinaryOutcomes(
          labels: outcomes.labels + [label], scores: outcomes.scores + [score])
        return try self.map(IsotonicRecalibration(), more).probability(of: score)
      }
      let bounds = map.bounds(of: score)
      #expect(abs(bounds.lower - (try fit(0))) < 1e-14, "p0 at \(score)")
      #expect(abs(bounds.upper - (try fit(1))) < 1e-14, "p1 at \(score)")
    }
  }

  /// Twelve rows, scores 1…12 of 16: labels 0 0 1 0 | 0 1 1 0 | 1 1 0 1 in three bins of four. Rates
  /// (1 + ½)/5, (2 + ½)/5, (3 + ½)/5; bins meet at 4.5/16 and 8.5/16.
  @Test func `bins of equally many rows by hand`() throws {
    let outcomes = BinaryOutcomes(
      labels: [0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1], scores: (1...12).map { Double($0) / 16 })
    let map = try map(HistogramBinning(bins: 3), outcomes)
    #expect(map.edges == [4.5 / 16, 8.5 / 16])
    #expect(map.probabilities == [0.3, 0.5, 0.7])
    #expect(map.probability(of: 0) == 0.3)
    #expect(map.probability(of: 4.5 / 16) == 0.5)
    #expect(map.probability(of: 1) == 0.7)
  }

  /// The same rows: PAV gives blocks {0,0} 0, {1,0,0} ⅓, {1,1,0} ⅔, {1,1,0} ⅔ with the one before it,
  /// {1} 1: sums 0/2, 1/3, 4/6, 1/1. At least 3 rows: {0/2 + 1/3} = 1/5, 4/6 + 1/1 = 5/7; with half
  /// rows 1.5/6 and 5.5/8.
  @Test func `small blocks are joined and smoothed by hand`() throws {
    let outcomes = BinaryOutcomes(
      labels: [0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1], scores: (1...12).map { Double($0) / 16 })
    let plain = try map(IsotonicRecalibration(), outcomes)
    #expect(plain.probability(of: 0) == 0)
    #expect(plain.probability(of: 4 / 16) == 1.0 / 3)
    #expect(plain.probability(of: 1) == 1)
    // Half-way between the scores 2/16 and 3/16: half of ⅓.
    #expect(abs(plain.probability(of: 2.5 / 16) - 1.0 / 6) < 1e-16)
    let smooth = try map(IsotonicRecalibration(minimumBlock: 3), outcomes)
    #expect(smooth.probabilities == [0.25, 0.25, 0.6875, 0.6875])
    #expect(smooth.scores == [1, 5, 6, 12].map { Double($0) / 16 })
  }

  @Test func `one map per class is scaled to sum to 1, and keeps scores where all are 0`() throws {
    var draws = SeededDraws(seed: 4)
    let labels = (0..<120).map { Int32($0 % 3) }
    let scores = (0..<3).map { number in
      labels.map { label in (label == number ? 0.5 : 0.2) + draws.uniform() / 4 }
    }
    let outcomes = MulticlassOutcomes(classes: ["a", "b", "c"], labels: labels, scores: scores)
    for recalibrator in RecalibratorCatalogue.all {
      guard let map = try? recalibrator.fit(to: outcomes) else { continue }
      let columns = map.probabilities(of: scores)
      for row in 0..<120 {
        let sum = columns.reduce(0) { $0 + $1[row] }
        #expect(abs(sum - 1) < 1e-12, "\(recalibrator.name)")
      }
    }
    let isotonic = try IsotonicRecalibration().fit(to: outcomes)
    let lowest = [[0.0], [0.0], [0.0]]
    #expect(isotonic.probabilities(of: lowest) == lowest)
  }
}

extension BinaryOutcomes {
  fileprivate var loss: Double {
    let losses = zip(labels, scores).map { label, score in -log(label == 1 ? score : 1 - score) }
    return losses.reduce(0, +) / Double(count)
  }
}

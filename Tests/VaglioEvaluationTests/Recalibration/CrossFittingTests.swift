import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics
import VaglioTesting

/// No row has a part in the map that recalibrates it.
struct CrossFittingTests {
  private static let folds = 4
  private static let names = RecalibratorCatalogue.names

  private func crossFitted(
    _ outcomes: BinaryOutcomes, _ name: String, threads: Int = 1
  ) throws -> [Double] {
    let recalibrator = try #require(RecalibratorCatalogue.recalibrator(name))
    return try CrossFitting(folds: Self.folds, seed: 7, threads: threads)
      .recalibrated(outcomes, by: recalibrator).scores
  }

  /// Labels of one fold are turned round: a map that had seen one of them would change, and with it
  /// what it gives that fold.
  @Test(arguments: names, 0..<folds)
  func `the labels of a fold don't reach its own probabilities`(name: String, fold: Int) throws {
    let keys = (0..<400).map { RowIdentity.key($0) }
    let drawn = BinaryOutcomes.drawn(rows: 400, seed: 3)
    let rows = Rows(count: 400, keys: keys)
    let isHeld = keys.map {
      HashedFolds(count: Self.folds, seed: 7).fold(ofKey: $0) == fold
    }
    let clean = BinaryOutcomes(labels: drawn.labels, scores: drawn.scores, rows: rows)
    // Every seventh of them, so that the scores still rank the right way in the other folds' maps.
    let poisoned = BinaryOutcomes(
      labels: drawn.labels.enumerated().map { row, label in
        isHeld[row] && row % 7 == 0 ? 1 - label : label
      }, scores: drawn.scores, rows: rows)
    let (before, after) = (try crossFitted(clean, name), try crossFitted(poisoned, name))
    #expect(clean.labels != poisoned.labels)
    for row in 0..<400 where isHeld[row] { #expect(before[row] == after[row]) }
    #expect(before != after, "the poison reached nothing at all")
  }

  @Test(arguments: names)
  func `order of rows and number of threads show in no bit`(name: String) throws {
    let keys = (0..<400).map { RowIdentity.key($0) }
    let drawn = BinaryOutcomes.drawn(rows: 400, seed: 5)
    let outcomes = BinaryOutcomes(
      labels: drawn.labels, scores: drawn.scores, rows: Rows(count: 400, keys: keys))
    var draws = SeededDraws(seed: 1)
    let order = (0..<Int32(400)).shuffled(using: &draws)
    let plain = try crossFitted(outcomes, name)
    #expect(try crossFitted(outcomes, name, threads: 3) == plain)
    let shuffled = try crossFitted(outcomes.taking(order), name)
    #expect(order.map { plain[Int($0)] } == shuffled)
  }

  @Test func `clusters stay whole`() {
    let clusters = (0..<300).map { Int32($0 / 3) }
    let rows = Rows(
      count: 300, clusters: clusters, clusterKeys: clusters.map { RowIdentity.key(Int($0)) })
    let folds = HashedFolds(count: 5, seed: 7).rows(ofKeys: rows.resamplingKeys)
    #expect(folds.map(\.count).reduce(0, +) == 300)
    for fold in folds {
      let held = Set(fold.map { clusters[Int($0)] })
      #expect(fold.count == 3 * held.count)
    }
  }

  @Test func `a fold that leaves nothing to fit is named`() throws {
    var labels = [UInt8](repeating: 0, count: 40)
    labels[17] = 1
    let outcomes = BinaryOutcomes(labels: labels, scores: (0..<40).map { Double($0) / 40 })
    let error = try #require(throws: Unfittable.self) {
      _ = try CrossFitting(folds: 4, seed: 7).recalibrated(outcomes, by: PlattScaling())
    }
    #expect(
      error.reason.wholeMatch(
        of: /without fold [1-4] of 4: none of the rows to fit is positive/) != nil)
  }

  @Test func `several classes are recalibrated fold by fold`() throws {
    var draws = SeededDraws(seed: 2)
    let labels = (0..<300).map { Int32($0 % 3) }
    let scores = (0..<3).map { number in
      labels.map { ($0 == number ? 0.4 : 0.1) + 0.5 * draws.uniform() }
    }
    let outcomes = MulticlassOutcomes(classes: ["a", "b", "c"], labels: labels, scores: scores)
    for name in ["temperature", "venn_abers"] {
      let recalibrator = try #require(RecalibratorCatalogue.recalibrator(name))
      let fitted = try CrossFitting(folds: 3, seed: 7).recalibrated(outcomes, by: recalibrator)
      for row in 0..<300 {
        #expect(abs(fitted.scores.reduce(0) { $0 + $1[row] } - 1) < 1e-12)
      }
    }
  }
}

/// Keys that are spread as those of ids are.
private enum RowIdentity {
  static func key(_ number: Int) -> UInt64 {
    var draws = SeededDraws(seed: UInt64(number) &* 0x9E37)
    return draws.next()
  }
}

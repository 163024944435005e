import FoundationEssentials
import Glibc
import Testing
import VaglioFindings

@testable import VaglioStatistics

struct CalibrationTestTests {
  private func rows() throws -> (labels: [Double], probabilities: [Double]) {
    let golden = try SequentialFixture("evidence")
    return (golden.coins("labels"), golden.numbers("probabilities"))
  }

  @Test func `evidence meets the formula in both directions`() throws {
    let golden = try SequentialFixture("evidence")
    let (labels, probabilities) = try rows()
    var test = try CalibrationTest()
    var row = 0
    let path = try golden.path(labels) {
      try test.add(labels: [$0], probabilities: [probabilities[row]])
      row += 1
    } _: {
      try test.evidence()
    }
    let want = golden["calibration"]
    #expect(agree(path.map(\.logUnderprediction), want["under"]?.doubles ?? []))
    #expect(agree(path.map(\.logOverprediction), want["over"]?.doubles ?? []))
    #expect(agree(path.map(\.logEValue), want["both"]?.doubles ?? []))
    #expect(path.map(\.rowCount) == golden.looks)
  }

  @Test func `over all labels of calibrated probabilities the expectation is 1`() throws {
    let probabilities = [0.02, 0.3, 0.97, 0.5, 0.11, 1e-7, 0.8, 0.3, 1, 0]
    var sums = (under: 0.0, over: 0.0, both: 0.0)
    for (labels, _) in coinSequences(10, p: 0.5) {
      let probability = zip(labels, probabilities).reduce(1) {
        $0 * ($1.0 == 1 ? $1.1 : 1 - $1.1)
      }
      guard probability > 0 else { continue }
      var test = try CalibrationTest()
      try test.add(labels: labels, probabilities: probabilities)
      let evidence = try test.evidence()
      sums.under += probability * exp(evidence.logUnderprediction)
      sums.over += probability * exp(evidence.logOverprediction)
      sums.both += probability * exp(evidence.logEValue)
    }
    // Rounding down costs at most 10·2⁻⁵⁰, doubles about as much again.
    for sum in [sums.under, sums.over, sums.both] { #expect(abs(sum - 1) < 4e-14) }
  }

  @Test func `mirrored labels and probabilities swap the directions`() throws {
    let (labels, probabilities) = try rows()
    var (plain, mirror) = (try CalibrationTest(), try CalibrationTest())
    try plain.add(labels: labels, probabilities: probabilities)
    try mirror.add(labels: labels.map { 1 - $0 }, probabilities: probabilities.map { 1 - $0 })
    let (a, b) = (try plain.evidence(), try mirror.evidence())
    #expect(agree([a.logUnderprediction, a.logEValue], [b.logOverprediction, b.logEValue], 1e-11))
  }

  @Test func `segments are tests of their own, and parts merge in any order to the bit`() throws {
    let (labels, probabilities) = try rows()
    let regions = labels.indices.map { Int32($0 % 3 + 1) }
    let channels = labels.indices.map { Int32($0 % 7 == 0 ? -1 : 4) }
    let zeros = labels.map { _ in Int32(0) }
    let empty = try CalibrationTest(segmentCount: 5)
    var (whole, merged) = (empty, empty)
    try whole.add(
      labels: labels, probabilities: probabilities, segments: [zeros, regions, channels])
    for part in [250..<400, 0..<100, 100..<250] {
      var piece = empty
      let rows = part.reversed()
      try piece.add(
        labels: rows.map { labels[$0] }, probabilities: rows.map { probabilities[$0] },
        segments: [zeros, regions, channels].map { column in rows.map { column[$0] } })
      try merged.merge(piece)
    }
    #expect(merged == whole)
    for segment in 0..<5 {
      let inside = labels.indices.filter {
        segment == 0 || Int(regions[$0]) == segment || Int(channels[$0]) == segment
      }
      var own = try CalibrationTest()
      try own.add(
        labels: inside.map { labels[$0] }, probabilities: inside.map { probabilities[$0] })
      #expect(try whole.evidence(segment: segment) == own.evidence())
    }
    let saved = try JSONEncoder().encode(whole)
    #expect(try JSONDecoder().decode(CalibrationTest.self, from: saved) == whole)
  }

  @Test func `classes are tests of their own`() throws {
    var test = try MulticlassCalibrationTest(classCount: 3)
    let labels = [0, 2, 1, 1]
    let probabilities = [0.5, 0.25, 0.25, 0.125, 0.125, 0.75, 0.3, 0.6, 0.1, 0.2, 0.2, 0.6]
    try test.add(labels: labels, probabilities: probabilities)
    var logs: [Double] = []
    for group in 0..<3 {
      var own = try CalibrationTest()
      try own.add(
        labels: labels.map { $0 == group ? 1 : 0 },
        probabilities: (0..<4).map { probabilities[$0 * 3 + group] })
      #expect(try test.evidence(class: group) == own.evidence())
      logs.append(try own.evidence().logEValue)
    }
    #expect(test.logEValue == LogCapital.logMean(logs))
    #expect(throws: SequentialError.unknownGroup(3, row: 0)) {
      try test.add(labels: [3], probabilities: [0, 0, 1])
    }
    #expect(throws: SequentialError.notAProbability(1.5, row: 1)) {
      try test.add(labels: [0, 0], probabilities: [0, 0, 1, 0, 1.5, 0])
    }
  }

  @Test func `bad rows are refused as a whole`() throws {
    var test = try CalibrationTest()
    try test.add(labels: [1], probabilities: [0.5])
    let before = test
    #expect(throws: SequentialError.notALabel(2, row: 1)) {
      try test.add(labels: [1, 2], probabilities: [0.5, 0.5])
    }
    #expect(throws: SequentialError.notAProbability(-0.1, row: 1)) {
      try test.add(labels: [1, 1], probabilities: [0.5, -0.1])
    }
    #expect(throws: SequentialError.notFinite(row: 0)) {
      try test.add(labels: [1], probabilities: [.nan])
    }
    #expect(throws: SequentialError.unequalCounts(1, 2)) {
      try test.add(labels: [1], probabilities: [0.5, 0.5])
    }
    #expect(throws: SequentialError.unknownGroup(1, row: 0)) {
      try test.add(labels: [1], probabilities: [0.5], segments: [[1]])
    }
    #expect(test == before)
    #expect(throws: SequentialError.self) { try CalibrationTest(segmentCount: 0) }
  }

  @Test func `a label that was said to be impossible costs no more than its bets`() throws {
    var test = try CalibrationTest()
    try test.add(labels: [1], probabilities: [0])
    // Factors 1 + λ·1: the mean of 1.05, 1.1, 1.2, 1.5, 2, 3 is 9.85/6.
    let evidence = try test.evidence()
    #expect(agree([evidence.logUnderprediction], [log(9.85 / 6)], 1e-14))
    #expect(evidence.logOverprediction.isFinite)
  }
}

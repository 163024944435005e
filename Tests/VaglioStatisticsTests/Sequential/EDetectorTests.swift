import FoundationEssentials
import Glibc
import Testing
import VaglioFindings

@testable import VaglioStatistics

struct EDetectorTests {
  @Test func `paths meet the recursion`() throws {
    let golden = try SequentialFixture("evidence")
    for alternative in MeanHypothesis.Alternative.allCases {
      for form in EDetector.Form.allCases {
        var detector = try EDetector(
          MeanHypothesis(mean: 0.3, alternative: alternative), runLength: 1e300, form: form)
        let got = try golden.path(golden.coins("shifted")) {
          _ = try detector.take([$0])
        } _: {
          detector.evidence.value
        }
        let want = golden["e_detector"]["\(alternative.rawValue) \(form.rawValue)"]?.doubles
        #expect(agree(got, want ?? []), "\(alternative) \(form)")
      }
    }
  }

  @Test func `over all sequences of coins R has the expectation t, the CUSUM less`() throws {
    // E[Rₜ | past] = 1 + Rₜ₋₁ at the claimed mean, so that E[Rₜ] = t; it is what makes ARL ≥ A.
    for alternative in MeanHypothesis.Alternative.allCases {
      let hypothesis = try MeanHypothesis(mean: 0.3, alternative: alternative)
      for length in [1, 2, 7, 11] {
        var (sum, greatest) = (0.0, 0.0)
        for (coins, probability) in coinSequences(length, p: 0.3) {
          var first = try EDetector(hypothesis, runLength: 1e300)
          _ = try first.take(coins)
          sum += probability * exp(first.evidence.value)
          var second = try EDetector(hypothesis, runLength: 1e300, form: .cusum)
          _ = try second.take(coins)
          greatest += probability * exp(second.evidence.value)
          #expect(second.evidence.value <= first.evidence.value + 1e-15)
        }
        #expect(abs(sum - Double(length)) < 1e-11)
        #expect(greatest <= Double(length) + 1e-11)
      }
    }
  }

  @Test func `the start of evidence is near the change`() throws {
    var generator = SeededGenerator(64)
    let stream = (0..<9000).map { generator.uniform() < ($0 < 6000 ? 0.1 : 0.15) ? 1.0 : 0 }
    var detector = try EDetector(
      MeanHypothesis(mean: 0.1, alternative: .greater), runLength: 1e5)
    let taken = try detector.take(stream)
    #expect(detector.isAlarmed && taken > 6000 && taken < 8000)
    #expect(abs(try #require(detector.startOfEvidence) - 6000) < 300)
  }

  @Test func `a tolerance quiets what lies within it`() throws {
    var generator = SeededGenerator(65)
    let stream = (0..<100_000).map { _ in generator.uniform() < 0.11 ? 1.0 : 0 }
    var strict = try EDetector(
      MeanHypothesis(mean: 0.1, alternative: .different), runLength: 1e6)
    var tolerant = try EDetector(
      MeanHypothesis(allowed: 0.09...0.115, alternative: .different), runLength: 1e6)
    #expect(try strict.take(stream) < 100_000)
    #expect(try tolerant.take(stream) == 100_000)
  }

  @Test func `a budget of days becomes a threshold`() throws {
    // One false alarm in 90 days over 20 watches of 500 rows a day: 900,000 rows of each.
    #expect(try RunLengthBudget.threshold(days: 90, rowsPerDay: 500, monitors: 20) == 900_000)
    #expect(throws: SequentialError.self) {
      try RunLengthBudget.threshold(days: 0, rowsPerDay: 500)
    }
    #expect(throws: SequentialError.self) {
      try EDetector(MeanHypothesis(mean: 0.5, alternative: .less), runLength: .infinity)
    }
  }

  @Test func `a damaged state is refused`() throws {
    let detector = try EDetector(
      MeanHypothesis(mean: 0.3, alternative: .greater), runLength: 100)
    let saved = try #require(String(data: JSONEncoder().encode(detector), encoding: .utf8))
    let damaged = saved.replacing(#""greater""#, with: #""different""#)
    #expect(damaged != saved)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(EDetector.self, from: Data(damaged.utf8))
    }
  }
}

struct ConformalMartingaleTests {
  @Test func `paths meet the reference, ties broken by the same hash`() throws {
    let golden = try SequentialFixture("evidence")
    let scores = golden.numbers("scores")
    let cuts = Set(scores).sorted()
    for form in ConformalMartingale.Form.allCases {
      var martingale = try ConformalMartingale(cuts: cuts, form: form, threshold: 1e100)
      let got = try golden.path(scores) {
        _ = try martingale.take([$0])
      } _: {
        martingale.evidence.value
      }
      #expect(agree(got, golden["conformal"][form.rawValue]?.doubles ?? []), "\(form)")
    }
  }

  @Test func `ranks are those of brute force`() throws {
    var generator = SeededGenerator(66)
    var ranks = try ConformalRanks(cuts: [-1, 0, 0.5, 2])
    var bins: [Int] = []
    for _ in 0..<300 {
      let score = generator.normal()
      let bin = [-1, 0, 0.5, 2].count { $0 < score }
      bins.append(bin)
      let (above, equal) = (bins.count { $0 > bin }, bins.count { $0 == bin })
      let p = ranks.pValue(of: score, theta: 0.25)
      #expect(p == (Double(above) + 0.25 * Double(equal)) / Double(bins.count))
    }
  }

  @Test func `p-values bet fairly: the martingale's expectation stays 1`() throws {
    // The midpoints of a fine grid stand for a uniform p-value; the factor is linear in p, so that
    // their mean is exact up to rounding.
    var expectation = 0.0
    let grid = (0..<20).map { (Double($0) + 0.5) / 20 }
    for first in grid {
      for second in grid {
        for third in grid {
          var martingale = try ConformalMartingale(cuts: [0], threshold: 1e100)
          for p in [first, second, third] { martingale.bet(on: p, row: 0) }
          expectation += exp(martingale.logMartingale) / 8000
        }
      }
    }
    #expect(abs(expectation - 1) < 1e-12)
  }

  @Test func `draws are not used again after a reset`() throws {
    // All scores are equal: p-values are the draws alone.
    let values = Array(repeating: 0.5, count: 200)
    var martingale = try ConformalMartingale(cuts: [0, 1], threshold: 1e100)
    _ = try martingale.take(values)
    let first = martingale.logMartingale
    martingale.reset()
    _ = try martingale.take(values)
    #expect(martingale.logMartingale != first)
  }

  @Test func `keys decide the draws, wherever the row stands`() throws {
    let values = (0..<50).map { Double($0 % 3) }
    var (numbered, keyed, other) = (
      try ConformalMartingale(cuts: [0, 1], threshold: 1e9),
      try ConformalMartingale(cuts: [0, 1], threshold: 1e9),
      try ConformalMartingale(cuts: [0, 1], threshold: 1e9)
    )
    _ = try numbered.take(values)
    _ = try keyed.take(values, keys: (0..<50).map { UInt64($0) })
    _ = try other.take(values, keys: (50..<100).map { UInt64($0) })
    #expect(numbered == keyed)
    #expect(numbered.logMartingale != other.logMartingale)
    #expect(throws: SequentialError.unequalCounts(1, 0)) { try keyed.take([1], keys: []) }
  }
}

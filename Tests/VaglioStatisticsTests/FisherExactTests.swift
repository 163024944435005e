import Testing

@testable import VaglioStatistics

struct FisherExactTests {
  /// A mass is a quotient of three binomial masses, each good to some ten ulps.
  private let tolerance = 1e-14

  private func test(_ a: Int, _ n: Int, _ b: Int, _ m: Int) -> FisherExact {
    FisherExact(successes: a, trials: n, otherSuccesses: b, otherTrials: m)
  }

  @Test func `the tea tasting lady has p = 34 of 70`() {
    // 3 of 4 against 1 of 4: tables 0…4 have 1, 16, 36, 16, 1 of 70 ways; no likelier than 16 are
    // 1 + 16 + 16 + 1 = 34; mid-p: 2 + 32/2 = 18.
    #expect(abs(test(3, 4, 1, 4).exactP - 34 / 70.0) < tolerance)
    #expect(abs(test(3, 4, 1, 4).midP - 18 / 70.0) < tolerance)
  }

  @Test func `the likeliest table speaks for nothing`() {
    // 2 of 4 against 2 of 4: 36 of 70 ways is the mode; mid-p 1 − 18/70.
    #expect(test(2, 4, 2, 4).exactP == 1)
    #expect(abs(test(2, 4, 2, 4).midP - (1 - 18 / 70.0)) < tolerance)
  }

  @Test func `empty margins leave one table`() {
    #expect(test(0, 5, 0, 7).exactP == 1)
    #expect(test(5, 5, 7, 7).exactP == 1)
    #expect(test(0, 0, 3, 7).exactP == 1)
  }

  @Test func `the groups may change places, and success may change its name`() {
    for (a, n, b, m) in [(3, 10, 9, 12), (0, 8, 5, 9), (47, 200, 71, 210), (7, 7, 1, 6)] {
      let p = test(a, n, b, m).exactP
      #expect(abs(test(b, m, a, n).exactP - p) < tolerance)
      #expect(abs(test(n - a, n, m - b, m).exactP - p) < tolerance)
    }
  }

  @Test func `the two sides of a sum of all tables are one`() {
    let table = Hypergeometric(population: 60, successes: 25, draws: 21)
    let sum = table.support.reduce(0) { $0 + table.mass($1) }
    #expect(abs(sum - 1) < 60 * tolerance)
  }

  @Test func `a small table agrees with counting`() {
    // 1 of 9 against 11 of 12 (the diet of the R and SciPy manuals, transposed): margins 12 and 9
    // of 21, ways C(9,k)C(12,12−k); total C(21,12) = 293930.
    // k = 1: 9·12 = 108; k = 0: 1·1 = 1. Other side: C(9,9)·C(12,3) = 220 > 108, so none.
    #expect(abs(test(1, 9, 11, 12).exactP - 109 / 293_930.0) < tolerance)
  }

  @Test func `a billion rows give an answer`() {
    // Shares that differ by one standard error of the difference: z = 1, p near 0.3173.
    let n = 1_000_000_000
    let shift = Int((Double(n) * 0.25 * 2).squareRoot() / 2)
    let p = test(n / 2 + shift, n, n / 2 - shift, n).exactP
    // z = 2·shift/√(2n·¼) = √2·… is worked out here rather than assumed.
    let z = Double(2 * shift) / (2 * Double(n) * 0.25).squareRoot()
    #expect(abs(p - Normal.twoSidedP(z)) < 1e-4)
  }
}

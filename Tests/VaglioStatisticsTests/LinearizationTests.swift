import Testing
import VaglioFindings

@testable import VaglioStatistics

struct LinearizationTests {
  @Test func `the error of a mean is its textbook error`() throws {
    // 1, 2, 3, 6: mean 3, Σ(x − 3)² = 14, s²/n = 14/3/4.
    let result = try Linearization(influences: [-2, -1, 0, 3])
    #expect(abs(result.standardError - (14.0 / 12).squareRoot()) < 0x1p-52)
    // What is added to every influence value does not matter.
    let shifted = try Linearization(influences: [1e8 - 2, 1e8 - 1, 1e8, 1e8 + 3])
    #expect(shifted.standardError == result.standardError)
  }

  @Test func `pairs of equal rows as clusters have the error of single rows`() throws {
    let influences = [-2.0, -1, 0, 3]
    let sums = influences.map { 2 * $0 }
    var squares = ExactSum()
    for sum in sums { squares.add(product: sum, sum) }
    let clustered = try Linearization(
      units: 4, sum: ExactSum(sums), sumOfSquares: squares, totalWeight: 8)
    #expect(clustered.standardError == (try Linearization(influences: influences).standardError))
  }

  @Test func `scales carry the error and name themselves`() throws {
    let result = try Linearization(influences: [-2, -1, 0, 3].map { $0 / 10 })
    let level = ConfidenceLevel.ninetyFivePercent
    #expect(result.linear(0.5, level: level)?.method == "linearization")
    let logit = try #require(result.logit(0.5, level: level))
    // At ½ the logit interval is symmetric: ½ ± ½·tanh(z·4·se/2).
    #expect(abs(logit.lower + logit.upper - 1) < 0x1p-52)
    #expect(logit.method == "linearization-logit")
    #expect(result.logit(1, level: level) == nil)
    let logarithmic = try #require(result.logarithmic(2, level: level))
    #expect(abs(logarithmic.lower * logarithmic.upper - 4) < 0x1p-49)
    #expect(result.atanh(0, level: level)?.contains(0) == true)
    #expect(result.atanh(1, level: level) == nil)
  }

  @Test func `too little says why`() {
    #expect(throws: Undefined.self) { try Linearization(influences: [1]) }
    #expect(throws: Undefined.self) { try Linearization(influences: [1, .infinity]) }
    #expect(throws: Undefined.self) {
      try Linearization(units: 3, sum: ExactSum(), sumOfSquares: ExactSum(), totalWeight: 0)
    }
  }
}

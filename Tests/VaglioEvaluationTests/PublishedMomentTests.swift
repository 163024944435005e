import Testing
import VaglioEvaluation

/// Values that the National Institute of Standards and Technology certifies (StRD, public domain).
struct PublishedMomentTests {
  /// Norris: 36 rows; certified R² 0.999993745883712 and residual deviation 0.884796396144373.
  @Test func `the Norris data have their certified correlation and residual deviation`() throws {
    let golden = try #require(GoldenFile("published").cases.first { $0.id == "nist_norris" })
    let (y, x) = (golden.numbers("y") ?? [], golden.numbers("x") ?? [])
    let correlation = try value(of: .pearson, RegressionOutcomes(actual: y, predicted: x))
    // Fifteen digits are certified; squaring a rounded root doubles its half ulp.
    #expect(abs(correlation * correlation - 0.999993745883712) <= 1e-15)
    let line = x.map { -0.262323073774029 + 1.00211681802045 * $0 }
    let fitted = RegressionOutcomes(actual: y, predicted: line)
    let meanSquare = try value(of: .meanSquaredError, fitted)
    // The certified coefficients carry fifteen digits: 1e-12 on values near 1,000.
    #expect(abs((meanSquare * 36 / 34).squareRoot() - 0.884796396144373) <= 2e-12)
    #expect(abs(try value(of: .r2, fitted) - 0.999993745883712) <= 1e-14)
  }

  /// Michelso: 100 measurements of the speed of light less 299,000 km/s; certified mean 299.8524 and
  /// standard deviation 0.0790105478190518, in units of 1,000 km/s.
  @Test func `the Michelson data have their certified mean and deviation`() throws {
    let speeds: [Double] = [
      850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000,
      960, 960, 960, 940, 960, 940, 880, 800, 850, 880, 900, 840, 830, 790, 810, 880, 880, 830, 800,
      790, 760, 800, 880, 880, 880, 860, 720, 720, 620, 860, 970, 950, 880, 910, 850, 870, 840, 840,
      850, 840, 840, 840, 890, 810, 810, 820, 800, 770, 760, 740, 750, 760, 910, 920, 890, 860, 880,
      720, 840, 850, 850, 780, 890, 840, 780, 810, 760, 810, 790, 810, 820, 850, 870, 870, 810, 740,
      810, 940, 950, 800, 810, 870,
    ]
    let kilometres = speeds.map { 299 + $0 / 1000 }
    let outcomes = RegressionOutcomes(
      actual: [Double](repeating: 0, count: 100), predicted: kilometres)
    #expect(try value(of: .bias, outcomes) == 299.8524)
    let reading = reading(of: .bias, outcomes)
    // Each value is rounded to half an ulp of 299: 2.8e-14.
    #expect(abs((reading.spread / 99).squareRoot() - 0.0790105478190518) <= 3e-14)
  }

  /// NumAcc1 to 4: a mean and 500 numbers a tenth below and above it, far from 0; certified means, and
  /// standard deviations of 1 and 0.1.
  @Test func `numbers far from 0 have their certified mean and deviation`() throws {
    let golden = try #require(GoldenFile("published").cases.first { $0.id == "nist_numacc" })
    let first = try #require(golden.numbers("numacc1"))
    func pairs(_ whole: Double) -> [Double] {
      [whole + 0.2] + (0..<500).flatMap { _ in [whole + 0.1, whole + 0.3] }
    }
    for (name, numbers) in [
      ("numacc1", first), ("numacc2", pairs(1)), ("numacc3", pairs(1_000_000)),
      ("numacc4", pairs(10_000_000)),
    ] {
      let expectation = try #require(golden.expectation(name))
      let outcomes = RegressionOutcomes(
        actual: [Double](repeating: 0, count: numbers.count), predicted: numbers)
      let deviation = (reading(of: .bias, outcomes).spread / Double(numbers.count - 1)).squareRoot()
      #expect(expectation.isMet(by: try value(of: .bias, outcomes), want: expectation.values[0]))
      #expect(
        expectation.isMet(by: deviation, want: expectation.values[1]), "\(name): \(deviation)")
    }
  }

  private func value<M: Metric>(of metric: M, _ outcomes: M.Observed) throws -> Double {
    try metric.value(of: reading(of: metric, outcomes))
  }

  private func reading<M: Metric>(of metric: M, _ outcomes: M.Observed) -> M.Reading {
    var statistic = metric.makeStatistic()
    statistic.add(outcomes, rows: 0..<outcomes.count)
    return statistic.read()
  }
}

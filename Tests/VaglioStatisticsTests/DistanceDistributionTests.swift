import Testing
import VaglioFindings

@testable import VaglioStatistics

/// Kolmogorov's and Kuiper's distributions, and the binomial test.
struct DistanceDistributionTests {
  private func cases(_ name: String) throws -> [JSONValue] {
    try #require(Fixture.json("distributions/distances.json")[name]?.array)
  }

  private func number(_ document: JSONValue, _ name: String) -> Double {
    document[name]?.double ?? .nan
  }

  /// 10⁻⁸ in the exact parts, where scipy's own tails end. Beyond 1,000 numbers the expansion leaves out terms of order n⁻², and
  /// both implementations round sums of as many terms as there are numbers: 2·10⁻⁸, and 10⁻⁵ of a tail.
  @Test func `Kolmogorov's distribution is scipy's`() throws {
    for document in try cases("kolmogorov") {
      let (n, d) = (number(document, "n"), number(document, "d"))
      let law = KolmogorovDistribution(count: Int(n))
      let (cdf, survival) = (number(document, "cdf"), number(document, "survival"))
      let slack = n > 1000 ? 1 / n / n + 2e-8 : 1e-8
      let tail = n > 1000 ? 1e-5 * survival + 2e-8 : 1e-6 * survival + 1e-12
      #expect(abs(law.cdf(d) - cdf) <= slack, "n \(n), d \(d): \(law.cdf(d)), not \(cdf)")
      #expect(
        abs(law.survival(d) - survival) <= min(slack, tail),
        "n \(n), d \(d): \(law.survival(d)), not \(survival)")
    }
  }

  /// With n = 10¹⁴ numbers the distribution of d√n differs from its limit by less than 1/√n.
  @Test func `many numbers come to Kolmogorov's limit`() throws {
    let golden = try Fixture.golden("distributions", "dist_values")
    let calls = try #require(golden.input("calls").array)
    let values = try #require(golden["expected"]?["values"]?["value"]).doubles
    let law = KolmogorovDistribution(count: 100_000_000_000_000)
    for (call, want) in zip(calls, values) where call["fn"]?.string == "kolmogorov_sf" {
      let x = try #require(call["args"]?.doubles.first)
      #expect(abs(law.survival(x / 1e7) - want) <= 1e-7, "\(x)")
    }
  }

  /// P(D ≤ d) of one number is 2d − 1: it must lie within d of both ends.
  @Test func `one number lies within the distance of both ends`() {
    #expect(KolmogorovDistribution(count: 1).cdf(0.75) == 0.5)
    #expect(KolmogorovDistribution(count: 1).cdf(0.5) == 0)
    #expect(KolmogorovDistribution(count: 3).survival(1) == 0)
    #expect(KolmogorovDistribution(count: 3).survival(0) == 1)
  }

  @Test func `Kuiper's limit is its series`() throws {
    for document in try cases("kuiper_limit") {
      let (x, want) = (number(document, "x"), number(document, "survival"))
      #expect(abs(KuiperDistribution.limit(x) - want) <= 1e-13, "\(x)")
    }
  }

  /// Stephens 1970, table 1A: the upper points of V(√n + 0.155 + 0.24/√n), printed to three decimals.
  @Test(arguments: [(0.15, 1.537), (0.10, 1.620), (0.05, 1.747), (0.025, 1.862), (0.01, 2.001)])
  func `Kuiper's upper points are the published ones`(tail: Double, point: Double) {
    // A change of the last printed digit by a half moves the tail by the density times 0.0005.
    let slack = KuiperDistribution.limit(point - 0.0005) - KuiperDistribution.limit(point + 0.0005)
    #expect(abs(KuiperDistribution.limit(point) - tail) <= slack)
  }

  /// Off by a twentieth of the tail at most down to 0.04, by an eighth and a little more at 0.01 and
  /// eight numbers: the errors that the simulation shows, with four standard errors of its own.
  @Test func `Kuiper's tails of few numbers are those of a simulation`() throws {
    let simulated = try #require(Fixture.json("distributions/kuiper.json").array)
    #expect(simulated.count == 25)
    for document in simulated {
      let (n, v) = (number(document, "n"), number(document, "v"))
      let want = number(document, "survival")
      let got = KuiperDistribution(count: Int(n)).survival(v)
      #expect(
        abs(got - want)
          <= (want > 0.04 ? 0.05 : 0.14) * want + 4 * number(document, "error"),
        "n \(n), v \(v): \(got), not \(want)")
    }
  }

  @Test func `the binomial test is scipy's`() throws {
    for document in try cases("binomial_test") {
      let (k, n) = (number(document, "k"), number(document, "n"))
      let got = BinomialTest.pValue(
        successes: Int(k), trials: Int(n), probability: number(document, "p"))
      let want = number(document, "value")
      #expect(abs(got - want) <= 1e-9 * want, "\(document): \(got)")
    }
  }
}

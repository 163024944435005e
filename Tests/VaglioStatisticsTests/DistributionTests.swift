import Testing
import VaglioFindings

@testable import VaglioStatistics

struct DistributionTests {
  private func value(_ function: String, _ x: [Double]) throws -> Double? {
    switch function {
    case "norm_cdf": Normal.cdf(x[0])
    case "norm_sf": Normal.survival(x[0])
    case "norm_ppf": Normal.quantile(x[0])
    case "t_sf": StudentT(degreesOfFreedom: x[1]).survival(x[0])
    case "t_ppf": StudentT(degreesOfFreedom: x[1]).quantile(x[0])
    case "chi2_sf": try ChiSquared(degreesOfFreedom: x[1]).survival(x[0])
    case "chi2_ppf": try ChiSquared(degreesOfFreedom: x[1]).quantile(x[0])
    case "beta_cdf": BetaDistribution(x[1], x[2]).cdf(x[0])
    case "beta_ppf": BetaDistribution(x[1], x[2]).quantile(x[0])
    case "f_sf": FDistribution(numerator: x[1], denominator: x[2]).survival(x[0])
    case "binom_cdf": Binomial(trials: Int(x[1]), probability: x[2]).cdf(Int(x[0]))
    default: nil
    }
  }

  @Test func `the golden values are met`() throws {
    let golden = try Fixture.golden("distributions", "dist_values")
    let calls = try #require(golden.input("calls").array)
    let values = try #require(golden["expected"]?["values"]?["value"]).doubles
    var checked = 0
    for (call, want) in zip(calls, values) {
      let name = try #require(call["fn"]?.string)
      guard let got = try value(name, call["args"]?.doubles ?? []) else { continue }
      checked += 1
      #expect(abs(got - want) <= 1e-11 * abs(want), "\(call): \(got), not \(want)")
    }
    // All but the four of the Kolmogorov distribution.
    #expect(checked == calls.count - 4)
  }

  /// 10⁻¹⁰ is what the prefactor keeps when shapes reach 10⁸; small shapes are far better.
  private func isNear(_ got: Double, _ want: Double, _ relative: Double) -> Bool {
    abs(got - want) <= relative * abs(want)
  }

  private func cases(_ name: String) throws -> [JSONValue] {
    try #require(Fixture.json("distributions/expected.json")[name]?.array)
  }

  @Test func `beta tails hold where other implementations break`() throws {
    for row in try cases("betaTails") {
      let (a, b, x) = (row["a"]?.double ?? .nan, row["b"]?.double ?? .nan, row["x"]?.double ?? .nan)
      let beta = BetaDistribution(a, b)
      #expect(isNear(beta.cdf(x), row["lower"]?.double ?? .nan, 1e-11), "\(row) \(beta.cdf(x))")
      #expect(isNear(beta.survival(x), row["upper"]?.double ?? .nan, 1e-11), "\(row)")
    }
  }

  @Test func `beta quantiles hold where other implementations do not return`() throws {
    for row in try cases("betaQuantiles") {
      let (a, b, p) = (row["a"]?.double ?? .nan, row["b"]?.double ?? .nan, row["p"]?.double ?? .nan)
      let got = BetaDistribution(a, b).quantile(p)
      #expect(isNear(got, row["x"]?.double ?? .nan, 1e-12), "\(row) \(got)")
    }
  }

  @Test func `t and F hold far in the tail and for many degrees of freedom`() throws {
    for row in try cases("studentTails") {
      let t = StudentT(degreesOfFreedom: row["df"]?.double ?? .nan)
      let got = t.survival(row["t"]?.double ?? .nan)
      #expect(isNear(got, row["upper"]?.double ?? .nan, 1e-11), "\(row) \(got)")
    }
    for row in try cases("studentQuantiles") {
      let t = StudentT(degreesOfFreedom: row["df"]?.double ?? .nan)
      let got = t.upperQuantile(row["upper"]?.double ?? .nan)
      #expect(isNear(got, row["t"]?.double ?? .nan, 1e-13), "\(row) \(got)")
    }
    for row in try cases("fTails") {
      let f = FDistribution(
        numerator: row["d1"]?.double ?? .nan, denominator: row["d2"]?.double ?? .nan)
      let got = f.survival(row["f"]?.double ?? .nan)
      #expect(isNear(got, row["upper"]?.double ?? .nan, 1e-12), "\(row) \(got)")
    }
  }

  @Test func `binomial tails hold for ten million trials`() throws {
    for row in try cases("binomial") {
      let binomial = Binomial(
        trials: Int(row["n"]?.double ?? 0), probability: row["p"]?.double ?? .nan)
      let k = Int(row["k"]?.double ?? 0)
      #expect(isNear(binomial.cdf(k), row["lower"]?.double ?? .nan, 1e-11), "\(row)")
      #expect(isNear(binomial.survival(k), row["upper"]?.double ?? .nan, 1e-11), "\(row)")
      #expect(isNear(binomial.mass(k), row["mass"]?.double ?? .nan, 1e-11), "\(row)")
      #expect(binomial.quantile(binomial.cdf(k)) == k)
    }
  }

  @Test func `chi-squared quantiles hold where the library gives up`() throws {
    for row in try cases("chiSquaredQuantiles") {
      let chi = ChiSquared(degreesOfFreedom: row["df"]?.double ?? .nan)
      let got = try chi.quantile(row["p"]?.double ?? .nan)
      #expect(isNear(got, row["x"]?.double ?? .nan, 1e-12), "\(row) \(got)")
    }
  }

  @Test func `quantiles invert tails`() {
    for df in [0.5, 1, 3, 30, 1e4, 1e7, 1e12] {
      let t = StudentT(degreesOfFreedom: df)
      for q in [1e-9, 0.001, 0.2, 0.5, 0.7, 0.999] {
        #expect(isNear(t.survival(t.upperQuantile(q)), q, 1e-10), "df \(df), q \(q)")
        let f = FDistribution(numerator: 3, denominator: df)
        if df < 1e9 { #expect(isNear(f.cdf(f.quantile(q)), q, 1e-10), "df \(df), q \(q)") }
      }
    }
  }

  @Test func `ends and impossible arguments are answered`() {
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.upperQuantile(0) == .infinity)
    #expect(Normal.quantile(-0.1).isNaN)
    #expect(Normal.quantile(.nan).isNaN)
    #expect(Normal.cdf(.nan).isNaN)
    #expect(StudentT(degreesOfFreedom: 3).survival(.nan).isNaN)
    #expect(StudentT(degreesOfFreedom: 3).survival(-.infinity) == 1)
    #expect(StudentT(degreesOfFreedom: 3).survival(1e300) < 1e-300)
    #expect(StudentT(degreesOfFreedom: 3).upperQuantile(0) == .infinity)
    #expect(StudentT(degreesOfFreedom: 3).quantile(2).isNaN)
    #expect(BetaDistribution(2, 3).cdf(-1) == 0)
    #expect(BetaDistribution(2, 3).cdf(2) == 1)
    #expect(BetaDistribution(2, 3).quantile(1) == 1)
    #expect(Binomial(trials: 0, probability: 0.3).cdf(0) == 1)
    #expect(Binomial(trials: 5, probability: 1).mass(5) == 1)
    #expect(Binomial(trials: 5, probability: 0).cdf(0) == 1)
  }
}

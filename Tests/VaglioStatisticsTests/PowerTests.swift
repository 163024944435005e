import Testing
import VaglioFindings
import VaglioStatistics

struct PowerTests {
  private func level(_ fraction: Double) throws -> ConfidenceLevel {
    try #require(ConfidenceLevel(fraction))
  }

  @Test func `noncentral t agrees with scipy`() throws {
    let cases = try #require(Fixture.json("power/expected.json")["noncentral_t"]?.array)
    for entry in cases {
      let distribution = NoncentralT(
        degreesOfFreedom: entry.value("df"),
        noncentrality: entry.value("noncentrality"))
      let t = entry.value("t")
      let expected = entry.value("survival")
      // Boost, behind scipy, states about 10⁻¹³; the trapezoidal rule 10⁻¹².
      #expect(abs(distribution.survival(t) - expected) < 2e-12, "\(entry)")
      #expect(abs(distribution.cdf(t) - (1 - expected)) < 2e-12, "\(entry)")
    }
    #expect(cases.count == 120)
  }

  @Test func `without noncentrality it is Student's t`() {
    for degrees in [1.0, 2.5, 30, 1e6] {
      for t in [-3.0, 0, 0.4, 2, 8] {
        let central = StudentT(degreesOfFreedom: degrees).survival(t)
        let ours = NoncentralT(degreesOfFreedom: degrees, noncentrality: 0).survival(t)
        #expect(abs(ours - central) < 1e-12)
      }
    }
  }

  @Test func `rows of Student's test are those of statsmodels`() throws {
    for entry in try #require(Fixture.json("power/expected.json")["t_tests"]?.array) {
      let (effect, wanted) = (entry.value("effect"), entry.value("power"))
      let power = MeanPower(
        standardDeviation: 1, level: try level(entry.value("level")))
      #expect(
        power.rows(for: .difference(effect), power: wanted)
          == Int(entry.value("rows")), "\(entry)")
      #expect(
        power.rows(for: .nonInferiority(margin: effect, advantage: 0), power: wanted)
          == Int(entry.value("one_sided")), "\(entry)")
      // scipy.stats.nct behind statsmodels is good to some 10⁻⁹ in the far tail.
      let expected = entry.value("power_at_50")
      #expect(abs(power.power(of: .difference(effect), rows: 50) - expected) < 1e-8, "\(entry)")
    }
  }

  /// ((z₀.₉₇₅ + z₀.₈)·σ/D)² = ((1.959964 + 0.841621)·0.2/0.01)² = 3139.55; Student's t takes about
  /// z²/2 = 1.9 rows more.
  @Test func `many rows are as the normal formula says`() throws {
    let power = MeanPower(standardDeviation: 0.2, level: .ninetyFivePercent)
    let rows = try #require(power.rows(for: .difference(0.01), power: 0.8))
    #expect(rows == 3142)
    for entry in try #require(Fixture.json("power/expected.json")["normal"]?.array) {
      let normal = entry.value("rows")
      let alpha = entry.value("alpha")
      let t = MeanPower(
        standardDeviation: entry.value("deviation"), level: try level(1 - alpha))
      let ours = try #require(
        t.rows(
          for: .nonInferiority(margin: entry.value("difference"), advantage: 0),
          power: entry.value("power")))
      #expect(Double(ours) >= normal && Double(ours) < normal + 4, "\(entry) \(ours)")
    }
  }

  @Test func `the detectable difference needs just the rows at hand`() throws {
    let power = MeanPower(standardDeviation: 0.7, level: .ninetyFivePercent, degreesPerRow: 0.25)
    for rows in [9, 40, 1000] {
      let difference = try #require(power.minimalDifference(rows: rows, power: 0.8))
      #expect(abs(power.power(of: .difference(difference), rows: rows) - 0.8) < 1e-9)
      #expect(power.rows(for: .difference(difference * (1 + 1e-9)), power: 0.8) == rows)
      let margin = try #require(power.minimalMargin(rows: rows, power: 0.8))
      // The two-sided test may also reject on the wrong side.
      #expect(margin >= difference)
    }
    #expect(power.minimalDifference(rows: 4, power: 0.8) == nil)
    #expect(power.rows(for: .difference(0), power: 0.8) == nil)
  }

  /// Equivalence of equal models: both tests must reject, each with power 1 − β/2, so that
  /// n = ((z₀.₉₇₅ + z₀.₉)·σ/M)² = ((1.959964 + 1.281552)/0.1)² = 1050.74.
  @Test func `equivalence takes both sides`() throws {
    let power = MeanPower(standardDeviation: 1, level: .ninetyFivePercent)
    let rows = try #require(
      power.rows(for: .equivalence(margin: 0.1, difference: 0), power: 0.8))
    #expect(rows >= 1051 && rows <= 1055)
    let aim = StudyAim.equivalence(margin: 0.1, difference: 0.05)
    #expect(power.power(of: aim, rows: rows) < 0.8)
  }

  @Test func `McNemar's power is the sum over all outcomes`() throws {
    for entry in try #require(Fixture.json("power/expected.json")["mcnemar_mid_p"]?.array) {
      let power = PairedProportionPower(
        onlyCandidate: entry.value("only_candidate"),
        onlyProduction: entry.value("only_production"),
        level: try level(entry.value("level")))
      // 10⁻¹⁰ of the discordant counts are left out.
      let ours = power.power(rows: Int(entry.value("rows")))
      #expect(abs(ours - entry.value("power")) < 1e-9, "\(entry)")
    }
  }

  /// Connor 1987, doi:10.2307/2531961: n = (z·√d + z₀.₈·√(d − D²))²/D² for discordance d = 0.16 and
  /// D = 0.08: (1.959964·0.4 + 0.841621·√0.1536)²/0.0064 = (0.783986 + 0.329846)²/0.0064 = 193.85.
  @Test func `McNemar's rows are near the asymptotic formula`() throws {
    let power = PairedProportionPower(
      onlyCandidate: 0.12, onlyProduction: 0.04, level: .ninetyFivePercent)
    let rows = try #require(power.rows(reaching: 0.8) { power.power(rows: $0) })
    #expect(power.power(rows: rows) >= 0.8)
    #expect(abs(rows - 194) <= 8, "\(rows)")
  }

  /// The score test on exactly expected counts is at its limit where power is ½.
  @Test func `Tango's power is a half where the expected interval ends at the margin`() throws {
    let power = PairedProportionPower(
      onlyCandidate: 0.1, onlyProduction: 0.1, level: .ninetyFivePercent)
    let rows = try #require(
      power.rows(reaching: 0.5) { power.power(ofNonInferiority: 0.1, rows: $0) })
    let count = Double(rows)
    let interval = TangoInterval.difference(
      onlyFirst: 0.1 * count, onlySecond: 0.1 * count, rows: count, level: .ninetyFivePercent)
    // One row more or less moves the bound by about 0.1/(2n).
    #expect(abs(interval.lower + 0.1) < 0.1 / count)
    #expect(
      power.power(ofEquivalence: 0.1, rows: 400) < power.power(ofNonInferiority: 0.1, rows: 400))
  }

  /// Hanley and McNeil 1982, table III, A = 0.8, 50 of each: SE 0.0444… from Q₁ = 2/3, Q₂ = 0.7111:
  /// (0.16 + 49·0.026667 + 49·0.071111)/2500 = (0.16 + 1.306667 + 3.484444)/2500 = 0.00198044.
  @Test func `the area's variance is Hanley and McNeil's`() throws {
    let variance = AreaPower.variance(of: 0.8, positives: 50, negatives: 50)
    #expect(
      abs(variance - (0.16 + 49 * (2.0 / 3 - 0.64) + 49 * (1.28 / 1.8 - 0.64)) / 2500) < 1e-15)
    let power = AreaPower(
      candidate: 0.8, production: 0.8, correlation: 0, prevalence: 0.5, level: .ninetyFivePercent)
    #expect(abs(power.standardError(rows: 100) - (2 * variance).squareRoot()) < 1e-15)
    let paired = AreaPower(
      candidate: 0.82, production: 0.8, correlation: 0.8, prevalence: 0.2,
      level: .ninetyFivePercent)
    let rows = try #require(paired.rows(for: .difference(0.02), power: 0.8))
    #expect(paired.power(of: .difference(0.02), rows: rows) >= 0.8)
    #expect(paired.power(of: .difference(0.02), rows: rows - 1) < 0.8)
  }

  @Test func `Bonett's interval is as its formula says`() throws {
    for entry in try #require(Fixture.json("power/expected.json")["bonett"]?.array) {
      let interval = try #require(
        DeviationInterval.bonett(
          entry.value("deviation"), kurtosis: entry.value("kurtosis"),
          count: entry.value("count"), level: .ninetyFivePercent))
      #expect(abs(interval.lower - entry.value("lower")) < 1e-12)
      #expect(abs(interval.upper - entry.value("upper")) < 1e-12)
    }
    #expect(
      DeviationInterval.bonett(1, kurtosis: 3, count: 2, level: .ninetyFivePercent) == nil)
  }
}

extension JSONValue {
  /// A number under a name.
  fileprivate func value(_ name: String) -> Double { self[name]?.double ?? .nan }
}

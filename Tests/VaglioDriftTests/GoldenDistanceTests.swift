import Glibc
import Testing
import VaglioFindings

@testable import VaglioDrift

/// Distances and tests as scipy has them.
struct GoldenDistanceTests {
  @Test func `distances between numbers are scipy's`() throws {
    let cases = try #require(Fixture.json("drift/distances.json")["ordered"]?.array)
    #expect(cases.count == 8)
    for golden in cases {
      let (x, y) = (golden["reference"]?.doubles ?? [], golden["current"]?.doubles ?? [])
      let found = compared(x, y)
      #expect(isNear(found[.kolmogorovSmirnov].plugIn, try golden.double("ks")))
      #expect(isNear(found[.wasserstein].plugIn, try golden.double("wasserstein")))
      #expect(isNear(found[.energy].plugIn, try golden.double("energy"), relative: 1e-9))
      let scaled = (try #require(found[.andersonDarling].statistic) - 1) / scholz(x.count, y.count)
      #expect(isNear(scaled, try golden.double("anderson_darling"), relative: 1e-9))
      guard let statistic = golden["cramer_von_mises"]?.number else { continue }
      #expect(isNear(found[.cramerVonMises].statistic, statistic, relative: 1e-9))
    }
  }

  /// The standard deviation of A² in scipy's normalisation: Scholz and Stephens 1987, equation 4, k = 2.
  private func scholz(_ n: Int, _ m: Int) -> Double {
    let (k, total) = (2.0, Double(n + m))
    let H = 1 / Double(n) + 1 / Double(m)
    let h = (1..<(n + m)).reduce(0.0) { $0 + 1 / Double($1) }
    var (g, harmonic) = (0.0, 0.0)
    // g = Σ_{i=1}^{N−2} Σ_{j=i+1}^{N−1} 1/((N − i)j)
    for i in stride(from: n + m - 2, through: 1, by: -1) {
      harmonic += 1 / Double(i + 1)
      g += harmonic / (total - Double(i))
    }
    let a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * H
    let b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * H - 8 * h + 4 * g - 6
    let c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * H + 4 * h
    let d = (2 * h + 6) * k * k - 4 * h * k
    let cubic = ((a * total + b) * total + c) * total + d
    return (cubic / ((total - 1) * (total - 2) * (total - 3))).squareRoot()
  }

  @Test func `p-values of tests of numbers are scipy's`() throws {
    for golden in try #require(Fixture.json("drift/distances.json")["ordered"]?.array) {
      let (x, y) = (golden["reference"]?.doubles ?? [], golden["current"]?.doubles ?? [])
      let found = compared(x, y)
      let test = try #require(found[.kolmogorovSmirnov].test)
      if test.name == "ks-exact", let exact = golden["ks_exact"]?.number {
        #expect(isNear(test.pValue, exact, relative: 1e-9))
      } else if test.name == "ks-asymptotic" {
        #expect(isNear(test.pValue, try golden.double("ks_asymptotic"), relative: 1e-6))
      }
      // The shifted gamma is off by at most 0.01 where a test decides and by 0.05 in the body.
      if let p = golden["cramer_von_mises_p"]?.number {
        let own = try #require(found[.cramerVonMises].test?.pValue)
        #expect(
          abs(own - p) < (p < 0.3 ? 0.01 : 0.05), "\(golden["name"]?.string ?? ""): \(own) and \(p)"
        )
      }
    }
  }

  @Test func `distances and tests of levels are scipy's`() throws {
    for golden in try #require(Fixture.json("drift/distances.json")["levels"]?.array) {
      let found = compared(
        levels: golden["reference"]?.integers ?? [], golden["current"]?.integers ?? [])
      #expect(
        isNear(found[.jensenShannon].plugIn, try golden.double("jensen_shannon"), absolute: 1e-8))
      #expect(isNear(found[.hellinger].plugIn, try golden.double("hellinger"), absolute: 1e-8))
      #expect(isNear(found[.totalVariation].plugIn, try golden.double("total_variation")))
      #expect(isNear(found[.populationStability].plugIn, try golden.double("psi")))
      #expect(isNear(found[.cramersV].plugIn, try golden.double("cramers_v"), absolute: 1e-8))
      #expect(isNear(found[.cramersV].statistic, try golden.double("chi_squared"), absolute: 1e-11))
      #expect(isNear(found[.jensenShannon].statistic, try golden.double("g"), absolute: 1e-11))
      if found[.cramersV].test?.name == "fisher-exact" {
        #expect(
          isNear(found[.cramersV].test?.pValue, try golden.double("fisher_p"), relative: 1e-9))
      } else {
        #expect(
          isNear(found[.cramersV].test?.pValue, try golden.double("chi_squared_p"), relative: 1e-9))
        #expect(
          isNear(
            found[.jensenShannon].test?.pValue, try golden.double("g_williams_p"), relative: 1e-9))
      }
    }
  }
}

import Testing

@testable import VaglioGates

struct MultiplicityTests {
  // The ten p-values of Benjamini and Hochberg 1995, section 3.2 begin like these; with 0.05 and
  // eight claims the steps are 0.00625, 0.00714, 0.00833, 0.01, 0.0125, … for Holm and 0.00625,
  // 0.0125, 0.01875, 0.025, … for Benjamini and Hochberg.
  private let pValues = [0.30, 0.001, 0.006, 0.012, 0.018, 0.6, 0.9, 0.008]

  @Test func `without correction every tail is the policy's`() {
    #expect(Multiplicity.none.tails(of: pValues, overall: 0.05) == .init(repeating: 0.05, count: 8))
  }

  @Test func `Holm's tails grow by rank until one is missed`() {
    // 0.001 ≤ 0.05/8, 0.006 ≤ 0.05/7, 0.008 ≤ 0.05/6, 0.012 > 0.05/5 stops.
    let tails = Multiplicity.holm.tails(of: pValues, overall: 0.05)
    #expect(tails == [5, 8, 7, 5, 5, 5, 5, 6].map { 0.05 / $0 })
  }

  @Test func `Benjamini and Hochberg's tail is that of the largest rank that holds`() {
    // Ranks: 0.001, 0.006, 0.008, 0.012, 0.018 ≤ 0.05·5/8 = 0.03125; 0.30 > 0.05·6/8.
    let tails = Multiplicity.benjaminiHochberg.tails(of: pValues, overall: 0.05)
    #expect(tails == [6, 5, 5, 5, 5, 6, 6, 5].map { 0.05 * $0 / 8 })
  }

  @Test func `Benjamini and Yekutieli's tails are divided by the harmonic sum`() {
    // 1 + 1/2 + … + 1/8 = 761/280; 0.05 over it is 0.0184: 0.001 ≤ 1/8 of that, 0.0023, and
    // 0.006 > 2/8, 0.008 > 3/8, 0.012 > 4/8, 0.018 > 5/8 of it.
    let tails = Multiplicity.benjaminiYekutieli.tails(of: pValues, overall: 0.05)
    let base = 0.05 * 280 / 761
    for (tail, share) in zip(tails, [2.0, 1, 2, 2, 2, 2, 2, 2]) {
      #expect((tail - base * share / 8).magnitude < 1e-15)
    }
  }

  @Test func `one claim is a family without correction`() {
    for multiplicity in Multiplicity.allCases {
      #expect(multiplicity.tails(of: [0.04], overall: 0.05) == [0.05])
      #expect(multiplicity.tails(of: [], overall: 0.05) == [])
    }
  }

  @Test func `a claim is decided exactly if its p-value is at most its tail`() {
    var generator = SplitMix(state: 11)
    for _ in 0..<200 {
      let pValues = (0..<6).map { _ in generator.next(in: 0...0.1) }
      for multiplicity in Multiplicity.allCases {
        let tails = multiplicity.tails(of: pValues, overall: 0.05)
        let decided = zip(pValues, tails).filter { $0 <= $1 }.map(\.0).max() ?? 0
        // Whatever is smaller than a decided p-value is decided as well.
        for (pValue, tail) in zip(pValues, tails) where pValue < decided { #expect(pValue <= tail) }
        #expect(tails.allSatisfy { $0 <= 0.05 })
      }
    }
  }
}

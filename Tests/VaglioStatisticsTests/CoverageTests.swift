import FoundationEssentials
import Testing
import VaglioFindings

@testable import VaglioStatistics

/// How often intervals cover the truth in simulation; slow, and run when `VAGLIO_SLOW` is 1.
///
/// Observed coverage must lie within four binomial standard errors of the method's own coverage:
/// the nominal level, or what the comment at the test says that the literature or an exact count
/// gives for that case.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct CoverageTests {
  private let level = ConfidenceLevel.ninetyFivePercent

  /// The share of trials whose interval contains the truth.
  private func coverage(
    trials: Int, seed: UInt64, truth: Double, _ trial: (inout SeededGenerator) throws -> Interval?
  ) rethrows -> Double {
    var generator = SeededGenerator(seed)
    var (covered, answered) = (0, 0)
    for _ in 0..<trials {
      guard let interval = try trial(&generator) else { continue }
      answered += 1
      covered += interval.contains(truth) ? 1 : 0
    }
    return Double(covered) / Double(max(answered, 1))
  }

  /// Whether a share among `trials` is within four standard errors of a range of probabilities.
  private func isNear(_ share: Double, _ expected: ClosedRange<Double>, _ trials: Int) -> Bool {
    let error = 4 * (0.05 * 0.95 / Double(trials)).squareRoot()
    return share > expected.lowerBound - error && share < expected.upperBound + error
  }

  private func successes(
    _ count: Int, _ probability: Double, _ generator: inout SeededGenerator
  ) -> Double {
    Double((0..<count).count { _ in generator.uniform() < probability })
  }

  @Test(arguments: [(20, 0.5), (50, 0.1), (200, 0.03), (1000, 0.3)])
  func `Wilson covers as its exact coverage says`(n: Int, p: Double) {
    // A discrete method's coverage is a finite sum, so that the simulation has an exact target.
    let binomial = Binomial(trials: n, probability: p)
    let exact = (0...n).reduce(0.0) { sum, x in
      let interval = ProportionInterval.wilson(
        successes: Double(x), trials: Double(n), level: level)
      return sum + (interval.contains(p) ? binomial.mass(x) : 0)
    }
    let share = coverage(trials: 20_000, seed: 31, truth: p) {
      let x = successes(n, p, &$0)
      return ProportionInterval.wilson(successes: x, trials: Double(n), level: level)
    }
    #expect(isNear(share, exact...exact, 20_000), "\(share), exactly \(exact)")
    // Brown, Cai and DasGupta 2001: never far below nominal for p of this size.
    #expect(exact > 0.92)
  }

  @Test(arguments: [(50, 0.2, 0.1), (200, 0.06, 0.04), (30, 0.3, 0.3)])
  func `Tango covers`(n: Int, b: Double, c: Double) {
    // Tango 1998 reports .93 to .97 for tables of this size.
    let share = coverage(trials: 10_000, seed: 32, truth: b - c) { generator in
      var (onlyFirst, onlySecond) = (0.0, 0.0)
      for _ in 0..<n {
        let draw = generator.uniform()
        if draw < b { onlyFirst += 1 } else if draw < b + c { onlySecond += 1 }
      }
      return TangoInterval.difference(
        onlyFirst: onlyFirst, onlySecond: onlySecond, rows: Double(n), level: level)
    }
    #expect(isNear(share, 0.94...0.97, 10_000), "\(share)")
  }

  @Test(arguments: [(2, 1.0), (10, 1), (40, 3)])
  func `t covers exactly under normal errors`(n: Int, deviation: Double) throws {
    let share = try coverage(trials: 20_000, seed: 33, truth: 1) { generator in
      try PairedT((0..<n).map { _ in 1 + deviation * generator.normal() }).interval(level: level)
    }
    #expect(isNear(share, 0.95...0.95, 20_000), "\(share)")
  }

  @Test(arguments: [
    (10, 40, 1.5, 0.93...0.95), (30, 170, 1, 0.94...0.955), (50, 50, 2.5, 0.94...0.96),
  ])
  func `DeLong on the logit scale covers`(
    m: Int, n: Int, shift: Double, expected: ClosedRange<Double>
  ) throws {
    // The shortfall at ten positives is the method's: .933 in an independent simulation.
    let truth = Normal.cdf(shift / 2.0.squareRoot())
    let labels = [UInt8](repeating: 1, count: m) + [UInt8](repeating: 0, count: n)
    let classes = try ClassLabels(labels)
    let share = coverage(trials: 5000, seed: 34, truth: truth) { generator in
      let scores = labels.map { generator.normal() + shift * Double($0) }
      return DeLong(Placements(scores, classes), classes).interval(level: level)
    }
    #expect(isNear(share, expected, 5000), "\(share)")
  }

  @Test func `paired DeLong covers`() throws {
    // Two scores that share half of their noise: Φ(d/√(2(1 + v))) each.
    let truth =
      Normal.cdf(1.2 / 2.0.squareRoot() / 1.25.squareRoot())
      - Normal.cdf(1.2 / 2.0.squareRoot() / 1.5.squareRoot())
    let labels = (0..<300).map { UInt8($0 < 100 ? 1 : 0) }
    let classes = try ClassLabels(labels)
    let share = coverage(trials: 4000, seed: 35, truth: truth) { generator in
      let signal = labels.map { generator.normal() + 1.2 * Double($0) }
      let first = signal.map { $0 + 0.5 * generator.normal() }
      let second = signal.map { $0 + 0.5.squareRoot() * generator.normal() }
      return PairedDeLong(
        Placements(first, classes), Placements(second, classes), classes
      ).interval(level: level)
    }
    #expect(isNear(share, 0.945...0.955, 4000), "\(share)")
  }

  @Test(arguments: [(50, 0.6, 0.05, 0.05), (50, 0.05, 0.03, 0.04), (1000, 0.01, 0.01, 0.01)])
  func `F1 by Wilson on the Jaccard index covers`(
    n: Int, truePositive: Double, falsePositive: Double, falseNegative: Double
  ) {
    // .95 to .96 in an independent simulation of 20,000 draws, where the delta method has .84 to .93.
    let truth = 2 * truePositive / (2 * truePositive + falsePositive + falseNegative)
    let share = coverage(trials: 10_000, seed: 36, truth: truth) { generator in
      var counts = (0.0, 0.0, 0.0)
      for _ in 0..<n {
        let draw = generator.uniform()
        if draw < truePositive {
          counts.0 += 1
        } else if draw < truePositive + falsePositive {
          counts.1 += 1
        } else if draw < truePositive + falsePositive + falseNegative {
          counts.2 += 1
        }
      }
      guard counts.0 + counts.1 + counts.2 > 0 else { return nil }
      return F1Interval.wilsonJaccard(
        truePositives: counts.0, falsePositives: counts.1, falseNegatives: counts.2, level: level)
    }
    #expect(isNear(share, 0.945...0.965, 10_000), "\(share)")
  }

  @Test func `the Poisson bootstrap of a mean covers, less its known shortfall`() {
    // Percentile intervals lack the t factor: at n = 50 normal rows 2Φ(1.96√(49/50)) − 1 ≈ .947,
    // and 1,000 replicates blur the ends by 4 % of a standard error.
    let share = coverage(trials: 1000, seed: 37, truth: 2) { generator in
      let values = (0..<50).map { _ in 2 + generator.normal() }
      let keys = values.map { _ in generator.next() }
      let bootstrap = PoissonBootstrap(seed: generator.next(), replicates: 1000)
      let drawn = RatioBootstrap(means: values, keys: keys)
        .values(bootstrap, replicates: 0..<1000)
      return Replicates(estimate: values.reduce(0, +) / 50, drawn).percentile(level: level)
    }
    #expect(isNear(share, 0.935...0.95, 1000), "\(share)")
  }
}

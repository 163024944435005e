import FoundationEssentials
import Glibc
import Testing
import VaglioFindings
import VaglioStatistics

@testable import VaglioDrift

/// How often tests cry wolf and intervals hold the truth, in simulation. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"), .serialized)
struct DriftCoverageTests {
  /// A kind of column: how a value is drawn, `shift` saying how far it has drifted.
  struct Kind: Sendable, CustomStringConvertible {
    let description: String
    let draw: @Sendable (inout Sampling, Double) -> Double
  }

  static let kinds = [
    Kind(description: "normal") { $0.normal() + $1 },
    Kind(description: "lognormal") { exp($0.normal() + $1) },
    Kind(description: "rounded") { ($0.normal() * 2 + 2 * $1).rounded() },
    Kind(description: "zero-inflated") { $0.unit() < 0.4 ? 0 : -log($0.unit()) * (1 + $1) },
    Kind(description: "two values") { $0.unit() < 0.3 + $1 / 3 ? 1 : 0 },
  ]

  /// The highest rate of false alarms or misses that repetitions of a nominal rate exceed with a
  /// probability of at most 10⁻⁴.
  private func most(_ rate: Double, _ repetitions: Int) -> Double {
    let law = Binomial(trials: repetitions, probability: rate)
    let count = (0...repetitions).first { law.survival($0) <= 1e-4 } ?? repetitions
    return Double(count) / Double(repetitions)
  }

  static let repetitions = 400

  @Test(arguments: kinds, [200, 1000, 10000, 1_000_000])
  func `no test of numbers cries wolf`(kind: Kind, rows: Int) {
    let repetitions = rows > 100_000 ? 20 : rows > 5000 ? 200 : Self.repetitions
    var (alarms, missed) = ([DriftDistance: Int](), [DriftDistance: Int]())
    for repetition in 0..<repetitions {
      var sampling = Sampling(seed: rows &* 7919 &+ repetition)
      let first = sampling.numbers(rows) { kind.draw(&$0, 0) }
      let second = sampling.numbers(rows * 3 / 4) { kind.draw(&$0, 0) }
      for found in compared(first, second) {
        if let p = found.test?.pValue, p <= 0.05 { alarms[found.distance, default: 0] += 1 }
        if let lower = found.estimate.interval?.lower, lower > 0 {
          missed[found.distance, default: 0] += 1
        }
      }
    }
    for distance in DriftDistance.ofNumbers {
      let rate = Double(alarms[distance] ?? 0) / Double(repetitions)
      let above = Double(missed[distance] ?? 0) / Double(repetitions)
      print("null \(kind) n=\(rows) \(distance.rawValue): p≤.05 \(rate), lower>0 \(above)")
      #expect(rate <= most(0.05, repetitions), "\(distance): \(rate)")
      #expect(above <= most(0.025, repetitions), "\(distance): \(above)")
    }
  }

  @Test(arguments: kinds, [0.0, 0.05, 0.2, 0.8])
  func `intervals of distances of numbers hold the truth`(kind: Kind, shift: Double) {
    let rows = 1000
    var population = Sampling(seed: 99)
    let size = 400_000
    // A stratified population: the truth to about 10⁻³.
    let left = population.numbers(size) { kind.draw(&$0, 0) }
    let right = population.numbers(size) { kind.draw(&$0, shift) }
    let truth = shift == 0 ? [:] : self.truth(left, right)
    var (misses, sides) = ([DriftDistance: Int](), [DriftDistance: Int]())
    for repetition in 0..<Self.repetitions {
      var sampling = Sampling(seed: 31 &+ repetition)
      let first = sampling.numbers(rows) { kind.draw(&$0, 0) }
      let second = sampling.numbers(rows) { kind.draw(&$0, shift) }
      for found in compared(first, second) {
        // The divisor of the scaled distance is that of the samples.
        let true_ =
          found.distance == .scaledWasserstein
          ? (truth[.wasserstein] ?? 0) / ScaleOfColumn(TiedPair(first, second)).spread
          : truth[found.distance] ?? 0
        guard let interval = found.estimate.interval else { continue }
        if !interval.contains(true_) { misses[found.distance, default: 0] += 1 }
        if interval.lower > true_ { sides[found.distance, default: 0] += 1 }
      }
    }
    for distance in DriftDistance.ofNumbers.prefix(6) {
      let rate = Double(misses[distance] ?? 0) / Double(Self.repetitions)
      let above = Double(sides[distance] ?? 0) / Double(Self.repetitions)
      print(
        "\(kind) shift=\(shift) \(distance.rawValue) \(truth[distance] ?? 0): misses \(rate) too high \(above)"
      )
      #expect(rate <= most(0.05, Self.repetitions), "\(distance): \(rate)")
      #expect(above <= most(0.025, Self.repetitions), "\(distance): \(above)")
    }
  }

  private func truth(_ left: [Double], _ right: [Double]) -> [DriftDistance: Double] {
    let pair = TiedPair(left, right)
    let found = OrderedDistances(pair)
    return [
      .kolmogorovSmirnov: found.kolmogorovSmirnov, .wasserstein: found.wasserstein,
      .cramerVonMises: found.cramerVonMises, .andersonDarling: found.andersonDarling,
      .energy: (2 * found.energySquare).squareRoot(),
    ]
  }

  @Test(arguments: [2, 20, 200], [200, 1000, 10000])
  func `no test of levels cries wolf, and intervals hold the truth`(levels: Int, rows: Int) {
    for tilt in [0.0, 0.05, 0.2, 0.8] {
      let p = Self.shares(levels, 0)
      let q = Self.shares(levels, tilt)
      var (alarms, misses, high, runs) = (
        [DriftDistance: Int](), [DriftDistance: Int](), [DriftDistance: Int](), 0
      )
      for repetition in 0..<Self.repetitions {
        var sampling = Sampling(seed: levels &* 65537 &+ rows &+ repetition)
        let (a, b) = (sampling.counts(rows, p), sampling.counts(rows * 3 / 2, q))
        let found = compared(levels: a, b)
        // The truth of the cells that were compared, after rare levels are joined.
        guard let truth = Self.truth(a, b, p, q) else { continue }
        runs += 1
        for each in found {
          if let test = each.test, test.pValue <= 0.05 { alarms[each.distance, default: 0] += 1 }
          guard let interval = each.estimate.interval, let value = truth[each.distance] else {
            continue
          }
          // A fourth of an ulp of 1 under a square root.
          if value < interval.lower - 1e-8 { high[each.distance, default: 0] += 1 }
          if value < interval.lower - 1e-8 || value > interval.upper + 1e-8 {
            misses[each.distance, default: 0] += 1
          }
        }
      }
      guard runs > 100 else { continue }
      for distance in DriftDistance.ofLevels {
        let miss = Double(misses[distance] ?? 0) / Double(runs)
        let above = Double(high[distance] ?? 0) / Double(runs)
        let alarm = Double(alarms[distance] ?? 0) / Double(runs)
        print(
          "levels \(levels) n=\(rows) tilt=\(tilt) \(distance.rawValue): misses \(miss) too high \(above) p≤.05 \(alarm)"
        )
        // Far from the null the noise's mean differs from that at the null by a term that grows with
        // the levels and is not taken off: of 200 levels and a drift of PSI 0.17 intervals of PSI and V
        // cover 88 to 91 %, as docs/drift.md says.
        let isFar = levels == 200 && tilt == 0.8
        #expect(miss <= most(isFar ? 0.1 : 0.05, runs), "\(distance) \(tilt): \(miss)")
        #expect(above <= most(isFar ? 0.06 : 0.025, runs), "\(distance) \(tilt): \(above)")
        if tilt == 0 { #expect(alarm <= most(0.05, runs), "\(distance): \(alarm)") }
      }
    }
  }

  /// Zipf's shares of levels, tilted.
  private static func shares(_ levels: Int, _ tilt: Double) -> [Double] {
    let raw = (0..<levels).map { level in
      pow(Double(level + 1), -1.1)
        * exp(tilt * (2 * Double(level) / Double(max(1, levels - 1)) - 1))
    }
    return raw.map { $0 / raw.reduce(0, +) }
  }

  /// The distances between the true shares of the cells into which counts were joined.
  private static func truth(
    _ a: [Int], _ b: [Int], _ p: [Double], _ q: [Double]
  ) -> [DriftDistance: Double]? {
    let kept = a.indices.filter { a[$0] + b[$0] > 0 }
    let scale = 1e12
    let cells = CellCounts(reference: kept.map { a[$0] }, current: kept.map { b[$0] })
    guard let joined = try? cells.joiningRare(), cells.count > 1 else { return nil }
    // Joining keeps the order of the others and puts the joined cell last.
    let apart = Self.apart(cells, joined)
    func shares(_ s: [Double]) -> [Double] {
      let all = kept.map { s[$0] }
      let rest = all.indices.filter { !apart.contains($0) }.map { all[$0] }
      return apart.isEmpty ? rest : rest + [apart.reduce(0) { $0 + all[$1] }]
    }
    let (first, second) = (shares(p), shares(q))
    let exact = CellCounts(
      reference: first.map { Int($0 * scale) }, current: second.map { Int($0 * scale) })
    let n = Double(a.reduce(0, +)), m = Double(b.reduce(0, +))
    let true_ = CellShares(exact)
    let parts = (n / (n + m), m / (n + m))
    let v = zip(true_.first, true_.second).reduce(0.0) { sum, cell in
      sum + parts.0 * parts.1 * (cell.0 - cell.1) * (cell.0 - cell.1)
        / (parts.0 * cell.0 + parts.1 * cell.1)
    }
    let js = Divergence.jensenShannon.value(true_) / log(2)
    return [
      .populationStability: Divergence.populationStability.value(true_),
      .jensenShannon: js.squareRoot(),
      .jensenShannonDivergence: js,
      .hellinger: Divergence.hellingerSquare.value(true_).squareRoot(),
      .totalVariation: zip(true_.first, true_.second).reduce(0) { $0 + abs($1.0 - $1.1) } / 2,
      .greatestDifference: zip(true_.first, true_.second).reduce(0) { max($0, abs($1.0 - $1.1)) },
      .cramersV: v.squareRoot(),
    ]
  }

  private static func apart(_ cells: CellCounts, _ joined: CellCounts) -> Set<Int> {
    guard joined.joined > 0 else { return [] }
    var (apart, next) = (Set<Int>(), 0)
    for cell in cells.reference.indices {
      if next < joined.count - 1, joined.reference[next] == cells.reference[cell],
        joined.current[next] == cells.current[cell]
      {
        next += 1
      } else {
        apart.insert(cell)
      }
    }
    return apart
  }
}

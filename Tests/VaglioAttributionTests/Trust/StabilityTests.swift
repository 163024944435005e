import Testing
import VaglioFindings
import VaglioModels
import VaglioStatistics

@testable import VaglioAttribution

@Suite struct StabilityTests {
  private func run(_ seed: UInt64, noise: Double) -> Attributions {
    SampleAttributions.of(
      (0..<6).map { feature in
        let own = SampleAttributions.uniform(80, seed: UInt64(100 + feature))
        let more = SampleAttributions.uniform(80, seed: seed &* 50 &+ UInt64(feature))
        return zip(own, more).map { $0 * Double(feature + 1) + noise * $1 }
      })
  }

  @Test func `tau equals the count of all pairs`() {
    for seed in 0..<40 {
      // Few distinct numbers, so that there are ties of every kind.
      let values = SampleAttributions.uniform(24, seed: UInt64(seed)).map { ($0 * 3).rounded() }
      let (x, y) = (Array(values[..<12]), Array(values[12...]))
      var (score, left, right) = (0.0, 0.0, 0.0)
      for i in x.indices {
        for j in x.indices where j > i {
          let (a, b) = (x[i] - x[j], y[i] - y[j])
          score += (a * b > 0 ? 1 : a * b < 0 ? -1 : 0)
          left += a != 0 ? 1 : 0
          right += b != 0 ? 1 : 0
        }
      }
      #expect(abs(RankAgreement.tau(x, y) - score / (left * right).squareRoot()) < 1e-15)
    }
  }

  @Test func `tau of constants is by convention`() {
    #expect(RankAgreement.tau([1, 1, 1], [2, 2, 2]) == 1)
    #expect(RankAgreement.tau([1, 1, 1], [1, 2, 3]) == 0)
    #expect(RankAgreement.tau([1], [5]) == 1)
  }

  @Test func `runs that agree are perfectly stable`() throws {
    let stability = try Stability(of: [run(1, noise: 0), run(2, noise: 0)], source: .seeds)
    #expect(stability.tau.value == 1)
    #expect(stability.jaccard.value == 1)
    #expect(stability.signFlips.value == 0)
  }

  @Test func `turning all signs flips them all and moves no rank`() throws {
    let run = run(1, noise: 0)
    let turned = SampleAttributions.of(
      run.features.indices.map { feature in
        run.column(feature: feature, output: 0).map { -$0 }
      })
    let stability = try Stability(of: [run, turned], source: .refits)
    #expect(stability.tau.value == 1 && stability.jaccard.value == 1)
    #expect(stability.signFlips.value == 1)
  }

  @Test func `the order of runs shows only in the last bits, and noise lowers stability`() throws {
    func stability(_ noise: Double, _ seeds: [UInt64]) throws -> Stability {
      try Stability(of: seeds.map { run($0, noise: noise) }, source: .seeds, topCount: 2)
    }
    let (quiet, loud) = (try stability(0.2, [1, 2, 3]), try stability(2, [1, 2, 3]))
    #expect(loud.tau.value < quiet.tau.value)
    #expect(loud.jaccard.value < quiet.jaccard.value)
    #expect(loud.signFlips.value > quiet.signFlips.value)
    // Three terms of a sum in another order: an ulp each, and the mean of rows.
    #expect(abs(try stability(2, [3, 1, 2]).tau.value - loud.tau.value) < 1e-15)
    for finding in loud.findings(.model) {
      #expect(finding.estimate.interval?.contains(finding.estimate.value!) == true)
    }
    #expect(
      loud.findings(.model).map(\.measure) == [
        "stability_kendall_tau[against=seeds]", "stability_jaccard[against=seeds,k=2]",
        "stability_sign_flips[against=seeds,k=2]",
      ])
    let exhibit = try #require(Stability.exhibit([quiet, loud], .model))
    #expect(exhibit.series.values.allSatisfy { $0.count == 2 })
  }

  @Test func `two rows of two runs by hand`() throws {
    let first = SampleAttributions.of([[3, 1], [2, 2], [1, -3]])
    let second = SampleAttributions.of([[2, 1], [-3, 2], [1, 3]])
    let stability = try Stability(of: [first, second], source: .backgrounds, topCount: 2)
    // Row 1: |φ| 3 2 1 against 2 3 1: one pair of three turned, τ = 1/3; row 2: 1 2 3 both, τ = 1.
    #expect(abs(stability.tau.value - 2.0 / 3) < 1e-15)
    #expect(stability.jaccard.value == 1)
    // Row 1: f1 of {f0, f1}; row 2: f2 of {f1, f2}.
    #expect(stability.signFlips.value == 0.5)
  }

  @Test func `runs over other things are refused`() {
    #expect(throws: AttributionError.refused("stability is seen from two runs on")) {
      try Stability(of: [run(1, noise: 0)], source: .seeds)
    }
    #expect(throws: AttributionError.self) {
      try Stability(of: [run(1, noise: 0), SampleAttributions.of([[1]])], source: .seeds)
    }
  }

  @Test func `a linear model moves as fast as its coefficients say`() throws {
    // φ_j = c_j(x_j − mean): with one moved feature ‖Δφ‖/‖Δx/spread‖ = |c|·spread.
    let columns = [
      SampleAttributions.uniform(30, seed: 1), (0..<30).map(Double.init),
    ]
    let matrix = FeatureMatrix(numbers: columns)
    let perturbation = try Perturbation(of: matrix, background: matrix, seed: 3)
    #expect(perturbation.spreads[0] > 0 && perturbation.spreads[1] == 0)
    let (stability, lipschitz) = try perturbation.stability { matrix in
      guard case .numbers(let x) = matrix.columns[0], case .numbers(let n) = matrix.columns[1]
      else {
        fatalError()
      }
      #expect(n == columns[1])
      return SampleAttributions.of([x.map { 3 * $0 }, n.map { -0.1 * $0 }])
    }
    // Differences of numbers near 1 by 1/100: 2⁻⁵³·100·√2 relative each way.
    for value in lipschitz.values {
      #expect(abs(value / (3 * perturbation.spreads[0]) - 1) < 1e-11)
    }
    #expect(stability.source == .perturbations && stability.runCount == 6)
    #expect(lipschitz.finding(.model).measure == "stability_lipschitz")
  }

  @Test func `moves hang on seed, run and row number alone`() throws {
    let matrix = FeatureMatrix(numbers: [SampleAttributions.uniform(30, seed: 1)])
    let few = FeatureMatrix(numbers: [Array(SampleAttributions.uniform(30, seed: 1)[..<10])])
    func moved(_ rows: FeatureMatrix, seed: UInt64) throws -> [Double] {
      let perturbation = try Perturbation(of: rows, background: matrix, runs: 2, seed: seed)
      guard case .numbers(let numbers) = perturbation.moved[1].columns[0] else { return [] }
      return numbers
    }
    #expect(try Array(moved(matrix, seed: 5)[..<10]) == moved(few, seed: 5))
    #expect(try moved(few, seed: 5) != moved(few, seed: 6))
  }

  @Test func `where nothing can be moved a little, that is said`() {
    let whole = FeatureMatrix(numbers: [[1, 2, 3]])
    #expect(
      throws: AttributionError.refused("no feature has fractions that could be moved a little")
    ) { try Perturbation(of: whole, background: whole, seed: 1) }
  }
}

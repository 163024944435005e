import Testing
import VaglioFindings

@testable import VaglioStatistics

struct DeLongTests {
  private func comparison(
    _ y: [UInt8], _ a: [Double], _ b: [Double], clusters: [Int]? = nil
  ) throws -> PairedDeLong {
    let classes = try ClassLabels(y)
    return PairedDeLong(
      Placements(a, classes), Placements(b, classes), classes, clusters: clusters)
  }

  /// Labels and two correlated scores with ties.
  private func sample(_ count: Int, seed: UInt64) -> (y: [UInt8], a: [Double], b: [Double]) {
    var generator = SeededGenerator(seed)
    var (y, a, b): ([UInt8], [Double], [Double]) = ([], [], [])
    for row in 0..<count {
      let label: UInt8 = row < 2 ? UInt8(row) : generator.uniform() < 0.4 ? 1 : 0
      let common = generator.normal() + Double(label)
      y.append(label)
      a.append(((common + generator.normal() * 0.5) * 10).rounded() / 10)
      b.append(((common + generator.normal() * 0.7) * 10).rounded() / 10)
    }
    return (y, a, b)
  }

  @Test func `a perfect area is not certain, and the less so the fewer the rows`() throws {
    // One positive above one negative: (1 − θ)² = z²·θ(1 − θ), so θ = 1/(1 + z²).
    let single = AUCInterval.newcombe5(1, positives: 1, negatives: 1, level: .ninetyFivePercent)
    let z = ConfidenceLevel.ninetyFivePercent.deviate
    #expect((single.lower - 1 / (1 + z * z)).magnitude < 1e-12 && single.upper == 1)
    let many = AUCInterval.newcombe5(1, positives: 20, negatives: 30, level: .ninetyFivePercent)
    #expect(many.lower > 0.9 && many.lower < 0.97 && many.upper == 1)
    let none = AUCInterval.newcombe5(0, positives: 20, negatives: 30, level: .ninetyFivePercent)
    // The mirror image, by another path of halving.
    #expect(none.lower == 0 && (none.upper - (1 - many.lower)).magnitude < 1e-12)
  }

  @Test(arguments: ["delong_paired_200", "delong_paired_ties_100", "delong_identical"])
  func `the paired comparison meets its golden cases`(id: String) throws {
    let golden = try Fixture.golden("comparison", id)
    let result = try comparison(
      golden.input("y_true").doubles.map { UInt8($0) }, golden.input("score_a").doubles,
      golden.input("score_b").doubles)
    let (first, second) = (result.first, result.second)
    #expect(try golden.expects("delong", member: "auc", [first.area, second.area]))
    let rows = try #require(golden["expected"]?["delong"]?["value"]?["cov"]?.array).map(\.doubles)
    let got = [first.variance, result.covariance, second.variance].map { $0 ?? .nan }
    for (got, want) in zip(got, [rows[0][0], rows[0][1], rows[1][1]]) {
      #expect(abs(got - want) <= 1e-12 + 1e-9 * abs(want))
    }
    #expect(try golden.expects("delong", member: "diff", [result.difference]))
    #expect(try golden.expects("delong", member: "se", [result.standardError ?? .nan]))
    let test = try #require(result.result)
    if id != "delong_identical" {
      #expect(try golden.expects("delong", member: "z", [test.statistic]))
      #expect(try golden.expects("delong", member: "p", [test.pValue]))
    }
    let interval = result.interval(level: .ninetyFivePercent)
    #expect(try golden.expects("delong", member: "ci95", [interval.lower, interval.upper]))
  }

  @Test func `the ovarian data give what DeLong and others printed`() throws {
    let golden = try Fixture.golden("published", "delong_1988_ovarian")
    let y = golden.input("popind").doubles.map { UInt8($0) }
    let classes = try ClassLabels(y)
    let models = ["albumin", "kg_score", "total_protein"].map {
      Placements(golden.input($0).doubles, classes)
    }
    let alone = models.map { DeLong($0, classes) }
    #expect(try golden.expects("auc", alone.map(\.area)))
    #expect(try golden.expects("se", alone.map { $0.standardError ?? .nan }))
    for (model, name) in [(0, "albumin_minus_kg"), (2, "total_protein_minus_kg")] {
      let contrast = PairedDeLong(models[model], models[1], classes)
      let got = [contrast.difference, contrast.standardError ?? .nan]
      #expect(try golden.expects("contrast_vs_kg", member: name, got))
    }
    // The test that all three areas are equal: d′V⁻¹d for the two contrasts with K-G.
    let (albumin, protein) = (
      PairedDeLong(models[0], models[1], classes), PairedDeLong(models[2], models[1], classes)
    )
    let across = PairedDeLong(models[0], models[2], classes).covariance ?? .nan
    let v11 = albumin.variance ?? .nan
    let v22 = protein.variance ?? .nan
    let v12 =
      across - (albumin.covariance ?? .nan) - (protein.covariance ?? .nan)
      + (alone[1].variance ?? .nan)
    let (d1, d2) = (albumin.difference, protein.difference)
    let chi = (d1 * d1 * v22 - 2 * d1 * d2 * v12 + d2 * d2 * v11) / (v11 * v22 - v12 * v12)
    let p = try ChiSquared(degreesOfFreedom: 2).survival(chi)
    #expect(try golden.expects("overall_chi2_df2_p", [chi, p]))
  }

  @Test func `areas on different rows are compared with Welch's degrees of freedom`() throws {
    // Variances .001 and .003 on 50 and 30 rows: t = .05/√.004, and
    // ν = .004²/(.001²/49 + .003²/29) = 48.37.
    let first = DeLong(area: 0.8, variance: 0.001, positives: 20, negatives: 30)
    let second = DeLong(area: 0.75, variance: 0.003, positives: 10, negatives: 20)
    let test = try #require(first.test(unpairedWith: second))
    #expect(abs(test.statistic - 0.05 / 0.004.squareRoot()) < 1e-14)
    let freedom = 0.004 * 0.004 / (0.001 * 0.001 / 49 + 0.003 * 0.003 / 29)
    let want = StudentT(degreesOfFreedom: freedom).twoSidedP(test.statistic)
    #expect(abs(test.pValue - want) < 1e-14)
    #expect(first.test(unpairedWith: first)?.pValue == 1)
    let certain = DeLong(area: 1, variance: 0, positives: 2, negatives: 2)
    #expect(certain.test(unpairedWith: certain) == nil)
  }

  @Test func `Hanley and McNeil's readings give their area`() throws {
    let (normal, abnormal) = ([33, 6, 6, 11, 2], [3, 2, 2, 11, 33])
    var (y, scores): ([UInt8], [Double]) = ([], [])
    for rating in 0..<5 {
      y += [UInt8](repeating: 0, count: normal[rating])
      y += [UInt8](repeating: 1, count: abnormal[rating])
      scores += [Double](repeating: Double(rating), count: normal[rating] + abnormal[rating])
    }
    let classes = try ClassLabels(y)
    let result = DeLong(Placements(scores, classes), classes)
    #expect(abs(result.area - 0.8931710615) < 0.5e-10)
    // pROC 1.18.0, var(roc) of the same table.
    #expect(abs((result.variance ?? .nan) - 9.439892702629845e-4) < 1e-17)
    // The same table by frequencies: ten rows instead of 109.
    let rows = (0..<5).flatMap { rating in [(UInt8(0), rating), (UInt8(1), rating)] }
    let counted = try ClassLabels(
      rows.map(\.0),
      frequencies: rows.map { Int64($0.0 == 0 ? normal[$0.1] : abnormal[$0.1]) })
    #expect(DeLong(Placements(rows.map { Double($0.1) }, counted), counted) == result)
  }

  @Test func `order leaves every bit alone`() throws {
    let (y, a, b) = sample(3000, seed: 11)
    let result = try comparison(y, a, b)
    var generator = SeededGenerator(12)
    let clusters = y.indices.map { $0 / 3 }
    let clustered = try comparison(y, a, b, clusters: clusters)
    for _ in 0..<3 {
      let rows = y.indices.shuffled(using: &generator)
      let shuffled = (rows.map { y[$0] }, rows.map { a[$0] }, rows.map { b[$0] })
      #expect(try comparison(shuffled.0, shuffled.1, shuffled.2) == result)
      let again = try comparison(
        shuffled.0, shuffled.1, shuffled.2, clusters: rows.map { clusters[$0] })
      #expect(again == clustered)
    }
  }

  @Test func `models that rank alike differ by nothing`() throws {
    let (y, a, _) = sample(500, seed: 13)
    let result = try comparison(y, a, a.map { 3 * $0 - 7 })
    #expect(result.difference == 0)
    #expect(result.standardError == 0)
    #expect(result.result == TestResult(statistic: 0, pValue: 1))
    #expect(result.interval(level: .ninetyFivePercent).width == 0)
  }

  @Test func `exchanging the models changes the sign`() throws {
    let (y, a, b) = sample(400, seed: 14)
    let (forth, back) = (try comparison(y, a, b), try comparison(y, b, a))
    #expect(forth.difference == -back.difference)
    #expect(forth.variance == back.variance)
    #expect(forth.first == back.second)
    // Reversing scores mirrors the area about one half.
    let mirror = try comparison(y, a.map { -$0 }, b)
    #expect(abs(mirror.first.area + forth.first.area - 1) < 0x1p-52)
    #expect(abs((mirror.first.variance ?? 0) - (forth.first.variance ?? 1)) < 1e-18)
  }

  @Test func `the area is the share of pairs in order`() throws {
    let (y, a, b) = sample(120, seed: 15)
    let result = try comparison(y, a, b)
    var (doubled, pairs) = (0, 0)
    for i in y.indices where y[i] == 1 {
      for j in y.indices where y[j] == 0 {
        doubled += a[i] > a[j] ? 2 : a[i] == a[j] ? 1 : 0
        pairs += 2
      }
    }
    #expect(result.first.area == Double(doubled) / Double(pairs))
  }

  @Test func `a row as its own cluster, or all weights equal, is DeLong's variance`() throws {
    let (y, a, b) = sample(300, seed: 16)
    let plain = try comparison(y, a, b)
    let own = try comparison(y, a, b, clusters: Array(y.indices.reversed()))
    let weighted = try ClassLabels(y, importances: y.map { _ in 0.37 })
    let equal = PairedDeLong(Placements(a, weighted), Placements(b, weighted), weighted)
    for other in [own, equal] {
      #expect(abs(other.difference - plain.difference) < 1e-15)
      for (got, want) in [
        (other.variance, plain.variance), (other.first.variance, plain.first.variance),
        (other.covariance, plain.covariance),
      ] {
        #expect(abs((got ?? 0) - (want ?? 1)) <= 1e-12 * (want ?? 1))
      }
    }
  }

  @Test func `repeating every row in one cluster leaves the variance alone`() throws {
    let (y, a, b) = sample(200, seed: 17)
    let once = try comparison(y, a, b, clusters: Array(y.indices))
    let twice = try comparison(
      y + y, a + a, b + b, clusters: Array(y.indices) + Array(y.indices))
    #expect(abs((twice.variance ?? 0) - (once.variance ?? 1)) <= 1e-13 * (once.variance ?? 1))
  }

  @Test func `weights tilt the area as repetition does`() throws {
    let (y, a, b) = sample(200, seed: 18)
    let weights = y.indices.map { Double(1 + $0 % 4) }
    let counted = try ClassLabels(y, frequencies: weights.map { Int64($0) })
    let weighted = try ClassLabels(y, importances: weights)
    let rows = y.indices.flatMap { [Int](repeating: $0, count: 1 + $0 % 4) }
    let repeated = try comparison(rows.map { y[$0] }, rows.map { a[$0] }, rows.map { b[$0] })
    let frequent = PairedDeLong(Placements(a, counted), Placements(b, counted), counted)
    let important = PairedDeLong(Placements(a, weighted), Placements(b, weighted), weighted)
    #expect(frequent == repeated)
    #expect(abs(important.difference - repeated.difference) < 1e-15)
    // As a share of the population a row is no more than one row: more uncertain than four.
    #expect((important.variance ?? 0) > (repeated.variance ?? 1))
  }

  @Test func `where DeLong's variance is 0 or missing, Newcombe's interval serves`() throws {
    let perfect = try comparison([0, 0, 1, 1], [1, 2, 3, 4], [4, 3, 2, 1])
    #expect(perfect.first.interval(level: .ninetyFivePercent).method == "newcombe-5")
    #expect(perfect.first.interval(level: .ninetyFivePercent).upper == 1)
    #expect(perfect.second.interval(level: .ninetyFivePercent).lower == 0)
    #expect(perfect.result == nil)
    let interval = perfect.interval(level: .ninetyFivePercent)
    #expect(interval.method == "newcombe-5-difference" && interval.contains(1))
    let single = try comparison([0, 1, 1], [1, 2, 0], [0, 1, 2])
    #expect(single.variance == nil)
    #expect(single.interval(level: .ninetyFivePercent).contains(single.difference))
    #expect(throws: Undefined("no row is positive")) { try ClassLabels([0, 0]) }
    #expect(throws: Undefined("no row is negative")) { try ClassLabels([1, 1]) }
    #expect(throws: Undefined.self) { try ClassLabels([0, 1], frequencies: [1, 0]) }
    #expect(throws: Undefined.self) { try ClassLabels([0, 1], frequencies: [1, .max]) }
    #expect(throws: Undefined.self) { try ClassLabels([0, 1], importances: [0, 0]) }
  }
}

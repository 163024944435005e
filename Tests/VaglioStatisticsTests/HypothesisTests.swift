import Testing
import VaglioFindings

@testable import VaglioStatistics

struct HypothesisTests {
  private func differences() throws -> (JSONValue, [Double]) {
    let golden = try Fixture.golden("comparison", "loss_diff_200")
    let pairs = zip(golden.input("loss_a").doubles, golden.input("loss_b").doubles)
    return (golden, pairs.map { $0 - $1 })
  }

  @Test func `McNemar meets its golden cases`() throws {
    for golden in try Fixture.golden("proportions") where golden.input("n11").number != nil {
      let test = McNemar(
        onlyFirst: Int(golden.input("n10").double), onlySecond: Int(golden.input("n01").double))
      #expect(try golden.expects("mcnemar", member: "exact", [test.exactP]))
      #expect(try golden.expects("mcnemar", member: "midp", [test.midP]))
      let (plain, corrected) = (test.asymptotic, test.corrected)
      #expect(try golden.expects("mcnemar", member: "chi2", [plain?.statistic ?? .nan]))
      #expect(try golden.expects("mcnemar", member: "p_asym", [plain?.pValue ?? .nan]))
      #expect(try golden.expects("mcnemar", member: "chi2_cc", [corrected?.statistic ?? .nan]))
      #expect(try golden.expects("mcnemar", member: "p_cc", [corrected?.pValue ?? .nan]))
      let wrong = "mcnemar_statsmodels_cc_b_eq_c"
      if golden["expected"]?[wrong] != nil {
        let got = [corrected?.statistic ?? .nan, corrected?.pValue ?? .nan]
        #expect(try !golden.expects(wrong, got))
      }
    }
  }

  @Test func `McNemar is symmetric and never leaves 0 to 1`() {
    for b in 0...12 {
      for c in 0...12 {
        let (test, mirror) = (
          McNemar(onlyFirst: b, onlySecond: c), McNemar(onlyFirst: c, onlySecond: b)
        )
        #expect(test.exactP == mirror.exactP)
        #expect(test.midP == mirror.midP)
        #expect((0...1).contains(test.exactP) && (0...1).contains(test.midP))
        #expect(test.midP <= test.exactP)
      }
    }
  }

  @Test func `the paired t test meets its golden case`() throws {
    let (golden, differences) = try differences()
    let test = try PairedT(differences)
    #expect(try golden.expects("mean_diff", [test.mean]))
    #expect(try golden.expects("paired_t", [test.result.statistic, test.result.pValue]))
    let interval = try #require(test.interval(level: .ninetyFivePercent))
    #expect(try golden.expects("paired_t_ci95", [interval.lower, interval.upper]))
    let mirrored = try PairedT(differences.map { -$0 })
    #expect(
      try golden.expects("noninferiority_p_margin_0.005", [mirrored.pValue(above: -0.005)])
        || golden.expects("noninferiority_p_margin_0.005", [test.pValue(above: -0.005)]))
  }

  /// Certified means and standard deviations of the NIST StRD data sets NumAcc1 to NumAcc4.
  @Test(arguments: [(1_000_000.2, 0.1), (10_000_000.2, 0.1), (1.2, 0.1)])
  func `a large offset costs no digits`(mean: Double, deviation: Double) throws {
    let values = [mean] + (0..<1000).map { mean + ($0.isMultiple(of: 2) ? -0.1 : 0.1) }
    let test = try PairedT(values)
    #expect(test.mean == mean)
    // The values themselves are rounded to half an ulp of 10⁷.
    #expect(abs(test.standardError * 1001.squareRoot() - deviation) < 2e-9)
    let whole = try PairedT([10_000_001, 10_000_003, 10_000_002])
    #expect(whole.mean == 10_000_002)
    #expect(abs(whole.standardError * 3.squareRoot() - 1) < 0x1p-52)
  }

  @Test func `equal differences have no error, and few rows no test`() throws {
    let test = try PairedT([0, 0, 0])
    #expect(test.standardError == 0)
    #expect(test.result == TestResult(statistic: 0, pValue: 1))
    #expect(test.interval(level: .ninetyFivePercent)?.width == 0)
    #expect(throws: Undefined.self) { try PairedT([1]) }
    #expect(throws: Undefined.self) { try PairedT([1, .infinity]) }
    #expect(throws: Undefined.self) { try SignTest.test([0, 0]) }
    #expect(throws: Undefined.self) { try WilcoxonSignedRank.test([0]) }
    #expect(throws: Undefined.self) { try DieboldMariano.test([1, 1, 1]) }
  }

  @Test func `rank tests meet their golden cases`() throws {
    let (golden, differences) = try differences()
    let outcome = try WilcoxonSignedRank.test(differences)
    #expect(try golden.expects("wilcoxon_approx", [outcome.statistic, outcome.pValue]))
    #expect(try golden.expects("sign_test_p", [SignTest.test(differences).pValue]))
    let ties = try Fixture.golden("comparison", "wilcoxon_zeros_ties")
    let d = ties.input("d").doubles
    let left = try WilcoxonSignedRank.test(d)
    #expect(try ties.expects("wilcox", [left.statistic, left.pValue]))
    let ranked = try WilcoxonSignedRank.test(d, zeros: .rankedThenLeftOut)
    #expect(try ties.expects("pratt", [ranked.statistic, ranked.pValue]))
  }

  @Test func `Hollander and Wolfe's depression data give their rank sum and sign test`() throws {
    // Hollander and Wolfe 1973, p. 29: before and after for nine patients.
    let before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    let after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    let outcome = try WilcoxonSignedRank.test(zip(before, after).map { $0 - $1 })
    #expect(outcome.positiveRanks == 40)
    #expect(outcome.negativeRanks == 5)
  }

  @Test func `Diebold and Mariano's test meets its golden case`() throws {
    let golden = try Fixture.golden("comparison", "diebold_mariano_200")
    let pairs = zip(golden.input("err_a").doubles, golden.input("err_b").doubles)
    let differences = pairs.map { $0 * $0 - $1 * $1 }
    for (name, horizon) in [("dm_h1", 1), ("dm_h3", 3)] {
      let test = try DieboldMariano.test(differences, horizon: horizon)
      #expect(try golden.expects(name, [test.statistic, test.pValue]), "\(test)")
    }
  }

  @Test func `adjusted p-values meet their golden case`() throws {
    let golden = try Fixture.golden("comparison", "multitest_bh1995")
    let p = golden.input("p").doubles
    for (name, method) in [
      ("bonferroni", MultiplicityCorrection.bonferroni), ("holm", .holm),
      ("simes-hochberg", .hochberg), ("fdr_bh", .benjaminiHochberg),
      ("fdr_by", .benjaminiYekutieli),
    ] {
      let adjusted = method.adjusted(p).map { $0 ?? .nan }
      #expect(try golden.expects(name, member: "adjusted", adjusted), "\(name)")
    }
    // Benjamini and Hochberg 1995, section 2: four rejections against three.
    #expect(MultiplicityCorrection.benjaminiHochberg.adjusted(p).count { $0 ?? 1 <= 0.05 } == 4)
    #expect(MultiplicityCorrection.holm.adjusted(p).count { $0 ?? 1 <= 0.05 } == 3)
  }

  @Test func `absent p-values count for nothing`() throws {
    let golden = try Fixture.golden("comparison", "multitest_ties_nan")
    let adjusted = MultiplicityCorrection.benjaminiHochberg.adjusted([
      0.01, nil, 0.01, 0.04, .nan, 0.2,
    ])
    #expect(adjusted[1] == nil && adjusted[4] == nil)
    #expect(try golden.expects("fdr_bh_without_nan", adjusted.compactMap { $0 }))
    #expect(MultiplicityCorrection.holm.adjusted([]).isEmpty)
  }

  @Test(arguments: MultiplicityCorrection.allCases)
  func `adjusting keeps order and lowers no p-value`(method: MultiplicityCorrection) {
    var generator = SeededGenerator(6)
    let p = (0..<50).map { _ in generator.uniform() * generator.uniform() }
    let adjusted = method.adjusted(p).compactMap { $0 }
    for (i, j) in zip(p.indices, p.indices.dropFirst()) {
      #expect(adjusted[i] >= p[i] && adjusted[i] <= 1)
      #expect((p[i] < p[j]) == (adjusted[i] < adjusted[j]) || adjusted[i] == adjusted[j])
    }
  }
}

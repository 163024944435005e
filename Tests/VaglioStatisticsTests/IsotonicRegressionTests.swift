import Testing
import VaglioFindings

@testable import VaglioStatistics

struct IsotonicRegressionTests {
  @Test func `neighbours that fall are pooled, back to where means ascend`() {
    // Means 0/1, 2/2, 1/2, 0/1, 3/3. 2/2 > 1/2 → 3/4; 3/4 > 0/1 → 3/5; then 3/3.
    let fit = IsotonicRegression(positives: [0, 2, 1, 0, 3], totals: [1, 2, 2, 1, 3])
    #expect(fit.ends == [1, 4, 5])
    #expect(fit.values == [0, 0.6, 1])
    #expect(fit.fitted == [0, 0.6, 0.6, 0.6, 1])
  }

  @Test func `equal means become one block, and nothing stays nothing`() {
    #expect(IsotonicRegression(positives: [1, 2, 3], totals: [2, 4, 6]).ends == [3])
    #expect(IsotonicRegression(positives: [], totals: []).fitted == [])
  }

  @Test func `counts beyond a word are compared exactly`() {
    // (2⁴⁵ + 1)/2⁴⁶ is larger than ½ by less than a double of the product can tell.
    let half = Int64(1) << 45
    let fit = IsotonicRegression(positives: [half, half + 1], totals: [2 * half, 2 * half])
    #expect(fit.ends == [1, 2])
    #expect(
      IsotonicRegression(positives: [half + 1, half], totals: [2 * half, 2 * half]).ends == [2])
  }

  @Test func `the fit is the projection: it keeps sums, and no pooling of it is nearer`() {
    var generator = SeededGenerator(11)
    for _ in 0..<50 {
      let groups = 1 + Int(generator.next() % 40)
      let weights = (0..<groups).map { _ in 0.5 + generator.uniform() }
      let sums = weights.map { $0 * generator.uniform() }
      let fit = IsotonicRegression(sums: sums, weights: weights).fitted
      #expect(fit == fit.sorted())
      // The max–min formula: max over a ≤ i of min over b ≥ i of the mean of a...b (Robertson,
      // Wright and Dykstra 1988, theorem 1.4.4).
      func mean(_ a: Int, _ b: Int) -> Double {
        sums[a...b].reduce(0, +) / weights[a...b].reduce(0, +)
      }
      for index in 0..<groups {
        let least = (0...index).map { a in (index..<groups).map { b in mean(a, b) }.min() ?? .nan }
        let best = least.max() ?? .nan
        // Sums of forty numbers in two orders.
        #expect(abs(fit[index] - best) <= 80 * best.ulp)
      }
    }
  }

  @Test func `corresponds to scikit-learn on the golden cases`() throws {
    for golden in try Fixture.golden("calibration") {
      let (labels, scores) = (golden.input("y_true").doubles, golden.input("y_prob").doubles)
      let order = ScoreOrder(scores)
      let groups = (0..<order.groupCount).map { order.rows(inGroup: $0) }
      let fit = IsotonicRegression(
        positives: groups.map { Int64($0.reduce(0) { $0 + labels[Int($1)] }) },
        totals: groups.map { Int64($0.count) }
      ).fitted
      var calibrated = scores
      for (group, rows) in groups.enumerated() {
        for row in rows { calibrated[Int(row)] = fit[group] }
      }
      #expect(try golden.expects("corp_pav", calibrated))
    }
  }
}

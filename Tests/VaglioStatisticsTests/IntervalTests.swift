import Testing
import VaglioFindings

@testable import VaglioStatistics

struct IntervalTests {
  private let level = ConfidenceLevel.ninetyFivePercent

  private func bounds(_ interval: Interval?) -> [Double] {
    interval.map { [$0.lower, $0.upper] } ?? []
  }

  @Test func `one proportion meets its golden cases`() throws {
    for golden in try Fixture.golden("proportions") where golden.input("successes").number != nil {
      let (x, n) = (golden.input("successes").double, golden.input("n").double)
      let wilson = ProportionInterval.wilson(successes: x, trials: n, level: level)
      #expect(try golden.expects("wilson", bounds(wilson)), "\(wilson)")
      #expect(try golden.expects("wilson_ref", bounds(wilson)), "\(wilson)")
      let exact = ProportionInterval.clopperPearson(successes: x, trials: n, level: level)
      #expect(try golden.expects("beta", bounds(exact)), "\(exact)")
      let jeffreys = ProportionInterval.jeffreys(successes: x, trials: n, level: level)
      #expect(try golden.expects("jeffreys", bounds(jeffreys)), "\(jeffreys)")
    }
  }

  @Test func `two independent proportions meet their golden cases`() throws {
    var checked = 0
    for golden in try Fixture.golden("proportions")
    where golden["expected"]?["miettinen_nurminen"] != nil {
      let first = Proportion(
        successes: golden.input("x1").double, trials: golden.input("n1").double)
      let second = Proportion(
        successes: golden.input("x2").double, trials: golden.input("n2").double)
      let newcombe = NewcombeInterval.difference(first, second, level: level)
      #expect(try golden.expects("newcomb", bounds(newcombe)))
      let score = MiettinenNurminenInterval.difference(first, second, level: level)
      #expect(try golden.expects("miettinen_nurminen", bounds(score)))
      let mee = MiettinenNurminenInterval.mee(first, second, level: level)
      #expect(try golden.expects("mee", bounds(mee)))
      if golden["expected"]?["statsmodels_score"]?["value"]?.array != nil {
        #expect(try !golden.expects("statsmodels_score", bounds(score)))
      }
      checked += 1
    }
    #expect(checked == 3)
  }

  @Test func `two paired proportions meet their golden cases`() throws {
    for golden in try Fixture.golden("proportions") where golden.input("n11").number != nil {
      let (a, b) = (golden.input("n11").double, golden.input("n10").double)
      let (c, d) = (golden.input("n01").double, golden.input("n00").double)
      let tango = TangoInterval.difference(
        onlyFirst: b, onlySecond: c, rows: a + b + c + d, level: level)
      let difference = (b - c) / (a + b + c + d)
      #expect(try golden.expects("tango_diff_lo_hi", [difference] + bounds(tango)), "\(tango)")
      let newcombe = PairedNewcombeInterval.difference(
        both: a, onlyFirst: b, onlySecond: c, neither: d, level: level)
      #expect(try golden.expects("newcombe_paired_m10", [difference] + bounds(newcombe)))
    }
  }

  /// Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I,
  /// printed to four places.
  @Test(arguments: [
    (81.0, 263.0, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
    (1, 29, 0.0061, 0.1718),
  ])
  func `Wilson's interval is as published`(x: Double, n: Double, lower: Double, upper: Double) {
    let interval = ProportionInterval.wilson(successes: x, trials: n, level: level)
    #expect(abs(interval.lower - lower) <= 0.5e-4)
    #expect(abs(interval.upper - upper) <= 0.5e-4)
  }

  /// Newcombe 1998 (differences), table II, printed to four places.
  @Test(arguments: [
    (56.0, 70.0, 48.0, 80.0, 0.0528, 0.3382), (9, 10, 3, 10, 0.1700, 0.8406),
    (6, 7, 2, 7, 0.0342, 0.8534), (5, 56, 0, 29, -0.0326, 0.1933), (0, 10, 0, 20, -0.1658, 0.2844),
  ])
  func `Miettinen and Nurminen's interval is as published`(
    x1: Double, n1: Double, x2: Double, n2: Double, lower: Double, upper: Double
  ) {
    let interval = MiettinenNurminenInterval.difference(
      Proportion(successes: x1, trials: n1), Proportion(successes: x2, trials: n2), level: level)
    #expect(abs(interval.lower - lower) <= 0.5e-4)
    #expect(abs(interval.upper - upper) <= 0.5e-4)
  }

  @Test func `Hanley and McNeil's standard error is as published`() {
    // 58 normal and 51 abnormal cases, area .8931710615: the paper prints .032.
    let se = AUCInterval.hanleyMcNeilStandardError(0.8931710615, positives: 51, negatives: 58)
    #expect(abs(se - 0.0324866) < 1e-7)
  }

  /// Every method at a fixed table, as a function of the level.
  private static let methods: [@Sendable (ConfidenceLevel) -> Interval?] = {
    var methods: [@Sendable (ConfidenceLevel) -> Interval?] = []
    for (x, n) in [(0.0, 10.0), (10, 10), (3, 10), (999_999, 1_000_000), (0.3, 0.7), (5e9, 1e10)] {
      methods.append { ProportionInterval.wilson(successes: x, trials: n, level: $0) }
      methods.append { ProportionInterval.clopperPearson(successes: x, trials: n, level: $0) }
      methods.append { ProportionInterval.modifiedJeffreys(successes: x, trials: n, level: $0) }
      methods.append {
        AUCInterval.newcombe5(x / n, positives: n, negatives: 2 * n, level: $0)
      }
      methods.append {
        F1Interval.wilsonJaccard(
          truePositives: x, falsePositives: (n - x) / 2, falseNegatives: (n - x) / 2, level: $0)
      }
      methods.append { WaldInterval.logit(x / n, standardError: 0.1, level: $0, method: "x") }
      methods.append { WaldInterval.logarithmic(x / n, standardError: 0.1, level: $0, method: "x") }
      methods.append { WaldInterval.atanh(x / n, standardError: 0.1, level: $0, method: "x") }
      methods.append { CorrelationInterval.pearson(x / n, count: n, level: $0) }
      methods.append { CorrelationInterval.spearman(-x / n, count: n, level: $0) }
      methods.append { MeanInterval.t(mean: x, standardError: n, degreesOfFreedom: n, level: $0) }
      for (y, m) in [(0.0, 7.0), (7, 7), (2, 7)] {
        let (first, second) = (
          Proportion(successes: x, trials: n), Proportion(successes: y, trials: m)
        )
        methods.append { NewcombeInterval.difference(first, second, level: $0) }
        methods.append { MiettinenNurminenInterval.difference(first, second, level: $0) }
        methods.append { RatioInterval.katz(first, over: second, level: $0) }
        methods.append {
          TangoInterval.difference(onlyFirst: x, onlySecond: y, rows: n + m, level: $0)
        }
        methods.append {
          PairedNewcombeInterval.difference(
            both: 3, onlyFirst: x, onlySecond: y, neither: 1, level: $0)
        }
      }
    }
    return methods
  }()

  @Test(arguments: methods.indices) func `nested levels give nested intervals`(index: Int) {
    let method = Self.methods[index]
    let levels =
      [1e-12, 1e-6] + ConfidenceCurve.deviates.dropFirst().map(ConfidenceCurve.level) + [1 - 1e-15]
    let intervals = levels.compactMap { ConfidenceLevel($0).flatMap(method) }
    for (inner, outer) in zip(intervals, intervals.dropFirst()) {
      // The two roots are found to an ulp of the bracket, hence the slack of 2⁻⁵⁰.
      let slack = 0x1p-50 * max(1, abs(outer.lower), abs(outer.upper))
      #expect(outer.lower <= inner.lower + slack, "\(inner) \(outer)")
      #expect(outer.upper >= inner.upper - slack, "\(inner) \(outer)")
    }
  }

  @Test func `the ends are exact when there is no success or nothing else`() {
    for n in [1.0, 3, 10, 1e6, 1e12, 0.37] {
      #expect(ProportionInterval.wilson(successes: 0, trials: n, level: level).lower == 0)
      #expect(ProportionInterval.wilson(successes: n, trials: n, level: level).upper == 1)
      #expect(ProportionInterval.clopperPearson(successes: 0, trials: n, level: level).lower == 0)
      #expect(ProportionInterval.clopperPearson(successes: n, trials: n, level: level).upper == 1)
      #expect(
        ProportionInterval.modifiedJeffreys(successes: 0, trials: n, level: level).lower == 0)
    }
  }

  @Test func `failures mirror successes`() {
    for x in 0...20 {
      let interval = ProportionInterval.wilson(successes: Double(x), trials: 20, level: level)
      let mirror = ProportionInterval.wilson(successes: Double(20 - x), trials: 20, level: level)
      #expect(abs(interval.lower - (1 - mirror.upper)) < 0x1p-51)
      let tango = TangoInterval.difference(
        onlyFirst: Double(x), onlySecond: 3, rows: 50, level: level)
      let swapped = TangoInterval.difference(
        onlyFirst: 3, onlySecond: Double(x), rows: 50, level: level)
      #expect(abs(tango.lower + swapped.upper) < 1e-13)
    }
  }

  @Test func `nothing seen says nothing`() {
    let none = Proportion(successes: 0, trials: 0)
    for x in [Double.nan, .infinity, -.infinity, 0] {
      for n in [Double.nan, .infinity, -1, 0] {
        #expect(ProportionInterval.wilson(successes: x, trials: n, level: level).width == 1)
        #expect(ProportionInterval.clopperPearson(successes: x, trials: n, level: level).width == 1)
        #expect(ProportionInterval.jeffreys(successes: x, trials: n, level: level).width == 1)
      }
    }
    let some = Proportion(successes: 1, trials: 2)
    #expect(ProportionInterval.wilson(successes: 0, trials: 0, level: level).width == 1)
    #expect(NewcombeInterval.difference(none, some, level: level).width == 2)
    #expect(MiettinenNurminenInterval.difference(some, none, level: level).width == 2)
    #expect(RatioInterval.katz(some, over: none, level: level) == nil)
    #expect(TangoInterval.difference(onlyFirst: 0, onlySecond: 0, rows: 0, level: level).width == 2)
    #expect(CorrelationInterval.pearson(0.3, count: 3, level: level) == nil)
    #expect(CorrelationInterval.pearson(1, count: 30, level: level) == nil)
    #expect(MeanInterval.t(mean: 1, standardError: 1, degreesOfFreedom: 0, level: level) == nil)
  }

  @Test func `a ratio's interval contains it, zeros and all`() throws {
    for (x, y) in [(0.0, 1.0), (3, 3), (5, 5), (5, 1), (0, 5), (4, 5)] {
      let interval = try #require(
        RatioInterval.katz(
          Proportion(successes: x, trials: 5), over: Proportion(successes: y, trials: 5),
          level: level))
      #expect(interval.contains(x / y), "\(x), \(y): \(interval)")
      #expect(interval.width > 0)
    }
  }

  @Test func `balanced accuracy is the mean of two Wilson intervals, square and add`() throws {
    // Sensitivity 8/10, specificity 15/20; with halves, the interval is half of Newcombe's for
    // .8 − .25, shifted: (p₁ − q₂)/2 + ½.
    let sensitivity = Proportion(successes: 8, trials: 10)
    let specificity = Proportion(successes: 15, trials: 20)
    let terms = [sensitivity, specificity].map {
      NewcombeInterval.Term(
        0.5, $0.value,
        ProportionInterval.wilson(successes: $0.successes, trials: $0.trials, level: level))
    }
    let sum = try #require(NewcombeInterval.sum(terms, level: level, method: "square-and-add"))
    let youden = NewcombeInterval.difference(
      sensitivity, Proportion(successes: 5, trials: 20), level: level)
    #expect(abs(sum.lower - (youden.lower / 2 + 0.5)) < 1e-14)
    #expect(abs(sum.upper - (youden.upper / 2 + 0.5)) < 1e-14)
  }

  @Test func `order statistics bound the median by exact tails`() throws {
    // n = 10: P(B ≤ 1) = 11/1024 ≤ .025 < P(B ≤ 2) = 56/1024, so ranks 2 and 9.
    let ranks = try #require(OrderStatisticInterval.ranks(count: 10, level: level))
    #expect(ranks == (2, 9))
    #expect(OrderStatisticInterval.ranks(count: 5, level: level) == nil)
    let sorted = (1...10).map(Double.init)
    let interval = try #require(OrderStatisticInterval.quantile(ofSorted: sorted, level: level))
    #expect(bounds(interval) == [2, 9])
    // An upper quantile mirrors a lower one.
    let high = try #require(
      OrderStatisticInterval.ranks(count: 100, probability: 0.9, level: level))
    let low = try #require(
      OrderStatisticInterval.ranks(count: 100, probability: 0.1, level: level))
    #expect(high == (101 - low.upper, 101 - low.lower))
  }
}

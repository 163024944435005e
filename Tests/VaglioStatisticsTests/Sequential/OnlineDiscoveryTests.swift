import FoundationEssentials
import Glibc
import Testing
import VaglioFindings

@testable import VaglioStatistics

struct OnlineDiscoveryTests {
  private func meets(_ name: String, _ rule: some OnlineDiscovery, _ evidence: String) throws {
    let golden = try SequentialFixture("online")
    let values = golden.numbers(evidence)
    var rule = rule
    let decisions = try rule.decide(values)
    let want = try #require(golden[name]["levels"]).doubles
    #expect(agree(decisions.map(\.level), want, 1e-12), "\(name)")
    let discoveries = SequentialFixture.coins(try #require(golden[name]["discoveries"]))
    #expect(decisions.map(\.isDiscovery) == discoveries.map { $0 == 1 }, "\(name)")
    try keepsItsState(rule, start: values)
  }

  /// Saving in between changes nothing, and bad evidence leaves the state alone.
  private func keepsItsState<Rule: OnlineDiscovery>(_ rule: Rule, start values: [Double]) throws {
    var (first, second) = (rule, rule)
    for value in values.prefix(20) {
      second = try JSONDecoder().decode(Rule.self, from: JSONEncoder().encode(second))
      #expect(try first.decide(value) == second.decide(value))
    }
    #expect(first == second && first.claimCount == values.count + 20)
    #expect(throws: SequentialError.self) { try first.decide(-0.5) }
    #expect(throws: SequentialError.self) { try first.decide(.nan) }
    #expect(first == second)
  }

  @Test func `levels and decisions are online-fdr's`() throws {
    try meets("lond", LevelsByDiscoveries(alpha: 0.1), "p")
    try meets("lond_dependent", LevelsByDiscoveries(alpha: 0.1, anyDependence: true), "p")
    try meets("e_lond", EValueLevelsByDiscoveries(alpha: 0.1), "e")
    try meets("lord", LevelsByRecentDiscovery(alpha: 0.1), "p")
    try meets("saffron", AdaptiveDiscovery.saffron(alpha: 0.1), "p")
    try meets("addis", AdaptiveDiscovery.addis(alpha: 0.1), "p")
  }

  @Test func `spending sequences sum to at most 1`() {
    // Σ j^(−1.6) beyond n is below n^(−0.6)/0.6; the slow one's tail beyond n is
    // 0.0772·∫ x·e^(−√x) dx from log n = 0.0772·2·(y³ + 3y² + 6y + 6)·e^(−y), y = √(log n).
    let n = 1_000_000
    let power = (1...n).reversed().reduce(0.0) { $0 + DiscoverySpending.power($1) }
    #expect(power + 0.437_490_165_8 * pow(Double(n), -0.6) / 0.6 <= 1 + 1e-6)
    let slow = (1...n).reversed().reduce(0.0) { $0 + DiscoverySpending.slow($1) }
    let y = log(Double(n)).squareRoot()
    let tail = 0.077_208_38 * 2 * (y * y * y + 3 * y * y + 6 * y + 6) * exp(-y)
    #expect(slow + tail <= 1 + 1e-6)
  }

  @Test func `wealth and thresholds must leave room`() {
    #expect(throws: SequentialError.self) { try LevelsByDiscoveries(alpha: 1) }
    #expect(throws: SequentialError.self) {
      try LevelsByRecentDiscovery(alpha: 0.1, initialWealth: 0.1)
    }
    #expect(throws: SequentialError.self) {
      try AdaptiveDiscovery.addis(alpha: 0.1, lambda: 0.5, tau: 0.5)
    }
    #expect(throws: SequentialError.self) { try AdaptiveDiscovery.addis(alpha: 0.1, tau: 1) }
  }

  @Test func `e-BH chooses as online-fdr does, from logarithms too`() throws {
    let golden = try SequentialFixture("online")
    let values = Array(golden.numbers("e").prefix(60))
    for alpha in ["0.01", "0.1", "0.5"] {
      let want = SequentialFixture.coins(try #require(golden["e_bh"][alpha])).map { $0 == 1 }
      let level = try #require(Double(alpha))
      #expect(try EBenjaminiHochberg.discoveries(values, alpha: level) == want)
      #expect(
        try EBenjaminiHochberg.discoveries(logEValues: values.map { log($0) }, alpha: level)
          == want)
    }
  }

  @Test func `e-BH by hand`() throws {
    // m = 4, α = ½: thresholds 8, 4, 8/3, 2. Sorted 9, 3, 2.7, 1: ranks 1 and 3 pass.
    #expect(
      try EBenjaminiHochberg.discoveries([2.7, 1, 9, 3], alpha: 0.5) == [true, false, true, true])
    #expect(try EBenjaminiHochberg.discoveries([], alpha: 0.5) == [])
    #expect(try EBenjaminiHochberg.discoveries([.infinity, 0], alpha: 0.01) == [true, false])
    #expect(try EBenjaminiHochberg.discoveries(logEValues: [-.infinity], alpha: 0.5) == [false])
    #expect(throws: SequentialError.notAnEValue(row: 1)) {
      try EBenjaminiHochberg.discoveries([1, -1], alpha: 0.5)
    }
    #expect(throws: SequentialError.self) { try EBenjaminiHochberg.discoveries([1], alpha: 0) }
  }

  @Test func `more e-values or a larger level never lose a discovery`() throws {
    let values = Array(try SequentialFixture("online").numbers("e").prefix(60))
    let chosen = try EBenjaminiHochberg.discoveries(values, alpha: 0.1)
    let more = try EBenjaminiHochberg.discoveries(values.map { $0 * 1.5 }, alpha: 0.1)
    let looser = try EBenjaminiHochberg.discoveries(values, alpha: 0.2)
    for index in values.indices where chosen[index] { #expect(more[index] && looser[index]) }
  }
}

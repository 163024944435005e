import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct LabelPlanSequenceTests {
  /// A plan of all rows in a given order.
  private func plan(_ order: [Int], shares: [Double]) throws -> LabelPlan {
    try LabelPlan(
      entries: order.enumerated().map { place, row in
        (row: row, key: UInt64(row), share: shares[row], rank: Double(place))
      }, threshold: .infinity, population: shares.count, seed: 0)
  }

  private func permutations(_ rows: [Int]) -> [[Int]] {
    rows.isEmpty
      ? [[]]
      : rows.flatMap { first in permutations(rows.filter { $0 != first }).map { [first] + $0 } }
  }

  @Test(arguments: [[1.0, 0, 1, 0], [0, 0, 1, 1], [1, 0, 0, 0], [0.2, 0.9, 0.5, 0]])
  func `over all orders the bounds miss no more often than they may`(losses: [Double]) throws {
    let truth = losses.reduce(0, +) / 4
    for shares in [[0.05, 0.05, 0.1, 0.8], [0.25, 0.25, 0.25, 0.25], [0.6, 0.3, 0.06, 0.04]] {
      for alpha in [0.3, 0.9] {
        var missed = 0.0
        for order in permutations([0, 1, 2, 3]) {
          var (chance, left) = (1.0, 1.0)
          for row in order {
            chance *= min(1, shares[row] / left)
            left -= shares[row]
          }
          let sequence = try LabelPlanSequence(
            plan(order, shares: shares), losses: order.map { losses[$0] }, range: 0...1,
            alpha: alpha)
          let holds = sequence.bounds.allSatisfy {
            $0.lower <= truth + 1e-12 && truth <= $0.upper + 1e-12
          }
          if !holds { missed += chance }
        }
        #expect(missed <= alpha)
      }
    }
  }

  @Test func `bounds only close in, and end at the truth`() throws {
    let shares = (0..<40).map { Double(1 + $0 % 4) / 100 }
    let losses = (0..<40).map { Double($0 % 3) / 2 }
    let order = (0..<40).map { ($0 * 17) % 40 }
    let sequence = try LabelPlanSequence(
      plan(order, shares: shares), losses: order.map { losses[$0] }, range: 0...1, alpha: 0.05)
    for (before, after) in zip(sequence.bounds, sequence.bounds.dropFirst()) {
      #expect(after.lower >= before.lower && after.upper <= before.upper)
    }
    let (last, truth) = (try #require(sequence.bounds.last), losses.reduce(0, +) / 40)
    // Sums of forty losses, each rounded.
    #expect(abs(last.lower - truth) < 1e-13 && abs(last.upper - truth) < 1e-13)
  }

  @Test func `labels after the first that is missing do not count`() throws {
    let data = SimulatedScores(500, seed: 1)
    let plan = try LabelPlanResultsTests.plan(data, budget: 60, seed: 1)
    let losses = plan.entries.map { entry -> Double in
      abs(Double(data.labels[entry.row]) - data.scores[entry.row])
    }
    var some = losses.map { Optional($0) }
    some[20] = nil
    let (few, all) = (
      try LabelPlanSequence(plan, losses: some, range: 0...1, alpha: 0.05),
      try LabelPlanSequence(plan, losses: losses.map { $0 }, range: 0...1, alpha: 0.05)
    )
    #expect(few.bounds.count == 20)
    #expect(Array(all.bounds.prefix(19)) == Array(few.bounds.prefix(19)))
    let open = try LabelPlanSequence(
      plan, losses: losses.map { $0 }, range: 0...Double.infinity, alpha: 0.05)
    #expect(open.bounds.allSatisfy { $0.upper == .infinity && $0.interval == nil })
    #expect(open.bounds.map(\.lower) == all.bounds.map(\.lower))
  }

  @Test func `losses that were not promised are refused by name`() throws {
    let plan = try plan([0, 1, 2], shares: [0.5, 0.3, 0.2])
    #expect(throws: WithoutLabelsError.self) {
      try LabelPlanSequence(plan, losses: [0.5, 1.5, 0], range: 0...1, alpha: 0.05)
    }
    #expect(throws: WithoutLabelsError.self) {
      try LabelPlanSequence(plan, losses: [0.5, .nan, 0], range: 0...1, alpha: 0.05)
    }
    #expect(throws: WithoutLabelsError.self) {
      try LabelPlanSequence(plan, losses: [nil, 0.5, 0], range: 0...1, alpha: 0.05)
    }
  }
}

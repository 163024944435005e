import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

struct MetricLawsTests {
  @Test func `a lawful metric breaks no law`() {
    #expect(MetricLaws(Recall()).violations(seed: 1) == [])
  }

  @Test func `a metric with a wrong influence, range or order is caught`() {
    let broken = MetricLaws(Crooked()).violations(seed: 1)
    #expect(broken.contains { $0.hasPrefix("the influence foretells") })
    #expect(broken.contains { $0.hasSuffix("lies outside the range") })
    #expect(broken.contains { $0.hasPrefix("a perfect prediction gives") })
    #expect(broken.contains("the order of rows shows"))
    #expect(broken.contains("merged parts differ from one pass"))
    #expect(broken.contains("no rows have a value"))
  }
}

/// A metric that breaks every law it can: the score of the first row, said to lie above 2.
private struct Crooked: Metric {
  typealias Observed = BinaryOutcomes
  typealias Statistic = FirstScore

  var measure: Measure {
    Measure(
      name: "crooked", title: "Crooked", definition: "None.", range: 2...3,
      direction: .higherIsBetter)
  }
  var intervalMethod: String { "none" }
  func makeStatistic() -> FirstScore { FirstScore() }
  func value(of reading: FirstScore) throws(Undefined) -> Double { reading.first }
  func influence(of reading: FirstScore, on outcomes: BinaryOutcomes) -> Influence? {
    Influence { rows, φ in
      for (position, row) in rows.enumerated() { φ[position] = row % 2 == 0 ? 1 : -1 }
    }
  }

  struct FirstScore: SufficientStatistic {
    typealias Observed = BinaryOutcomes
    var count = 0
    var first = 0.0

    mutating func add(_ outcomes: BinaryOutcomes, rows: Range<Int>) {
      if let row = rows.first { first = outcomes.scores[row] }
      count += rows.count
    }
    mutating func merge(_ other: FirstScore) {
      first = other.first
      count += other.count
    }
    func read() -> FirstScore { self }
  }
}

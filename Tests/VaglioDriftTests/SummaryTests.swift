import Testing
import VaglioFindings

@testable import VaglioDrift

/// Mergeable summaries of streams.
struct SummaryTests {
  private func numbers(_ seed: Int, _ rows: Int, shift: Double = 0) -> [Double] {
    var sampling = Sampling(seed: seed)
    return sampling.numbers(rows) { $0.unit() < 0.02 ? .nan : $0.normal() * 3 + shift }
  }

  @Test func `merging is associative and commutative to the bit`() {
    let parts = (0..<4).map { NumberSummary(numbers($0, 100 + $0)) }
    var left = parts[0]
    for part in parts.dropFirst() { left.merge(part) }
    var (first, second) = (parts[3], parts[1])
    first.merge(parts[2])
    second.merge(parts[0])
    first.merge(second)
    #expect(left == first)
    #expect(left == NumberSummary((0..<4).flatMap { numbers($0, 100 + $0) }))
    var texts = LevelSummary(["a", nil])
    texts.merge(LevelSummary(["b", "a"]))
    #expect(texts == LevelSummary(["a", "b", nil, "a"]))
  }

  @Test(arguments: [0.0, 1e-3, 7, -7, 123.456, -1e300, .leastNonzeroMagnitude, -0.0])
  func `a number lies in its bucket, which is narrow`(number: Double) {
    let summary = NumberSummary([number])
    let range = NumberSummary.range(of: summary.buckets.keys.first ?? 0)
    #expect(range.contains(number))
    let width = range.upperBound - range.lowerBound
    #expect(width <= max(number.magnitude / 256, 1e-305))
  }

  @Test func `bounds hold the distances of the rows`() throws {
    let (x, y) = (numbers(1, 3000), numbers(2, 2500, shift: 0.4))
    let grouped = try SummaryComparison().distances(
      reference: NumberSummary(x), current: NumberSummary(y))
    let exact = OrderedDistances(TiedPair(x.filter { !$0.isNaN }, y.filter { !$0.isNaN }))
    let ks = try #require(grouped[.kolmogorovSmirnov].estimate.value)
    #expect(ks <= exact.kolmogorovSmirnov)
    // No bucket holds more than a hundredth of the rows.
    #expect(ks >= exact.kolmogorovSmirnov - 0.01)
    let w1 = try #require(grouped[.wasserstein].plugIn)
    // A value of at most 16 is moved by at most 16/512.
    #expect(abs(w1 - exact.wasserstein) < 2 * 16.0 / 512)
    #expect(grouped[.wasserstein].estimate.interval?.contains(exact.wasserstein) == true)
    #expect(grouped[.energy].estimate.undefined != nil)
    #expect(grouped[.populationStability].estimate.interval != nil)
  }

  @Test func `a test between summaries of many rows of one distribution sees nothing`() throws {
    // Sketches of ranks gave p = 2e-7 here.
    let (x, y) = (numbers(5, 60_000), numbers(6, 90_000))
    let found = try SummaryComparison().distances(
      reference: NumberSummary(x), current: NumberSummary(y))
    let exact = compared(x.filter { !$0.isNaN }, y.filter { !$0.isNaN })
    let p = try #require(found[.kolmogorovSmirnov].test?.pValue)
    #expect(p > 0.001)
    #expect(abs(p - (exact[.kolmogorovSmirnov].test?.pValue ?? -1)) < 0.1)
  }

  @Test func `summaries without values are refused`() {
    #expect(throws: DriftError.self) {
      try SummaryComparison().distances(
        reference: NumberSummary([.nan]), current: NumberSummary([1]))
    }
    #expect(throws: DriftError.self) {
      try SummaryComparison().distances(reference: LevelSummary(), current: LevelSummary(["a"]))
    }
  }
}

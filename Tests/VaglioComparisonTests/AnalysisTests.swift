import Testing
import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

struct AnalysisTests {
  private let pair = Paired(
    candidate: BinaryOutcomes.drawn(rows: 400, seed: 1),
    production: BinaryOutcomes(
      labels: BinaryOutcomes.drawn(rows: 400, seed: 1).labels,
      scores: BinaryOutcomes.drawn(rows: 400, seed: 2).scores))

  private let metrics = MetricCatalogue.binary.filter { $0.isStandard }

  private func analysis(threads: Int) -> Analysis<BinaryOutcomes> {
    Analysis(
      metrics: metrics, level: .ninetyFivePercent, resamples: 200, seed: 7,
      contrasted: ["selection_rate"], threads: threads)
  }

  private func slicing() -> [SliceRows] {
    (0..<3).map { group in
      SliceRows(
        slice: Slice([.init(column: "group", value: "\(group)")]),
        rows: (0..<400).filter { $0 % 3 == group })
    }
  }

  @Test func `the number of threads shows in no bit`() {
    let one = analysis(threads: 1).findings(on: pair, slicings: [slicing()])
    #expect(analysis(threads: 4).findings(on: pair, slicings: [slicing()]) == one)
  }

  @Test func `findings come slice by slice, metric by metric, and contrasts at the end`() {
    let findings = analysis(threads: 1).findings(on: pair, slicings: [slicing()])
    let metrics = metrics.count
    #expect(findings.prefix(3).map(\.subject) == [.candidate, .production, .difference])
    #expect(Array(findings.prefix(3 * metrics)).allSatisfy { $0.slice == .all })
    // Two groups against the third, a ratio and a difference each, for two models.
    #expect(findings.count == 4 * 3 * metrics + 8)
    #expect(findings.suffix(8).allSatisfy { $0.measure.hasPrefix("selection_rate.") })
  }

  @Test func `tests on slices are corrected, those on all rows are not`() {
    let findings = analysis(threads: 1).findings(on: pair, slicings: [slicing()])
    for finding in findings where finding.test != nil {
      #expect((finding.test?.adjustedPValue == nil) == (finding.slice == .all))
      // Two of three groups are held against the third.
      let isContrast = finding.measure.hasPrefix("selection_rate.")
      if finding.slice != .all { #expect(finding.test?.family == (isContrast ? 2 : 3)) }
    }
  }

  @Test func `the ratio of two groups is the ratio of their values, and its interval holds it`()
    throws
  {
    let findings = Findings(analysis(threads: 1).findings(on: pair, slicings: [slicing()]))
    let ratios = findings.all.filter {
      $0.measure == "selection_rate.ratio" && $0.subject == .candidate
    }
    let rates = findings.all.filter {
      $0.measure == "selection_rate" && $0.subject == .candidate && $0.slice != .all
    }
    let highest = try #require(rates.compactMap(\.estimate.value).max())
    for ratio in ratios {
      let rate = try #require(
        findings.finding("selection_rate", .candidate, on: ratio.slice)?.estimate.value)
      #expect(ratio.estimate.value == rate / highest)
      let interval = try #require(ratio.estimate.interval)
      #expect(
        interval.lower <= rate / highest && rate / highest <= interval.upper && interval.lower > 0)
    }
  }
}

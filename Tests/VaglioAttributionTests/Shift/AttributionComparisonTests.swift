import Testing
import VaglioFindings
import VaglioStatistics

@testable import VaglioAttribution

@Suite struct AttributionComparisonTests {
  private let rows = 200

  private func columns(_ seed: UInt64, _ scales: [Double]) -> [[Double]] {
    scales.enumerated().map { index, scale in
      SampleAttributions.uniform(rows, seed: seed &+ UInt64(index)).map { scale * $0 }
    }
  }

  private var candidate: Attributions { SampleAttributions.of(columns(1, [1, 2, 0.5])) }
  private var production: Attributions { SampleAttributions.of(columns(4, [1.5, 1, 0.5])) }

  private func options(_ margin: Double? = nil) -> AttributionComparison.Options {
    var options = AttributionComparison.Options()
    options.margin = margin
    return options
  }

  @Test func `swapping candidate and production negates the shift`() throws {
    let there = try AttributionComparison(candidate: candidate, production: production)
    let back = try AttributionComparison(candidate: production, production: candidate)
    for (a, b) in zip(there.features, back.features) {
      #expect(a.difference.value == -b.difference.value)
      #expect(a.difference.standardError == b.difference.standardError)
      let (x, y) = (
        a.difference.interval(level: .ninetyFivePercent)!,
        b.difference.interval(level: .ninetyFivePercent)!
      )
      #expect(x.lower == -y.upper && x.upper == -y.lower)
      #expect(a.pValue == b.pValue)
      #expect(a.rank.change == -b.rank.change)
      #expect(a.signFlips == b.signFlips)
      #expect(a.wasserstein == b.wasserstein)
    }
    #expect(there.topReasonAgreement == back.topReasonAgreement)
    #expect(there.topReasonsJaccard == back.topReasonsJaccard)
  }

  @Test func `a model against itself shows no shift, for certain`() throws {
    let shift = try AttributionComparison(
      candidate: candidate, production: candidate, options: options(0.01))
    for feature in shift.features {
      #expect(feature.difference.value == 0)
      #expect(feature.pValue == 1)
      #expect(feature.equivalencePValue == 0)
      #expect(feature.wasserstein == 0)
      #expect(feature.signFlips.value == 0)
      #expect(feature.rank.change == 0)
      let interval = try #require(feature.estimate(level: .ninetyFivePercent).interval)
      #expect(interval.lower == 0 && interval.upper == 0 && interval.method == "identical")
    }
    #expect(shift.topReasonAgreement.value == 1)
    #expect(shift.topReasonsJaccard.value == 1)
  }

  @Test func `features are matched by name, and those of one model named`() throws {
    let turned = SampleAttributions.of(
      [columns(9, [1])[0]] + columns(4, [1.5, 1, 0.5]).reversed(), names: ["new", "f2", "f1", "f0"])
    let straight = try AttributionComparison(candidate: candidate, production: production)
    let shift = try AttributionComparison(candidate: candidate, production: turned)
    #expect(shift.features.map(\.feature) == ["f0", "f1", "f2"])
    #expect(shift.features.map(\.difference) == straight.features.map(\.difference))
    #expect(shift.onlyProduction == ["new"])
    #expect(shift.onlyCandidate == [])
    #expect(shift.notes == ["features of production alone: new"])
  }

  @Test func `numbers of four rows by hand`() throws {
    let shift = try AttributionComparison(
      candidate: SampleAttributions.of([[1, -2, 3, 0], [2, 1, -1, 1]]),
      production: SampleAttributions.of([[-1, -1, 1, 2], [0.5, 2, -3, -1]]))
    let (a, b) = (shift.features[0], shift.features[1])
    // |φ|: 1 2 3 0 against 1 1 1 2: differences 0 1 2 −2, mean 0.25;
    // Σ(d − 0.25)² = 0.0625 + 0.5625 + 3.0625 + 5.0625 = 8.75; se = √(8.75/12)
    #expect(a.difference.value == 0.25)
    #expect(a.difference.standardError == (8.75 / 12).squareRoot())
    // Opposite signs in the first row only; 0 has no sign.
    #expect(a.signFlips.value == 0.25)
    // Sorted −2 0 1 3 against −1 −1 1 2: 1 + 1 + 0 + 1 = 3
    #expect(a.wasserstein == 0.75)
    // Means 1.5 and 1.25 against 1.25 and 1.625.
    #expect(a.rank.candidate.value == 1 && a.rank.production.value == 2)
    #expect(b.rank.change == 1)
    // Top reasons: f1 f0 f0 f1 against f0 f1 f1 f0.
    #expect(shift.topReasonAgreement.value == 0)
    // Two features, three asked for: {f0, f1} both, but for row 4 of the candidate, {f1}: ½.
    #expect(shift.topReasonsJaccard.value == 0.875)
  }

  @Test func `p-values are corrected over the features`() throws {
    var options = options()
    options.correction = .bonferroni
    let shift = try AttributionComparison(
      candidate: candidate, production: production, options: options)
    for feature in shift.features {
      #expect(feature.adjustedPValue == min(1, 3 * feature.pValue!))
    }
  }

  @Test func `a shift beyond the margin is not equivalent, one within is`() throws {
    let columns = columns(1, [1, 2, 0.5])
    let moved = SampleAttributions.of([
      columns[0].map { $0 * 1.001 }, columns[1].map { $0 * 2 }, columns[2],
    ])
    let shift = try AttributionComparison(
      candidate: moved, production: SampleAttributions.of(columns), options: options(0.05))
    #expect(shift.features[0].equivalencePValue! < 1e-6)
    #expect(shift.features[0].pValue! < 1e-6)  // small, and yet shown
    #expect(shift.features[1].equivalencePValue! > 0.999)
  }

  @Test func `ranks far apart separate, ranks of equal features do not`() throws {
    let far = try AttributionComparison(
      candidate: SampleAttributions.of(columns(1, [5, 1, 0.1])),
      production: SampleAttributions.of(columns(1, [1, 5, 0.1])))
    #expect(far.features.map(\.rank.change) == [-1, 1, 0])
    #expect(far.features.map(\.rank.isSeparable) == [true, true, false])
    let near = try AttributionComparison(
      candidate: SampleAttributions.of(columns(1, [1, 1, 1])),
      production: SampleAttributions.of(columns(4, [1, 1, 1])))
    #expect(near.features.allSatisfy { !$0.rank.isSeparable })
  }

  @Test func `a joint region holds every pair of ranks that the intervals leave open`() {
    // By enumeration: rank k can be anything that some choice of means within their intervals gives.
    let design = try! RowDesign(count: 40)
    let means = (0..<5).map { index in
      RowMean(
        SampleAttributions.uniform(40, seed: UInt64(index)).map { 0.3 * Double(index) + $0 }, design
      )
    }
    let region = RankRegion(
      means, isZero: means.map { _ in false }, family: 5, level: .ninetyFivePercent)
    let each = ConfidenceLevel(0.99)!
    let bounds = means.map { $0.interval(level: each)! }
    for (index, rank) in region.ranks.enumerated() {
      let above = bounds.indices.filter { bounds[$0].lower > bounds[index].upper }.count
      let below = bounds.indices.filter { bounds[$0].upper < bounds[index].lower }.count
      #expect(rank.best == 1 + above)
      #expect(rank.worst == 5 - below)
    }
  }

  @Test func `noise in equal attributions makes no shift`() throws {
    // The truth is the same small φ in both; the candidate's estimate has noise of its own size.
    let count = 4000
    let truth = SampleAttributions.uniform(count, seed: 3).map { 0.2 * $0 }
    let noise = SampleAttributions.normal(count, seed: 8).map { 0.2 * $0 }
    let errors = [[Double](repeating: 0.2, count: count)]
    let noisy = zip(truth, noise).map(+)
    func shift(_ errors: [[Double]]?) throws -> Interval {
      try #require(
        try AttributionComparison(
          candidate: SampleAttributions.of([noisy], errors: errors),
          production: SampleAttributions.of([truth])
        ).features[0].difference.interval(level: .ninetyFivePercent))
    }
    #expect(try shift(nil).lower > 0.05)  // the naive comparison is sure of a shift
    #expect(try shift(errors).contains(0))
  }

  @Test func `errors that all rows share do not average out`() throws {
    let values = SampleAttributions.uniform(rows, seed: 1).map { 5 + $0 }
    func error(_ errors: AttributionErrors?) throws -> Double {
      let own = Attributions(
        features: ["a"], outputs: ["y"], scale: .margin, values: values, baseValues: [0],
        errors: errors)
      return try #require(
        try AttributionComparison(
          candidate: own, production: SampleAttributions.of([values.map { $0 * 0.9 }], names: ["a"])
        ).features[0].difference.standardError)
    }
    let ones = [Double](repeating: 1, count: rows)
    #expect(try error(AttributionErrors(background: ones)) > 1)
    #expect(try error(AttributionErrors(coalitions: ones)) < 0.1)
  }

  @Test func `a weighted distance of equal weights is the plain one`() {
    let (a, b) = (
      SampleAttributions.uniform(50, seed: 1), SampleAttributions.uniform(50, seed: 2)
    )
    let plain = Wasserstein.distance(a, b, weights: nil)
    let weighted = Wasserstein.distance(a, b, weights: [Double](repeating: 0.25, count: 50))
    #expect(abs(plain - weighted) < 1e-15)
  }

  @Test func `a row of weight three is three rows to the distance`() {
    let weighted = Wasserstein.distance([1, 5, 2], [0, 2, 9], weights: [3, 1, 0])
    let repeated = Wasserstein.distance([1, 1, 1, 5], [0, 0, 0, 2], weights: nil)
    #expect(weighted == repeated)
  }

  @Test func `every finding has a documented measure, and its interval holds its value`() throws {
    var options = options()
    options.topCount = 2
    let shift = try AttributionComparison(
      candidate: candidate, production: production, options: options)
    let known = Dictionary(uniqueKeysWithValues: ShiftMeasures.all.map { ($0.name, $0) })
    #expect(shift.findings.count == 2 + 4 * 3)
    for finding in shift.findings {
      let base = String(finding.measure.prefix { $0 != "[" })
      let measure = try #require(known[base], "\(base) is not documented")
      let value = try #require(finding.estimate.value)
      #expect(measure.lowest <= value && value <= measure.highest)
      #expect(finding.estimate.interval?.contains(value) ?? (base == "attribution_wasserstein"))
      #expect(finding.subject == .difference)
    }
    #expect(shift.findings[2].measure == "attribution_shift[feature=f0]")
    #expect(shift.findings[2].test?.family == 3)
    #expect(shift.findings[2].test?.adjustment == "holm")
  }

  @Test func `the tables have equally long columns`() throws {
    let shift = try AttributionComparison(
      candidate: candidate, production: production, options: options(0.1))
    #expect(shift.exhibits.map(\.kind) == ["attribution_shift", "rank_change"])
    for exhibit in shift.exhibits {
      #expect(exhibit.series.values.allSatisfy { $0.count == 3 })
    }
  }

  @Test func `one output of several is compared by its name`() throws {
    func pair(_ values: [Double], _ outputs: [String]) -> Attributions {
      Attributions(
        features: ["a"], outputs: outputs, scale: .margin, values: values, baseValues: [0, 0])
    }
    let shift = try AttributionComparison(
      candidate: pair([1, 10, 2, 20], ["no", "yes"]),
      production: pair([5, 1, 6, 2], ["yes", "no"]), output: "yes")
    // 10 − 5 and 20 − 6.
    #expect(shift.features[0].difference.value == 9.5)
    #expect(shift.findings[0].measure == "top_reason_agreement[class=yes]")
    #expect(shift.findings[2].measure == "attribution_shift[class=yes,feature=a]")
  }

  @Test func `what can't be compared is refused by name`() {
    func refusal(_ first: Attributions, _ second: Attributions, margin: Double? = nil) -> String {
      do {
        _ = try AttributionComparison(
          candidate: first, production: second, options: options(margin))
        return ""
      } catch { return error.description }
    }
    let one = SampleAttributions.of([[1, 2]])
    #expect(
      refusal(one, SampleAttributions.of([[1]]))
        == "the candidate explains 2 rows, production 1 (explain the same rows with both)")
    #expect(
      refusal(one, SampleAttributions.of([[1, 2]], scale: .prediction))
        == "the candidate's attributions are of the margin, production's of the prediction "
        + "(explain the same scale with both)")
    #expect(
      refusal(one, SampleAttributions.of([[1, 2]], names: ["other"]))
        == "candidate and production have no feature in common")
    #expect(
      refusal(one, SampleAttributions.of([[1, .nan]]))
        == "the attribution of production to \"f0\" in row 2 is nan")
    #expect(
      refusal(SampleAttributions.of([[1, 2], [1, 2]], names: ["a", "a"]), one)
        == "two features of the candidate are called \"a\" (give each its own name)")
    #expect(refusal(one, one, margin: 0) == "a margin of equivalence is above zero, not 0.0")
  }

  @Test func `one row has values and no intervals`() throws {
    let shift = try AttributionComparison(
      candidate: SampleAttributions.of([[1], [2]]), production: SampleAttributions.of([[3], [1]]))
    #expect(shift.features[0].difference.value == -2)
    #expect(shift.features[0].difference.interval(level: .ninetyFivePercent) == nil)
    #expect(shift.features[0].pValue == nil)
    #expect(!shift.features[0].rank.isSeparable)
    #expect(shift.findings.count == 10)
  }
}

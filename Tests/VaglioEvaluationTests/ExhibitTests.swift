import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

struct ExhibitTests {
  private let outcomes = BinaryOutcomes(
    labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8])

  private func curve(_ kind: String) throws -> Exhibit {
    try #require(
      CurveExhibits(of: outcomes, subject: .model).exhibits.first { $0.kind == kind })
  }

  @Test func `the ROC curve passes every threshold, from nothing to everything`() throws {
    // Selected from the top: 0.8 (positive), 0.4 (negative), 0.35 (positive), 0.1 (negative).
    let roc = try curve("roc")
    #expect(roc.numbers("true_positive_rate") == [0, 0.5, 0.5, 1, 1])
    #expect(roc.numbers("false_positive_rate") == [0, 0, 0.5, 0.5, 1])
    #expect(roc.numbers("threshold") == [nil, 0.8, 0.4, 0.35, 0.1])
    #expect(roc.scalars["operating_true_positive_rate"] == 0.5)
  }

  @Test func `precision and recall belong to the same thresholds`() throws {
    let curve = try curve("precision_recall")
    #expect(curve.numbers("recall") == [0.5, 0.5, 1, 1])
    #expect(curve.numbers("precision") == [1, 0.5, 2.0 / 3, 0.5])
    #expect(curve.scalars["prevalence"] == 0.5)
  }

  @Test func `infinite scores are drawn without a threshold`() throws {
    let endless = BinaryOutcomes(labels: [0, 1, 1], scores: [-.infinity, 0.3, .infinity])
    let roc = try #require(
      CurveExhibits(of: endless, subject: .model).exhibits.first { $0.kind == "roc" })
    #expect(roc.numbers("threshold") == [nil, nil, 0.3, nil])
    #expect(roc.json["series"]?["threshold"] == [.null, .null, 0.3, .null])
  }

  @Test func `a long curve is thinned, its ends kept`() throws {
    let many = BinaryOutcomes.drawn(rows: 20_000, seed: 3)
    let spread = BinaryOutcomes(
      labels: many.labels,
      scores: many.scores.enumerated().map { $0.element + 1e-7 * Double($0.offset) })
    let roc = try #require(
      CurveExhibits(of: spread, subject: .model).exhibits.first { $0.kind == "roc" })
    let rates = (roc.numbers("true_positive_rate") ?? []).compactMap { $0 }
    #expect(rates.count <= CurveExhibits.most && rates.count > CurveExhibits.most / 2)
    #expect(rates.first == 0 && rates.last == 1)
    #expect(rates == rates.sorted())
  }

  @Test func `a score on a bin's edge belongs to the upper bin, 1 to the last`() throws {
    let edges = (0..<15).map { Double($0) * (1.0 / 15) } + [1]
    let outcomes = BinaryOutcomes(
      labels: edges.indices.map { UInt8($0 % 2) }, scores: edges)
    let reliability = try #require(
      ReliabilityExhibit(of: outcomes, subject: .model, level: .ninetyFivePercent).exhibits.first)
    #expect(reliability.numbers("count") == [Double?](repeating: 1, count: 14) + [2])
  }

  @Test func `the consistency band is the central interval of a binomial`() throws {
    // 20 rows at 0.5: P(X ≤ 5) = 0.0207 < 0.025 < P(X ≤ 6) = 0.0577, so the band is 6/20 to 14/20.
    let outcomes = BinaryOutcomes(
      labels: (0..<20).map { UInt8($0 % 2) }, scores: [Double](repeating: 0.5, count: 20))
    let reliability = try #require(
      ReliabilityExhibit(of: outcomes, subject: .model, level: .ninetyFivePercent).exhibits.first)
    #expect(reliability.numbers("band_lower")?.compactMap { $0 } == [0.3])
    #expect(reliability.numbers("band_upper")?.compactMap { $0 } == [0.7])
  }

  @Test func `one huge value stands in the middle of its axis`() throws {
    let outcomes = RegressionOutcomes(actual: [1e300, 1e300], predicted: [2e300, 2e300])
    let ranges = try #require(ResidualExhibits.ranges([outcomes]))
    let exhibits = ResidualExhibits(
      of: outcomes, subject: .model, range: ranges.values, residualRange: ranges.residuals
    ).exhibits
    let counts = exhibits.last?.numbers("count")?.compactMap { $0 } ?? []
    #expect(counts[ResidualExhibits.bins / 2] == 2)
  }

  @Test func `weights too small to be squared still give a band`() throws {
    let outcomes = BinaryOutcomes(
      labels: [0, 1, 1], scores: [0.5, 0.5, 0.5],
      rows: Rows(count: 3, weights: Weights([1e-300, 2e-300, 1e-300], kind: .importance)))
    let reliability = try #require(
      ReliabilityExhibit(of: outcomes, subject: .model, level: .ninetyFivePercent).exhibits.first)
    #expect(reliability.numbers("band_upper")?.compactMap { $0 } == [1])
  }

  @Test func `the counts of residuals add up to the rows`() throws {
    let outcomes = RegressionOutcomes.drawn(rows: 333, seed: 1)
    let ranges = try #require(ResidualExhibits.ranges([outcomes]))
    let exhibits = ResidualExhibits(
      of: outcomes, subject: .model, range: ranges.values, residualRange: ranges.residuals
    ).exhibits
    #expect(
      exhibits.map(\.kind) == ["predicted_actual", "residual_quantiles", "residual_histogram"])
    for exhibit in exhibits {
      #expect((exhibit.numbers("count") ?? []).compactMap { $0 }.reduce(0, +) == 333)
    }
  }
}

import Testing
import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics
import VaglioTesting

/// Differences of models of several classes.
struct MulticlassComparisonTests {
  private func metric(_ name: String) throws -> any Metric<MulticlassOutcomes> {
    try #require(MetricCatalogue.metric(name, in: MetricCatalogue.multiclass))
  }

  private func finding(_ name: String, _ pair: Paired<MulticlassOutcomes>) throws -> Finding {
    Comparison(metrics: [try metric(name)], level: .ninetyFivePercent, resamples: 100, seed: 7)
      .findings(on: pair)[0]
  }

  private func decisions(_ labels: String, _ predicted: String) -> MulticlassOutcomes {
    func numbers(_ text: String) -> [Int32] { text.utf8.map { Int32($0) - 97 } }
    return MulticlassOutcomes(
      classes: ["a", "b", "c"], labels: numbers(labels), predicted: numbers(predicted))
  }

  private func drawn(_ seed: UInt64, rows: Int = 300) -> Paired<MulticlassOutcomes> {
    let candidate = MulticlassOutcomes.drawn(rows: rows, seed: seed)
    var draws = SeededDraws(seed: seed &+ 50)
    let scores = candidate.scores.map { column in column.map { $0 + 0.4 * draws.uniform() } }
    let sums = (0..<rows).map { row in scores.reduce(0) { $0 + $1[row] } }
    let production = MulticlassOutcomes(
      classes: candidate.classes, labels: candidate.labels,
      scores: scores.map { column in zip(column, sums).map { $0 / $1 } })
    return Paired(candidate: candidate, production: production)
  }

  // label      a a a a b b b c c c
  // candidate  a a a b b b a c c c   8 right
  // production a b b b b b b c c a   6 right: only the candidate is right in rows 2, 3 and 10,
  // only production in row 7.
  private var table: Paired<MulticlassOutcomes> {
    Paired(
      candidate: decisions("aaaabbbccc", "aaabbbaccc"),
      production: decisions("aaaabbbccc", "abbbbbbcca"))
  }

  /// b = 3 and c = 1 of 10: difference 0.2; mid-p 2·(P(X = 0) + P(X = 1)/2) = 2·(1 + 2)/16 = 3/8.
  @Test func `accuracy has Tango's interval and McNemar's test`() throws {
    let finding = try finding("accuracy", table)
    let tango = TangoInterval.difference(
      onlyFirst: 3, onlySecond: 1, rows: 10, level: .ninetyFivePercent)
    #expect(abs((finding.estimate.value ?? .nan) - 0.2) < 1e-15)
    #expect(finding.estimate.interval?.lower == tango.lower)
    #expect(finding.estimate.interval?.upper == tango.upper)
    #expect(finding.estimate.interval?.method == "tango")
    #expect(finding.test?.name == "mcnemar-mid-p")
    #expect(abs((finding.test?.pValue ?? .nan) - 0.375) < 1e-15)
  }

  /// Of the four rows of class a the candidate has three, production one, and none that the candidate
  /// has not: b = 2 and c = 0; mid-p 2·(P(X = 0)/2) = 1/4.
  @Test func `the recall of a class has them among that class's rows`() throws {
    let finding = try finding("recall[class=a]", table)
    let tango = TangoInterval.difference(
      onlyFirst: 2, onlySecond: 0, rows: 4, level: .ninetyFivePercent)
    #expect(finding.estimate.value == 0.5)
    #expect(finding.estimate.interval?.lower == tango.lower)
    #expect(finding.estimate.interval?.upper == tango.upper)
    #expect(abs((finding.test?.pValue ?? .nan) - 0.25) < 1e-15)
  }

  /// The jackknife's error √((n − 1)/n·Σ(θᵢ − θ̄)²) and that of the influence function differ by terms
  /// of order 1/n: a few per cent of 300 rows, of which a class has as few as 30.
  @Test(arguments: [
    "f1", "precision", "f1[average=weighted]", "f1[class=b]", "balanced_accuracy", "cohen_kappa",
    "matthews_corrcoef", "roc_auc", "roc_auc[class=a]", "roc_auc[multiclass=ovo]",
    "average_precision", "log_loss", "brier_score",
  ])
  func `an interval is as wide as the jackknife says`(name: String) throws {
    let pair = drawn(3)
    let interval = try #require(try finding(name, pair).estimate.interval)
    let rows = pair.rows.count
    let metric = try metric(name)
    func value(_ outcomes: MulticlassOutcomes) throws -> Double {
      try #require(
        Evaluation(metrics: [metric], level: .ninetyFivePercent)
          .findings(on: outcomes, subject: .model)[0].estimate.value)
    }
    let left = try (0..<rows).map { row in
      let kept = (0..<Int32(rows)).filter { $0 != Int32(row) }
      return try value(pair.candidate.taking(kept)) - value(pair.production.taking(kept))
    }
    let mean = left.reduce(0, +) / Double(rows)
    let squares = left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let jackknife = (squares * Double(rows - 1) / Double(rows)).squareRoot()
    let quantile = StudentT(degreesOfFreedom: Double(rows - 1)).upperQuantile(0.025)
    let ratio = interval.width / 2 / quantile / jackknife
    #expect(abs(ratio - 1) < 0.05, "\(name): \(ratio) by \(interval.method)")
  }

  @Test func `the area of a class is compared as that of two classes is`() throws {
    let pair = drawn(4)
    for (number, name) in pair.candidate.classes.enumerated() {
      func rest(_ outcomes: MulticlassOutcomes) -> BinaryOutcomes {
        BinaryOutcomes(
          labels: outcomes.labels.map { $0 == Int32(number) ? 1 : 0 },
          scores: outcomes.scores[number])
      }
      let own = try finding("roc_auc[class=\(name)]", pair)
      let binary = Comparison<BinaryOutcomes>(
        metrics: [.rocAUC], level: .ninetyFivePercent, resamples: 100, seed: 7
      ).findings(on: Paired(candidate: rest(pair.candidate), production: rest(pair.production)))[0]
      #expect(own.estimate == binary.estimate && own.test == binary.test, "\(name)")
    }
  }

  @Test(arguments: MulticlassSelection.all.map(\.name))
  func `an interval turns round when the models change places`(name: String) throws {
    let pair = drawn(5)
    let forward = try finding(name, pair).estimate
    let backward = try finding(
      name, Paired(candidate: pair.production, production: pair.candidate)
    ).estimate
    let value = try #require(forward.value)
    #expect(value == -(try #require(backward.value)))
    guard let interval = forward.interval, let mirrored = backward.interval else {
      #expect(forward.interval == nil && backward.interval == nil)
      return
    }
    #expect(interval.contains(value))
    #expect(interval.method == mirrored.method)
    // Sums of 300 rows' terms, and the roots of a polynomial.
    #expect(abs(interval.lower + mirrored.upper) < 1e-9)
    #expect(abs(interval.upper + mirrored.lower) < 1e-9)
  }

  @Test func `a model differs from itself by exactly nothing`() {
    let outcomes = MulticlassOutcomes.drawn(rows: 80, seed: 6)
    let findings = Comparison(
      metrics: MulticlassSelection.all, level: .ninetyFivePercent, resamples: 100, seed: 7
    ).findings(on: Paired(candidate: outcomes, production: outcomes))
    for finding in findings {
      #expect(finding.estimate.value == 0, "\(finding.measure)")
      #expect(finding.estimate.interval?.width == 0, "\(finding.measure)")
      #expect(finding.estimate.interval?.method == "identical")
      #expect(finding.test?.pValue == 1)
    }
  }

  @Test func `twins in one cluster count once, and equal weights not at all`() throws {
    let pair = drawn(8, rows: 120)
    let own = Array(0..<Int32(120))
    let twice = own.flatMap { [$0, $0] }
    func clustered(_ rows: [Int32]) -> Paired<MulticlassOutcomes> {
      func taken(_ outcomes: MulticlassOutcomes) -> MulticlassOutcomes {
        outcomes.taking(rows).with(Rows(count: rows.count, clusters: rows))
      }
      return Paired(candidate: taken(pair.candidate), production: taken(pair.production))
    }
    func weighted(_ weight: Double) -> Paired<MulticlassOutcomes> {
      let rows = Rows(
        count: 120, weights: Weights([Double](repeating: weight, count: 120), kind: .importance))
      return Paired(
        candidate: pair.candidate.with(rows), production: pair.production.with(rows))
    }
    for metric in MulticlassSelection.all {
      for (first, second) in [
        (clustered(own), clustered(twice)), (weighted(0.3), weighted(1)),
        (weighted(1), clustered(own)),
      ] {
        let (one, other) = (
          try finding(metric.name, first).estimate, try finding(metric.name, second).estimate
        )
        #expect(
          abs((one.value ?? .nan) - (other.value ?? .nan)) < 1e-12, "\(metric.name)")
        #expect((one.interval == nil) == (other.interval == nil), "\(metric.name)")
        guard let a = one.interval, let b = other.interval else { continue }
        #expect(abs(a.lower - b.lower) < 1e-9 && abs(a.upper - b.upper) < 1e-9, "\(metric.name)")
      }
    }
  }
}

/// What a report shows of the rows that two models of several classes decide differently.
struct ClassDisagreementTests {
  // label      a a a a b b b c c c
  // candidate  a a a b b b a c c c
  // production a b b b b b b c c a
  private var pair: Paired<MulticlassOutcomes> {
    func numbers(_ text: String) -> [Int32] { text.utf8.map { Int32($0) - 97 } }
    func model(_ predicted: String) -> MulticlassOutcomes {
      MulticlassOutcomes(
        classes: ["a", "b", "c"], labels: numbers("aaaabbbccc"), predicted: numbers(predicted))
    }
    return Paired(candidate: model("aaabbbaccc"), production: model("abbbbbbcca"))
  }

  /// Both right in rows 1, 5, 6, 8 and 9; neither in row 4.
  @Test func `rows right under one model are counted`() throws {
    let exhibits = DisagreementExhibits.exhibits(of: pair) { "row \($0 + 1)" }
    let summary = try #require(exhibits.first { $0.kind == "disagreement" })
    #expect(
      summary.scalars == [
        "both_right": 5, "only_candidate_right": 3, "only_production_right": 1, "both_wrong": 1,
      ])
  }

  @Test func `the commonest changes come first, ties in the order of the classes`() throws {
    let exhibits = DisagreementExhibits.exhibits(of: pair) { "row \($0 + 1)" }
    let changes = try #require(exhibits.first { $0.kind == "class_disagreement" })
    #expect(changes.series["label"] == .words(["a", "b", "c"]))
    #expect(changes.series["production"] == .words(["b", "b", "a"]))
    #expect(changes.series["candidate"] == .words(["a", "a", "c"]))
    #expect(changes.series["count"] == .numbers([2, 1, 1]))
    #expect(changes.scalars == ["rows": 4])
  }

  @Test func `without scores the first rows are shown`() throws {
    let exhibits = DisagreementExhibits.exhibits(of: pair) { "row \($0 + 1)" }
    let rows = try #require(exhibits.first { $0.kind == "class_disagreement_rows" })
    #expect(rows.series["row"] == .words(["row 2", "row 3", "row 7", "row 10"]))
    #expect(rows.series["label"] == .words(["a", "a", "b", "c"]))
    #expect(rows.series["candidate"] == .words(["a", "a", "a", "c"]))
    #expect(rows.series["production"] == .words(["b", "b", "b", "a"]))
    #expect(rows.series["candidate_score"] == .numbers([nil, nil, nil, nil]))
  }

  /// Row 2 loses 0.5 of its label's score, row 1 only 0.25.
  @Test func `the rows whose label's score changed most come first`() throws {
    func model(_ first: [Double]) -> MulticlassOutcomes {
      MulticlassOutcomes(
        classes: ["a", "b"], labels: [0, 0, 0], scores: [first, first.map { 1 - $0 }])
    }
    let pair = Paired(
      candidate: model([0.625, 0.75, 0.875]), production: model([0.375, 0.25, 0.5625]))
    let exhibits = DisagreementExhibits.exhibits(of: pair) { "\($0 + 1)" }
    let rows = try #require(exhibits.first { $0.kind == "class_disagreement_rows" })
    #expect(rows.series["row"] == .words(["2", "1"]))
    #expect(rows.series["candidate_score"] == .numbers([0.75, 0.625]))
    #expect(rows.series["production_score"] == .numbers([0.25, 0.375]))
  }
}

public import VaglioFindings
internal import VaglioStatistics

/// Share of rows whose label is among the k classes of the highest scores.
///
/// Of equal scores the class that is listed first comes first, as in the decision itself, so that
/// k = 1 is accuracy; how many rows that decides stands in a note. (In scikit-learn the class listed
/// last wins.) Undefined without rows or scores, and where k is the number of classes or more.
public struct TopKAccuracy: ClassMetric {
  public typealias Statistic = LabelRanks

  /// How many classes a row may name.
  public let k: Int

  /// The share of rows whose label is among the first `k` classes, at least 1.
  public init(k: Int = 2) {
    precondition(k > 0, "at least one class is named")
    self.k = k
  }

  public var measure: Measure {
    Measure(
      name: MetricName(base: "top_k_accuracy", options: k == 2 ? [:] : ["k": "\(k)"]).description,
      title: "Top-\(k) accuracy",
      definition: "Share of rows whose label is among the \(k) classes of the highest scores; of "
        + "equal scores the class listed first comes first.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { "Wilson; of a difference Tango's score interval" }

  public func makeStatistic() -> LabelRanks { LabelRanks() }

  public func value(of reading: RankCounts) throws(Undefined) -> Double {
    guard reading.total > 0 else { throw Undefined("there are no rows with scores") }
    guard k < reading.weights.count else {
      throw Undefined("there are only \(reading.weights.count) classes")
    }
    return reading.hits(within: k) / reading.total
  }

  public func intervals(of reading: RankCounts) -> Intervals? {
    { level in
      ProportionInterval.wilson(
        successes: reading.hits(within: k), trials: reading.total, level: level)
    }
  }

  public func influence(of reading: RankCounts, on outcomes: MulticlassOutcomes) -> Influence? {
    guard let value = try? value(of: reading) else { return nil }
    return Influence { rows, φ in
      outcomes.forEachRank(of: rows) { row, rank in
        φ[row - rows.lowerBound] = (rank.place < k ? 1 : 0) - value
      }
    }
  }

  public var scale: IntervalScale { .logit }

  public var needsScores: Bool { true }

  public func pairedIntervals(
    of pair: Paired<MulticlassOutcomes>, candidate: RankCounts, production: RankCounts
  ) -> Intervals? {
    let table = discordance(in: pair)
    return { level in
      TangoInterval.difference(
        onlyFirst: Double(table.onlyCandidate), onlySecond: Double(table.onlyProduction),
        rows: Double(table.rows), level: level)
    }
  }

  public func pairedTest(of pair: Paired<MulticlassOutcomes>) -> SignificanceTest? {
    let table = discordance(in: pair)
    return SignificanceTest(
      name: "mcnemar-mid-p",
      pValue: McNemar(onlyFirst: table.onlyCandidate, onlySecond: table.onlyProduction).midP)
  }

  private func discordance(in pair: Paired<MulticlassOutcomes>) -> Discordance {
    func hits(_ outcomes: MulticlassOutcomes) -> [Bool] {
      var hits = [Bool](repeating: false, count: outcomes.count)
      outcomes.forEachRank(of: 0..<outcomes.count) { row, rank in hits[row] = rank.place < k }
      return hits
    }
    var counts = [0, 0, 0, 0]
    for (row, hit) in zip(hits(pair.candidate), hits(pair.production)).enumerated() {
      counts[(hit.0 ? 1 : 0) + (hit.1 ? 2 : 0)] += pair.rows.weights.map { Int($0.ticks[row]) } ?? 1
    }
    return Discordance(
      onlyCandidate: counts[1], onlyProduction: counts[2], both: counts[3],
      rows: counts.reduce(0, +))
  }

  public var isStandard: Bool { false }

  public func notes(of reading: RankCounts) -> [String] {
    let ties = reading.ties(at: k)
    return ties == 0 ? [] : ["equal scores decide in \(ties) rows; the class listed first wins"]
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "k", "a whole number above 0", "how many classes of the highest scores are looked at",
        standard: "2",
        example: "3")
    ]
  }

  public func configured(_ options: [String: String]) -> TopKAccuracy? {
    guard let text = options["k"] else { return options.isEmpty ? self : nil }
    guard options.count == 1, let k = Int(text), k > 0 else { return nil }
    return TopKAccuracy(k: k)
  }
}

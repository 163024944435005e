internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioStatistics

/// Which features made decisions change: the attributions of the difference f_candidate −
/// f_production over the rows that the two models decide differently.
///
/// A row's attributions count as they are where the decision flips to positive, and with their signs
/// turned where it flips to negative, so that what pushed the row over is above zero.
public struct FlipAttribution: Sendable {
  /// One feature over the flipped rows.
  public struct Push: Hashable, Sendable {
    /// The feature or group.
    public let feature: String
    /// The mean push towards the flip over all flipped rows.
    public let mean: RowMean
    /// The mean attribution over the rows that flip to positive; `nil` where there are none.
    public let toPositive: RowMean?
    /// The mean attribution over the rows that flip to negative; `nil` where there are none.
    public let toNegative: RowMean?
    /// The share of the flipped rows in which no other feature pushes more.
    public let led: RowShare
  }

  /// The share of all rows that flip.
  public let flipped: RowShare
  /// How many rows flip to positive, and to negative.
  public let counts: (toPositive: Int, toNegative: Int)
  /// The name of the output, where there are several.
  public let output: String?
  /// One per feature, the strongest mean push first; empty where no decision flips.
  public let pushes: [Push]
  /// The mean over the flipped rows of f_candidate − f_production, towards the flip; `nil` where no
  /// decision flips.
  public let total: RowMean?
  /// The rows whose decision flips.
  public let rows: [Int]
  /// The level of the intervals.
  public let level: ConfidenceLevel

  /// Takes the decisions of both models, `true` being positive, and the attributions of candidate
  /// minus production on the same rows. Intervals hold the errors that all rows share.
  ///
  /// - Throws: a refusal where lists have other lengths, or a value is not finite.
  public init(
    of difference: Attributions, candidate: [Bool], production: [Bool], output: String? = nil,
    design: RowDesign? = nil, level: ConfidenceLevel = .ninetyFivePercent
  ) throws(AttributionError) {
    guard candidate.count == difference.rowCount, production.count == difference.rowCount else {
      throw .refused(
        "there are \(candidate.count) and \(production.count) decisions for "
          + "\(difference.rowCount) rows")
    }
    try difference.check(of: "the difference")
    let place = try difference.index(ofOutput: output)
    let design = try RowDesign(design, rows: candidate.count)
    let flips = zip(candidate, production).map { $0 != $1 }
    flipped = RowShare(flips, design)
    let rows = flips.indices.filter { flips[$0] && design.rows.weights?[$0] != 0 }
    (self.rows, self.level, self.output) = (
      rows, level, difference.outputs.count > 1 ? output : nil
    )
    let up = rows.filter { candidate[$0] }
    counts = (up.count, rows.count - up.count)
    guard !rows.isEmpty else {
      (pushes, total) = ([], nil)
      return
    }
    let part = FlippedRows(difference, output: place, rows: rows, isPositive: candidate)
    let own = try design.taking(rows)
    let down = rows.filter { !candidate[$0] }
    let sides = (
      up: up.isEmpty ? nil : try design.taking(up),
      down: down.isEmpty ? nil : try design.taking(down)
    )
    total = RowMean(part.totals, own)
    pushes = difference.features.indices.map { feature in
      let column = difference.column(feature: feature, output: place)
      func mean(_ rows: [Int], _ design: RowDesign, _ value: (Int) -> Double) -> RowMean {
        RowMean(
          rows.map(value), design,
          noise: difference.sharedNoise(feature: feature, output: place, rows: rows, design))
      }
      return Push(
        feature: difference.features[feature],
        mean: mean(rows, own) { candidate[$0] ? column[$0] : -column[$0] },
        toPositive: sides.up.map { mean(up, $0) { column[$0] } },
        toNegative: sides.down.map { mean(down, $0) { column[$0] } },
        led: RowShare(part.leaders.map { $0 == feature }, own))
    }.sorted { ($1.mean.value, $0.feature) < ($0.mean.value, $1.feature) }
  }
}

/// What holds of each flipped row by itself.
private struct FlippedRows {
  /// f_candidate − f_production, towards the flip.
  let totals: [Double]
  /// The feature that pushes most towards the flip, of equals the first; `nil` where none pushes.
  let leaders: [Int?]

  init(_ difference: Attributions, output: Int, rows: [Int], isPositive: [Bool]) {
    totals = rows.map {
      let sum = difference.sum(row: $0, output: output)
      return isPositive[$0] ? sum : -sum
    }
    leaders = rows.map { row in
      let range = difference.range(row: row, output: output)
      var best: (feature: Int, push: Double)?
      for (feature, index) in range.enumerated() {
        let push = isPositive[row] ? difference.values[index] : -difference.values[index]
        if push > best?.push ?? 0 { best = (feature, push) }
      }
      return best?.feature
    }
  }
}

extension FlipAttribution {
  /// The mean push of each feature, or why there is none.
  public var findings: [Finding] {
    pushes.map { push in
      finding(
        ["feature": push.feature], push.mean.estimate(level: level), push.mean.effectiveCount)
    }
  }

  private func finding(
    _ options: [String: String], _ estimate: Estimate, _ effectiveCount: Double?
  ) -> Finding {
    let options = output.map { options.merging(["class": $0]) { $1 } } ?? options
    return Finding(
      measure: AttributionMeasure.name(ShiftMeasures.flipAttribution.name, options),
      subject: .difference, estimate: estimate, count: rows.count, effectiveCount: effectiveCount)
  }

  /// The table `flip_attribution`; `nil` where no decision flips.
  public var exhibit: Exhibit? {
    guard let total else { return nil }
    let led = pushes.map { $0.led.interval(level: level) }
    func bounds(_ mean: (Push) -> RowMean?) -> (
      values: [Double?], lower: [Double?], upper: [Double?]
    ) {
      let intervals = pushes.map { mean($0)?.interval(level: level) }
      return (
        pushes.map { mean($0)?.value }, intervals.map { $0?.lower }, intervals.map { $0?.upper }
      )
    }
    let (all, up, down) = (bounds(\.mean), bounds(\.toPositive), bounds(\.toNegative))
    let series: [String: Exhibit.Series] = [
      "feature": .words(pushes.map(\.feature)),
      "push": .numbers(all.values), "lower": .numbers(all.lower), "upper": .numbers(all.upper),
      "to_positive": .numbers(up.values), "to_positive_lower": .numbers(up.lower),
      "to_positive_upper": .numbers(up.upper), "to_negative": .numbers(down.values),
      "to_negative_lower": .numbers(down.lower), "to_negative_upper": .numbers(down.upper),
      "led": .numbers(pushes.map(\.led.value)), "led_lower": .numbers(led.map(\.lower)),
      "led_upper": .numbers(led.map(\.upper)),
    ]
    return Exhibit(
      kind: "flip_attribution", subject: .difference, series: series,
      scalars: [
        "level": level.fraction, "rows": Double(rows.count), "share": flipped.value,
        "to_positive": Double(counts.toPositive), "to_negative": Double(counts.toNegative),
        "total": total.value,
      ])
  }
}

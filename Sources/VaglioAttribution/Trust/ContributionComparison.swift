public import VaglioFindings
internal import VaglioStatistics

/// How far attributions are from those that another implementation gives, a library's own say.
public struct ContributionComparison: Sendable {
  /// The greatest |difference|, of equals the first: where, and how much.
  public let greatest: (row: Int, feature: String, output: String, difference: Double)
  /// The mean |difference| over all values.
  public let mean: Double
  /// The greatest |value| of ours, that the differences are held against.
  public let scale: Double
  /// The greatest |difference| of base values; `nil` where the others give none.
  public let base: Double?
  /// The share of rows and outputs whose feature of greatest |φ| is the same.
  public let topAgreement: RowShare

  /// Compares with values in the same order: rows × outputs × features, or × (features + 1), the last
  /// being the base value.
  ///
  /// - Throws: a refusal of no rows, another number of values, and values that are not finite.
  public init(_ ours: Attributions, with others: [Double]) throws(AttributionError) {
    try ours.check(of: "the model")
    let cells = ours.rowCount * ours.outputs.count
    guard cells > 0 else { throw .refused("there are no rows") }
    let width = others.count / cells
    let count = ours.features.count
    guard others.count == cells * width, width == count || width == count + 1 else {
      throw .refused(
        "\(others.count) values are not \(ours.rowCount) rows × \(ours.outputs.count) outputs × "
          + "\(count) features, nor with a base value each")
    }
    if let index = others.firstIndex(where: { !$0.isFinite }) {
      throw .refused(
        "the other attributions hold \(others[index]) in row "
          + "\(index / (width * ours.outputs.count) + 1)")
    }
    let cell = ContributionCells(ours, others, width: width)
    greatest = cell.greatest
    (mean, base) = (cell.mean, width > count ? cell.base : nil)
    scale = ours.values.reduce(0) { max($0, $1.magnitude) }
    topAgreement = RowShare(cell.sameTop, try RowDesign(count: cells))
  }

  /// The greatest difference, and the agreement about the top reason.
  public func findings(
    _ subject: Subject, level: ConfidenceLevel = .ninetyFivePercent
  ) -> [Finding] {
    let greatest = greatest.difference.magnitude
    let estimate = Estimate(
      greatest,
      Uncertainty(at: level) {
        Interval(lower: greatest, upper: greatest, level: $0, method: "greatest-of-rows")
      })
    return [
      Finding(
        measure: TrustMeasures.contributionDifference.name, subject: subject, estimate: estimate,
        count: topAgreement.count),
      Finding(
        measure: TrustMeasures.contributionAgreement.name, subject: subject,
        estimate: topAgreement.estimate(level: level), count: topAgreement.count),
    ]
  }
}

extension ContributionComparison {
  /// The exhibit `contributions`: where the greatest difference lies, and how great the others are.
  ///
  /// Words, one line: `row` by its name in `rows`, `feature`, `output`. Scalars: `greatest` (signed),
  /// `mean`, `scale`, `rows`, and `base`, the greatest difference of base values, where there are others.
  public func exhibit(_ subject: Subject, rows: [String]) -> Exhibit {
    var scalars = [
      "greatest": greatest.difference, "mean": mean, "scale": scale, "rows": Double(rows.count),
    ]
    scalars["base"] = base
    return Exhibit(
      kind: "contributions", subject: subject,
      series: [
        "row": .words([rows[greatest.row]]), "feature": .words([greatest.feature]),
        "output": .words([greatest.output]),
      ], scalars: scalars)
  }
}

/// The values of both, cell by cell.
private struct ContributionCells {
  var greatest: (row: Int, feature: String, output: String, difference: Double)
  var mean = 0.0
  var base = 0.0
  var sameTop: [Bool] = []

  init(_ ours: Attributions, _ others: [Double], width: Int) {
    let (features, outputs) = (ours.features, ours.outputs)
    greatest = (0, features[0], outputs[0], ours.values[0] - others[0])
    var sum = ExactSum()
    for cell in 0..<ours.rowCount * outputs.count {
      let (row, output) = (cell / outputs.count, cell % outputs.count)
      let (own, other) = (cell * features.count, cell * width)
      for feature in features.indices {
        let difference = ours.values[own + feature] - others[other + feature]
        sum.add(difference.magnitude)
        if difference.magnitude > greatest.difference.magnitude {
          greatest = (row, features[feature], outputs[output], difference)
        }
      }
      if width > features.count {
        base = max(base, (ours.baseValues[output] - others[other + features.count]).magnitude)
      }
      sameTop.append(
        Self.top(ours.values[own..<own + features.count])
          == Self.top(others[other..<other + features.count]))
    }
    mean = sum.value / Double(ours.values.count)
  }

  /// The place of the greatest magnitude, of equals the first; `nil` where all are zero.
  private static func top(_ values: ArraySlice<Double>) -> Int? {
    var best: (place: Int, magnitude: Double)?
    for (place, value) in values.enumerated() where value.magnitude > best?.magnitude ?? 0 {
      best = (place, value.magnitude)
    }
    return best?.place
  }
}

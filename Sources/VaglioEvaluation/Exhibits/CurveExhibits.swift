public import VaglioFindings
internal import VaglioStatistics

/// The curves of a binary model that a report draws: ROC, precision against recall, and everything
/// against the threshold, thinned to at most so many points.
public struct CurveExhibits: Sendable {
  /// How many points a curve keeps.
  public static let most = 200

  private let ranked: RankedRows
  private let outcomes: BinaryOutcomes
  private let subject: Subject

  /// The curves of one model's outcomes.
  public init(of outcomes: BinaryOutcomes, subject: Subject) {
    (self.outcomes, self.subject) = (outcomes, subject)
    ranked = outcomes.ranked
  }

  /// `roc`, `precision_recall` and `threshold_curve`; none unless both classes occur.
  public var exhibits: [Exhibit] {
    guard ranked.positives > 0, ranked.negatives > 0 else { return [] }
    let curves = curves()
    let operating = Point(outcomes)
    return [
      roc([nothing] + curves.roc, operating), precisionRecall(curves.precisionRecall, operating),
      thresholds(curves.thresholds),
    ]
  }

  /// What a threshold does: the rows at or above it.
  struct Point {
    let threshold: Double
    let truePositives: Double
    let falsePositives: Double
    let positives: Double
    let negatives: Double

    var truePositiveRate: Double { truePositives / positives }
    var falsePositiveRate: Double { falsePositives / negatives }
    var selected: Double { truePositives + falsePositives }
    var precision: Double? { selected == 0 ? nil : truePositives / selected }
    var selectionRate: Double { selected / (positives + negatives) }
    var f1: Double { 2 * truePositives / (selected + positives) }
  }

  /// The point of a curve's thinning: the next place along the curve at which a point is kept.
  private struct Marks {
    private let step: Double
    private var next = 0.0

    init(length: Double, isLong: Bool) { step = isLong ? length / Double(most - 2) : 0 }

    mutating func keeps(_ place: Double) -> Bool {
      guard place >= next else { return false }
      next = step == 0 ? 0 : (place / step).rounded(.down) * step + step
      return true
    }
  }

  private typealias Curves = (roc: [Point], precisionRecall: [Point], thresholds: [Point])

  /// The three curves from the highest threshold down, from one walk along the scores: a point is
  /// kept whenever the curve has moved on by another share of its length, on the ROC curve along
  /// both axes, against recall along recall, against the threshold along the rows selected.
  private func curves() -> Curves {
    let isLong = ranked.order.groupCount > Self.most - 2
    var marks = (
      Marks(length: 2, isLong: isLong), Marks(length: 1, isLong: isLong),
      Marks(length: 1, isLong: isLong)
    )
    var curves: Curves = ([], [], [])
    let (m, n) = (ranked.positives.asDouble, ranked.negatives.asDouble)
    var (positivesBelow, negativesBelow) = (Int128(0), Int128(0))
    var last: ScoreGroup?
    ranked.forEachGroup { group in
      let (lost, rejected) = (positivesBelow.asDouble / m, negativesBelow.asDouble / n)
      let share = (positivesBelow &+ negativesBelow).asDouble / (m + n)
      let keep = (
        marks.0.keeps(lost + rejected), marks.1.keeps(lost), marks.2.keeps(share)
      )
      if keep.0 || keep.1 || keep.2 {
        let point = point(at: group, positivesBelow, negativesBelow)
        if keep.0 { curves.roc.append(point) }
        if keep.1 { curves.precisionRecall.append(point) }
        if keep.2 { curves.thresholds.append(point) }
      }
      positivesBelow &+= group.positives
      negativesBelow &+= group.negatives
      last = group
    }
    if let last {
      let top = point(at: last, positivesBelow - last.positives, negativesBelow - last.negatives)
      if curves.roc.last?.threshold != top.threshold { curves.roc.append(top) }
      if curves.precisionRecall.last?.threshold != top.threshold {
        curves.precisionRecall.append(top)
      }
      if curves.thresholds.last?.threshold != top.threshold { curves.thresholds.append(top) }
    }
    return (curves.roc.reversed(), curves.precisionRecall.reversed(), curves.thresholds.reversed())
  }

  private func number(_ ticks: Int128) -> Double { ticks.asDouble.scaled(by: -ranked.rows.shift) }

  private func point(
    at group: ScoreGroup, _ positivesBelow: Int128, _ negativesBelow: Int128
  ) -> Point {
    Point(
      threshold: ranked.score(of: group),
      truePositives: number(ranked.positives - positivesBelow),
      falsePositives: number(ranked.negatives - negativesBelow),
      positives: number(ranked.positives), negatives: number(ranked.negatives))
  }

  /// The threshold above all scores, which selects no row.
  private var nothing: Point {
    Point(
      threshold: .infinity, truePositives: 0, falsePositives: 0,
      positives: number(ranked.positives), negatives: number(ranked.negatives))
  }

  private func roc(_ points: [Point], _ operating: Point) -> Exhibit {
    Exhibit(
      kind: "roc", subject: subject,
      series: [
        "false_positive_rate": .numbers(points.map(\.falsePositiveRate)),
        "true_positive_rate": .numbers(points.map(\.truePositiveRate)),
        "threshold": .numbers(points.map(\.finiteThreshold)),
      ],
      scalars: [
        "threshold": outcomes.threshold,
        "operating_false_positive_rate": operating.falsePositiveRate,
        "operating_true_positive_rate": operating.truePositiveRate,
      ])
  }

  private func precisionRecall(_ points: [Point], _ operating: Point) -> Exhibit {
    var scalars = [
      "prevalence": operating.positives / (operating.positives + operating.negatives),
      "operating_recall": operating.truePositiveRate,
    ]
    scalars["operating_precision"] = operating.precision
    return Exhibit(
      kind: "precision_recall", subject: subject,
      series: [
        "recall": .numbers(points.map(\.truePositiveRate)),
        "precision": .numbers(points.map(\.precision)),
        "threshold": .numbers(points.map(\.finiteThreshold)),
      ], scalars: scalars)
  }

  private func thresholds(_ points: [Point]) -> Exhibit {
    let ascending = points.filter { $0.threshold.isFinite }.sorted { $0.threshold < $1.threshold }
    return Exhibit(
      kind: "threshold_curve", subject: subject,
      series: [
        "threshold": .numbers(ascending.map(\.threshold)),
        "precision": .numbers(ascending.map(\.precision)),
        "recall": .numbers(ascending.map(\.truePositiveRate)),
        "selection_rate": .numbers(ascending.map(\.selectionRate)),
        "f1": .numbers(ascending.map(\.f1)),
      ], scalars: ["threshold": outcomes.threshold])
  }
}

extension CurveExhibits.Point {
  /// The threshold at which the model decides.
  fileprivate init(_ outcomes: BinaryOutcomes) {
    var matrix = ConfusionMatrix()
    matrix.add(outcomes, rows: 0..<outcomes.count)
    let table = matrix.read()
    self.init(
      threshold: outcomes.threshold, truePositives: table.truePositives,
      falsePositives: table.falsePositives, positives: table.positives,
      negatives: table.negatives)
  }

  /// The threshold, if it is a number that JSON can hold.
  fileprivate var finiteThreshold: Double? { threshold.isFinite ? threshold : nil }
}

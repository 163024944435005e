public import VaglioFindings
internal import VaglioStatistics

/// What a report shows of a model of several classes: which classes it takes for which, and how good
/// each class's decisions are.
///
/// Of more than ``most`` classes those with the most rows are shown; the scalars say how many there
/// are. With importance weights an interval's row or column counts as Kish's effective number of rows;
/// over clusters there are no intervals.
public struct ClassExhibits: Sendable {
  /// How many classes are shown.
  public static let most = 50

  private let table: ClassTable
  private let subject: Subject
  private let level: ConfidenceLevel
  private let hasIntervals: Bool
  /// The numbers of the classes shown, in their own order.
  private let shown: [Int]

  /// The exhibits of one model's decisions.
  public init(of outcomes: MulticlassOutcomes, subject: Subject, level: ConfidenceLevel) {
    var matrix = ClassMatrix()
    matrix.add(outcomes, rows: 0..<outcomes.count)
    let table = matrix.read()
    (self.table, self.subject, self.level) = (table, subject, level)
    hasIntervals = outcomes.rows.clusters == nil
    shown = (0..<table.width)
      .sorted { (-table.labelled[$0], $0) < (-table.labelled[$1], $1) }
      .prefix(Self.most).sorted()
  }

  /// `confusion_matrix` and `class_table`; none without rows.
  public var exhibits: [Exhibit] { table.total > 0 ? [confusionMatrix, classTable] : [] }

  private var scalars: [String: Double] {
    [
      "classes": Double(table.width), "shown": Double(shown.count), "rows": table.total,
      "right": table.right.reduce(0, +), "level": level.fraction,
    ]
  }

  /// One entry per pair of a label and a predicted class.
  private var confusionMatrix: Exhibit {
    let cells = shown.flatMap { label in shown.map { (label, $0) } }
    return Exhibit(
      kind: "confusion_matrix", subject: subject,
      series: [
        "label": .words(cells.map { table.classes[$0.0] }),
        "predicted": .words(cells.map { table.classes[$0.1] }),
        "count": .numbers(cells.map { table[$0.0, $0.1] }),
        "share_of_label": .numbers(
          cells.map {
            table.labelled[$0.0] > 0 ? table[$0.0, $0.1] / table.labelled[$0.0] : nil
          }),
      ], scalars: scalars)
  }

  /// One entry per class.
  private var classTable: Exhibit {
    var series: [String: Exhibit.Series] = [
      "class": .words(shown.map { table.classes[$0] }),
      "labelled": .numbers(shown.map { table.labelled[$0] }),
      "predicted": .numbers(shown.map { table.predicted[$0] }),
    ]
    for ratio in [PrecisionRatio(), RecallRatio(), F1Ratio()] as [any ClassRatio] {
      let values = shown.map { ratio.value(at: table.counts(of: $0)) }
      let intervals = shown.map { interval(of: ratio, $0) }
      series[ratio.name] = .numbers(values)
      series[ratio.name + "_lower"] = .numbers(intervals.map { $0?.lower })
      series[ratio.name + "_upper"] = .numbers(intervals.map { $0?.upper })
    }
    return Exhibit(kind: "class_table", subject: subject, series: series, scalars: scalars)
  }

  private func interval(of ratio: some ClassRatio, _ number: Int) -> Interval? {
    let counts = table.counts(of: number)
    guard hasIntervals, ratio.value(at: counts) != nil else { return nil }
    return ratio.interval(of: counts * effectiveShare(of: number), level: level)
  }

  /// Σw/Σw² over the rows that are of a class or predicted to be: what a weight counts for.
  private func effectiveShare(of number: Int) -> Double {
    var (weight, square) = (0.0, 0.0)
    for cell in table.weights.indices
    where cell / table.width == number || cell % table.width == number {
      weight += table.weights[cell]
      square += table.squares[cell]
    }
    return square > 0 ? weight / square : 1
  }
}

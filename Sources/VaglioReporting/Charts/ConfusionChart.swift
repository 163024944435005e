internal import VaglioFindings

/// Which classes a model takes for which: a map of labels against predictions.
///
/// The ground of a cell on the diagonal tells the share of the label's rows that are right, that of
/// another cell the share that is taken for the other class, against the largest such share. Columns
/// bear the rows' numbers, because names of any length must stay readable.
struct ConfusionChart {
  let exhibit: Exhibit
  let subject: Subject

  private static let labelWidth = 200.0
  private static let top = 42.0

  /// The chart; `nil` where the exhibit is no square of counts.
  var chart: Chart? {
    guard let map = ClassMap(exhibit) else { return nil }
    let size = Self.cell(of: map.width)
    var canvas = Canvas(
      width: max(Self.labelWidth + size.width * Double(map.width), 420),
      height: Self.top + size.height * Double(map.width) + 6)
    canvas.text("label", Point(Self.labelWidth - 8, 30), .end, .muted, size: 12)
    canvas.text("predicted", Point(Self.labelWidth, 12), .start, .muted, size: 12)
    for number in 0..<map.width { drawAxes(number, map, size, on: &canvas) }
    for label in 0..<map.width {
      for predicted in 0..<map.width { drawCell(label, predicted, map, size, on: &canvas) }
    }
    return Chart(
      title: title(map), caption: caption(map), alternative: alternative(map), table: table(map),
      canvas: canvas)
  }

  /// How large cells are, so that the map of 50 classes still fits the page.
  private static func cell(of width: Int) -> (width: Double, height: Double) {
    switch width {
    case ...6: (76, 44)
    case ...12: (56, 38)
    case ...24: (26, 22)
    default: (14, 15)
    }
  }

  private func drawAxes(
    _ number: Int, _ map: ClassMap, _ size: (width: Double, height: Double),
    on canvas: inout Canvas
  ) {
    let y = Self.top + size.height * (Double(number) + 0.5) + 4
    canvas.text(
      "\(number + 1)  \(SafeText.shortened(map.names[number], to: 60))",
      Point(Self.labelWidth - 8, y), .end, size: size.height < 20 ? 11 : 13,
      limit: Self.labelWidth - 10)
    guard size.width > 20 || number % 5 == 4 || number == 0 else { return }
    canvas.text(
      "\(number + 1)", Point(Self.labelWidth + size.width * (Double(number) + 0.5), 30), .middle,
      .muted, size: 11)
  }

  private func drawCell(
    _ label: Int, _ predicted: Int, _ map: ClassMap, _ size: (width: Double, height: Double),
    on canvas: inout Canvas
  ) {
    let corner = Point(
      Self.labelWidth + size.width * Double(predicted), Self.top + size.height * Double(label))
    let share = map.share(label, predicted)
    let isRight = label == predicted
    let strength = isRight ? share : map.largestError > 0 ? share / map.largestError : 0
    let gap = size.width > 20 ? 2.0 : 1
    canvas.rectangle(
      corner, width: size.width - gap, height: size.height - gap,
      share == 0 ? .line : isRight ? .candidate : .fail,
      opacity: share == 0 ? 0.2 : 0.06 + 0.44 * strength, rounding: gap)
    guard size.height > 30 else { return }
    let middle = corner.x + (size.width - gap) / 2
    canvas.text(
      count(map.count(label, predicted)), Point(middle, corner.y + size.height / 2 - 1), .middle,
      size: 13, bold: isRight, limit: size.width - 4)
    canvas.text(
      NumberFormat.percent(share), Point(middle, corner.y + size.height / 2 + 14), .middle, .text,
      size: 11, limit: size.width - 2)
  }

  private func count(_ count: Double) -> String { NumberFormat.bare(count) }

  private func name(_ number: Int, _ map: ClassMap) -> String {
    SafeText.shortened(map.names[number], to: 30)
  }

  private func title(_ map: ClassMap) -> String {
    let right = exhibit.scalars["right"].flatMap { right in
      exhibit.scalars["rows"].map { $0 > 0 ? right / $0 : 0 }
    }
    let share = right.map { "\(NumberFormat.percent($0)) right" } ?? "Labels and predictions"
    guard let worst = map.errors.first else { return "\(subject.rawValue): \(share)" }
    return "\(subject.rawValue): \(share); most often \(name(worst.label, map)) is taken for "
      + "\(name(worst.predicted, map)), in \(NumberFormat.percent(worst.share)) of its rows"
  }

  private func caption(_ map: ClassMap) -> String {
    let classes = exhibit.scalars["classes"].map { Int($0) } ?? map.width
    return "Rows are labels, columns predictions by the rows' numbers; the percentage is of the "
      + "label's rows. Blue: right; red: wrong, against the largest share of errors."
      + (classes > map.width
        ? " The \(map.width) largest of \(NumberFormat.count(classes)) classes." : "")
  }

  private func alternative(_ map: ClassMap) -> String {
    let errors = map.errors.prefix(5).map {
      "\(name($0.label, map)) for \(name($0.predicted, map)) in \(count($0.count)) rows, "
        + "\(NumberFormat.percent($0.share)) of the label's"
    }
    return "\(map.width) classes. "
      + (errors.isEmpty
        ? "No row is predicted wrong." : "Most frequent errors: \(errors.joined(separator: "; ")).")
  }

  /// The whole table of few classes, the largest errors of many.
  private func table(_ map: ClassMap) -> DataTable {
    guard map.width > 12 else {
      return DataTable(
        caption: "Rows by label (down) and prediction (across), \(subject.rawValue)",
        columns: [.words("Label")] + map.names.map { .numbers(SafeText.shortened($0, to: 40)) },
        rows: (0..<map.width).map { label in
          [.init(map.names[label])]
            + (0..<map.width).map { .init(count(map.count(label, $0))) }
        })
    }
    let errors = map.errors.prefix(30)
    return DataTable(
      caption: "The largest errors by share of the label's rows, \(subject.rawValue)",
      columns: [.words("Label"), .words("Predicted"), .numbers("Rows"), .numbers("Share")],
      rows: errors.isEmpty
        ? [[.init("none"), .init(""), .init("0"), .init(NumberFormat.percent(0))]]
        : errors.map { error in
          [
            .init(map.names[error.label]), .init(map.names[error.predicted]),
            .init(count(error.count)), .init(NumberFormat.percent(error.share)),
          ]
        })
  }
}

/// The counts of a confusion matrix by label and prediction.
struct ClassMap {
  /// The classes' names, in the order of rows and columns.
  let names: [String]
  /// The mistakes, the largest share first.
  let errors: [Mistake]
  private let counts: [Double]
  private let shares: [Double]

  /// The counts of an exhibit; `nil` where they are no square.
  init?(_ exhibit: Exhibit) {
    guard let predicted = exhibit.words("predicted"), let counts = exhibit.numbers("count"),
      let shares = exhibit.numbers("share_of_label"), !predicted.isEmpty
    else { return nil }
    let width = Int(Double(predicted.count).squareRoot().rounded())
    guard width * width == predicted.count, counts.count == predicted.count,
      shares.count == predicted.count
    else { return nil }
    names = Array(predicted.prefix(width))
    self.counts = counts.map { $0 ?? 0 }
    self.shares = shares.map { min(max($0 ?? 0, 0), 1) }
    errors = Self.errors(self.counts, self.shares, width)
  }

  private static func errors(_ counts: [Double], _ shares: [Double], _ width: Int) -> [Mistake] {
    counts.indices.map { cell in
      Mistake(
        label: cell / width, predicted: cell % width, count: counts[cell], share: shares[cell])
    }
    .filter { $0.label != $0.predicted && $0.count > 0 }
    .sorted { ($1.share, $0.label, $0.predicted) < ($0.share, $1.label, $1.predicted) }
  }

  /// How many classes there are.
  var width: Int { names.count }

  func count(_ label: Int, _ predicted: Int) -> Double { counts[label * width + predicted] }

  func share(_ label: Int, _ predicted: Int) -> Double { shares[label * width + predicted] }

  /// A cell off the diagonal that has rows.
  struct Mistake {
    let label: Int
    let predicted: Int
    let count: Double
    let share: Double
  }

  /// The largest share of a label's rows that is taken for one other class.
  var largestError: Double { errors.first?.share ?? 0 }
}

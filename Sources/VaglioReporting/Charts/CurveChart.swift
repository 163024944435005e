internal import VaglioFindings

/// A curve for each model in one plot: receiver operating characteristic, precision over recall.
struct CurveChart {
  /// A model's curve, and where the threshold in use puts it.
  struct Line: Sendable {
    let subject: Subject
    let points: [(x: Double, y: Double)]
    let operating: (x: Double, y: Double)?
  }

  let title: String
  let caption: String
  let x: String
  let y: String
  let lines: [Line]
  /// The line of a model that knows nothing: `(0, 0) … (1, 1)`, or a level.
  let chance: [(x: Double, y: Double)]
  /// A vertical line, at the threshold in use.
  var upright: Double?
  var depth = PlotFrame.side

  /// The chart; `nil` where no line has two points.
  var chart: Chart? {
    let lines = lines.filter { $0.points.count > 1 }
    guard !lines.isEmpty else { return nil }
    let frame = PlotFrame(x: 0...1, y: 0...1, depth: depth)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    frame.draw(x: x, y: y, on: &canvas)
    frame.key(lines.map(\.subject), on: &canvas)
    if let upright {
      canvas.line(frame.point(upright, 0), frame.point(upright, 1), .text, dashed: true)
    }
    canvas.curve(chance.map { frame.point($0.x, $0.y) }, .axis, width: 1, dashed: true)
    for line in lines.reversed() {
      canvas.curve(
        line.points.map { frame.point($0.x, $0.y) }, line.subject.ink,
        dashed: line.subject.isDashed)
    }
    for line in lines.reversed() {
      guard let operating = line.operating else { continue }
      canvas.mark(
        line.subject.mark, frame.point(operating.x, operating.y), line.subject.ink, radius: 6)
    }
    return Chart(
      title: title, caption: caption, alternative: alternative(lines), table: table(lines),
      canvas: canvas)
  }

  private func alternative(_ lines: [Line]) -> String {
    lines.map { line in
      let samples = DataTable.thinned(line.points, to: 5).map {
        "\(number($0.y)) at \(number($0.x))"
      }
      let operating = line.operating.map {
        "; at the threshold in use \(y) \(number($0.y)) at \(x) \(number($0.x))"
      }
      return "\(line.subject.rawValue): \(y) over \(x): \(samples.joined(separator: ", "))"
        + (operating ?? "")
    }.joined(separator: ". ") + "."
  }

  private func number(_ value: Double) -> String { NumberFormat.fixed(value, decimals: 3) }

  private func table(_ lines: [Line]) -> DataTable {
    let rows = lines.flatMap { line in
      DataTable.thinned(line.points).map { point -> [DataTable.Cell] in
        [.init(line.subject.rawValue), .init(number(point.x)), .init(number(point.y))]
      }
    }
    return DataTable(
      caption: "\(title): at most 21 points a model; all are in the record",
      columns: [.words("Model"), .numbers(x), .numbers(y)], rows: rows)
  }
}

extension CurveChart {
  /// The receiver operating characteristic of a dossier's models.
  static func receiverOperating(of dossier: Dossier) -> Chart? {
    let exhibits = SubjectExhibits("roc", of: dossier)
    return CurveChart(
      title: "True against false positives",
      caption: "ROC curve; the mark is the threshold in use, the diagonal is chance.",
      x: "false positive rate", y: "true positive rate",
      lines: exhibits.members.map { subject, exhibit in
        line(
          exhibit, subject, "false_positive_rate", "true_positive_rate",
          "operating_false_positive_rate", "operating_true_positive_rate")
      }, chance: [(0, 0), (1, 1)]
    ).chart
  }

  /// Precision over recall of a dossier's models.
  static func precisionRecall(of dossier: Dossier) -> Chart? {
    let exhibits = SubjectExhibits("precision_recall", of: dossier)
    let prevalence = exhibits.members.lazy.compactMap { $0.exhibit.scalars["prevalence"] }.first
    return CurveChart(
      title: "Precision against recall",
      caption: "The mark is the threshold in use; the level line is the prevalence, which chance "
        + "attains.", x: "recall", y: "precision",
      lines: exhibits.members.map { subject, exhibit in
        line(
          exhibit, subject, "recall", "precision", "operating_recall", "operating_precision")
      }, chance: prevalence.map { [(0, $0), (1, $0)] } ?? []
    ).chart
  }

  /// What a threshold does to each of precision, recall, F1 and the selected share.
  static func thresholds(of dossier: Dossier) -> [Chart] {
    let exhibits = SubjectExhibits("threshold_curve", of: dossier)
    let kinds = [
      ("precision", "Precision", "precision"), ("recall", "Recall", "recall"), ("f1", "F1", "F1"),
      ("selection_rate", "Share selected", "share selected"),
    ]
    return kinds.compactMap { column, title, axis in
      CurveChart(
        title: "\(title) by threshold", caption: "", x: "threshold", y: axis,
        lines: exhibits.members.map { subject, exhibit in
          line(exhibit, subject, "threshold", column, "", "")
        }, chance: [], upright: dossier.threshold, depth: 150
      ).chart
    }
  }

  private static func line(
    _ exhibit: Exhibit, _ subject: Subject, _ x: String, _ y: String, _ operatingX: String,
    _ operatingY: String
  ) -> Line {
    var operating: (x: Double, y: Double)?
    if let x = exhibit.scalars[operatingX], let y = exhibit.scalars[operatingY] {
      operating = (x, y)
    }
    return Line(
      subject: subject, points: exhibit.rows(x, y).map { ($0[0], $0[1]) }, operating: operating)
  }
}

extension Dossier {
  /// The threshold in use, from the curves or the options.
  var threshold: Double? {
    exhibits.lazy.filter { $0.kind == "roc" }.compactMap { $0.scalars["threshold"] }.first
      ?? provenance.options["threshold"].flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
  }
}

/// One question that a report answers.
protocol Section: Sendable {
  /// The word by which links and records name the section.
  var identifier: String { get }
  /// The question.
  func title(for dossier: Dossier) -> String
  /// The answer; empty when there is nothing to say.
  func blocks(for dossier: Dossier) -> [Block]
}

/// A part of an answer.
enum Block: Sendable {
  case prose(Markup)
  /// Charts that belong side by side.
  case charts([Chart])
  case table(DataTable)
  /// A table that a reader may want to open.
  case folded(summary: String, DataTable)

  /// The block as HTML; its charts' identifiers begin with `identifier`.
  func markup(identifier: String) -> Markup {
    switch self {
    case .prose(let prose): prose
    case .charts(let charts):
      .element(
        "div", ["class": charts.contains { $0.canvas.width > 500 } ? "wide" : "row"],
        containing: charts.enumerated().map {
          $0.element.figure(identifier: "\(identifier)-\($0.offset + 1)")
        })
    case .table(let table): table.markup
    case .folded(let summary, let table):
      .element(
        "details", [:], .element("summary", [:], .text(summary)), table.markup)
    }
  }
}

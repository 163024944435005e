/// A drawing that cannot exist without its words: a title that says what is to be seen, a text
/// for those who don't see it, and the numbers as a table.
struct Chart: Sendable {
  /// What the chart shows, or better: what it says.
  let title: String
  /// How to read it: the measure, the marks.
  let caption: String
  /// What one would see, in words.
  let alternative: String
  let table: DataTable
  let canvas: Canvas

  /// A chart.
  ///
  /// - Precondition: title, alternative and table say something.
  init(title: String, caption: String = "", alternative: String, table: DataTable, canvas: Canvas) {
    precondition(!title.isEmpty && !alternative.isEmpty, "a chart needs its words")
    precondition(!table.rows.isEmpty, "a chart needs its numbers")
    (self.title, self.caption, self.alternative) = (title, caption, alternative)
    (self.table, self.canvas) = (table, canvas)
  }

  /// The chart as a figure, its identifiers beginning with `identifier`.
  func figure(identifier: String) -> Markup {
    .element(
      "figure", ["id": identifier],
      .element(
        "figcaption", [:], .element("h3", [:], .text(title)),
        caption.isEmpty ? [] : .element("p", [:], .text(caption))),
      .element(
        "div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": title],
        drawing(identifier: identifier)),
      .element(
        "details", [:], .element("summary", [:], "Numbers of this chart"), table.markup))
  }

  /// The drawing alone, as SVG.
  func drawing(identifier: String) -> Markup {
    let (width, height) = (
      Canvas.coordinate(canvas.width), Canvas.coordinate(canvas.height)
    )
    return .element(
      "svg",
      [
        "role": "img", "aria-labelledby": "\(identifier)-t \(identifier)-d",
        "viewBox": "0 0 \(width) \(height)", "width": width, "height": height,
        "class": canvas.width > 600 ? "broad" : "narrow",
        "font-family": "Inter, system-ui, -apple-system, Segoe UI, sans-serif",
      ],
      containing: [
        .element("title", ["id": "\(identifier)-t"], .text(title)),
        .element("desc", ["id": "\(identifier)-d"], .text(alternative)),
      ] + canvas.shapes)
  }
}

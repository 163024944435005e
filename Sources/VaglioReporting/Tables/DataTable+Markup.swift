internal import VaglioGates

extension DataTable {
  /// The table as HTML, in a container that scrolls alone when the page is narrow.
  var markup: Markup {
    .element(
      "div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": caption],
      .element(
        "table", ["class": columns.count > 6 ? "dense" : "plain"],
        .element("caption", [:], .text(caption)), head,
        .element("tbody", [:], containing: rows.map(row))))
  }

  private var head: Markup {
    let headings = columns.map { column in
      Markup.element(
        "th", ["scope": "col", "class": column.isNumeric ? "n" : "w"],
        .text(SafeText.shortened(column.heading)))
    }
    return .element("thead", [:], .element("tr", [:], containing: headings))
  }

  private func row(_ cells: [Cell]) -> Markup {
    let entries = zip(cells, columns).enumerated().map { position, entry in
      markup(of: entry.0, in: entry.1, isFirst: position == 0)
    }
    return .element("tr", [:], containing: entries)
  }

  private func markup(of cell: Cell, in column: Column, isFirst: Bool) -> Markup {
    let kind = column.isNumeric ? "n" : "w"
    let classes = cell.ground.isEmpty ? kind : "\(kind) g-\(cell.ground)"
    let content = self.content(of: cell, isNumeric: column.isNumeric)
    return isFirst
      ? .element("th", ["scope": "row", "class": classes], content)
      : .element("td", ["class": classes], content)
  }

  private func content(of cell: Cell, isNumeric: Bool) -> Markup {
    var text: Markup = isNumeric ? .text(cell.text) : .name(cell.text, limit: 240)
    if let ruling = cell.ruling { text = ruling.badge }
    if cell.isCode { text = .code(cell.text) }
    return cell.detail.isEmpty ? text : [text, " ", .small(.text(cell.detail))]
  }
}

internal import VaglioGates

/// A table for people: what HTML, Markdown and the terminal all show.
struct DataTable: Sendable {
  /// A column's heading, and whether it holds numbers, which stand right.
  struct Column: Sendable {
    let heading: String
    let isNumeric: Bool

    /// A column of words.
    static func words(_ heading: String) -> Column { Column(heading: heading, isNumeric: false) }

    /// A column of numbers.
    static func numbers(_ heading: String) -> Column { Column(heading: heading, isNumeric: true) }
  }

  /// One entry.
  struct Cell: Sendable, ExpressibleByStringInterpolation {
    var text: String
    /// What belongs to it in the second rank: `n = 120`.
    var detail = ""
    /// A ruling that the entry speaks.
    var ruling: Ruling?
    /// The class of the cell's ground: `b2`, `w1`; empty for none.
    var ground = ""
    /// Whether it is a word of the program.
    var isCode = false

    init(_ text: String, detail: String = "", ruling: Ruling? = nil, ground: String = "") {
      (self.text, self.detail, self.ruling, self.ground) = (text, detail, ruling, ground)
    }

    init(stringLiteral text: String) { self.init(text) }

    /// A word of the program.
    static func code(_ text: String) -> Cell {
      var cell = Cell(text)
      cell.isCode = true
      return cell
    }

    /// A ruling in its word and mark.
    static func ruling(_ ruling: Ruling) -> Cell { Cell(ruling.label, ruling: ruling) }
  }

  /// What the table holds, in a phrase.
  let caption: String
  let columns: [Column]
  /// As many cells a row as there are columns; the first names the row.
  let rows: [[Cell]]

  /// A table.
  init(caption: String, columns: [Column], rows: [[Cell]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "ragged table: \(caption)")
    (self.caption, self.columns, self.rows) = (caption, columns, rows)
  }
}

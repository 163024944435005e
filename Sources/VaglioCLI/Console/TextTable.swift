/// Cells in aligned columns, two spaces apart.
struct TextTable {
  private let rows: [[String]]
  private let isNumeric: [Bool]

  /// A table of rows, the first of which is the heading; numeric columns are aligned to the right.
  init(_ rows: [[String]], numeric: Set<Int> = []) {
    self.rows = rows
    isNumeric = (rows.first ?? []).indices.map(numeric.contains)
  }

  /// The lines, without spaces at their ends.
  var lines: [String] {
    let widths = isNumeric.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, text in
        let spaces = String(repeating: " ", count: widths[column] - text.count)
        return isNumeric[column] ? spaces + text : text + spaces
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}

extension String {
  /// The text on one line, invisible characters shown as U+FFFD, cut to so many characters.
  func fitted(to limit: Int) -> String {
    let flat = String(String.UnicodeScalarView(unicodeScalars.map(Self.visible)))
    return flat.count <= limit ? flat : flat.prefix(limit - 1) + "…"
  }

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "\u{FFFD}"
    default: scalar
    }
  }

  /// The text broken between words into lines of at most so many characters, each indented.
  func wrapped(to limit: Int, indent: String) -> [String] {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= limit {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(indent + word)
      }
    }
    return lines
  }
}

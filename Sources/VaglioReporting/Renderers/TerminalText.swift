/// Text laid out in columns of a terminal.
enum TerminalText {
  /// The columns that a text takes: two for a scalar that East Asian fonts draw wide, none for one
  /// that joins its neighbour.
  static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  /// The text cut to a width, with an ellipsis where it was.
  static func fitted(_ text: String, to limit: Int) -> String {
    let flat = SafeText.shortened(text, to: 400)
    guard width(of: flat) > limit else { return flat }
    var kept = ""
    for character in flat {
      guard width(of: kept) + width(of: String(character)) < limit else { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// The text filled with spaces to a width, on the right or, for numbers, on the left.
  static func padded(_ text: String, to limit: Int, leading: Bool) -> String {
    let spaces = String(repeating: " ", count: max(limit - width(of: text), 0))
    return leading ? spaces + text : text + spaces
  }

  /// The text broken between words into lines of at most a width, each after an indent.
  static func wrapped(_ text: String, width limit: Int, indent: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in SafeText.flattened(text).split(separator: " ") {
      let word = fitted(String(word), to: limit - width(of: indent))
      if !line.isEmpty, width(of: indent + line + word) + 1 > limit {
        lines.append(indent + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [indent + line]
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200D, 0x2060, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}

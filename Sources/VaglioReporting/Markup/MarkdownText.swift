/// Text from outside as it must be spelt in Markdown to be read as text.
enum MarkdownText {
  /// The text on one line, every sign that Markdown or GitHub gives a meaning robbed of it.
  ///
  /// Punctuation is escaped. Mentions, references to issues and bare addresses are recognised after
  /// escapes are gone, so a word joiner (U+2060, no width) parts them.
  static func escaped(_ text: String, limit: Int = 60) -> String {
    var escaped = ""
    for scalar in SafeText.shortened(text, to: limit).unicodeScalars {
      switch scalar {
      case "@", "#": escaped += "\\\(scalar)\u{2060}"
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "|", "~", "!", "$": escaped += "\\\(scalar)"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return blockSafe(
      escaped.replacing("www.", with: "www\u{2060}.").replacing("://", with: ":\u{2060}//"))
  }

  /// The text as the content of a code span: its letters and digits, which cannot end it.
  static func code(_ text: String) -> String {
    String(SafeText.shortened(text, to: 80).filter { $0.isLetter || $0.isNumber })
  }

  /// A text that begins like a list, a rule or a heading, with its first sign escaped.
  private static func blockSafe(_ text: String) -> String {
    guard let first = text.first, "+-=".contains(first), text.dropFirst().first == " " else {
      return text
    }
    return "\\" + text
  }
}

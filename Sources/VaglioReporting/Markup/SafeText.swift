/// Text that came from outside, made fit to be shown: no control characters, no direction tricks.
enum SafeText {
  /// The text with every scalar that XML 1.0 forbids, and every explicit change of writing
  /// direction, replaced by U+FFFD, so that the reader sees that something stood there.
  static func cleaned(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnfit) else { return text }
    var cleaned = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { cleaned.append(isUnfit(scalar) ? "\u{FFFD}" : scalar) }
    return String(cleaned)
  }

  /// The cleaned text on one line, cut to about so many characters, with an ellipsis where it was.
  static func shortened(_ text: String, to limit: Int = 48) -> String {
    let flat = flattened(text)
    guard flat.unicodeScalars.count > limit else { return flat }
    var kept = ""
    var scalars = 0
    for character in flat {
      scalars += character.unicodeScalars.count
      guard scalars < limit else { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// The cleaned text with every run of white space as one space.
  static func flattened(_ text: String) -> String {
    cleaned(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Whether a text is shown shortened.
  static func isLong(_ text: String, limit: Int = 48) -> Bool {
    flattened(text).unicodeScalars.count > limit
  }

  private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: true
    case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: true
    default: false
    }
  }
}

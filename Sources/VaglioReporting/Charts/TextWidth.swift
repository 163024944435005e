/// How wide a label will be, without a font engine: an upper bound over Inter and DejaVu Sans.
enum TextWidth {
  /// Advance widths of U+0020…U+007E in hundredths of an em: the larger of Inter 4.0's and
  /// DejaVu Sans 2.37's, read from their `hmtx` tables and rounded up.
  private static let ascii: [Int] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 41, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 51, 66, 56, 87, 75, 79,
    61, 79, 70, 64, 62, 74, 69, 99, 69, 64, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64,
    64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
  ]

  /// The width of a text in the unit of `size`, with 9 % more for semi-bold.
  static func of(_ text: String, size: Double, bold: Bool = false) -> Double {
    var hundredths = 0
    for scalar in text.unicodeScalars { hundredths += width(of: scalar) }
    return Double(hundredths) / 100 * size * (bold ? 1.09 : 1)
  }

  /// The text cut to a width, with an ellipsis where it was.
  static func fitted(_ text: String, width: Double, size: Double, bold: Bool = false) -> String {
    let text = SafeText.shortened(text, to: 120)
    guard of(text, size: size, bold: bold) > width else { return text }
    var kept = ""
    for character in text {
      guard of(kept + "\(character)…", size: size, bold: bold) <= width else { break }
      kept.append(character)
    }
    return kept + "…"
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: ascii[Int(scalar.value) - 0x20]
    case 0x300...0x36F, 0x200B...0x200D, 0xFE00...0xFE0F: 0
    case 0x2070...0x209F, 0xB2, 0xB3, 0xB9: 45
    case 0xA0...0x1FFF where scalar.value < 0x1100: 80
    case 0x2010...0x2012: 50
    default: 105
    }
  }
}

internal import VaglioFindings

/// Words of other tools' files as a policy's YAML can hold them.
enum QuotedWord {
  /// In double quotes, with everything escaped that would end the string, change the terminal, or
  /// look like an anchor.
  static func text(_ word: String) -> String {
    var text = "\""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case _ where scalar != "&" && isPlain(scalar): text.unicodeScalars.append(scalar)
      default: text += escaped(scalar)
      }
    }
    return text + "\""
  }

  /// A remark on one line of a comment, shortened to `longest` characters.
  static func comment(_ remark: String, atMost longest: Int = 400) -> String {
    var text = ""
    for (count, scalar) in remark.unicodeScalars.enumerated() {
      if count == longest { return text + "…" }
      if scalar == "&" {
        text += "& "
      } else if isPlain(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        text += escaped(scalar)
      }
    }
    return text
  }

  /// Whether a name can stand in a policy, and in the names of findings, which lose spaces at both
  /// ends.
  static func isWritable(_ name: String) -> Bool {
    !name.isEmpty && !name.unicodeScalars.contains("\0") && name.first != " " && name.last != " "
  }

  private static func isPlain(_ scalar: UnicodeScalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned, .spaceSeparator:
      return false
    default: return true
    }
  }

  private static func escaped(_ scalar: UnicodeScalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let (mark, width) =
      scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
    return "\\\(mark)" + String(repeating: "0", count: width - digits.count) + digits
  }
}

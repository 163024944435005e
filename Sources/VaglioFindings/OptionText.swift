/// How the value of an option stands in a measure's name: `roc_auc[class=a%2Cb]` for class `a,b`.
public enum OptionText {
  /// What an option's value can't hold as it is: `,`, `=`, `[`, `]`, `%`, and control characters.
  private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
    ",=[]%".unicodeScalars.contains(scalar) || scalar.value < 0x20 || scalar.value == 0x7F
  }

  /// The value with those characters escaped that would end an option, as in a URL.
  public static func escaped(_ value: String) -> String {
    guard value.unicodeScalars.contains(where: mustBeEscaped) else { return value }
    var text = ""
    for scalar in value.unicodeScalars {
      if mustBeEscaped(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text += "%" + (digits.count < 2 ? "0" : "") + digits
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The value that ``escaped(_:)`` wrote. A `%` that begins no escape stands for itself.
  public static func unescaped(_ text: Substring) -> String {
    guard text.contains("%") else { return String(text) }
    var value = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "%", let code = UInt32(String(rest.prefix(2)), radix: 16),
        rest.count >= 2, let escaped = Unicode.Scalar(code), mustBeEscaped(escaped)
      {
        value.unicodeScalars.append(escaped)
        rest = rest.dropFirst(2)
      } else {
        value.unicodeScalars.append(scalar)
      }
    }
    return value
  }
}

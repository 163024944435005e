extension MetricName: CustomStringConvertible {
  /// The name of a metric with options.
  public init(base: String, options: [String: String]) {
    (self.base, self.options) = (base, options)
  }

  /// The name as the record writes it: options in alphabetical order, those characters of their
  /// values escaped that would end an option.
  public var description: String {
    guard !options.isEmpty else { return base }
    let list = options.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.escaped($0.value))" }
    return "\(base)[\(list.joined(separator: ","))]"
  }

  /// What an option's value can't hold as it is: `,`, `=`, `[`, `]`, `%`, and control characters.
  private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
    ",=[]%".unicodeScalars.contains(scalar) || scalar.value < 0x20 || scalar.value == 0x7F
  }

  /// An option's value as a name writes it: class `a,b` is `a%2Cb`, as in a URL.
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
  static func unescaped(_ text: Substring) -> String {
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

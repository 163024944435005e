internal import VaglioFindings

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

  /// An option's value as a name writes it: class `a,b` is `a%2Cb`, as in a URL.
  public static func escaped(_ value: String) -> String { OptionText.escaped(value) }

  /// The value that ``escaped(_:)`` wrote. A `%` that begins no escape stands for itself.
  static func unescaped(_ text: Substring) -> String { OptionText.unescaped(text) }
}

internal import VaglioFindings

/// The parts of the name of a measure of a single class: `recall[class=Fair]`.
struct ClassMeasureName: Hashable, Sendable {
  /// The name without the class: `recall`, `f_beta[beta=2]`.
  let base: String
  /// The class's name.
  let label: String

  /// The parts of a name; `nil` where it is about no single class.
  init?(_ name: String) {
    guard name.hasSuffix("]"), let opening = name.firstIndex(of: "[") else { return nil }
    let options = name[name.index(after: opening)...].dropLast().split(separator: ",")
    guard let option = options.first(where: { $0.hasPrefix("class=") }) else { return nil }
    let others = options.filter { $0 != option }.joined(separator: ",")
    base = name[..<opening] + (others.isEmpty ? "" : "[\(others)]")
    label = Self.unescaped(String(option.dropFirst("class=".count)))
  }

  /// The text without the escapes that keep a name's brackets, commas and equals signs apart.
  private static func unescaped(_ text: String) -> String {
    [("%2C", ","), ("%3D", "="), ("%5B", "["), ("%5D", "]"), ("%25", "%")].reduce(text) {
      $0.replacing($1.0, with: $1.1)
    }
  }
}

extension Measure {
  /// Whether it is about a single class, which stands in a table of classes.
  var isOfOneClass: Bool { ClassMeasureName(name) != nil }

  /// The title without the class: `Recall` of `Recall of Fair`; else the whole title.
  var titleWithoutClass: String {
    guard let parts = ClassMeasureName(name), title.hasSuffix(" of \(parts.label)") else {
      return shortTitle
    }
    let rest = SafeText.shortened(String(title.dropLast(" of \(parts.label)".count)))
    return rest.prefix(1).uppercased() + rest.dropFirst()
  }
}

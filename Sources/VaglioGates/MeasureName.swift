/// A measure's name taken apart: `f_beta`, and its options `beta` = `2`.
struct MeasureName: Hashable, CustomStringConvertible {
  let base: String
  let options: [String: String]

  /// A name with options.
  init(base: String, options: [String: String] = [:]) {
    (self.base, self.options) = (base, options)
  }

  /// The name that `text` spells; `nil` if its brackets or options are malformed.
  init?(_ text: String) {
    guard let bracket = text.firstIndex(of: "[") else {
      guard !text.isEmpty, !text.contains("]") else { return nil }
      self.init(base: text)
      return
    }
    guard text.last == "]", bracket > text.startIndex else { return nil }
    var options: [String: String] = [:]
    for option in text[text.index(after: bracket)...].dropLast().split(
      separator: ",", omittingEmptySubsequences: false)
    {
      let parts = option.split(separator: "=", maxSplits: 1).map { String($0.trimmingSpaces) }
      guard parts.count == 2, options.updateValue(parts[1], forKey: parts[0]) == nil else {
        return nil
      }
    }
    self.init(base: String(text[..<bracket]), options: options)
  }

  var description: String {
    guard !options.isEmpty else { return base }
    let list = options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return "\(base)[\(list.joined(separator: ","))]"
  }
}

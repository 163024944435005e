internal import VaglioFindings

/// The settings of a metric: JSON, of which the outer braces may be left out.
struct TFMASettings {
  private let members: [String: JSONValue]

  /// No settings.
  static let none = TFMASettings(members: [:])

  private init(members: [String: JSONValue]) { self.members = members }

  /// Reads the text of `config`; `nil` if it is not an object.
  init?(_ node: ImportNode?) {
    guard let node, !node.isEmpty else {
      members = [:]
      return
    }
    guard let text = node.text?.drop(while: \.isWhitespace) else { return nil }
    let object = text.hasPrefix("{") ? String(text) : "{\(text)}"
    guard let members = (try? JSONValue(parsing: object))?.object else { return nil }
    self.members = members
  }

  func text(_ name: String) -> String? { members[name]?.string }

  func number(_ name: String) -> Double? { members[name]?.number }

  func without(_ name: String) -> TFMASettings {
    TFMASettings(members: members.filter { $0.key != name })
  }

  /// What keeps the metric `name` with these settings from being judged, if anything does.
  func obstacle(for name: String) -> String? {
    let own = TFMAMetric.parametric[name]?.1
    for (key, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
      switch key {
      case "name", "num_thresholds", "summation_method", "dtype", own: continue
      case "curve" where ["ROC", "PR"].contains(value.string?.uppercased()): continue
      case "threshold", "thresholds":
        let numbers = (value.array ?? [value]).map(\.number)
        guard numbers == [0.5] else {
          return "it is taken at another threshold than 0.5, which is told to the command"
        }
      case "from_logits" where value == false: continue
      case "label_smoothing" where value.number == 0: continue
      case "multi_label" where value == false: continue
      default: return "its setting \(key.legible()) has no counterpart"
      }
    }
    return nil
  }
}

public import VaglioFindings

extension ImportedPolicy {
  /// Policy and lists as JSON.
  public var json: JSONValue {
    .members([
      "format": .string(format.rawValue),
      "policy": policyText.map(JSONValue.string),
      "carried": .array(carried.map(\.json)),
      "left": .array(left.map(\.json)),
    ])
  }

  /// What was done in one line: `22 settings carried over into 7 gates, 4 not`.
  public var summary: String {
    let gates = Set(carried.map(\.gate)).count
    let into = gates == 1 ? "1 gate" : "\(NumberText.grouped(gates)) gates"
    let settings =
      carried.count == 1 ? "1 setting" : "\(NumberText.grouped(carried.count)) settings"
    return "\(settings) carried over into \(into), \(NumberText.grouped(left.count)) not"
  }

  /// What could not be carried over, for people: one paragraph each, with the reason and what to do
  /// instead. Control characters are escaped.
  public var listing: String {
    left.map { item in
      "\(item.file.legible()), \(item.path.legible(atMost: 200)): \(item.value)\n"
        + "  \(item.reason.legible(atMost: 400))\n  instead: \(item.instead.legible(atMost: 400))\n"
    }.joined()
  }
}

extension CarriedItem {
  fileprivate var json: JSONValue {
    .members([
      "file": .string(file), "path": .string(path), "value": .string(value), "gate": .count(gate),
      "rule": .string(rule), "difference": difference.map(JSONValue.string),
    ])
  }
}

extension LeftItem {
  fileprivate var json: JSONValue {
    [
      "file": .string(file), "path": .string(path), "value": .string(value),
      "reason": .string(reason), "instead": .string(instead),
    ]
  }
}

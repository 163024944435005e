internal import VaglioFindings

/// One value of another tool's file, with the place where it stands.
///
/// JSON and protobuf's text format are read into the same shape: a field that a text repeats is a
/// list, and one that it gives once serves as a list of one. Numbers may be infinite or not a number,
/// as text protos can write them.
struct ImportNode: Sendable {
  struct Member: Sendable {
    let name: String
    let value: ImportNode
  }

  let value: JSONValue
  let file: String
  let path: ImportPath
}

extension ImportNode {
  /// The members by name; none of other values.
  var members: [Member] {
    guard case .object(let members) = value else { return [] }
    return members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
      Member(name: $0.key, value: ImportNode(value: $0.value, file: file, path: path.key($0.key)))
    }
  }

  /// The member of this name, spelt with underscores as here, or else in camel case.
  func member(_ name: String) -> ImportNode? {
    guard case .object(let members) = value else { return nil }
    for spelling in [name, ImportPath.camelCase(name)] {
      if let value = members[spelling] {
        return ImportNode(value: value, file: file, path: path.key(spelling))
      }
    }
    return nil
  }

  /// The elements of a list; a value that is no list is a list of one, and `null` an empty one.
  var elements: [ImportNode] {
    switch value {
    case .array(let elements):
      elements.enumerated().map { ImportNode(value: $1, file: file, path: path.index($0)) }
    case .null: []
    default: [self]
    }
  }

  /// The entries of a map: members of an object, or the pairs of `key` and `value` by which a text
  /// proto writes one.
  var entries: [Member] {
    let elements = elements
    let pairs = elements.compactMap { element -> Member? in
      guard element.value.object?.count == 2, let key = element.member("key")?.word,
        let value = element.member("value")
      else { return nil }
      return Member(name: key, value: value)
    }
    return pairs.isEmpty || pairs.count != elements.count ? members : pairs
  }

  /// The number here, or in the only member `value`, as protobuf's wrappers have it; `NaN` and
  /// `Infinity` may stand in quotes.
  var number: Double? {
    switch value {
    case .number(let number): number
    case .string("NaN"): .nan
    case .string("Infinity"): .infinity
    case .string("-Infinity"): -.infinity
    case .object(let members) where members.count == 1: members["value"]?.number
    default: nil
    }
  }

  /// The finite number here.
  var finite: Double? { number.flatMap { $0.isFinite ? $0 : nil } }

  var text: String? { value.string }

  var boolean: Bool? { value.boolean }

  /// The text here, or a number or truth value as text.
  var word: String? {
    switch value {
    case .string(let text): text
    case .number(let number) where number.isFinite: CanonicalJSON.number(number)
    case .boolean(let truth): truth ? "true" : "false"
    default: nil
    }
  }

  /// Whether nothing is set here: `null`, an empty list, an empty object, an empty string.
  var isEmpty: Bool {
    switch value {
    case .null, .string(""): true
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }

  /// The values directly below this one.
  var children: [ImportNode] {
    if case .array = value { return elements }
    return members.map(\.value)
  }

  /// What stands here as JSON, shortened, for lists of what was and was not carried over.
  var shown: String { Self.shown(value, depth: 0).legible(atMost: 160) }

  private static func shown(_ value: JSONValue, depth: Int) -> String {
    switch value {
    case .number(let number) where !number.isFinite: return NumberText.shortest(number)
    case .array(let elements) where elements.count > 8 || depth > 2 && !elements.isEmpty:
      return "[\(elements.count) elements]"
    case .object(let members) where members.count > 8 || depth > 2 && !members.isEmpty:
      return "{\(members.count) keys}"
    case .array(let elements):
      return "[\(elements.map { shown($0, depth: depth + 1) }.joined(separator: ", "))]"
    case .object(let members):
      let parts = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
        "\($0.key): \(shown($0.value, depth: depth + 1))"
      }
      return "{\(parts.joined(separator: ", "))}"
    default: return CanonicalJSON.text(of: value)
    }
  }

  /// The error that this file can't be used as it is.
  func failure(_ reason: String) -> PolicyError {
    PolicyError(
      "\(path): \(reason)", at: TextPlace(file: file, line: 1, column: 1),
      key: path.description)
  }
}

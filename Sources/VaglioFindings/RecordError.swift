/// Why a JSON document is not a record: where in the document, and what was expected there.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The place as a path: `findings[12].interval.lower`.
  public let path: String
  /// What was expected there.
  public let reason: String

  /// An error at a place.
  public init(path: String, reason: String) {
    (self.path, self.reason) = (path.legible(atMost: 160), reason.legible(atMost: 400))
  }

  public var description: String { "\(path): \(reason)" }
}

/// A place in a JSON document, for reading it with errors that name the place.
public struct JSONPlace: Sendable {
  /// The place as a path from the root: `findings[12].interval`.
  public let path: String
  /// What stands there; `nil` for an absent member.
  public let value: JSONValue?

  private let isRoot: Bool

  /// The root of a document, which errors about the whole of it call `name`.
  public init(root value: JSONValue, name: String = "record") {
    (path, self.value, isRoot) = (name, value, true)
  }

  private init(path: String, value: JSONValue?) {
    (self.path, self.value, isRoot) = (path, value, false)
  }

  /// The member of this name, present or absent.
  public subscript(name: String) -> JSONPlace {
    JSONPlace(path: isRoot ? name : "\(path).\(name)", value: value?[name])
  }

  /// Whether anything stands here.
  public var exists: Bool { value != nil && value != .null }

  /// The error that something else was expected here.
  public func failure(expected: String) -> RecordError {
    RecordError(path: path, reason: exists ? "expected \(expected)" : "missing: \(expected)")
  }

  /// The text here.
  public func string() throws(RecordError) -> String {
    guard let text = value?.string else { throw failure(expected: "a string") }
    return text
  }

  /// The number here.
  public func number() throws(RecordError) -> Double {
    guard let number = value?.number else { throw failure(expected: "a number") }
    return number
  }

  /// The whole number here, not negative.
  public func count() throws(RecordError) -> Int {
    guard let number = value?.number, let count = Int(exactly: number), count >= 0 else {
      throw failure(expected: "a whole number, zero or more")
    }
    return count
  }

  /// The elements here, each with its place; none where nothing stands.
  public func elements() throws(RecordError) -> [JSONPlace] {
    guard exists else { return [] }
    guard let elements = value?.array else { throw failure(expected: "an array") }
    return elements.enumerated().map { JSONPlace(path: "\(path)[\($0.offset)]", value: $0.element) }
  }

  /// The members here by name, each with its place; none where nothing stands.
  public func members() throws(RecordError) -> [(name: String, place: JSONPlace)] {
    guard exists else { return [] }
    guard let members = value?.object else { throw failure(expected: "an object") }
    return members.keys.sorted().map { ($0, self[$0]) }
  }

  /// The strings here; none where nothing stands.
  public func strings() throws(RecordError) -> [String] {
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }

  /// The numbers here; none where nothing stands.
  public func numbers() throws(RecordError) -> [Double] {
    var numbers: [Double] = []
    for element in try elements() { numbers.append(try element.number()) }
    return numbers
  }

  /// What `read` makes of this place, or `nil` where nothing stands.
  public func optional<Value>(
    _ read: (JSONPlace) throws(RecordError) -> Value
  ) throws(RecordError) -> Value? {
    exists ? try read(self) : nil
  }

  /// What `read` makes of each element.
  public func map<Value>(
    _ read: (JSONPlace) throws(RecordError) -> Value
  ) throws(RecordError) -> [Value] {
    var values: [Value] = []
    for element in try elements() { values.append(try read(element)) }
    return values
  }
}

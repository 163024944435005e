internal import VaglioTables

/// A value of a JSON-like file, arrays of numbers in compact form.
public enum Document: Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  /// An array of numbers alone; never empty.
  case numbers([Double])
  /// Any other array; an empty one is here.
  case array([Document])
  case object([String: Document])
}

/// A place in a document with what stands there: errors name it by its path.
package struct DocumentPlace {
  /// `learner.gradient_booster.model.trees[3]`; empty at the root.
  package let path: String
  /// What stands there; `nil` for an absent member.
  package let value: Document?

  /// The root.
  package init(root: Document) { (path, value) = ("", root) }

  private init(path: String, value: Document?) { (self.path, self.value) = (path, value) }

  /// The member of this name, present or absent.
  package subscript(name: String) -> DocumentPlace {
    guard case .object(let members) = value else {
      return DocumentPlace(path: joined(name), value: nil)
    }
    return DocumentPlace(path: joined(name), value: members[name])
  }

  private func joined(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Whether anything but null stands here.
  package var exists: Bool {
    if case .null = value { return false }
    return value != nil
  }

  /// The error that something else was expected here.
  func failure(expected: String) -> ModelError {
    malformed(exists ? "expected \(expected)" : "missing: \(expected)")
  }

  /// The error that the file is damaged here.
  func malformed(_ problem: String) -> ModelError {
    ModelError(.malformed, place: path, problem: legible(problem, 400))
  }

  /// The error that what stands here is not read by Vaglio.
  func unsupported(_ problem: String, remedy: String? = nil) -> ModelError {
    ModelError(.unsupported, place: path, problem: legible(problem, 400), remedy: remedy)
  }

  /// The text here.
  package func string() throws(ModelError) -> String {
    guard case .string(let text) = value else { throw failure(expected: "a text") }
    return text
  }

  /// The number here.
  func number() throws(ModelError) -> Double {
    guard case .number(let number) = value else { throw failure(expected: "a number") }
    return number
  }

  /// The truth value here.
  func boolean() throws(ModelError) -> Bool {
    guard case .boolean(let flag) = value else { throw failure(expected: "true or false") }
    return flag
  }

  /// The whole number here.
  func integer() throws(ModelError) -> Int {
    guard case .number(let number) = value, let integer = Int(exactly: number) else {
      throw failure(expected: "a whole number")
    }
    return integer
  }

  /// The whole number here, not negative.
  func count() throws(ModelError) -> Int {
    guard case .number(let number) = value, let count = Int(exactly: number), count >= 0 else {
      throw failure(expected: "a whole number, zero or more")
    }
    return count
  }

  /// The numbers here.
  func numbers() throws(ModelError) -> [Double] {
    switch value {
    case .numbers(let numbers): return numbers
    case .array(let elements) where elements.isEmpty: return []
    default: throw failure(expected: "an array of numbers")
    }
  }

  /// The whole numbers here.
  package func integers() throws(ModelError) -> [Int] {
    var integers: [Int] = []
    for (index, number) in try numbers().enumerated() {
      guard let integer = Int(exactly: number) else {
        throw element(index, .number(number)).failure(expected: "a whole number")
      }
      integers.append(integer)
    }
    return integers
  }

  /// The elements here, each with its place.
  package func elements() throws(ModelError) -> [DocumentPlace] {
    switch value {
    case .numbers(let numbers):
      return numbers.enumerated().map { element($0.offset, .number($0.element)) }
    case .array(let elements): return elements.enumerated().map { element($0.offset, $0.element) }
    default: throw failure(expected: "an array")
    }
  }

  private func element(_ index: Int, _ value: Document) -> DocumentPlace {
    DocumentPlace(path: "\(path)[\(index)]", value: value)
  }

  /// The texts here.
  package func strings() throws(ModelError) -> [String] {
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }

  /// The members here by name, in the order of their names.
  package func members() throws(ModelError) -> [(name: String, place: DocumentPlace)] {
    guard case .object(let members) = value else { throw failure(expected: "an object") }
    return members.keys.sorted().map { ($0, self[$0]) }
  }
}

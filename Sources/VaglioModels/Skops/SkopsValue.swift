/// A value of a skops file, read as it is asked for: nothing of it is ever run.
///
/// skops writes an object as the JSON object `{"__class__", "__module__", "__loader__", …}`; plain
/// values stand as JSON in the text `content`, arrays in entries of the archive. An object that
/// occurs twice is written out twice under the same `__id__`, so that the nodes form a tree: there
/// are no references to follow and no cycles. The protocols 0 to 2 differ in functions and random
/// generators alone, neither of which is read.
struct SkopsValue {
  let place: DocumentPlace
  let archive: ZipArchive

  /// The name of the class.
  func className() throws(ModelError) -> String { try place["__class__"].string() }

  /// The name of the class with its module.
  func qualifiedName() throws(ModelError) -> String {
    try "\(place["__module__"].string()).\(className())"
  }

  private func loader() throws(ModelError) -> String { try place["__loader__"].string() }

  private func at(_ place: DocumentPlace) -> SkopsValue {
    SkopsValue(place: place, archive: archive)
  }

  /// Whether there is such a value.
  var exists: Bool { place.exists }

  /// The attribute of an object, or the member of a dictionary; it may be absent.
  subscript(name: String) -> SkopsValue {
    let content = place["content"]
    let isObject = (try? loader()).map { $0 != "DictNode" } ?? true
    return at(isObject ? content["content"][name] : content[name])
  }

  /// The names of an object's attributes or a dictionary's members.
  func names() throws(ModelError) -> [String] {
    let isDictionary = try loader() == "DictNode"
    let content = place["content"]
    return try (isDictionary ? content : content["content"]).members().map(\.name)
  }

  /// The arguments that a compiled object is made from, and its state.
  func reduced() throws(ModelError) -> (arguments: [SkopsValue], state: SkopsValue) {
    (try at(place["__reduce__"]["args"]).elements(), at(place["content"]))
  }

  /// The elements of a list, tuple, set, or array of objects.
  func elements() throws(ModelError) -> [SkopsValue] {
    switch try loader() {
    case "ListNode", "TupleNode", "SetNode", "NdArrayNode":
      return try place["content"].elements().map(at)
    default: throw failure(expected: "a list")
    }
  }

  /// The lengths of the dimensions of an array.
  func shape() throws(ModelError) -> [Int] {
    guard try isObjectArray() else { return try array().shape }
    var shape: [Int] = []
    for length in try at(place["shape"]).elements() {
      let length = try length.integer()
      guard length >= 0 else { throw failure(expected: "an array's shape") }
      shape.append(length)
    }
    return shape
  }

  private func isObjectArray() throws(ModelError) -> Bool {
    guard try loader() == "NdArrayNode" else { return false }
    return try place["type"].string() == "json"
  }

  /// The array of NumPy's format.
  func array() throws(ModelError) -> NumpyArray {
    guard try loader() == "NdArrayNode", try place["type"].string() == "numpy" else {
      throw failure(expected: "an array of numbers")
    }
    let file = try place["file"].string()
    return try NumpyArray(try archive.contents(of: file), name: file)
  }

  /// The contents of bytes.
  func bytes() throws(ModelError) -> [UInt8] {
    let loader = try loader()
    guard loader == "BytesNode" || loader == "BytearrayNode" else {
      throw failure(expected: "bytes")
    }
    return try archive.contents(of: try place["file"].string())
  }

  /// The plain value: the JSON in the text.
  private func plain() throws(ModelError) -> DocumentPlace {
    guard try loader() == "JsonNode" else { throw failure(expected: "a plain value") }
    let text = try place["content"].string()
    do throws(ModelError) {
      return DocumentPlace(root: try JSONDocument.document(Array(text.utf8)))
    } catch {
      throw place["content"].malformed("the value is no JSON: \(error.problem)")
    }
  }

  /// The error that something else was expected here.
  func failure(expected: String) -> ModelError { place.failure(expected: expected) }

  /// The error that what stands here is not read.
  func unsupported(_ problem: String, remedy: String? = nil) -> ModelError {
    place.unsupported(problem, remedy: remedy)
  }
}

extension SkopsValue {
  /// Whether the value is absent or Python's `None`.
  func isNone() throws(ModelError) -> Bool {
    guard exists else { return true }
    guard try loader() == "JsonNode" else { return false }
    if case .null = try plain().value { return true }
    return false
  }

  /// Whether the value is this text.
  func isText(_ text: String) throws(ModelError) -> Bool {
    guard exists, try loader() == "JsonNode", case .string(let own) = try plain().value else {
      return false
    }
    return own == text
  }

  /// The text.
  func string() throws(ModelError) -> String {
    if let text = try scalar(), case .text(let text) = text { return text }
    throw failure(expected: "a text")
  }

  /// The number, whether Python's or NumPy's.
  func number() throws(ModelError) -> Double {
    if let value = try scalar(), case .number(let number) = value { return number }
    throw failure(expected: "a number")
  }

  /// The whole number.
  func integer() throws(ModelError) -> Int {
    guard let integer = Int(exactly: try number()) else {
      throw failure(expected: "a whole number")
    }
    return integer
  }

  /// The truth value.
  func boolean() throws(ModelError) -> Bool {
    if let value = try scalar(), case .boolean(let flag) = value { return flag }
    throw failure(expected: "true or false")
  }

  /// A text, number or truth value.
  enum Scalar: Hashable {
    case text(String)
    case number(Double)
    case boolean(Bool)
    /// Python's `None`; NaN is a number.
    case none
  }

  /// The value as it may stand in a cell of a table; `nil` if it may not.
  func scalar() throws(ModelError) -> Scalar? {
    switch try loader() {
    case "JsonNode":
      switch try plain().value {
      case .string(let text): return .text(text)
      case .number(let number): return .number(number)
      case .boolean(let flag): return .boolean(flag)
      case .null: return Scalar.none
      default: return nil
      }
    case "NdArrayNode":
      guard try place["type"].string() == "numpy" else { return nil }
      let array = try array()
      guard array.count == 1 else { return nil }
      return array.scalars?.first
    default: return nil
    }
  }

  /// The numbers of an array or list.
  func numbers() throws(ModelError) -> [Double] {
    if try loader() == "NdArrayNode", try !isObjectArray() {
      guard let numbers = try array().numbers else { throw failure(expected: "numbers") }
      return numbers
    }
    if try loader() == "JsonNode" { return [try number()] }
    var numbers: [Double] = []
    for element in try elements() { numbers.append(try element.number()) }
    return numbers
  }

  /// The numbers of an array, all finite.
  func finiteNumbers() throws(ModelError) -> [Double] {
    let numbers = try numbers()
    guard numbers.allSatisfy(\.isFinite) else { throw failure(expected: "finite numbers") }
    return numbers
  }

  /// The texts, numbers or truth values of an array or list.
  func scalars() throws(ModelError) -> [Scalar] {
    if try loader() == "NdArrayNode", try !isObjectArray() {
      guard let scalars = try array().scalars else { throw failure(expected: "texts or numbers") }
      return scalars
    }
    var scalars: [Scalar] = []
    for element in try elements() {
      guard let scalar = try element.scalar() else {
        throw element.failure(expected: "a text or a number")
      }
      scalars.append(scalar)
    }
    return scalars
  }
}

extension NumpyArray {
  /// The elements as cells of a table; `nil` for records.
  var scalars: [SkopsValue.Scalar]? {
    if let texts { return texts.map(SkopsValue.Scalar.text) }
    guard let numbers else { return nil }
    return numbers.map { element == .boolean ? .boolean($0 == 1) : .number($0) }
  }
}

extension SkopsValue.Scalar {
  /// The value as a column of categories has it: whole numbers without a point, other numbers by
  /// their shortest text, `true` and `false`.
  var label: String {
    switch self {
    case .text(let text): text
    case .number(let number):
      Int64(exactly: number).map { String($0) } ?? number.description
    case .boolean(let flag): flag ? "true" : "false"
    case .none: "None"
    }
  }

  /// Whether the value stands for a missing one: `None` or NaN.
  var isMissing: Bool {
    switch self {
    case .none: true
    case .number(let number): number.isNaN
    case .text, .boolean: false
    }
  }
}

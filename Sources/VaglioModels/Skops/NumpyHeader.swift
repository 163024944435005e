internal import VaglioTables

/// The header of a `.npy` file: a Python dictionary of element type, order and shape.
struct NumpyHeader {
  let element: NumpyArray.Element
  let isFortran: Bool
  let shape: [Int]

  /// Reads a header; `name` is the file, for messages.
  init(_ bytes: ArraySlice<UInt8>, name: String) throws(ModelError) {
    func damaged(_ problem: String) -> ModelError {
      ModelError(.malformed, place: name, problem: problem)
    }
    var reader = PythonLiteral(bytes)
    guard case .dictionary(let members) = reader.whole(), let descriptor = members["descr"],
      case .boolean(let isFortran) = members["fortran_order"],
      case .list(let lengths) = members["shape"]
    else { throw damaged("the array's header is damaged") }
    var shape: [Int] = []
    for length in lengths {
      guard case .integer(let length) = length, length >= 0, shape.count < 32 else {
        throw damaged("the array's shape is damaged")
      }
      shape.append(length)
    }
    guard let element = Self.element(descriptor) else {
      let isObject = if case .text(let code) = descriptor { code.hasSuffix("O") } else { false }
      throw ModelError(
        .unsupported, place: name,
        problem: isObject
          ? "the array holds pickled Python objects, which are not opened"
          : "the array's element type is not read: \(descriptor.shown)")
    }
    guard element.size > 0 else { throw damaged("the array's elements have no bytes") }
    (self.element, self.isFortran, self.shape) = (element, isFortran, shape)
  }

  private static func element(_ literal: PythonLiteral.Value) -> NumpyArray.Element? {
    switch literal {
    case .text(let code): return element(Substring(code))
    case .list(let parts): return record(parts)
    default: return nil
    }
  }

  /// `<f8`, `|b1`, `<U12`: byte order, kind, size.
  private static func element(_ code: Substring) -> NumpyArray.Element? {
    var code = code
    guard let order = code.popFirst(), order == "<" || order == "|",
      let kind = code.popFirst(), let size = Int(code), size >= 0, size <= 1 << 24
    else { return nil }
    switch (kind, size) {
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): return .signed(size)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): return .unsigned(size)
    case ("f", 4), ("f", 8): return .float(size)
    case ("b", 1): return .boolean
    case ("U", _): return .text(size)
    default: return nil
    }
  }

  /// Pairs of name and type; those of type `V` are padding, whatever their name.
  private static func record(_ parts: [PythonLiteral.Value]) -> NumpyArray.Element? {
    var fields: [NumpyArray.Field] = []
    var offset = 0
    for part in parts {
      guard case .list(let pair) = part, pair.count == 2, case .text(let name) = pair[0],
        case .text(let code) = pair[1]
      else { return nil }
      if code.hasPrefix("|V"), let size = Int(code.dropFirst(2)), size >= 0, size <= 1 << 24 {
        offset += size
        continue
      }
      guard let element = element(Substring(code)), offset <= 1 << 24 else { return nil }
      fields.append(.init(name: name, element: element, offset: offset))
      offset += element.size
    }
    return .record(fields, size: offset)
  }
}

/// A literal of Python as headers of `.npy` files hold them: texts, whole numbers, truth values, and
/// tuples, lists and dictionaries of these.
struct PythonLiteral {
  enum Value {
    case text(String)
    case integer(Int)
    case boolean(Bool)
    case none
    /// A tuple or a list.
    case list([Value])
    case dictionary([String: Value])

    /// The value as a message can show it.
    var shown: String {
      if case .text(let text) = self { "\"\(legible(text, 40))\"" } else { "a record" }
    }
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The one literal that the text holds; `nil` if it is anything else.
  mutating func whole() -> Value? {
    guard let value = value(depth: 0) else { return nil }
    skipSpace()
    return rest.isEmpty ? value : nil
  }

  private mutating func skipSpace() {
    while let byte = rest.first, byte == 0x20 || byte == 0x0A || byte == 0 { rest.removeFirst() }
  }

  private mutating func skip(_ byte: Character) -> Bool {
    skipSpace()
    guard rest.first == byte.asciiValue else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func value(depth: Int) -> Value? {
    guard depth < 8 else { return nil }
    skipSpace()
    guard let byte = rest.first else { return nil }
    switch Character(UnicodeScalar(byte)) {
    case "'", "\"": return text().map(Value.text)
    case "(": return list(closing: ")", depth: depth)
    case "[": return list(closing: "]", depth: depth)
    case "{": return dictionary(depth: depth)
    case "0"..."9", "-": return integer().map(Value.integer)
    default: return word()
    }
  }

  private mutating func text() -> String? {
    let quote = rest.removeFirst()
    guard let end = rest.firstIndex(of: quote), !rest[..<end].contains(UInt8(ascii: "\\")) else {
      return nil
    }
    defer { rest = rest[(end + 1)...] }
    return String(validating: rest[..<end], as: UTF8.self)
  }

  private mutating func integer() -> Int? {
    let digits = rest.prefix { $0 == UInt8(ascii: "-") || $0 >= 0x30 && $0 <= 0x39 }
    rest = rest[digits.endIndex...]
    // Python 2 wrote long numbers with an L.
    if rest.first == UInt8(ascii: "L") { rest.removeFirst() }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  private mutating func word() -> Value? {
    for (word, value) in [
      ("True", Value.boolean(true)), ("False", .boolean(false)), ("None", .none),
    ]
    where rest.starts(with: word.utf8) {
      rest.removeFirst(word.utf8.count)
      return value
    }
    return nil
  }

  private mutating func list(closing: Character, depth: Int) -> Value? {
    rest.removeFirst()
    var elements: [Value] = []
    while !skip(closing) {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
      skipSpace()
      guard skip(",") || rest.first == closing.asciiValue else { return nil }
    }
    return .list(elements)
  }

  private mutating func dictionary(depth: Int) -> Value? {
    rest.removeFirst()
    var members: [String: Value] = [:]
    while !skip("}") {
      guard case .text(let name) = value(depth: depth + 1), skip(":"),
        let member = value(depth: depth + 1), members.updateValue(member, forKey: name) == nil
      else { return nil }
      skipSpace()
      guard skip(",") || rest.first == UInt8(ascii: "}") else { return nil }
    }
    return .dictionary(members)
  }
}

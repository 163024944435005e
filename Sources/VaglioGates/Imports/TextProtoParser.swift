internal import VaglioFindings

/// Reads protobuf's text format without knowing the message: fields by name, with scalars, lists and
/// messages in braces or angle brackets as values.
///
/// Depth and length are limited, strings are UTF-8, and numbers are doubles, with `inf` and `nan`.
/// Names of extensions in brackets are refused, as no configuration has them.
struct TextProtoParser {
  private static let deepest = 64
  private static let longest = 1_048_576

  private indirect enum Value {
    case scalar(JSONValue)
    case list([Value])
    case message([Field])
  }

  private struct Field {
    let name: String
    let value: Value
  }

  private var scanner: TextProtoScanner
  private var token: TextProtoScanner.Token = .end
  private var offset = 0

  /// Reads a whole text.
  static func document(_ bytes: [UInt8], file: String) throws(PolicyError) -> ImportNode {
    let start = TextPlace(file: file, line: 1, column: 1)
    guard bytes.count <= longest else {
      throw PolicyError("longer than \(longest) bytes, which no text proto needs", at: start)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw PolicyError("not text in UTF-8", at: start)
    }
    var parser = TextProtoParser(scanner: TextProtoScanner(bytes, file: file))
    try parser.advance()
    let fields = try parser.fields(until: .end, depth: 0)
    guard !fields.isEmpty else { throw PolicyError("the file is empty", at: start) }
    return ImportNode(value: value(of: .message(fields)), file: file, path: .root)
  }

  private init(scanner: TextProtoScanner) { self.scanner = scanner }

  private mutating func advance() throws(PolicyError) { (token, offset) = try scanner.next() }

  private func failure(_ reason: String) -> PolicyError { scanner.failure(reason, at: offset) }

  private mutating func fields(
    until end: TextProtoScanner.Token, depth: Int
  ) throws(PolicyError) -> [Field] {
    guard depth < Self.deepest else { throw failure("nested deeper than \(Self.deepest) levels") }
    var fields: [Field] = []
    while token != end {
      guard case .word(let name) = token, !name.hasPrefix("-") else {
        throw failure(token == .end ? "a message that isn't closed" : "expected a field's name")
      }
      try advance()
      let hasColon = token == .mark(":")
      if hasColon { try advance() }
      fields.append(Field(name: name, value: try value(afterColon: hasColon, depth: depth)))
      if token == .mark(",") || token == .mark(";") { try advance() }
    }
    return fields
  }

  private mutating func value(
    afterColon hasColon: Bool, depth: Int
  ) throws(PolicyError) -> Value {
    switch token {
    case .mark("{"): return try message(closing: "}", depth: depth)
    case .mark("<"): return try message(closing: ">", depth: depth)
    case .mark("["): return try list(depth: depth)
    default:
      guard hasColon else { throw failure("expected \":\" after a field's name") }
      return .scalar(try scalar())
    }
  }

  private mutating func message(closing: Character, depth: Int) throws(PolicyError) -> Value {
    try advance()
    let fields = try fields(until: .mark(closing), depth: depth + 1)
    try advance()
    return .message(fields)
  }

  private mutating func list(depth: Int) throws(PolicyError) -> Value {
    try advance()
    var elements: [Value] = []
    while token != .mark("]") {
      if !elements.isEmpty {
        guard token == .mark(",") else { throw failure("expected \",\" or \"]\"") }
        try advance()
      }
      guard token != .mark("[") else { throw failure("a list in a list") }
      elements.append(try value(afterColon: true, depth: depth))
    }
    try advance()
    return .list(elements)
  }

  private mutating func scalar() throws(PolicyError) -> JSONValue {
    switch token {
    case .string: return .string(try strings())
    case .word(let word):
      guard let content = Self.named(word) else {
        throw failure("expected a number after the minus sign")
      }
      try advance()
      return content
    case .number(let text):
      guard let number = Self.number(text) else { throw failure("\(text.legible()) is no number") }
      try advance()
      return .number(number)
    default: throw failure("expected a value")
    }
  }

  /// Strings that follow each other are one.
  private mutating func strings() throws(PolicyError) -> String {
    var text = ""
    while case .string(let part) = token {
      text += part
      try advance()
    }
    return text
  }
}

extension TextProtoParser {
  private static func named(_ word: String) -> JSONValue? {
    switch word.lowercased() {
    case "true": .boolean(true)
    case "false": .boolean(false)
    case "inf", "infinity": .number(.infinity)
    case "-inf", "-infinity": .number(-.infinity)
    case "nan", "-nan": .number(.nan)
    default: word.hasPrefix("-") ? nil : .string(word)
    }
  }

  /// Decimal, octal and hexadecimal whole numbers, and decimal fractions with or without `f`.
  private static func number(_ text: String) -> Double? {
    let isNegative = text.hasPrefix("-")
    var digits = isNegative ? text.dropFirst() : text[...]
    let magnitude: Double?
    if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
      magnitude = UInt64(digits.dropFirst(2), radix: 16).map { Double($0) }
    } else if digits.count > 1, digits.first == "0",
      digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    {
      magnitude = UInt64(digits, radix: 8).map { Double($0) }
    } else {
      if digits.last == "f" || digits.last == "F" { digits = digits.dropLast() }
      magnitude = PolicyNode.decimal(String(digits))
    }
    return magnitude.map { isNegative ? -$0 : $0 }
  }

  /// The value as JSON; fields of one name are put together into a list.
  private static func value(of value: Value) -> JSONValue {
    switch value {
    case .scalar(let scalar): return scalar
    case .list(let elements): return .array(elements.map(Self.value))
    case .message(let fields):
      var values: [String: [JSONValue]] = [:]
      var lists: Set<String> = []
      for field in fields {
        if case .list(let elements) = field.value {
          lists.insert(field.name)
          values[field.name, default: []] += elements.map(Self.value)
        } else {
          values[field.name, default: []].append(Self.value(of: field.value))
        }
      }
      var members: [String: JSONValue] = [:]
      for (name, all) in values {
        members[name] = all.count == 1 && !lists.contains(name) ? all[0] : .array(all)
      }
      return .object(members)
    }
  }
}

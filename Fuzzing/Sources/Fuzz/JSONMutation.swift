internal import VaglioFindings

/// Changes of JSON documents that leave JSON: one value becomes another, often one that is extreme.
enum JSONMutation {
  /// The document with one of its values changed; `nil` where the bytes are none.
  static func mutated(_ bytes: [UInt8], _ draws: inout Draws) -> [UInt8]? {
    guard let value = try? JSONValue(parsing: bytes) else { return nil }
    var place = draws.below(count(of: value))
    return CanonicalJSON.bytes(of: changed(value, at: &place, &draws))
  }

  /// The number of values in a value, itself included.
  private static func count(of value: JSONValue) -> Int {
    switch value {
    case .array(let elements): elements.reduce(1) { $0 + count(of: $1) }
    case .object(let members): members.values.reduce(1) { $0 + count(of: $1) }
    default: 1
    }
  }

  /// The value with the one changed that comes as number `place`, which is counted down.
  private static func changed(
    _ value: JSONValue, at place: inout Int, _ draws: inout Draws
  ) -> JSONValue {
    place -= 1
    if place == -1 { return replacement(of: value, &draws) }
    guard place >= 0 else { return value }
    switch value {
    case .array(let elements):
      var changed: [JSONValue] = []
      for element in elements { changed.append(self.changed(element, at: &place, &draws)) }
      return .array(changed)
    case .object(var members):
      for name in members.keys.sorted() {
        if let member = members[name] { members[name] = changed(member, at: &place, &draws) }
      }
      return .object(members)
    default: return value
    }
  }

  private static func replacement(of value: JSONValue, _ draws: inout Draws) -> JSONValue {
    if draws.below(12) == 0 { return others[draws.below(others.count)] }
    switch value {
    case .number(let number): return .number(Self.number(number, &draws))
    case .string(let text): return .string(Self.text(text, &draws))
    case .boolean(let truth): return .boolean(!truth)
    case .null: return others[draws.below(others.count)]
    case .array(let elements): return .array(list(elements, &draws))
    case .object(var members):
      let names = members.keys.sorted()
      guard let name = names.randomElement(using: &draws),
        let other = names.randomElement(using: &draws)
      else { return .object(["": .null]) }
      members[name] = draws.below(2) == 0 ? nil : members[other]
      return .object(members)
    }
  }

  private static let others: [JSONValue] = [
    .null, .boolean(true), .number(0), .number(-1), .string(""), .string("\u{7}"), .array([]),
    .object([:]), .array([.array([])]),
  ]

  private static let extremes: [Double] = [
    0, 1, 2, -1, 0.5, 255, 256, 65_536, 16_777_216, 2_147_483_647, -2_147_483_648, 4_294_967_295,
    0x1p53, 0x1p62, -0x1p63, 0x1p63, 0x1p64, 1e39, 1e300, -1e300, 0x1p-1074,
  ]

  private static func number(_ number: Double, _ draws: inout Draws) -> Double {
    let changed =
      switch draws.below(8) {
      case 0: number + 1
      case 1: number - 1
      case 2: -number
      case 3: number * 2
      default: extremes[draws.below(extremes.count)]
      }
    return changed.isFinite ? changed : 0
  }

  private static func text(_ text: String, _ draws: inout Draws) -> String {
    if let number = Double(text) {
      let changed = Self.number(number, &draws)
      return Int64(exactly: changed).map(String.init) ?? String(changed)
    }
    switch draws.below(5) {
    case 0: return ""
    case 1: return text + text
    case 2: return text + "\u{1B}\u{202E}"
    case 3: return String(text.dropLast())
    default: return String(extremes[draws.below(extremes.count)])
    }
  }

  private static func list(_ elements: [JSONValue], _ draws: inout Draws) -> [JSONValue] {
    guard !elements.isEmpty else { return [.number(0)] }
    var elements = elements
    let (this, other) = (draws.below(elements.count), draws.below(elements.count))
    switch draws.below(6) {
    case 0: elements.remove(at: this)
    case 1: elements.insert(elements[this], at: other)
    case 2: elements.swapAt(this, other)
    case 3: elements = []
    case 4: elements += elements
    default: elements.removeLast(elements.count - this)
    }
    return elements
  }
}

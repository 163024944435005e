/// What the values of a column have looked like so far; no text is of two kinds.
struct FieldKinds: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let number = FieldKinds(rawValue: 1)
  static let boolean = FieldKinds(rawValue: 2)
  static let time = FieldKinds(rawValue: 4)
  static let text = FieldKinds(rawValue: 8)

  /// The kind of a text without spaces around it, after which one more byte may be read.
  init(of text: UnsafeBufferPointer<UInt8>) {
    var number = 0.0
    guard let start = text.baseAddress, !text.isEmpty else {
      self = .text
      return
    }
    if Numeral.scan(start, into: &number) == start + text.count {
      self = .number
    } else if Self.boolean(text) != nil {
      self = .boolean
    } else {
      self = ISOTime.microseconds(text) == nil ? .text : .time
    }
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Whether only a column of categories can hold all that was seen.
  var isMixed: Bool { contains(.text) || rawValue & (rawValue &- 1) != 0 }

  /// The form in which a column with such values is kept; numbers when no value was seen.
  var form: FieldSink.Form {
    if isMixed { return .category }
    return self == .boolean ? .boolean : self == .time ? .time : .number
  }

  /// The truth value that a text writes, in any letter case.
  static func boolean(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    if matches(text, "true") { return true }
    return matches(text, "false") ? false : nil
  }

  private static func matches(_ text: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    return text.indices.allSatisfy { text[$0] | 0x20 == word.utf8Start[$0] }
  }
}

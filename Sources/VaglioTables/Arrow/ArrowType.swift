/// The type of a column in an Arrow file
/// (https://github.com/apache/arrow/blob/main/format/Schema.fbs).
enum ArrowType: Hashable, Sendable {
  /// The number of units in a second.
  enum TimeUnit: Int64 {
    case second = 1
    case millisecond = 1_000
    case microsecond = 1_000_000
    case nanosecond = 1_000_000_000
  }

  case null
  case integer(bits: Int, signed: Bool)
  case float(bits: Int)
  case boolean
  case decimal(bits: Int, scale: Int)
  /// Text with 32-bit or 64-bit offsets.
  case text(offsetBits: Int)
  /// Text in views of 16 bytes.
  case textView
  /// Days since 1970-01-01.
  case days
  /// Milliseconds since 1970-01-01 that make whole days.
  case dayMilliseconds
  case timeOfDay(TimeUnit)
  case timestamp(TimeUnit)
  /// A type that is not read, by its name.
  case other(String)
}

extension ArrowType {
  /// The kinds of the values: none where no value is present.
  var kinds: FieldKinds {
    switch self {
    case .integer, .float, .decimal: .number
    case .boolean: .boolean
    case .days, .dayMilliseconds, .timestamp: .time
    case .text, .textView, .timeOfDay: .text
    case .null, .other: []
    }
  }

  /// The number of bits of a value in types of fixed width; `nil` for the others.
  var width: Int? {
    switch self {
    case .integer(let bits, _), .float(let bits), .decimal(let bits, _): bits
    case .boolean: 1
    case .days: 32
    case .dayMilliseconds, .timestamp: 64
    case .timeOfDay(let unit): unit == .second || unit == .millisecond ? 32 : 64
    case .null, .text, .textView, .other: nil
    }
  }

  /// The type that a table `Field` has.
  init(field: FlatTable) throws(ArrowFault) {
    let number = try field.integer(2, default: UInt8(0))
    guard let table = try field.table(3) else { throw .damaged("a column has no type") }
    switch number {
    case 1: self = .null
    case 2: self = try Self.integer(table)
    case 3: self = try Self.float(table)
    case 5: self = .text(offsetBits: 32)
    case 6: self = .boolean
    case 7: self = try Self.decimal(table)
    case 8: self = try table.integer(0, default: Int16(1)) == 0 ? .days : .dayMilliseconds
    case 9: self = .timeOfDay(try Self.unit(table, default: 1))
    case 10: self = .timestamp(try Self.unit(table, default: 0))
    case 20: self = .text(offsetBits: 64)
    case 24: self = .textView
    default: self = .other(Self.names[number] ?? "type \(number)")
    }
  }

  /// An `Int` table: 8 to 64 bits with or without a sign.
  static func integer(_ table: FlatTable) throws(ArrowFault) -> ArrowType {
    let bits = Int(try table.integer(0, default: Int32(0)))
    guard [8, 16, 32, 64].contains(bits) else { throw .damaged("integers of \(bits) bits") }
    return .integer(bits: bits, signed: try table.boolean(1))
  }

  private static func float(_ table: FlatTable) throws(ArrowFault) -> ArrowType {
    let precision = Int(try table.integer(0, default: Int16(0)))
    guard (0...2).contains(precision) else { throw .damaged("floats of precision \(precision)") }
    return .float(bits: 16 << precision)
  }

  private static func decimal(_ table: FlatTable) throws(ArrowFault) -> ArrowType {
    let bits = Int(try table.integer(2, default: Int32(128)))
    guard [32, 64, 128, 256].contains(bits) else { throw .damaged("decimals of \(bits) bits") }
    let scale = Int(try table.integer(1, default: Int32(0)))
    guard (-100...100).contains(scale) else { throw .damaged("decimals of scale \(scale)") }
    return .decimal(bits: bits, scale: scale)
  }

  private static func unit(
    _ table: FlatTable, default value: Int16
  ) throws(ArrowFault) -> TimeUnit {
    switch try table.integer(0, default: value) {
    case 0: return .second
    case 1: return .millisecond
    case 2: return .microsecond
    case 3: return .nanosecond
    case let unit: throw .damaged("the unit of time \(unit)")
    }
  }

  private static let names: [UInt8: String] = [
    4: "binary", 11: "interval", 12: "list", 13: "struct", 14: "union", 15: "fixed-size binary",
    16: "fixed-size list", 17: "map", 18: "duration", 19: "large binary", 21: "large list",
    22: "run-end encoded", 23: "binary view", 25: "list view", 26: "large list view",
  ]
}

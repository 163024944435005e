/// A column of an Arrow stream that is to be written: its name, and the type that it has there.
public struct ArrowField: Hashable, Sendable {
  /// How the values stand in the stream.
  public enum Kind: Hashable, Sendable {
    /// 64-bit floating point numbers.
    case number
    /// Texts from a dictionary of levels, with 32-bit codes.
    case category
    /// Texts, each written out.
    case text
    /// Truth values.
    case boolean
    /// Instants: microseconds since 1970-01-01T00:00Z, in UTC.
    case time
    /// Unsigned 64-bit integers.
    case key
  }

  /// The name.
  public let name: String
  /// The type.
  public let kind: Kind

  /// A field of a name and a type.
  public init(_ name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }

  /// The field that a column is written as: texts of which most occur once are written out, others
  /// stand in a dictionary.
  public init(of column: Column) {
    name = column.name
    kind =
      switch column.values {
      case .numbers: .number
      case .categories(let texts): texts.levels.count * 2 > texts.codes.count ? .text : .category
      case .booleans: .boolean
      case .times: .time
      case .keys: .key
      }
  }

  /// Whether a column's values can be written as this kind.
  func accepts(_ values: Column.Values) -> Bool {
    switch (kind, values) {
    case (.number, .numbers), (.category, .categories), (.text, .categories),
      (.boolean, .booleans), (.time, .times), (.key, .keys):
      true
    default: false
    }
  }
}

extension ArrowField {
  /// The field as Schema.fbs of the Arrow format lays it out; `id` is that of its dictionary
  /// (https://github.com/apache/arrow/blob/main/format/Schema.fbs).
  func node(dictionary id: Int) -> FlatNode {
    let (type, value) = layout
    return .table([
      .reference(.text(name)), .byte(1), .byte(type), .reference(value),
      kind == .category ? .reference(Self.encoding(id)) : .absent, .reference(.references([])),
    ])
  }

  private var layout: (type: UInt8, value: FlatNode) {
    switch kind {
    case .number: (3, .table([.short(2)]))
    case .category, .text: (5, .table([]))
    case .boolean: (6, .table([]))
    case .time: (10, .table([.short(2), .reference(.text("UTC"))]))
    case .key: (2, .table([.int(64), .byte(0)]))
    }
  }

  private static func encoding(_ id: Int) -> FlatNode {
    .table([.long(Int64(id)), .reference(.table([.int(32), .byte(1)])), .byte(0)])
  }

  /// The schema of some fields.
  static func schema(_ fields: [ArrowField]) -> FlatNode {
    .table([
      .short(0), .reference(.references(fields.enumerated().map { $1.node(dictionary: $0) })),
    ])
  }
}

/// What the footer of a Parquet file says
/// (https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift).
struct ParquetMetadata: Sendable {
  /// The physical types, by their codes.
  enum Physical: Int32, Sendable {
    case boolean, int32, int64, int96, float, double, byteArray, fixedLengthByteArray
  }

  /// One node of the schema: a column, or a group with children.
  struct Element: Sendable {
    var name = ""
    var physical: Int32?
    var length: Int32 = 0
    /// 0 required, 1 optional, 2 repeated.
    var repetition: Int32 = 0
    var childCount: Int32 = 0
    var converted: Int32?
    var scale: Int32 = 0
    var precision: Int32 = 0
    var logical: ParquetLogicalType?
  }

  /// Where a column's values of one group of rows stand.
  struct Chunk: Sendable {
    var physical: Int32 = -1
    /// The last name of the path to the column, and the number of names.
    var name = ""
    var depth = 0
    var codec: Int32 = -1
    var valueCount: Int64 = -1
    var compressedSize: Int64 = -1
    var dataOffset: Int64 = -1
    var dictionaryOffset: Int64?
    var isElsewhere = false
    var isEncrypted = false
    var hasMetadata = false
  }

  /// Some rows, and their columns.
  struct Group: Sendable {
    var rowCount: Int64 = -1
    var chunks: [Chunk] = []
  }

  var rowCount: Int64 = -1
  var elements: [Element] = []
  var groups: [Group] = []
}

/// The annotations that say what a physical type means, by their codes.
enum ParquetLogicalType: Sendable, Equatable {
  case decimal(scale: Int32, precision: Int32)
  /// Ticks per second.
  case timeOfDay(Int64)
  case timestamp(Int64)
  case integer(bits: Int8, isSigned: Bool)
  /// One without parameters.
  case plain(Int)
}

extension ParquetMetadata {
  /// Parses the footer's structure `FileMetaData`.
  init(parsing bytes: UnsafeBufferPointer<UInt8>) throws(ParquetFault) {
    var reader = ThriftReader(bytes)
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (2, .list):
        for _ in 0..<(try reader.listOfStructures()) { elements.append(try Element(&reader)) }
      case (3, .long): rowCount = try reader.integer()
      case (4, .list):
        for _ in 0..<(try reader.listOfStructures()) { groups.append(try Group(&reader)) }
      default: try reader.skip(field.type)
      }
    }
    guard rowCount >= 0, !elements.isEmpty else { throw .damaged("the footer lacks its schema") }
  }
}

extension ParquetMetadata.Element {
  init(_ reader: inout ThriftReader) throws(ParquetFault) {
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (1, .int): physical = try reader.int32()
      case (2, .int): length = try reader.int32()
      case (3, .int): repetition = try reader.int32()
      case (4, .binary): name = try reader.text()
      case (5, .int): childCount = try reader.int32()
      case (6, .int): converted = try reader.int32()
      case (7, .int): scale = try reader.int32()
      case (8, .int): precision = try reader.int32()
      case (10, .structure): logical = try ParquetLogicalType(&reader)
      default: try reader.skip(field.type)
      }
    }
  }
}

extension ParquetMetadata.Group {
  init(_ reader: inout ThriftReader) throws(ParquetFault) {
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (1, .list):
        for _ in 0..<(try reader.listOfStructures()) {
          chunks.append(try ParquetMetadata.Chunk(&reader))
        }
      case (3, .long): rowCount = try reader.integer()
      default: try reader.skip(field.type)
      }
    }
  }
}

extension ParquetMetadata.Chunk {
  init(_ reader: inout ThriftReader) throws(ParquetFault) {
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (1, .binary): isElsewhere = try !reader.text().isEmpty
      case (3, .structure): try parseMetadata(&reader)
      case (8, _):
        isEncrypted = true
        try reader.skip(field.type)
      default: try reader.skip(field.type)
      }
    }
  }

  private mutating func parseMetadata(_ reader: inout ThriftReader) throws(ParquetFault) {
    hasMetadata = true
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (1, .int): physical = try reader.int32()
      case (3, .list):
        let (type, count) = try reader.list()
        guard count == 0 || type == .binary else { throw .damaged("a path is not of texts") }
        for _ in 0..<count { name = try reader.text() }
        depth = count
      case (4, .int): codec = try reader.int32()
      case (5, .long): valueCount = try reader.integer()
      case (7, .long): compressedSize = try reader.integer()
      case (9, .long): dataOffset = try reader.integer()
      case (11, .long): dictionaryOffset = try reader.integer()
      default: try reader.skip(field.type)
      }
    }
  }
}

extension ParquetLogicalType {
  /// Parses the union; `nil` when it is empty.
  init?(_ reader: inout ThriftReader) throws(ParquetFault) {
    var found: ParquetLogicalType?
    var last = 0
    while let field = try reader.field(after: &last) {
      guard field.type == .structure else {
        try reader.skip(field.type)
        continue
      }
      switch field.id {
      case 5: found = try Self.decimal(&reader)
      case 7: found = .timeOfDay(try Self.unit(&reader))
      case 8: found = .timestamp(try Self.unit(&reader))
      case 10: found = try Self.integer(&reader)
      default:
        try reader.skip(field.type)
        found = .plain(field.id)
      }
    }
    guard let found else { return nil }
    self = found
  }

  private static func decimal(_ reader: inout ThriftReader) throws(ParquetFault) -> Self {
    var (scale, precision, last): (Int32, Int32, Int) = (0, 0, 0)
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (1, .int): scale = try reader.int32()
      case (2, .int): precision = try reader.int32()
      default: try reader.skip(field.type)
      }
    }
    return .decimal(scale: scale, precision: precision)
  }

  private static func integer(_ reader: inout ThriftReader) throws(ParquetFault) -> Self {
    var (bits, isSigned, last): (Int8, Bool, Int) = (0, true, 0)
    while let field = try reader.field(after: &last) {
      switch (field.id, field.type) {
      case (1, .byte): bits = try reader.int8()
      case (2, .yes): isSigned = true
      case (2, .no): isSigned = false
      default: try reader.skip(field.type)
      }
    }
    return .integer(bits: bits, isSigned: isSigned)
  }

  /// The ticks per second of the unit of a time or timestamp.
  private static func unit(_ reader: inout ThriftReader) throws(ParquetFault) -> Int64 {
    var (ticks, last): (Int64, Int) = (0, 0)
    while let field = try reader.field(after: &last) {
      guard field.id == 2, field.type == .structure else {
        try reader.skip(field.type)
        continue
      }
      var inner = 0
      while let unit = try reader.field(after: &inner) {
        ticks = [1: 1000, 2: 1_000_000, 3: 1_000_000_000][unit.id] ?? 0
        try reader.skip(unit.type)
      }
    }
    guard ticks > 0 else { throw .unsupported("has an unknown unit of time") }
    return ticks
  }
}

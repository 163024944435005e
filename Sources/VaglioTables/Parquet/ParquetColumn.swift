/// One top-level column of a Parquet file: where it stands, and what its values mean.
struct ParquetColumn: Sendable {
  /// What a physical value means.
  enum Meaning: Sendable, Equatable {
    case boolean
    case integer(isSigned: Bool)
    case floating
    /// A number of 16 bits (IEEE 754 binary16).
    case half
    /// An integer times 10^-scale.
    case decimal(scale: Int)
    case text
    case uuid
    /// Days since 1970-01-01.
    case date
    /// Ticks since midnight, by ticks per second.
    case timeOfDay(Int64)
    /// Ticks since 1970-01-01T00:00Z, by ticks per second.
    case timestamp(Int64)
    /// Nanoseconds of a Julian day.
    case julian
    /// No value at all.
    case nothing
    /// A type that is not read, by its name.
    case refused(String)
  }

  let name: String
  /// The place among the chunks of a group; that of the first leaf of a nested column.
  let leaf: Int
  let physical: ParquetMetadata.Physical
  /// The bytes of one value of a fixed length, 0 for texts.
  let width: Int
  let isOptional: Bool
  let meaning: Meaning
}

extension ParquetColumn {
  /// The kinds of values that the column has.
  var kinds: FieldKinds {
    switch meaning {
    case .integer, .floating, .half, .decimal: .number
    case .boolean: .boolean
    case .date, .timestamp, .julian: .time
    case .text, .uuid, .timeOfDay: .text
    case .nothing, .refused: []
    }
  }

  /// The columns that a schema declares, and the number of its leaves, nested ones included.
  static func columns(
    of elements: [ParquetMetadata.Element]
  ) throws(ParquetFault) -> (columns: [ParquetColumn], leaves: Int) {
    var columns: [ParquetColumn] = []
    var (index, leaf) = (1, 0)
    for _ in 0..<max(0, elements[0].childCount) {
      guard index < elements.count else { throw .damaged("the schema lacks columns") }
      let element = elements[index]
      columns.append(try column(element, leaf: leaf))
      leaf += try leafCount(elements, at: &index)
    }
    guard index == elements.count else { throw .damaged("the schema has loose ends") }
    return (columns, leaf)
  }

  /// The number of leaves below the element at `index`, which moves behind its last descendant.
  private static func leafCount(
    _ elements: [ParquetMetadata.Element], at index: inout Int
  ) throws(ParquetFault) -> Int {
    var (pending, leaves) = (1, 0)
    while pending > 0 {
      guard index < elements.count else { throw .damaged("the schema lacks columns") }
      let count = Int(elements[index].childCount)
      guard count >= 0, count <= elements.count else { throw .damaged("the schema is torn") }
      pending += count - 1
      if elements[index].physical != nil { leaves += 1 }
      index += 1
    }
    return leaves
  }

  private static func column(
    _ element: ParquetMetadata.Element, leaf: Int
  ) throws(ParquetFault) -> ParquetColumn {
    func made(_ physical: ParquetMetadata.Physical, _ width: Int, _ meaning: Meaning) -> Self {
      ParquetColumn(
        name: element.name, leaf: leaf, physical: physical, width: width,
        isOptional: element.repetition == 1, meaning: meaning)
    }
    guard element.childCount == 0, let code = element.physical else {
      return made(.boolean, 1, .refused("nested"))
    }
    guard let physical = ParquetMetadata.Physical(rawValue: code) else {
      return made(.boolean, 1, .refused("of the unknown physical type \(code)"))
    }
    guard (0...1).contains(element.repetition) else {
      return made(physical, 1, .refused("nested"))
    }
    if physical == .fixedLengthByteArray, !(1...65_536).contains(element.length) {
      return made(physical, 1, .refused("of fixed texts of \(element.length) bytes"))
    }
    return made(physical, width(physical, element), meaning(of: element, physical))
  }

  private static func width(
    _ physical: ParquetMetadata.Physical, _ element: ParquetMetadata.Element
  ) -> Int {
    switch physical {
    case .boolean: 1
    case .int32, .float: 4
    case .int64, .double: 8
    case .int96: 12
    case .byteArray: 0
    case .fixedLengthByteArray: Int(element.length)
    }
  }
}

extension ParquetColumn {
  private static func meaning(
    of element: ParquetMetadata.Element, _ physical: ParquetMetadata.Physical
  ) -> Meaning {
    if element.logical == .plain(11) { return .nothing }
    if let meaning = annotated(element) {
      return fits(meaning, physical, element) ? meaning : .refused("annotated against its type")
    }
    return switch physical {
    case .boolean: .boolean
    case .int32, .int64: .integer(isSigned: true)
    case .int96: .julian
    case .float, .double: .floating
    case .byteArray, .fixedLengthByteArray: .text
    }
  }

  /// What the logical type says, else the older converted type; `nil` when there is neither.
  private static func annotated(_ element: ParquetMetadata.Element) -> Meaning? {
    switch element.logical {
    case .decimal(let scale, let precision): decimal(scale, precision)
    case .timeOfDay(let ticks): .timeOfDay(ticks)
    case .timestamp(let ticks): .timestamp(ticks)
    case .integer(_, let isSigned): .integer(isSigned: isSigned)
    case .plain(let code): plain(code)
    case nil: element.converted.flatMap { converted($0, element) }
    }
  }

  private static func plain(_ code: Int) -> Meaning {
    switch code {
    case 1, 4, 12: .text
    case 2, 3: .refused("nested")
    case 6: .date
    case 13: .refused("BSON")
    case 14: .uuid
    case 15: .half
    case 16: .refused("of variants")
    case 17, 18: .refused("of geometries")
    default: .refused("of the unknown logical type \(code)")
    }
  }

  private static func converted(_ code: Int32, _ element: ParquetMetadata.Element) -> Meaning? {
    switch code {
    case 0, 4, 19: .text
    case 1, 2, 3: .refused("nested")
    case 5: decimal(element.scale, element.precision)
    case 6: .date
    case 7: .timeOfDay(1000)
    case 8: .timeOfDay(1_000_000)
    case 9: .timestamp(1000)
    case 10: .timestamp(1_000_000)
    case 11...14: .integer(isSigned: false)
    case 15...18: .integer(isSigned: true)
    case 20: .refused("BSON")
    case 21: .refused("of intervals")
    default: .refused("of the unknown converted type \(code)")
    }
  }

  private static func decimal(_ scale: Int32, _ precision: Int32) -> Meaning {
    guard (1...38).contains(precision), (0...precision).contains(scale) else {
      return .refused("of decimals of \(precision) digits")
    }
    return .decimal(scale: Int(scale))
  }

  /// Whether values of a physical type can mean this.
  private static func fits(
    _ meaning: Meaning, _ physical: ParquetMetadata.Physical, _ element: ParquetMetadata.Element
  ) -> Bool {
    switch meaning {
    case .integer: physical == .int32 || physical == .int64
    case .decimal:
      physical == .fixedLengthByteArray
        ? element.length <= 16 : [.int32, .int64, .byteArray].contains(physical)
    case .date: physical == .int32
    case .timeOfDay(let ticks): physical == (ticks == 1000 ? .int32 : .int64)
    case .timestamp: physical == .int64
    case .text: physical == .byteArray || physical == .fixedLengthByteArray
    case .uuid: physical == .fixedLengthByteArray && element.length == 16
    case .half: physical == .fixedLengthByteArray && element.length == 2
    case .boolean, .floating, .julian, .nothing, .refused: true
    }
  }
}

internal import COnnxRuntime

/// A value that ONNX Runtime made, decoded into rows.
struct ONNXRuntimeValue {
  /// The elements.
  enum Elements {
    /// Numbers row by row; truth values are 1 and 0.
    case numbers([Double])
    case texts([String])
  }

  /// The elements, row by row.
  let elements: Elements
  /// The keys of a map per row, where there are maps; their values are the columns.
  let keys: [String]?

  /// Decodes a value of `rowCount` rows.
  init(
    _ value: OpaquePointer, rowCount: Int, _ session: ONNXRuntimeSession
  ) throws(ModelError) {
    let table = session.library.table.pointee
    var type: Int32 = 0
    try session.library.check(table.value_type(value, &type), "tell what it made")
    switch type {
    case 1: (elements, keys) = (try Self.tensor(value, session), nil)
    case 2: (elements, keys) = try Self.maps(value, rowCount: rowCount, session)
    default:
      throw ModelError(.unsupported, problem: "the graph's output is neither tensor nor maps")
    }
  }

  private static func tensor(
    _ tensor: OpaquePointer, _ session: ONNXRuntimeSession
  ) throws(ModelError) -> Elements {
    let (library, table) = (session.library, session.library.table.pointee)
    let shape = try library.made("tell a shape") { table.tensor_shape(tensor, $0) }
    defer { table.release_shape(shape) }
    var (type, rank): (Int32, Int) = (0, 0)
    try library.check(table.element_type(shape, &type), "tell a type")
    try library.check(table.rank(shape, &rank), "tell a shape")
    var sizes = [Int64](repeating: 0, count: rank)
    try library.check(table.sizes(shape, &sizes, rank), "tell a shape")
    let count = sizes.reduce(1) { $0 * Int($1) }
    if type == 8 { return .texts(try texts(tensor, count, session)) }
    guard count > 0 else { return .numbers([]) }
    var elements: UnsafeMutableRawPointer?
    try library.check(table.tensor_elements(tensor, &elements), "give its numbers")
    guard let elements else { return .numbers([]) }
    func all<Number>(_ kind: Number.Type, _ number: (Number) -> Double) -> [Double] {
      UnsafeBufferPointer(start: elements.assumingMemoryBound(to: kind), count: count).map(number)
    }
    switch type {
    case 1: return .numbers(all(Float.self) { Double($0) })
    case 11: return .numbers(all(Double.self) { $0 })
    case 7: return .numbers(all(Int64.self) { Double($0) })
    case 6: return .numbers(all(Int32.self) { Double($0) })
    case 9, 2: return .numbers(all(UInt8.self) { Double($0) })
    default:
      throw ModelError(
        .unsupported,
        problem: "the graph's output is of \(ONNXTensor.typeName(Int(type))), of which "
          + "predictions are not read")
    }
  }

  private static func texts(
    _ tensor: OpaquePointer, _ count: Int, _ session: ONNXRuntimeSession
  ) throws(ModelError) -> [String] {
    guard count > 0 else { return [] }
    let (library, table) = (session.library, session.library.table.pointee)
    var length = 0
    try library.check(table.texts_length(tensor, &length), "give its texts")
    var bytes = [UInt8](repeating: 0, count: max(1, length))
    var starts = [Int](repeating: 0, count: count)
    try library.check(table.texts(tensor, &bytes, length, &starts, count), "give its texts")
    return (0..<count).map { index in
      let end = index + 1 < count ? starts[index + 1] : length
      return String(decoding: bytes[starts[index]..<end], as: UTF8.self)
    }
  }

  /// One map from class to score per row: as `ZipMap` makes them.
  private static func maps(
    _ sequence: OpaquePointer, rowCount: Int, _ session: ONNXRuntimeSession
  ) throws(ModelError) -> (Elements, [String]?) {
    let (library, table) = (session.library, session.library.table.pointee)
    var count = 0
    try library.check(table.element_count(sequence, &count), "count its maps")
    guard count == rowCount else {
      throw ModelError(
        .service, problem: "the graph makes \(count) maps for \(rowCount) rows")
    }
    var names: [String]?
    var numbers: [Double] = []
    for row in 0..<count {
      let map = try library.made("give a map") {
        table.element(sequence, Int32(row), session.allocator, $0)
      }
      defer { table.release_value(map) }
      let keys = try part(0, of: map, session)
      guard case .numbers(let values) = try part(1, of: map, session) else {
        throw ModelError(.unsupported, problem: "the graph's maps hold texts")
      }
      let own = keys.names
      guard names ?? own == own else {
        throw ModelError(.service, problem: "the graph's maps differ in their keys")
      }
      names = own
      numbers += values
    }
    return (.numbers(numbers), names)
  }

  private static func part(
    _ index: Int32, of map: OpaquePointer, _ session: ONNXRuntimeSession
  ) throws(ModelError) -> Elements {
    let table = session.library.table.pointee
    let part = try session.library.made("give a map") {
      table.element(map, index, session.allocator, $0)
    }
    defer { table.release_value(part) }
    return try tensor(part, session)
  }
}

extension ONNXRuntimeValue.Elements {
  /// The elements as names of classes.
  fileprivate var names: [String] {
    switch self {
    case .numbers(let numbers): numbers.map { Int(exactly: $0).map(String.init) ?? "\($0)" }
    case .texts(let texts): texts
    }
  }
}

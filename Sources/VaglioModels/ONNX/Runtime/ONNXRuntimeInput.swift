internal import COnnxRuntime
internal import VaglioTables

/// An input of a graph with the columns that fill it.
struct ONNXRuntimeInput {
  /// The name.
  let name: String
  /// The features that fill its columns.
  let features: Range<Int>
  /// The type's number in `TensorProto.DataType`: float, int32, int64, string, bool or double.
  let type: Int
  /// Whether the graph takes rows without a second dimension.
  let isFlat: Bool

  /// Makes the tensor of some rows, which the caller releases, and hands it over; the memory of
  /// numbers is only there meanwhile.
  func withTensor<Result>(
    _ rows: FeatureMatrix, _ block: [Int], _ session: ONNXRuntimeSession,
    _ body: (OpaquePointer) throws(ModelError) -> Result
  ) throws(ModelError) -> Result {
    let columns = Array(rows.columns[features])
    switch type {
    case 1:
      return try with(try numbers(columns, block) { Float($0) }, block, session, body)
    case 11: return try with(try numbers(columns, block) { $0 }, block, session, body)
    case 6: return try with(try integers(columns, block, Int32.self), block, session, body)
    case 7: return try with(try integers(columns, block, Int64.self), block, session, body)
    case 9: return try with(try integers(columns, block, UInt8.self), block, session, body)
    default: return try with(try texts(columns, block), block, session, body)
    }
  }

  private func shape(_ rowCount: Int) -> [Int64] {
    isFlat ? [Int64(rowCount)] : [Int64(rowCount), Int64(features.count)]
  }

  private func with<Element, Result>(
    _ elements: [Element], _ block: [Int], _ session: ONNXRuntimeSession,
    _ body: (OpaquePointer) throws(ModelError) -> Result
  ) throws(ModelError) -> Result {
    var elements = elements
    let shape = shape(block.count)
    let table = session.library.table.pointee
    let outcome = elements.withUnsafeMutableBytes { bytes -> Swift.Result<Result, ModelError> in
      do throws(ModelError) {
        let tensor = try session.library.made("take rows") {
          table.create_tensor_of(
            session.memory, bytes.baseAddress, bytes.count, shape, shape.count, Int32(type), $0)
        }
        defer { table.release_value(tensor) }
        return .success(try body(tensor))
      } catch { return .failure(error) }
    }
    return try outcome.get()
  }

  private func with<Result>(
    _ texts: [ContiguousArray<CChar>], _ block: [Int], _ session: ONNXRuntimeSession,
    _ body: (OpaquePointer) throws(ModelError) -> Result
  ) throws(ModelError) -> Result {
    let shape = shape(block.count)
    let table = session.library.table.pointee
    let tensor = try session.library.made("take rows") {
      table.create_tensor(session.allocator, shape, shape.count, 8, $0)
    }
    defer { table.release_value(tensor) }
    try session.library.check(
      ONNXRuntimeSession.withPointers(to: texts) {
        table.fill_texts(tensor, $0.baseAddress, $0.count)
      }, "take rows")
    return try body(tensor)
  }

  // MARK: Row by row

  private func numbers<Element>(
    _ columns: [FeatureMatrix.Column], _ block: [Int], _ element: (Double) -> Element
  ) throws(ModelError) -> [Element] {
    var all: [[Double]] = []
    for column in columns {
      guard case .numbers(let numbers) = column else { throw mismatch("numbers") }
      all.append(numbers)
    }
    let width = all.count
    return [Element](unsafeUninitializedCapacity: block.count * width) { elements, count in
      for (place, column) in all.enumerated() {
        column.withUnsafeBufferPointer { column in
          var target = place
          for row in block {
            elements.initializeElement(at: target, to: element(column[row]))
            target += width
          }
        }
      }
      count = block.count * width
    }
  }

  private func integers<Number: FixedWidthInteger>(
    _ columns: [FeatureMatrix.Column], _ block: [Int], _ type: Number.Type
  ) throws(ModelError) -> [Number] {
    var integers: [Number] = []
    for number in try numbers(columns, block, { $0 }) {
      guard let integer = Number(exactly: number) else {
        throw mismatch("whole numbers", number.isNaN ? "one is missing" : "one is \(number)")
      }
      integers.append(integer)
    }
    return integers
  }

  /// A missing text is the empty one.
  private func texts(
    _ columns: [FeatureMatrix.Column], _ block: [Int]
  ) throws(ModelError) -> [ContiguousArray<CChar>] {
    var all: [(levels: [ContiguousArray<CChar>], codes: [Int32])] = []
    for column in columns {
      guard case .texts(let texts) = column else { throw mismatch("texts") }
      all.append((texts.levels.map { $0.utf8CString }, texts.codes))
    }
    let empty = ContiguousArray<CChar>([0])
    return block.flatMap { row in
      all.map { $0.codes[row] < 0 ? empty : $0.levels[Int($0.codes[row])] }
    }
  }

  private func mismatch(_ expected: String, _ found: String? = nil) -> ModelError {
    ModelError(
      .mismatch,
      problem: "the graph's input \"\(legible(name))\" takes \(expected)"
        + (found.map { ", and \($0)" } ?? ""),
      remedy: "give the column as the model was fitted to it")
  }
}

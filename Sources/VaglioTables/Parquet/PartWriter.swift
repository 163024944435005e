/// Writes the values of one column's pages into a part of a table's column, each in the part's form.
///
/// It owns plain memory that its holder frees with `deallocate`.
struct PartWriter {
  /// The first value that was refused: its place in the block, and why.
  struct Refusal {
    enum Reason {
      case text(FieldSink.Refusal)
      case timeOutOfRange
    }

    let index: Int
    let reason: Reason
    var text = ""
  }

  let column: ParquetColumn
  var part: ColumnPart
  private let texts: ParquetText

  init(_ column: ParquetColumn, _ part: ColumnPart) {
    (self.column, self.part) = (column, part)
    texts = ParquetText(column: column)
  }

  /// Frees the memory, but not the part's levels.
  func deallocate() { texts.deallocate() }

  /// Writes the values of a block one after another, without gaps, from `lane` on, until one is
  /// refused.
  mutating func write(_ block: NativeBlock, to lane: UnsafeMutableRawPointer) -> Refusal? {
    switch part.form {
    case .number: writeNumbers(block, lane.assumingMemoryBound(to: Double.self))
    case .time: writeTimes(block, lane.assumingMemoryBound(to: Int64.self))
    case .boolean: writeTruths(block, lane.assumingMemoryBound(to: UInt8.self))
    case .category: writeCodes(block, lane.assumingMemoryBound(to: Int32.self))
    case .key: writeKeys(block, lane.assumingMemoryBound(to: UInt64.self))
    case .unsettled, .ignored: nil
    }
  }

  private func writeTruths(
    _ block: NativeBlock, _ lane: UnsafeMutablePointer<UInt8>
  ) -> Refusal? {
    for index in 0..<block.count { lane[index] = block.base[index] == 0 ? 0 : 1 }
    return nil
  }

  private func writeTimes(
    _ block: NativeBlock, _ lane: UnsafeMutablePointer<Int64>
  ) -> Refusal? {
    for index in 0..<block.count {
      guard let time = ParquetTime.microseconds(block[index], column) else {
        return Refusal(index: index, reason: .timeOutOfRange)
      }
      lane[index] = time
    }
    return nil
  }

  private mutating func writeCodes(
    _ block: NativeBlock, _ lane: UnsafeMutablePointer<Int32>
  ) -> Refusal? {
    for index in 0..<block.count {
      guard let text = texts.text(block[index]) else {
        lane[index] = -1
        continue
      }
      let (code, refusal) = part.code(of: text.start, count: text.count)
      if let refusal { return Self.refused(refusal, index, text) }
      lane[index] = code
    }
    return nil
  }

  private func writeKeys(
    _ block: NativeBlock, _ lane: UnsafeMutablePointer<UInt64>
  ) -> Refusal? {
    for index in 0..<block.count {
      guard let text = texts.text(block[index]) else {
        return Refusal(index: index, reason: .text(.missingKey))
      }
      lane[index] = RowKey.hash(text.start, count: text.count)
    }
    return nil
  }

  private static func refused(
    _ refusal: FieldSink.Refusal, _ index: Int, _ text: ByteSlice
  ) -> Refusal {
    let bytes = UnsafeBufferPointer(start: text.start, count: min(text.count, 400))
    return Refusal(
      index: index, reason: .text(refusal), text: String(decoding: bytes, as: UTF8.self))
  }
}

extension PartWriter {
  private func writeNumbers(
    _ block: NativeBlock, _ lane: UnsafeMutablePointer<Double>
  ) -> Refusal? {
    switch (column.meaning, column.physical) {
    case (.floating, .double):
      UnsafeMutableRawPointer(lane).copyMemory(from: block.base, byteCount: block.count * 8)
    case (.floating, _):
      for index in 0..<block.count { lane[index] = Double(block.load(index, as: Float.self)) }
    case (.integer(true), .int32):
      for index in 0..<block.count { lane[index] = Double(block.load(index, as: Int32.self)) }
    case (.integer(true), _):
      for index in 0..<block.count { lane[index] = Double(block.load(index, as: Int64.self)) }
    case (.integer(false), .int32):
      for index in 0..<block.count { lane[index] = Double(block.load(index, as: UInt32.self)) }
    case (.integer(false), _):
      for index in 0..<block.count { lane[index] = Double(block.load(index, as: UInt64.self)) }
    case (.half, _):
      for index in 0..<block.count {
        lane[index] = ParquetText.half(block.load(index, as: UInt16.self))
      }
    case (.decimal(let scale), _):
      for index in 0..<block.count { lane[index] = decimal(block[index], scale: scale) }
    default: lane.update(repeating: .nan, count: block.count)
    }
    return nil
  }

  /// The double nearest to an integer divided by a power of ten: of two exact ones by one rounding,
  /// else as the digits read.
  private func decimal(_ value: ByteSlice, scale: Int) -> Double {
    let unscaled = ParquetText.wide(value, column.physical)
    if unscaled.magnitude <= 1 << 53, scale <= 22 { return Double(unscaled) / Self.powers[scale] }
    guard let text = texts.text(value) else { return .nan }
    let digits = UnsafeBufferPointer(start: text.start, count: text.count)
    return Double(String(decoding: digits, as: UTF8.self)) ?? .nan
  }

  /// 10^k for k = 0…22, each exact.
  private static let powers: [Double] = (0...22).map { Double("1e\($0)") ?? .nan }
}

extension PartWriter.Refusal {
  /// The refusal of the value so many places further on.
  func moved(by offset: Int) -> PartWriter.Refusal { at(index + offset) }

  /// The same refusal at another place.
  func at(_ index: Int) -> PartWriter.Refusal {
    PartWriter.Refusal(index: index, reason: reason, text: text)
  }

  /// The fault of the value in a row of the group.
  func fault(row: Int) -> ParquetFault {
    switch reason {
    case .timeOutOfRange:
      return ParquetFault(
        cause: .value(.badValue, row: row, text: nil),
        problem: "the time is too far from 1970 for microseconds of 64 bits")
    case .text(let refusal):
      var failure = PieceTable.Failure(kind: .badValue, line: 0, problem: "")
      failure.explain(refusal, text)
      return ParquetFault(
        cause: .value(failure.kind, row: row, text: failure.value), problem: failure.problem,
        remedy: failure.remedy)
    }
  }
}

/// The dictionary of a column's chunk: its values once, to which pages point by their places.
///
/// Numbers, times and keys are converted when it is read; texts become levels only when a row has
/// them, so that the levels are in the order of their first appearance.
///
/// A class because it owns memory.
final class PageDictionary {
  private let native: NativeBlock
  private let entries: ParquetBuffer
  private let count: Int
  /// The values that are refused where a row has them, by their places.
  private var refusals: [Int: PartWriter.Refusal] = [:]
  /// The number of texts that no row has had yet.
  private var unknownCount = 0
  private static let unknown: Int32 = -2

  /// Reads `count` plain values, whose bytes outlive the dictionary.
  init(
    _ bytes: ByteSlice, count: Int, column: ParquetColumn, scratch: ParquetScratch,
    writer: inout PartWriter
  ) throws(ParquetFault) {
    (self.count, entries) = (count, scratch.dictionaryEntries)
    guard column.physical != .boolean, writer.part.form != .boolean else {
      throw .damaged("truth values have a dictionary")
    }
    guard count <= bytes.count / (column.width == 0 ? 4 : column.width) else {
      throw .truncated("a dictionary")
    }
    if column.physical == .byteArray {
      let texts = scratch.dictionarySlices.elements(count, of: ByteSlice.self)
      var place = 0
      try PageDecoder.slice(bytes, from: &place, into: texts, count: count)
      native = NativeBlock(texts, count: count, base: bytes.start)
    } else {
      native = NativeBlock(bytes.start, width: column.width, count: count)
    }
    convert(writer: &writer)
  }

  private func convert(writer: inout PartWriter) {
    if writer.part.form == .category {
      entries.elements(count, of: Int32.self).initialize(repeating: Self.unknown, count: count)
      unknownCount = count
      return
    }
    let lane = entries.elements(count, of: UInt64.self)
    var start = 0
    while start < count {
      guard let refusal = writer.write(native.dropFirst(start), to: lane + start) else { return }
      refusals[start + refusal.index] = refusal
      start += refusal.index + 1
    }
  }

  /// Writes the values to which the places in `bytes` point.
  func gather(
    _ bytes: ByteSlice, count: Int, to lane: UnsafeMutableRawPointer,
    writer: inout PartWriter
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    guard bytes.count > 0, bytes.start[0] <= 32 else {
      throw .damaged("places in a dictionary have an impossible width")
    }
    var runs = HybridRuns(bytes.dropFirst(1), width: Int(bytes.start[0]))
    if writer.part.form == .category {
      let codes = lane.assumingMemoryBound(to: Int32.self)
      return unknownCount == 0
        ? try gatherAll(&runs, count, codes) : try gatherNew(&runs, count, codes, &writer)
    }
    let values = lane.assumingMemoryBound(to: UInt64.self)
    return refusals.isEmpty
      ? try gatherAll(&runs, count, values) : try gatherChecked(&runs, count, values)
  }

  /// Copies entries of which all are known and none is refused.
  private func gatherAll<Value: BitwiseCopyable>(
    _ runs: inout HybridRuns, _ count: Int, _ lane: UnsafeMutablePointer<Value>
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    let start = entries.elements(self.count, of: Value.self)
    guard self.count > 0 else { throw Self.outside }
    let last = UInt32(self.count - 1)
    var done = 0
    while done < count {
      switch try runs.next(limit: count - done) {
      case .repeated(let place, let some):
        guard place <= last else { throw Self.outside }
        (lane + done).update(repeating: start[Int(place)], count: some)
        done += some
      case .packed(let packed, let some):
        var greatest: UInt32 = 0
        let target = lane + done
        HybridRuns.unpack(packed, width: runs.width, count: some) { index, place in
          greatest = max(greatest, place)
          target[index] = start[Int(min(place, last))]
        }
        guard greatest <= last else { throw Self.outside }
        done += some
      }
    }
    return nil
  }

  /// The same where some entries are refused.
  private func gatherChecked(
    _ runs: inout HybridRuns, _ count: Int, _ lane: UnsafeMutablePointer<UInt64>
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    let entries = entries.elements(self.count, of: UInt64.self)
    let refusals = refusals
    return try each(&runs, count) { index, place in
      lane[index] = entries[place]
      return refusals[place]
    }
  }

  /// Copies the codes of texts, of which some may be new.
  private func gatherNew(
    _ runs: inout HybridRuns, _ count: Int, _ lane: UnsafeMutablePointer<Int32>,
    _ writer: inout PartWriter
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    let codes = entries.elements(self.count, of: Int32.self)
    return try each(&runs, count) { index, place in
      if codes[place] == Self.unknown {
        let refusal = writer.write(native.dropFirst(place).prefix(1), to: codes + place)
        if let refusal { return refusal }
        unknownCount -= 1
      }
      lane[index] = codes[place]
      return nil
    }
  }

  /// Calls `take` with the index of each value and its place, which is in the dictionary, up to the
  /// first that is refused.
  @inline(__always)
  private func each(
    _ runs: inout HybridRuns, _ count: Int, _ take: (Int, Int) -> PartWriter.Refusal?
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    let limit = UInt32(truncatingIfNeeded: self.count)
    var done = 0
    while done < count {
      var refusal: PartWriter.Refusal?
      var isOutside = false
      func check(_ index: Int, _ place: UInt32) {
        if isOutside || refusal != nil { return }
        guard place < limit else {
          isOutside = true
          return
        }
        refusal = take(index, Int(place))?.at(index)
      }
      switch try runs.next(limit: count - done) {
      case .repeated(let place, let some):
        for index in done..<done + some { check(index, place) }
        done += some
      case .packed(let packed, let some):
        HybridRuns.unpack(packed, width: runs.width, count: some) { check(done + $0, $1) }
        done += some
      }
      if isOutside, refusal == nil { throw Self.outside }
      if let refusal { return refusal }
    }
    return nil
  }

  private static let outside = ParquetFault.damaged("a value is not in its dictionary")
}

/// Decodes the values of a column's pages, whatever their encoding, into the column's part
/// (https://parquet.apache.org/docs/file-format/data-pages/encodings/).
///
/// A class because it owns the memory of its writer.
final class PageDecoder {
  let column: ParquetColumn
  var writer: PartWriter
  private var dictionary: PageDictionary?
  private let scratch: ParquetScratch
  private static let block = 4096

  init(column: ParquetColumn, writer: PartWriter, scratch: ParquetScratch) {
    (self.column, self.writer, self.scratch) = (column, writer, scratch)
  }

  deinit { writer.deallocate() }

  /// Reads the dictionary, whose bytes stay in their buffer.
  func readDictionary(
    _ bytes: ByteSlice, count: Int
  ) throws(ParquetFault) {
    guard dictionary == nil else { throw .damaged("a column has two dictionaries") }
    // Nulls have no dictionary that is needed, and truth values none at all.
    guard column.meaning != .nothing else { return }
    dictionary = try PageDictionary(
      bytes, count: count, column: column, scratch: scratch, writer: &writer)
  }

  /// Decodes the values of the page of `count` rows that begins at a row of the part.
  func decode(
    _ bytes: ByteSlice, encoding: Int32, levels: DefinitionLevels, count: Int,
    row: Int
  ) throws(ParquetFault) {
    guard column.meaning != .nothing || levels.presentCount == 0 else {
      throw .damaged("a column of nulls has a value")
    }
    let stride = ColumnPart.stride(of: writer.part.form)
    let lane = writer.part.lane + row * stride
    let refusal =
      levels.presentCount == 0
      ? nil : try values(bytes, encoding: encoding, count: levels.presentCount, to: lane)
    try refuse(refusal, levels, count: count, row: row)
    guard levels.mask != nil else { return }
    switch writer.part.form {
    case .boolean:
      levels.spread(lane.assumingMemoryBound(to: UInt8.self), count: count, missing: 2)
    case .category:
      levels.spread(lane.assumingMemoryBound(to: Int32.self), count: count, missing: -1)
    case .time:
      levels.spread(lane.assumingMemoryBound(to: Int64.self), count: count, missing: .min)
    case .number:
      levels.spread(lane.assumingMemoryBound(to: Double.self), count: count, missing: .nan)
    case .key, .unsettled, .ignored: break
    }
  }

  /// Throws for the first row of the page whose value was refused, or that lacks its key.
  private func refuse(
    _ refusal: PartWriter.Refusal?, _ levels: DefinitionLevels, count: Int, row: Int
  ) throws(ParquetFault) {
    let refusedRow = refusal.map { levels.row(ofValue: $0.index, count: count) }
    if writer.part.form == .key, let missing = levels.firstMissing(count: count),
      missing < refusedRow ?? count
    {
      throw PartWriter.Refusal(index: 0, reason: .text(.missingKey)).fault(row: row + missing)
    }
    if let refusal, let refusedRow { throw refusal.fault(row: row + refusedRow) }
  }

  private func values(
    _ bytes: ByteSlice, encoding: Int32, count: Int,
    to lane: UnsafeMutableRawPointer
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    switch (encoding, column.physical) {
    case (0, .boolean): return try plainTruths(bytes, count, lane)
    case (0, .byteArray): return try plainTexts(bytes, count, lane)
    case (0, _): return try fixed(bytes, count, lane)
    case (2, _), (8, _):
      guard let dictionary else { throw .damaged("a column lacks its dictionary") }
      return try dictionary.gather(bytes, count: count, to: lane, writer: &writer)
    case (3, .boolean): return try truthRuns(bytes, count, lane)
    case (5, .int32), (5, .int64): return try deltas(bytes, count, lane)
    case (6, .byteArray): return try deltaLengths(bytes, count, lane)
    case (7, .byteArray), (7, .fixedLengthByteArray): return try deltaTexts(bytes, count, lane)
    case (9, .float), (9, .double), (9, .int32), (9, .int64), (9, .fixedLengthByteArray):
      return try splitStreams(bytes, count, lane)
    default:
      throw .unsupported(
        "has values of the physical type \(column.physical) in the unexpected encoding \(encoding)",
        remedy: "write the file again without that encoding")
    }
  }

  /// Writes a block of the values from `done` on.
  private func write(
    _ block: NativeBlock, after done: Int, to lane: UnsafeMutableRawPointer
  ) -> PartWriter.Refusal? {
    let place = lane + done * ColumnPart.stride(of: writer.part.form)
    return writer.write(block, to: place)?.moved(by: done)
  }

  /// A length of four bytes before as many bytes.
  static func prefixedLength(_ bytes: ByteSlice) throws(ParquetFault) -> Int {
    guard bytes.count >= 4 else { throw .truncated("a page") }
    let length = Int(UnsafeRawPointer(bytes.start).loadUnaligned(as: UInt32.self))
    guard length <= bytes.count - 4 else { throw .truncated("a page") }
    return length
  }
}

extension PageDecoder {
  private func fixed(
    _ bytes: ByteSlice, _ count: Int, _ lane: UnsafeMutableRawPointer
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    guard bytes.count / column.width >= count else {
      throw .truncated("a page")
    }
    return write(NativeBlock(bytes.start, width: column.width, count: count), after: 0, to: lane)
  }

  private func plainTruths(
    _ bytes: ByteSlice, _ count: Int, _ lane: UnsafeMutableRawPointer
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    guard bytes.count >= (count + 7) / 8 else {
      throw .truncated("a page")
    }
    let truths = scratch.values.bytes(count)
    HybridRuns.unpack(bytes.start, width: 1, count: count) { truths[$0] = UInt8($1) }
    return write(NativeBlock(truths, width: 1, count: count), after: 0, to: lane)
  }

  private func truthRuns(
    _ bytes: ByteSlice, _ count: Int, _ lane: UnsafeMutableRawPointer
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    let length = try Self.prefixedLength(bytes)
    var runs = HybridRuns(bytes.dropFirst(4).prefix(length), width: 1)
    let truths = scratch.values.bytes(count)
    var done = 0
    while done < count {
      switch try runs.next(limit: count - done) {
      case .repeated(let value, let some):
        (truths + done).update(repeating: UInt8(truncatingIfNeeded: value), count: some)
        done += some
      case .packed(let place, let some):
        HybridRuns.unpack(place, width: 1, count: some) { truths[done + $0] = UInt8($1) }
        done += some
      }
    }
    return write(NativeBlock(truths, width: 1, count: count), after: 0, to: lane)
  }

  private func deltas(
    _ bytes: ByteSlice, _ count: Int, _ lane: UnsafeMutableRawPointer
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    var deltas = try DeltaIntegers(bytes, limit: count)
    let wide = scratch.integers.elements(Self.block, of: Int64.self)
    var done = 0
    while done < count {
      let some = UnsafeMutableBufferPointer(start: wide, count: min(Self.block, count - done))
      try deltas.read(some)
      let base = UnsafeMutableRawPointer(wide)
      if column.width == 4 {
        let narrow = base.assumingMemoryBound(to: Int32.self)
        for index in some.indices { narrow[index] = Int32(truncatingIfNeeded: some[index]) }
      }
      let block = NativeBlock(
        base.assumingMemoryBound(to: UInt8.self), width: column.width, count: some.count)
      if let refusal = write(block, after: done, to: lane) { return refusal }
      done += some.count
    }
    return nil
  }

  private func splitStreams(
    _ bytes: ByteSlice, _ count: Int, _ lane: UnsafeMutableRawPointer
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    let width = column.width
    guard bytes.count / width >= count else {
      throw .truncated("a page")
    }
    // Each byte of a value stands in a stream of its own, and each stream has all values.
    let streamLength = bytes.count / width
    let buffer = scratch.values.bytes(min(Self.block, count) * width)
    var done = 0
    while done < count {
      let some = min(Self.block, count - done)
      for byte in 0..<width {
        let stream = bytes.start + byte * streamLength + done
        for index in 0..<some { buffer[index * width + byte] = stream[index] }
      }
      let block = NativeBlock(buffer, width: width, count: some)
      if let refusal = write(block, after: done, to: lane) { return refusal }
      done += some
    }
    return nil
  }
}

extension PageDecoder {
  private func plainTexts(
    _ bytes: ByteSlice, _ count: Int, _ lane: UnsafeMutableRawPointer
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    let buffer = scratch.slices.elements(min(Self.block, count), of: ByteSlice.self)
    var place = 0
    var done = 0
    while done < count {
      let some = min(Self.block, count - done)
      try Self.slice(bytes, from: &place, into: buffer, count: some)
      let native = NativeBlock(buffer, count: some, base: bytes.start)
      if let refusal = write(native, after: done, to: lane) { return refusal }
      done += some
    }
    return nil
  }

  /// Finds texts, each after its length of four bytes.
  static func slice(
    _ bytes: ByteSlice, from place: inout Int,
    into slices: UnsafeMutablePointer<ByteSlice>, count: Int
  ) throws(ParquetFault) {
    let base = bytes.start
    for index in 0..<count {
      guard bytes.count - place >= 4 else { throw .truncated("a page") }
      let length = Int(UnsafeRawPointer(base + place).loadUnaligned(as: UInt32.self))
      place += 4
      guard length <= bytes.count - place else { throw .truncated("a page") }
      slices[index] = ByteSlice(start: base + place, count: length)
      place += length
    }
  }

  /// The lengths of all texts, then the texts.
  private func deltaLengths(
    _ bytes: ByteSlice, _ count: Int, _ lane: UnsafeMutableRawPointer
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    var texts = try DeltaTexts(lengths: bytes, count: count)
    let sizes = lengthBlock(scratch.integers, count)
    let slices = scratch.slices.elements(sizes.count, of: ByteSlice.self)
    var done = 0
    while done < count {
      let some = min(sizes.count, count - done)
      try texts.next(some, lengths: sizes, into: slices)
      let native = NativeBlock(slices, count: some, base: bytes.start)
      if let refusal = write(native, after: done, to: lane) { return refusal }
      done += some
    }
    return nil
  }

  private func lengthBlock(
    _ buffer: ParquetBuffer, _ count: Int
  ) -> UnsafeMutableBufferPointer<Int64> {
    let some = min(Self.block, count)
    return UnsafeMutableBufferPointer(start: buffer.elements(some, of: Int64.self), count: some)
  }

  /// Texts each of which shares its beginning with its predecessor: the lengths of the beginnings,
  /// then the rests as texts after their lengths.
  private func deltaTexts(
    _ bytes: ByteSlice, _ count: Int, _ lane: UnsafeMutableRawPointer
  ) throws(ParquetFault) -> PartWriter.Refusal? {
    var prefixes = try DeltaIntegers(bytes, limit: count)
    var suffixes = try DeltaTexts(lengths: DeltaTexts.behind(bytes, count: count), count: count)
    let (shared, sizes) = (
      lengthBlock(scratch.suffixes, count), lengthBlock(scratch.integers, count)
    )
    let slices = scratch.slices.elements(sizes.count, of: ByteSlice.self)
    var text = SharedText()
    var done = 0
    while done < count {
      let some = min(sizes.count, count - done)
      try prefixes.read(UnsafeMutableBufferPointer(rebasing: shared[..<some]))
      try suffixes.next(some, lengths: sizes, into: slices)
      for index in 0..<some {
        let whole = try text.next(
          shared: shared[index], suffix: slices[index], in: scratch.values)
        guard column.width == 0 || whole.count == column.width else {
          throw .damaged("a text of fixed length has another length")
        }
        let native = NativeBlock(whole.start, width: whole.count, count: 1)
        if let refusal = write(native, after: done + index, to: lane) { return refusal }
      }
      done += some
    }
    return nil
  }
}

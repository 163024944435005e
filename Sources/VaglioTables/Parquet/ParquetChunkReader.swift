/// Reads one column of one group of rows, page by page, into a part of a table's column.
struct ParquetChunkReader {
  private let column: ParquetColumn
  private let codec: PageCodec
  private let window: ByteWindow
  private let rowCount: Int
  /// The number of bytes of the chunk, which no page exceeds.
  private let byteCount: Int
  private let decoder: PageDecoder
  private let scratch: ParquetScratch

  /// A reader of the chunk that `stream` holds in `byteCount` bytes.
  init(
    _ stream: any ByteStream, byteCount: Int, column: ParquetColumn, codec: PageCodec,
    scratch: ParquetScratch, into part: ColumnPart
  ) {
    (self.column, self.codec, self.scratch) = (column, codec, scratch)
    self.byteCount = byteCount
    rowCount = part.rowCount
    window = scratch.window
    window.restart(stream)
    decoder = PageDecoder(column: column, writer: PartWriter(column, part), scratch: scratch)
  }

  /// The part with its levels.
  var part: ColumnPart { decoder.writer.part }

  /// Reads all pages.
  func read() throws(ParquetFault) {
    var row = 0
    while row < rowCount {
      let header = try nextHeader()
      let body = try body(header.compressedSize)
      if let checksum = header.checksum, CRC32.checksum(of: body) != checksum {
        throw .damaged("the checksum of a page is wrong")
      }
      row += try take(header, body, row: row)
      window.consume(header.compressedSize)
    }
  }

  private func bytes(atLeast count: Int) throws(ParquetFault) -> UnsafeBufferPointer<UInt8> {
    do {
      return try window.bytes(atLeast: count)
    } catch {
      throw ParquetFault(cause: .source(error), problem: error.problem)
    }
  }

  private func body(_ count: Int) throws(ParquetFault) -> ByteSlice {
    // Before memory is taken for it.
    guard count <= byteCount else { throw .truncated("a page") }
    let bytes = try bytes(atLeast: count)
    guard bytes.count >= count, let start = bytes.baseAddress else { throw .truncated("a page") }
    return ByteSlice(start: start, count: count)
  }

  /// The next header, for which as many bytes are read as it needs.
  private func nextHeader() throws(ParquetFault) -> ParquetPageHeader {
    var wish = 1 << 12
    while true {
      let bytes = try bytes(atLeast: wish)
      guard !bytes.isEmpty else { throw .truncated("a column") }
      do {
        let header = try ParquetPageHeader(parsing: bytes)
        window.consume(header.length)
        return header
      } catch {
        guard case .truncated = error.cause, bytes.count >= wish, wish < 1 << 24 else {
          throw error
        }
        wish = max(wish * 4, bytes.count + 1)
      }
    }
  }

  /// Takes what a page holds, and returns the number of its rows.
  private func take(
    _ header: ParquetPageHeader, _ body: ByteSlice, row: Int
  ) throws(ParquetFault) -> Int {
    switch header.kind {
    case .dictionary:
      guard row == 0 else { throw .damaged("a dictionary stands behind values") }
      guard header.encoding == 0 || header.encoding == 2 else {
        throw .unsupported("has a dictionary in the unknown encoding \(header.encoding)")
      }
      guard header.uncompressedSize <= Self.largestDictionary else {
        throw .damaged("a dictionary claims an impossible size")
      }
      let bytes = try contents(
        of: body, size: header.uncompressedSize, in: scratch.dictionary)
      try decoder.readDictionary(bytes, count: header.valueCount)
      return 0
    case .data, .dataV2:
      guard header.valueCount <= rowCount - row else {
        throw .damaged("a column has more values than rows")
      }
      try takeValues(header, body, row: row)
      return header.valueCount
    case .index, nil: return 0
    }
  }

  private static let largestDictionary = 1 << 28

  private func takeValues(
    _ header: ParquetPageHeader, _ body: ByteSlice, row: Int
  ) throws(ParquetFault) {
    let (levels, bytes) =
      header.kind == .data ? try firstVersion(header, body) : try secondVersion(header, body)
    try decoder.decode(
      bytes, encoding: header.encoding, levels: levels, count: header.valueCount, row: row)
  }

  /// The levels and values of a page whose levels are compressed with the values.
  private func firstVersion(
    _ header: ParquetPageHeader, _ body: ByteSlice
  ) throws(ParquetFault) -> (DefinitionLevels, ByteSlice) {
    let bytes = try contents(of: body, size: header.uncompressedSize, in: scratch.page)
    let count = header.valueCount
    guard column.isOptional else { return (DefinitionLevels(all: count), bytes) }
    if header.levelEncoding == 4 {
      let length = min(bytes.count, (count + 7) / 8)
      let levels = try DefinitionLevels(
        bits: bytes.prefix(length), count: count, into: scratch.levels)
      return (levels, bytes.dropFirst(length))
    }
    guard header.levelEncoding == 3 else {
      throw .unsupported("has levels in the unknown encoding \(header.levelEncoding)")
    }
    let length = try PageDecoder.prefixedLength(bytes)
    let levels = try DefinitionLevels(
      runs: bytes.dropFirst(4).prefix(length), count: count, into: scratch.levels)
    return (levels, bytes.dropFirst(4 + length))
  }

  /// The levels and values of a page whose levels stand before the compressed values.
  private func secondVersion(
    _ header: ParquetPageHeader, _ body: ByteSlice
  ) throws(ParquetFault) -> (DefinitionLevels, ByteSlice) {
    let start = header.repetitionLength
    let end = start + header.definitionLength
    let levels =
      column.isOptional
      ? try DefinitionLevels(
        runs: body.dropFirst(start).prefix(end - start), count: header.valueCount,
        into: scratch.levels)
      : DefinitionLevels(all: header.valueCount)
    let packed = body.dropFirst(end)
    guard header.isCompressed, packed.count > 0 else { return (levels, packed) }
    let size = header.uncompressedSize - end
    return (levels, try contents(of: packed, size: size, in: scratch.page))
  }

  /// The decompressed bytes, which stay in the window where they are not compressed.
  private func contents(
    of bytes: ByteSlice, size: Int, in buffer: ParquetBuffer
  ) throws(ParquetFault) -> ByteSlice {
    if codec == .none {
      guard bytes.count == size else { throw .damaged("a page has two sizes") }
      guard buffer === scratch.dictionary else { return bytes }
      let kept = buffer.bytes(size)
      kept.update(from: bytes.start, count: size)
      return ByteSlice(start: kept, count: size)
    }
    guard size / codec.greatestRatio <= bytes.count + 64 else {
      throw .damaged("a page claims an impossible size")
    }
    let output = buffer.bytes(size)
    guard codec.decompress(bytes, into: output, size: size, scratch: scratch) else {
      throw .damaged("a page does not decompress to the size that it claims")
    }
    return ByteSlice(start: output, count: size)
  }
}

/// The end of a Parquet file, where its metadata stand.
struct ParquetFooter {
  /// Where the metadata begin.
  let start: Int
  private let metadata: [UInt8]
  private static let mark = Array("PAR1".utf8)

  /// Finds the footer of a file.
  init(_ bytes: StoredBytes) throws(TableError) {
    let opening = try bytes.bytes(0..<min(4, bytes.count))
    try Self.refuse(opening, bytes.name)
    guard bytes.count >= 12 else { throw Self.cutOff(bytes.name) }
    let tail = try bytes.bytes(max(0, bytes.count - Self.guess)..<bytes.count)
    if tail.suffix(4) == ArraySlice("PARE".utf8) { throw Self.encrypted(bytes.name) }
    guard tail.suffix(4) == Self.mark[...] else { throw Self.cutOff(bytes.name) }
    let length = tail.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - 12 else {
      throw ParquetFault.damaged("its footer is longer than the file").error(file: bytes.name)
    }
    start = bytes.count - 8 - length
    metadata =
      length + 8 <= tail.count
      ? Array(tail.dropLast(8).suffix(length)) : try bytes.bytes(start..<start + length)
  }

  /// As much of the end as is read at once.
  private static let guess = 1 << 16

  /// The metadata.
  func parsed() throws(ParquetFault) -> ParquetMetadata {
    var result: Result<ParquetMetadata, ParquetFault> = .failure(.truncated("the footer"))
    metadata.withUnsafeBufferPointer { bytes in
      result = Result { () throws(ParquetFault) in try ParquetMetadata(parsing: bytes) }
    }
    return try result.get()
  }

  private static func refuse(_ opening: [UInt8], _ name: String) throws(TableError) {
    if opening == mark { return }
    if opening == Array("PARE".utf8) { throw encrypted(name) }
    for (magic, codec, tool) in compressions where opening.starts(with: magic) {
      throw TableError(
        .unknownFormat, file: name,
        problem: "the Parquet file is compressed as a whole by \(codec)",
        remedy: "decompress it with \(tool): its columns are compressed already")
    }
    throw TableError(
      .unknownFormat, file: name,
      problem: "this is not a Parquet file: it does not begin with PAR1",
      remedy: "say the format that it has")
  }

  private static let compressions: [(magic: [UInt8], codec: String, tool: String)] = [
    ([0x1F, 0x8B], "gzip", "gunzip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "unzstd"),
  ]

  private static func encrypted(_ name: String) -> TableError {
    TableError(
      .unsupported, file: name, problem: "the Parquet file is encrypted",
      remedy: "pipe it decrypted: \(ParquetFile.pipe)")
  }

  private static func cutOff(_ name: String) -> TableError {
    TableError(
      .corruptFile, file: name,
      problem: "the Parquet file is damaged: it does not end with PAR1, so that its end is missing",
      remedy: "fetch or write the file again")
  }
}

/// What an Arrow file or stream holds: its columns, its batches, and its dictionaries.
struct ArrowContents: Sendable {
  let schema: ArrowSchema
  /// The batches of rows.
  private(set) var batches: [ArrowBatch] = []
  /// For each batch how many of ``dictionaries`` it may use.
  private(set) var known: [Int] = []
  /// The dictionaries in the order in which they were written.
  private(set) var dictionaries: [ArrowDictionaryBatch] = []

  init(_ schema: ArrowSchema) { self.schema = schema }

  /// Adds what a message after the schema brings; `bytes` holds its metadata and its body.
  mutating func add(
    _ message: ArrowMessage, in bytes: FixedBytes, metadata: Range<Int>, body: Range<Int>
  ) throws(ArrowFault) {
    switch message.kind {
    case .recordBatch:
      batches.append(
        try ArrowBatch(bytes, metadata: metadata, body: body, records: message.header))
      known.append(dictionaries.count)
    case .dictionaryBatch:
      guard let records = try message.header.table(1) else {
        throw .damaged("a dictionary has no values")
      }
      dictionaries.append(
        ArrowDictionaryBatch(
          id: try message.header.integer(0, default: Int64(0)),
          isDelta: try message.header.boolean(2),
          values: try ArrowBatch(bytes, metadata: metadata, body: body, records: records)))
    case .schema: throw .damaged("there are two schemas")
    case .tensor, .sparseTensor:
      throw .unsupported("there is a tensor among the batches", remedy: "write tables only")
    }
  }

  /// Lets every batch use all dictionaries, as in a file they may stand behind it.
  mutating func shareDictionaries() {
    known = Array(repeating: dictionaries.count, count: batches.count)
  }

  /// Forgets the batches, and the dictionaries that were replaced since.
  mutating func forgetBatches() {
    (batches, known) = ([], [])
    var replaced: Set<Int64> = []
    var kept: [ArrowDictionaryBatch] = []
    for dictionary in dictionaries.reversed() where !replaced.contains(dictionary.id) {
      kept.append(dictionary)
      if !dictionary.isDelta { replaced.insert(dictionary.id) }
    }
    dictionaries = kept.reversed()
  }
}

extension ArrowContents {
  /// The contents of a file, which begins and ends with `ARROW1`, by its footer; else of a stream.
  init(_ bytes: FixedBytes) throws(ArrowFault) {
    let magic = Array("ARROW1".utf8)
    if bytes.bytes.starts(with: magic) {
      try self.init(file: bytes, magic: magic)
    } else {
      try Self.refuseOthers(bytes.bytes)
      try self.init(stream: bytes)
    }
  }

  /// Refuses by name what goes by the name of Arrow and is something else.
  private static func refuseOthers(_ bytes: UnsafeRawBufferPointer) throws(ArrowFault) {
    if bytes.starts(with: Array("FEA1".utf8)) {
      throw .unsupported(
        "this is a Feather file of version 1", remedy: "write it as Feather version 2 or Parquet")
    }
    let codecs: [(magic: [UInt8], name: String)] = [
      ([0x1F, 0x8B], "gzip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
    ]
    for (magic, codec) in codecs where bytes.starts(with: magic) {
      throw .unsupported(
        "the Arrow file is compressed by \(codec) as a whole",
        remedy: "unpack it, or write it with compressed buffers")
    }
  }

  private init(stream bytes: FixedBytes) throws(ArrowFault) {
    let all = bytes.bytes
    var place = 0
    var contents: ArrowContents?
    while case .metadata(let metadata) = try ArrowFraming.next(
      in: all, at: place, before: all.count)
    {
      let message = try ArrowMessage(metadata: UnsafeRawBufferPointer(rebasing: all[metadata]))
      guard message.bodyCount <= all.count - metadata.upperBound else {
        throw .cutOff("a batch is not complete")
      }
      let body = metadata.upperBound..<metadata.upperBound + message.bodyCount
      if contents == nil {
        contents = ArrowContents(try ArrowSchema(message, size: metadata.count))
      } else {
        try contents?.add(message, in: bytes, metadata: metadata, body: body)
      }
      place = body.upperBound
    }
    guard let contents else { throw .damaged("there is no schema") }
    self = contents
  }

  private init(file bytes: FixedBytes, magic: [UInt8]) throws(ArrowFault) {
    let all = bytes.bytes
    guard all.count >= 2 * magic.count + 8, all.suffix(magic.count).elementsEqual(magic) else {
      throw .cutOff("the footer is missing")
    }
    let end = all.count - magic.count - 4
    let count = Int(all.littleEndian(Int32.self, at: end))
    guard count > 0, count <= end - 8 else { throw .damaged("a footer of \(count) bytes") }
    let footer = try FlatTable(root: UnsafeRawBufferPointer(rebasing: all[(end - count)..<end]))
    let version = try footer.integer(0, default: Int16(0))
    try ArrowMessage.check(version: version)
    guard let schema = try footer.table(1) else { throw .damaged("there is no schema") }
    self.init(try ArrowSchema(schema, version: version, metadataSize: count))
    for list in [2, 3] {
      guard let blocks = try footer.vector(list, stride: 24) else { continue }
      for index in 0..<blocks.count { try add(blocks, index, in: bytes, before: end - count) }
    }
    shareDictionaries()
    try refuseReplacements()
  }

  private mutating func add(
    _ blocks: FlatVector, _ index: Int, in bytes: FixedBytes, before limit: Int
  ) throws(ArrowFault) {
    let (start, bodyCount): (Int64, Int64) = (
      blocks.integer(index), blocks.integer(index, offset: 16)
    )
    let metadataCount: Int32 = blocks.integer(index, offset: 8)
    guard start >= 8, metadataCount >= 0, bodyCount >= 0, start <= limit,
      Int64(metadataCount) <= Int64(limit) - start,
      bodyCount <= Int64(limit) - start - Int64(metadataCount)
    else { throw .damaged("the footer leads outside of the file") }
    let bodyStart = Int(start) + Int(metadataCount)
    guard
      case .metadata(let metadata) = try ArrowFraming.next(
        in: bytes.bytes, at: Int(start), before: bodyStart)
    else { throw .damaged("the footer leads to an empty message") }
    let message = try ArrowMessage(
      metadata: UnsafeRawBufferPointer(rebasing: bytes.bytes[metadata]))
    try add(
      message, in: bytes, metadata: metadata, body: bodyStart..<bodyStart + Int(bodyCount))
  }

  /// Refuses a dictionary that a file gives twice, because nothing says which batch uses which.
  private func refuseReplacements() throws(ArrowFault) {
    var ids: Set<Int64> = []
    for dictionary in dictionaries where !dictionary.isDelta {
      guard ids.insert(dictionary.id).inserted else {
        throw .damaged("dictionary \(dictionary.id) stands in the file twice")
      }
    }
  }
}

extension ArrowSchema {
  /// The schema that a message holds, whose metadata have so many bytes.
  init(_ message: ArrowMessage, size: Int) throws(ArrowFault) {
    guard message.kind == .schema, message.bodyCount == 0 else {
      throw .damaged("it does not begin with a schema")
    }
    try self.init(message.header, version: message.version, metadataSize: size)
  }
}

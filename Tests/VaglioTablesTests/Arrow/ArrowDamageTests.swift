import FoundationEssentials
import Testing

@testable import VaglioTables

/// Arrow data that are cut, changed or made to harm are read or refused, and never crash the reader.
struct ArrowDamageTests {
  /// What reading all columns in each form gives: the number of columns, or the error.
  private func outcome(_ bytes: [UInt8]) -> Result<Int, TableError> {
    Result { () throws(TableError) in
      let file = try ArrowFile(bytes: bytes, name: "f")
      var read = 0
      var last: TableError?
      for index in file.columnNames.indices {
        for form in [FieldSink.Form.number, .boolean, .time, .category, .key] {
          do throws(TableError) {
            guard try file.kinds(ofColumn: index).form == form || form == .category || form == .key
            else { continue }
            let column = try file.column(index, in: form)
            _ = column.summary
            read += 1
          } catch {
            last = error
          }
        }
      }
      if read == 0, let last { throw last }
      return read
    }
  }

  private func streamed(_ bytes: [UInt8]) -> Result<Int, TableError> {
    Result { () throws(TableError) in
      let reader = try ArrowStreamReader(MemoryStream(bytes), name: "f")
      var rows = 0
      while let table = try reader.next() { rows += table.rowCount }
      return rows
    }
  }

  @Test(arguments: ["delta", "replaced", "delta-file"])
  func `data cut anywhere are refused`(name: String) throws {
    let bytes = try ArrowFixtures.bytes(name)
    for count in bytes.indices {
      let part = Array(bytes[..<count])
      guard case .failure(let error) = outcome(part) else {
        Issue.record("\(count) bytes of \(bytes.count) are read")
        continue
      }
      #expect([.corruptFile, .unsupported].contains(error.kind))
      if case .success = streamed(part) { Issue.record("\(count) bytes are streamed") }
    }
  }

  @Test(arguments: ["types-plain-file", "types-lz4-stream", "types-zstd-file", "polars-stream"])
  func `larger data cut at many places are refused`(name: String) throws {
    let bytes = try ArrowFixtures.bytes(name)
    for count in stride(from: 0, to: bytes.count, by: 97) {
      #expect(throws: TableError.self) { try outcome(Array(bytes[..<count])).get() }
    }
  }

  @Test(arguments: ArrowFixtures.names.filter { !$0.hasPrefix("polars-u") }, 0..<2)
  func `data with changed bytes are read or refused`(name: String, seed: UInt64) throws {
    let good = try ArrowFixtures.bytes(name)
    var random = RepeatableRandom(state: seed)
    var refused = 0
    for _ in 0..<60 {
      let bytes = damaged(good, &random)
      if case .failure = outcome(bytes) { refused += 1 }
      _ = streamed(bytes)
    }
    #expect(refused > 0)
  }

  /// Slow: half a minute with VAGLIO_SLOW=1; VAGLIO_SEED chooses the damage.
  @Test(.enabled(if: TablePeers.isSlowSuite))
  func `no damage crashes the reader in half a minute`() throws {
    let seed = ProcessInfo.processInfo.environment["VAGLIO_SEED"].flatMap(UInt64.init) ?? 0
    var random = RepeatableRandom(state: seed &+ 1_000_000)
    let good = try ArrowFixtures.names.map(ArrowFixtures.bytes)
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
      let bytes = damaged(good.randomElement(using: &random) ?? [], &random)
      _ = outcome(bytes)
      _ = streamed(bytes)
    }
  }

  private func damaged(_ good: [UInt8], _ random: inout RepeatableRandom) -> [UInt8] {
    var bytes = good
    for _ in 0...Int.random(in: 0..<4, using: &random) {
      let place = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][Int.random(in: 0..<5, using: &random)]
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
      default: for index in place..<min(place + 4, bytes.count) { bytes[index] = 0xFF }
      }
    }
    return bytes
  }
}

extension ArrowDamageTests {
  private static let schema = ArrowMessage.bytes(
    kind: .schema,
    header: ArrowField.schema([ArrowField("x", .number), ArrowField("t", .text)]), bodyCount: 0)
  private static let end: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]

  /// A stream of one batch of two rows, whose metadata say what they are told to.
  private func stream(
    length: Int64 = 2, nodes: [Int64] = [2, 0, 2, 0],
    buffers: [Int64] = [0, 0, 0, 16, 16, 0, 16, 12, 32, 2], body: [UInt8]? = nil,
    compression: FlatNode.Field = .absent
  ) -> [UInt8] {
    let plain =
      [UInt8](repeating: 0, count: 16) + [0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]
      + Array("ab".utf8) + [0, 0, 0, 0, 0, 0]
    let batch = FlatNode.table([
      .long(length), .reference(.structs(words: nodes, width: 2)),
      .reference(.structs(words: buffers, width: 2)), compression,
    ])
    let message = ArrowMessage.Encoded(.recordBatch, batch, body: body ?? plain)
    return Self.schema + message.metadata + message.body + Self.end
  }

  @Test func `a batch whose numbers are right is read`() throws {
    let file = try ArrowFile(bytes: stream(), name: "f")
    #expect(try file.column(0) == Column(name: "x", numbers: [0, 0]))
    #expect(try file.column(1) == Column(name: "t", texts: ["a", "b"]))
  }

  @Test(arguments: [Int64.max, .min, -1, 1 << 40, 3, 1])
  func `a batch of another length than its columns is refused`(length: Int64) {
    #expect(throws: TableError.self) { try outcome(stream(length: length)).get() }
    #expect(throws: TableError.self) { try streamed(stream(length: length)).get() }
  }

  @Test(
    arguments: [
      [2, 0, .max, 0], [2, 0, 2, .max], [2, 0, 2, -1], [2, 0, -2, 0], [2, 0, 3, 0], [2, 0, 2, 1],
      [2, 0], [],
    ] as [[Int64]])
  func `columns of wrong lengths or counts of nulls are refused`(nodes: [Int64]) throws {
    let file = try ArrowFile(bytes: stream(nodes: nodes), name: "f")
    #expect(throws: TableError.self) { try file.column(1) }
  }

  @Test(
    arguments: [
      [0, 0, .max, 16, 16, 0, .max, 12, 32, 2], [0, 0, 0, .max, 16, 0, 16, .max, 32, 2],
      [0, 0, -8, 16, 16, 0, -8, 12, 32, 2], [0, 0, 0, -1, 16, 0, 16, -1, 32, 2],
      [0, 0, 32, 16, 16, 0, 36, 12, 32, 2], [0, 0, 0, 8, 16, 0, 16, 8, 32, 2],
      [0, 0, 0, 0, 16, 0, 16, 0, 32, 2], [0, 0], [],
    ] as [[Int64]])
  func `buffers outside of their batch, or too short, are refused`(buffers: [Int64]) throws {
    let file = try ArrowFile(bytes: stream(buffers: buffers), name: "f")
    for index in 0..<2 { #expect(throws: TableError.self) { try file.column(index) } }
  }

  @Test(
    arguments: [[0, 0xFFFF_FFFF, 2], [0, 2, 1], [1, 0, 2], [0, 1, 3], [0, 0x7FFF_FFFF, 2]]
      as [[UInt32]])
  func `offsets of texts that lead astray are refused`(offsets: [UInt32]) throws {
    var body = [UInt8](repeating: 0, count: 16)
    for offset in offsets { body.append(littleEndian: offset) }
    body += [0, 0, 0, 0] + Array("ab".utf8) + [0, 0, 0, 0, 0, 0]
    let file = try ArrowFile(bytes: stream(body: body), name: "f")
    let error = #expect(throws: TableError.self) { try file.column(1) }
    #expect(error?.kind == .corruptFile)
    #expect(error?.row != nil)
    #expect(error?.column == "t")
  }

  @Test(arguments: [Int8(0), 1], [Int64.max, 1 << 40, 1 << 20, 17, -2, 0])
  func `compressed buffers that do not hold what they claim are refused`(
    codec: Int8, claim: Int64
  ) throws {
    var body: [UInt8] = []
    body.append(littleEndian: claim)
    body += [1, 2, 3, 4, 5, 6, 7, 8]
    let compression = FlatNode.Field.reference(.table([.byte(UInt8(bitPattern: codec))]))
    let bytes = stream(
      buffers: [0, 0, 0, 16, 0, 0, 0, 16, 0, 16], body: body, compression: compression)
    let file = try ArrowFile(bytes: bytes, name: "f")
    #expect(throws: TableError.self) { try file.column(0) }
    #expect(throws: TableError.self) { try file.column(1) }
  }

  @Test func `an unknown codec is refused by its number`() throws {
    let file = try ArrowFile(bytes: stream(compression: .reference(.table([.byte(7)]))), name: "f")
    let error = #expect(throws: TableError.self) { try file.column(0) }
    #expect(error?.problem == "the buffers are compressed by codec 7")
  }

  @Test func `a text that is not UTF-8 is refused with its row`() throws {
    let body =
      [UInt8](repeating: 0, count: 16)
      + [0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x61, 0xFF, 0, 0, 0, 0, 0, 0]
    let file = try ArrowFile(bytes: stream(body: body), name: "f")
    let error = #expect(throws: TableError.self) { try file.column(1) }
    #expect(error?.kind == .notUTF8)
    #expect(error?.row == 2)
  }
}

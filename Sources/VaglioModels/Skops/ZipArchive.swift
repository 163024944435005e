internal import CZlib
internal import VaglioTables

/// The entries of a zip archive (PKWARE APPNOTE 6.3.10): stored or deflated, with zip64 sizes.
///
/// Sizes and offsets are checked against the file's length before anything is read, what an entry
/// inflates to is bounded by its stated size, and that by the file's, and its CRC-32 is compared. Encrypted
/// entries, other compressions and archives in several files are refused.
struct ZipArchive {
  /// An entry of the central directory.
  private struct Entry {
    let method: Int
    let flags: Int
    let checksum: UInt32
    let packedCount: Int
    let count: Int
    let offset: Int
  }

  private let bytes: [UInt8]
  private var entries: [String: Entry] = [:]
  private let budget = Budget()

  /// The most bytes that an entry may inflate to: 2 GiB, and beyond 64 MiB two hundred times what it
  /// is packed in. Schemas of skops shrink by less than a hundred.
  private static let longest = 1 << 31
  private static let longestAnyway = 1 << 26
  private static let greatestRatio = 200

  /// How much has been read: entries may be asked for again and again, but a file that points to one
  /// entry from thousands of places would keep us busy for ever.
  ///
  /// A class because all copies of an archive share it.
  private final class Budget {
    var read = 0
  }

  /// The archive in a file's contents.
  init(_ bytes: [UInt8]) throws(ModelError) {
    self.bytes = bytes
    let directory = try Self.directory(of: bytes)
    var place = directory.offset
    for _ in 0..<directory.count {
      let (name, entry, next) = try self.entry(at: place)
      guard entries.updateValue(entry, forKey: name) == nil else {
        throw Self.damaged("the entry \"\(name)\" occurs twice", at: place)
      }
      place = next
    }
  }

  /// The names of the entries, sorted.
  var names: [String] { entries.keys.sorted() }

  /// Whether there is an entry of this name.
  func contains(_ name: String) -> Bool { entries[name] != nil }

  /// The contents of an entry.
  func contents(of name: String) throws(ModelError) -> [UInt8] {
    guard let entry = entries[name] else {
      throw ModelError(.malformed, place: name, problem: "the archive has no such entry")
    }
    let packed = try range(of: entry, name)
    budget.read += entry.count
    guard budget.read / 1000 <= max(bytes.count, Self.longestAnyway) else {
      throw ModelError(.malformed, place: name, problem: "the entries are asked for far too often")
    }
    let contents: [UInt8]
    switch entry.method {
    case 0:
      guard entry.count == entry.packedCount else {
        throw Self.damaged("\"\(name)\" has two lengths", at: entry.offset)
      }
      contents = Array(bytes[packed])
    case 8: contents = try inflated(packed, count: entry.count, name)
    default:
      throw ModelError(
        .unsupported, place: name, problem: "the entry is compressed by method \(entry.method)",
        remedy: "write the file with ZIP_STORED or ZIP_DEFLATED")
    }
    guard Self.checksum(contents) == entry.checksum else {
      throw ModelError(.malformed, place: name, problem: "the contents don't have their checksum")
    }
    return contents
  }

  private static func damaged(_ problem: String, at offset: Int) -> ModelError {
    ModelError(.malformed, place: "byte \(offset)", problem: legible(problem, 400))
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer {
      UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count))
    }
  }
}

extension ZipArchive {
  /// The end of the central directory stands within the last 64 KiB; a comment may stand behind it.
  private static func directory(
    of bytes: [UInt8]
  ) throws(ModelError) -> (offset: Int, count: Int) {
    let cut = ModelError(
      .malformed, problem: "the zip archive has no directory at its end: the file is cut short",
      remedy: "fetch the file again; unzip -t tests it")
    guard bytes.count >= 22 else { throw cut }
    let lowest = max(0, bytes.count - 22 - 0xFFFF)
    let ends = stride(from: bytes.count - 22, through: lowest, by: -1)
    guard
      let end = ends.first(where: {
        bytes.number32(at: $0) == 0x0605_4B50
          && $0 + 22 + bytes.number16(at: $0 + 20) <= bytes.count
      })
    else { throw cut }
    var (count, length) = (bytes.number16(at: end + 10), bytes.number32(at: end + 12))
    var offset = bytes.number32(at: end + 16)
    guard bytes.number16(at: end + 4) == 0 || bytes.number16(at: end + 4) == 0xFFFF else {
      throw damaged("the zip archive is in several files", at: end)
    }
    if count == 0xFFFF || length == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
      (count, length, offset) = try wideDirectory(of: bytes, before: end)
    }
    // An entry of the directory takes 46 bytes at the least.
    guard offset <= end, length <= end - offset, count <= length / 46 else {
      throw damaged("the archive's directory lies outside the file", at: end)
    }
    return (offset, count)
  }

  private static func wideDirectory(
    of bytes: [UInt8], before end: Int
  ) throws(ModelError) -> (Int, Int, Int) {
    guard end >= 20, bytes.number32(at: end - 20) == 0x0706_4B50,
      let wide = bytes.number64(at: end - 12), wide <= bytes.count - 56,
      bytes.number32(at: wide) == 0x0606_4B50, let count = bytes.number64(at: wide + 32),
      let length = bytes.number64(at: wide + 40), let offset = bytes.number64(at: wide + 48)
    else { throw damaged("the archive's zip64 directory is damaged", at: end) }
    return (count, length, offset)
  }

  private func entry(at place: Int) throws(ModelError) -> (String, Entry, Int) {
    guard place <= bytes.count - 46, bytes.number32(at: place) == 0x0201_4B50 else {
      throw Self.damaged("the archive's directory is damaged", at: place)
    }
    let nameLength = bytes.number16(at: place + 28)
    let extraLength = bytes.number16(at: place + 30)
    let commentLength = bytes.number16(at: place + 32)
    let next = place + 46 + nameLength + extraLength + commentLength
    guard next <= bytes.count else {
      throw Self.damaged("the archive's directory is damaged", at: place)
    }
    let name = String(decoding: bytes[place + 46..<place + 46 + nameLength], as: UTF8.self)
    var sizes = [24, 20, 42].map { bytes.number32(at: place + $0) }
    let extra = place + 46 + nameLength
    if sizes.contains(0xFFFF_FFFF) {
      try widen(&sizes, extra: extra..<extra + extraLength)
    }
    let entry = Entry(
      method: bytes.number16(at: place + 10), flags: bytes.number16(at: place + 8),
      checksum: UInt32(bytes.number32(at: place + 16)), packedCount: sizes[1], count: sizes[0],
      offset: sizes[2])
    return (name, entry, next)
  }

  /// The field 1 of the extra fields has, in this order, the sizes that don't fit 32 bits.
  private func widen(_ sizes: inout [Int], extra: Range<Int>) throws(ModelError) {
    var place = extra.lowerBound
    while place + 4 <= extra.upperBound {
      let end = place + 4 + bytes.number16(at: place + 2)
      guard bytes.number16(at: place) == 1, end <= extra.upperBound else {
        place = end
        continue
      }
      var field = place + 4
      for index in sizes.indices where sizes[index] == 0xFFFF_FFFF {
        guard field + 8 <= end, let size = bytes.number64(at: field) else { break }
        (sizes[index], field) = (size, field + 8)
      }
      return
    }
  }

  /// Where an entry's packed bytes stand: behind its local header, whose name and extra field may be
  /// other than the directory's.
  private func range(of entry: Entry, _ name: String) throws(ModelError) -> Range<Int> {
    guard entry.flags & 1 == 0 else {
      throw ModelError(.unsupported, place: name, problem: "the entry is encrypted")
    }
    guard entry.offset <= bytes.count - 30, bytes.number32(at: entry.offset) == 0x0403_4B50 else {
      throw Self.damaged("\"\(name)\" does not stand where the directory says", at: entry.offset)
    }
    let start =
      entry.offset + 30 + bytes.number16(at: entry.offset + 26)
      + bytes.number16(at: entry.offset + 28)
    guard start <= bytes.count, entry.packedCount <= bytes.count - start else {
      throw Self.damaged("\"\(name)\" reaches beyond the file", at: entry.offset)
    }
    guard entry.count <= Self.longest,
      entry.count <= Self.longestAnyway || entry.count / Self.greatestRatio <= entry.packedCount
    else {
      throw ModelError(
        .malformed, place: name,
        problem:
          "the entry states \(entry.count) bytes, which \(entry.packedCount) can't inflate to")
    }
    return start..<start + entry.packedCount
  }

  private func inflated(
    _ packed: Range<Int>, count: Int, _ name: String
  ) throws(ModelError) -> [UInt8] {
    var stream = z_stream()
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else {
      throw ModelError(.malformed, place: name, problem: "zlib cannot start")
    }
    defer { inflateEnd(&stream) }
    var status = Z_OK
    // One byte more than stated shows an entry that is longer.
    let contents = [UInt8](unsafeUninitializedCapacity: count + 1) { buffer, filled in
      bytes.withUnsafeBufferPointer { source in
        stream.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress.map { $0 + packed.lowerBound })
        stream.avail_in = UInt32(clamping: packed.count)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(clamping: buffer.count)
        status = inflate(&stream, Z_FINISH)
        filled = buffer.count - Int(stream.avail_out)
      }
    }
    guard status == Z_STREAM_END, contents.count == count else {
      throw ModelError(
        .malformed, place: name, problem: "the entry's compressed contents are damaged",
        remedy: "fetch the file again; unzip -t tests it")
    }
    return contents
  }
}

extension [UInt8] {
  /// The little-endian number of 16 bits at an offset, which is inside.
  fileprivate func number16(at offset: Int) -> Int {
    Int(self[offset]) | Int(self[offset + 1]) << 8
  }

  /// The little-endian number of 32 bits at an offset, which is inside.
  fileprivate func number32(at offset: Int) -> Int {
    number16(at: offset) | number16(at: offset + 2) << 16
  }

  /// The little-endian number of 64 bits at an offset, which is inside; `nil` beyond 2⁶².
  fileprivate func number64(at offset: Int) -> Int? {
    let high = number32(at: offset + 4)
    return high >> 30 > 0 ? nil : number32(at: offset) | high << 32
  }
}

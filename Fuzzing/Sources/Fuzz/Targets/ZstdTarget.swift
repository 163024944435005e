internal import VaglioTables

extension FuzzTarget {
  /// Text compressed by zstd (RFC 8878). An input that isn't is compressed first, and then is the
  /// same table as without.
  static let zstd = FuzzTarget(
    name: "zstd", seeds: [Seeds(folder: "fixtures/tables", ending: ".csv")], budget: .unpacking
  ) { bytes in
    let reader = TableReader()
    func read(_ bytes: [UInt8]) -> Result<Table, TableError> {
      Result { () throws(TableError) in try reader.read(bytes: bytes, name: "f", format: .csv) }
    }
    if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      if case .failure(let error) = read(bytes) { expectLegible(error.description) }
    } else {
      let (packed, plain) = (read(Zstd.stored(bytes)), read(bytes))
      guard (try? plain.get()) == nil else {
        return expect(packed == plain, "another table when compressed")
      }
      expect((try? packed.get()) == nil, "a table only when compressed")
    }
  }
}

/// Bytes in a frame of zstd, uncompressed.
enum Zstd {
  /// A frame of raw blocks (RFC 8878, section 3.1.1) with a window of 128 KiB.
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3]
    var place = 0
    repeat {
      let end = min(place + 1 << 17, bytes.count)
      packed.append(count: 3, littleEndian: (end - place) << 3 | (end == bytes.count ? 1 : 0))
      packed += bytes[place..<end]
      place = end
    } while place < bytes.count
    return packed
  }
}

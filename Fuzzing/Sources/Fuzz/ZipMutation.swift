internal import CFuzzer

@testable internal import VaglioModels

/// Changes of the entries of zip archives, whose checksums are made right again.
enum ZipMutation {
  /// The archive with one entry changed, all of them stored; `nil` where the bytes are none.
  static func mutated(_ bytes: [UInt8], _ draws: inout Draws) -> [UInt8]? {
    guard let archive = try? ZipArchive(bytes), !archive.names.isEmpty else { return nil }
    let chosen =
      draws.below(2) == 0 ? "schema.json" : archive.names[draws.below(archive.names.count)]
    var zip = StoredZip()
    for name in archive.names {
      guard let contents = try? archive.contents(of: name) else { return nil }
      zip.append(name, name == chosen ? changed(contents, &draws) : contents)
    }
    return zip.bytes
  }

  private static func changed(_ contents: [UInt8], _ draws: inout Draws) -> [UInt8] {
    if draws.below(4) > 0, let changed = JSONMutation.mutated(contents, &draws) { return changed }
    let room = contents.count + 256
    return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      _ = buffer.update(from: contents)
      count = buffer.baseAddress.map { LLVMFuzzerMutate($0, contents.count, room) } ?? 0
    }
  }
}

/// A zip archive in which nothing is compressed (PKWARE APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16).
private struct StoredZip {
  private var entries: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  mutating func append(_ name: String, _ contents: [UInt8]) {
    let offset = entries.count
    var common: [UInt8] = [20, 0, 0, 8, 0, 0, 0, 0, 0, 0]
    common.append(count: 4, littleEndian: Int(CRC32.checksum(of: contents)))
    common.append(count: 4, littleEndian: contents.count)
    common.append(count: 4, littleEndian: contents.count)
    common.append(count: 2, littleEndian: name.utf8.count)
    common += [0, 0]
    entries += [0x50, 0x4B, 3, 4] + common + name.utf8 + contents
    directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10)
    directory.append(count: 4, littleEndian: offset)
    directory += name.utf8
    count += 1
  }

  var bytes: [UInt8] {
    var end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    end.append(count: 2, littleEndian: count)
    end.append(count: 2, littleEndian: count)
    end.append(count: 4, littleEndian: directory.count)
    end.append(count: 4, littleEndian: entries.count)
    return entries + directory + end + [0, 0]
  }
}

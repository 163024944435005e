@testable import VaglioTables

/// A Parquet file of one column `x` in one group, put together byte by byte.
struct ForgedParquet {
  var rows: Int64 = 3
  /// The physical type, 1 for 32-bit integers.
  var physical: Int64 = 1
  var codec: Int64 = 0
  /// 0 required, 1 optional, 2 repeated.
  var repetition: Int64 = 0
  var encoding: Int64 = 0
  var levelEncoding: Int64 = 3
  /// What stands in the one page.
  var page: [UInt8] = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]
  var pageValues: Int64?
  var uncompressedSize: Int64?
  var compressedSize: Int64?
  /// What the footer says instead of the truth.
  var chunkValues: Int64?
  var chunkSize: Int64?
  var offset: Int64 = 4
  var fileRows: Int64?
  var childCount: Int64 = 1
  var groupCount: UInt64?
  var typeLength: Int64?
  var name = "x"
  /// The code of a logical type without parameters.
  var logical: Int?

  private var header: [UInt8] {
    ThriftBytes.structure { header in
      header.integer(1, 0)
      header.integer(2, uncompressedSize ?? Int64(page.count))
      header.integer(3, compressedSize ?? Int64(page.count))
      header.structure(
        5,
        ThriftBytes.structure { data in
          data.integer(1, pageValues ?? rows)
          data.integer(2, encoding)
          data.integer(3, levelEncoding)
          data.integer(4, 3)
        })
    }
  }

  private var schema: [[UInt8]] {
    let root = ThriftBytes.structure { element in
      element.text(4, "root")
      element.integer(5, childCount)
    }
    let leaf = ThriftBytes.structure { element in
      element.integer(1, physical)
      if let typeLength { element.integer(2, typeLength) }
      element.integer(3, repetition)
      element.text(4, name)
      if let logical {
        element.structure(10, ThriftBytes.structure { $0.structure(logical, [0]) })
      }
    }
    return [root, leaf]
  }

  private var chunk: [UInt8] {
    ThriftBytes.structure { chunk in
      chunk.integer(2, 4, wide: true)
      chunk.structure(
        3,
        ThriftBytes.structure { data in
          data.integer(1, physical)
          data.list(3, type: 8, [ThriftBytes.varint(UInt64(name.utf8.count)) + Array(name.utf8)])
          data.integer(4, codec)
          data.integer(5, chunkValues ?? rows, wide: true)
          data.integer(7, chunkSize ?? Int64(header.count + page.count), wide: true)
          data.integer(9, offset, wide: true)
        })
    }
  }

  /// The metadata at the file's end.
  var footer: [UInt8] {
    ThriftBytes.structure { footer in
      footer.integer(1, 1)
      footer.list(2, type: 12, schema)
      footer.integer(3, fileRows ?? rows, wide: true)
      let group = ThriftBytes.structure { group in
        group.list(1, type: 12, [chunk])
        group.integer(3, rows, wide: true)
      }
      footer.list(4, type: 12, [group], count: groupCount)
    }
  }

  /// The whole file.
  var bytes: [UInt8] { Self.file(pages: header + page, footer: footer) }

  /// A file with some pages and a footer.
  static func file(pages: [UInt8], footer: [UInt8]) -> [UInt8] {
    let length = (0..<4).map { UInt8(truncatingIfNeeded: footer.count >> (8 * $0)) }
    return Array("PAR1".utf8) + pages + footer + length + Array("PAR1".utf8)
  }
}

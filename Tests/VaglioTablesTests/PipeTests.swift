import Dispatch
import Glibc
import Testing

@testable import VaglioTables

/// Pipes in the file system, which can be read once.
struct PipeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The table in a pipe into which another thread writes `bytes`.
  private func read(
    _ bytes: [UInt8], _ columns: [ColumnRequest]? = nil
  ) throws -> Table {
    let path = folder.path("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    DispatchQueue.global().async {
      let descriptor = open(path, O_WRONLY)
      var place = 0
      while place < bytes.count {
        // A few bytes at first, so that the opening comes in parts.
        let count = min(place < 9 ? 3 : bytes.count, bytes.count - place)
        let written = bytes[place..<place + count].withUnsafeBytes {
          write(descriptor, $0.baseAddress, count)
        }
        guard written > 0 else { break }
        place += written
      }
      close(descriptor)
    }
    return try TableReader(threads: 2).read([path], columns: columns)
  }

  @Test func `a Parquet file comes through a pipe`() throws {
    let table = try read(ParquetFixture.bytes("pandas-index.parquet"))
    #expect(table["x"]?.numbers == [1.5, 2.5])
  }

  @Test func `text that needs one reading comes through a pipe whole`() throws {
    let table = try read(
      Array("number,x\n1,2\n3,4\n".utf8),
      [ColumnRequest("number", as: .number), ColumnRequest("x", as: .category)])
    #expect(table["number"]?.numbers == [1, 3])
    #expect(table["x"]?.categorized.levels == ["2", "4"])
  }

  @Test(arguments: ["a\n1\n2\n", "a\n1\nx\n"])
  func `text that is read twice comes through a pipe whole`(text: String) throws {
    #expect(try read(Array(text.utf8)).rowCount == 2)
  }

  @Test func `a text of fewer bytes than are peeked at is read`() throws {
    #expect(try read(Array("a\n1\n".utf8))["a"]?.numbers == [1])
  }
}

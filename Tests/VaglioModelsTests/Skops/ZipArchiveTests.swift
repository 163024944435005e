import Testing

@testable import VaglioModels

struct ZipArchiveTests {
  private let entries: [(name: String, contents: [UInt8])] = [
    ("schema.json", Array("{}".utf8)), ("a.npy", [1, 2, 3]),
  ]

  private func problem(_ file: [UInt8], reading name: String? = nil) -> String? {
    do {
      let archive = try ZipArchive(file)
      if let name { _ = try archive.contents(of: name) }
      return nil
    } catch { return error.problem }
  }

  @Test func `entries are read by their names`() throws {
    for isWide in [false, true] {
      let archive = try ZipArchive(zipped(entries, isWide: isWide))
      #expect(archive.names == ["a.npy", "schema.json"])
      #expect(try archive.contents(of: "a.npy") == [1, 2, 3])
      #expect(!archive.contains("b"))
      #expect(throws: ModelError.self) { try archive.contents(of: "b") }
    }
  }

  @Test func `an archive that is cut short is refused wherever it is cut`() {
    for isWide in [false, true] {
      let file = zipped(entries, isWide: isWide)
      for length in 0..<file.count {
        #expect(problem(Array(file[..<length])) != nil)
      }
    }
  }

  @Test func `a comment behind the archive does no harm`() throws {
    var file = zipped(entries)
    file[file.count - 2] = 5
    file += Array("hello".utf8)
    #expect(try ZipArchive(file).contents(of: "a.npy") == [1, 2, 3])
  }

  @Test func `contents without their checksum are refused`() {
    var file = zipped([("a", [7, 7, 7])])
    file[31] = 8
    #expect(problem(file, reading: "a") == "the contents don't have their checksum")
  }

  @Test func `sizes beyond the file are refused before anything is made of them`() {
    var file = zipped([("a", [7, 7, 7])])
    let directory = 34
    // The stated length of the contents: 2³¹ of three bytes.
    file.replaceSubrange(directory + 24..<directory + 28, with: bytes(1 << 31, 4))
    file.replaceSubrange(directory + 10..<directory + 12, with: bytes(8, 2))
    #expect(problem(file, reading: "a")?.contains("which 3 can't inflate to") == true)
    file.replaceSubrange(directory + 20..<directory + 24, with: bytes(1 << 30, 4))
    #expect(problem(file, reading: "a") == "\"a\" reaches beyond the file")
    file.replaceSubrange(directory + 42..<directory + 46, with: bytes(0x7FFF_FFFF, 4))
    #expect(problem(file, reading: "a")?.contains("does not stand where") == true)
  }

  @Test func `an entry that occurs twice is refused`() {
    #expect(problem(zipped([("a", []), ("a", [1])])) == "the entry \"a\" occurs twice")
  }

  @Test func `encrypted and strangely compressed entries are refused by name`() {
    let directory = 34
    var file = zipped([("a", [7, 7, 7])])
    file[directory + 8] = 1
    #expect(problem(file, reading: "a") == "the entry is encrypted")
    file = zipped([("a", [7, 7, 7])])
    file[directory + 10] = 14
    #expect(problem(file, reading: "a") == "the entry is compressed by method 14")
  }

  @Test func `flipped bytes of a real file never crash`() throws {
    let file = try SkopsFixture.bytes("logistic_binary.skops")
    var random = RepeatableRandom(state: 3)
    for _ in 0..<3000 {
      var damaged = file
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        // Half of the flips where the directory is.
        let place =
          Bool.random(using: &random)
          ? Int.random(in: 0..<file.count, using: &random)
          : Int.random(in: file.count - 600..<file.count, using: &random)
        damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      guard let archive = try? ZipArchive(damaged) else { continue }
      for name in archive.names { _ = try? archive.contents(of: name) }
    }
  }
}

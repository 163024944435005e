import Testing

@testable import VaglioModels

struct UBJSONDocumentTests {
  private func place(_ bytes: [UInt8]) throws -> DocumentPlace {
    DocumentPlace(root: try UBJSONDocument.document(bytes))
  }

  private func bytes(_ parts: Any...) -> [UInt8] {
    parts.flatMap { part -> [UInt8] in
      switch part {
      case let text as String: Array(text.utf8)
      case let byte as Int: [UInt8(truncatingIfNeeded: byte)]
      default: []
      }
    }
  }

  /// Every marker of a number: −1, 200, −2, −3, 5, 1.5 (0x3FC00000), −0.25 (0xBFD0…), and 1e3 in words.
  @Test func `numbers of every type are read`() throws {
    let document = bytes(
      "[i", 255, "U", 200, "I", 255, 254, "l", 255, 255, 255, 253, "L", 0, 0, 0, 0, 0, 0, 0, 5, "d",
      0x3F, 0xC0, 0, 0, "D", 0xBF, 0xD0, 0, 0, 0, 0, 0, 0, "HU", 3, "1e3]")
    #expect(try place(document).numbers() == [-1, 200, -2, -3, 5, 1.5, -0.25, 1000])
  }

  @Test func `arrays of one type are read`() throws {
    #expect(try place(bytes("[$d#i", 1, 0x3F, 0xC0, 0, 0)).numbers() == [1.5])
    #expect(try place(bytes("[$l#L", 0, 0, 0, 0, 0, 0, 0, 1, 255, 255, 255, 255)).numbers() == [-1])
    #expect(try place(bytes("[$U#U", 2, 0, 255)).numbers() == [0, 255])
    #expect(try place(bytes("[$i#U", 2, 0, 255)).numbers() == [0, -1])
    #expect(try place(bytes("[$I#U", 1, 128, 0)).numbers() == [-32768])
    #expect(try place(bytes("[$L#U", 1, 0, 0, 0, 0, 0, 0, 1, 0)).numbers() == [256])
    #expect(try place(bytes("[$D#U", 1, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0)).numbers() == [1])
    #expect(try place(bytes("[$S#U", 2, "U", 1, "aU", 2, "bc")).strings() == ["a", "bc"])
    #expect(try place(bytes("[#U", 2, "i", 1, "i", 2)).numbers() == [1, 2])
    #expect(try place(bytes("[$d#U", 0)).numbers() == [])
  }

  @Test func `objects, texts and constants are read`() throws {
    let document = bytes(
      "{U", 1, "aSU", 2, "é", "i", 1, "bTU", 1, "cFU", 1, "dZU", 1, "eCxU", 1, "f[]}N")
    let root = try place(document)
    #expect(try root["a"].string() == "é")
    #expect(try root["b"].boolean())
    #expect(try root["c"].boolean() == false)
    #expect(root["d"].exists == false)
    #expect(try root["e"].string() == "x")
    #expect(try root["f"].numbers() == [])
    #expect(try place(bytes("{$i#U", 1, "U", 1, "k", 7))["k"].integer() == 7)
    #expect(try place(bytes("{#U", 1, "U", 1, "ki", 7))["k"].integer() == 7)
  }
}

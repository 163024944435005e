import Testing

@testable import VaglioModels

struct ProtobufReaderTests {
  private func fields(_ bytes: [UInt8]) throws(ModelError) -> [Int] {
    var reader = ProtobufReader(bytes)
    var numbers: [Int] = []
    while let (number, _) = try reader.field() { numbers.append(number) }
    return numbers
  }

  private func problem(_ bytes: [UInt8]) -> String? {
    do {
      _ = try fields(bytes)
      return nil
    } catch { return error.description }
  }

  /// 150 is 0x96 0x01 in groups of seven bits, the lowest first: 0x16 + 1 · 128.
  @Test func `a number is read in groups of seven bits`() throws {
    var reader = ProtobufReader([0x08, 0x96, 0x01])
    let (number, value) = try #require(try reader.field())
    #expect(number == 1)
    #expect(try value.integer("x") == 150)
  }

  /// Packed and one by one are the same list, and may be mixed.
  @Test func `repeated numbers are read packed and one by one`() throws {
    var message = WireMessage()
    message.delimited(8, [1, 0x96, 0x01])
    message.integer(8, -2)
    var reader = ProtobufReader(message.bytes)
    var numbers: [Int64] = []
    while let (_, value) = try reader.field() { try value.append(to: &numbers, "ints") }
    #expect(numbers == [1, 150, -2])
  }

  @Test func `what breaks the format is refused at its byte`() {
    #expect(problem([0x08]) == "byte 1: the message ends inside of a number")
    #expect(problem([0x0A, 5, 1]) == "byte 0: a field of 5 bytes reaches beyond what is there")
    #expect(problem([0x0B]) == "byte 0: a field has the wire type 3")
    #expect(problem([0x00, 1]) == "byte 0: a field has the number 0")
    #expect(problem([0x0D, 1, 2]) == "byte 1: the message ends inside of a number")
    #expect(
      problem([0x08] + [UInt8](repeating: 0xFF, count: 11))
        == "byte 11: a number is longer than ten bytes")
    #expect(problem([0x0A] + [UInt8](repeating: 0xFF, count: 9) + [1])?.contains("beyond") == true)
  }
}

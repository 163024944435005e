import Testing

@testable import VaglioModels

struct NumpyArrayTests {
  private func file(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let length = bytes(header.utf8.count, version == 1 ? 2 : 4)
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(header.utf8) + data
  }

  private func array(_ header: String, _ data: [UInt8], version: UInt8 = 1) throws -> NumpyArray {
    try NumpyArray(file(header, data, version: version), name: "a.npy")
  }

  private func header(_ descriptor: String, _ shape: String, fortran: Bool = false) -> String {
    "{'descr': \(descriptor), 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }\n"
  }

  private func problem(_ header: String, _ data: [UInt8] = []) -> String? {
    do {
      _ = try array(header, data)
      return nil
    } catch { return (error as? ModelError)?.problem }
  }

  @Test func `numbers of all sizes are read`() throws {
    let cases: [(String, [UInt8], [Double])] = [
      ("'<f8'", bytes(Int(Double(-1.5).bitPattern >> 1) << 1, 8), [-1.5]),
      ("'<f4'", bytes(Int(Float(0.1).bitPattern), 4), [Double(Float(0.1))]),
      ("'<i8'", bytes(-3, 8), [-3]), ("'<i4'", bytes(-3, 4), [-3]), ("'<i2'", bytes(-3, 2), [-3]),
      ("'|i1'", bytes(-3, 1), [-3]), ("'<u4'", bytes(0xFFFF_FFFF, 4), [4_294_967_295]),
      ("'|u1'", [200], [200]), ("'|b1'", [1], [1]),
    ]
    for (descriptor, data, expected) in cases {
      #expect(try array(header(descriptor, "(1,)"), data).numbers == expected)
    }
    for version in UInt8(1)...3 {
      #expect(try array(header("'|u1'", "()"), [9], version: version).numbers == [9])
    }
  }

  @Test func `texts are cut at their padding`() throws {
    let data = [97, 98, 0, 0x1F600, 0, 0, 0, 0, 0].flatMap { bytes($0, 4) }
    #expect(try array(header("'<U3'", "(3,)"), data).texts == ["ab", "😀", ""])
    #expect(try array(header("'<U1'", "(1,)"), bytes(0xD800, 4)).texts == nil)
  }

  @Test func `Fortran's order is turned`() throws {
    // [[1, 2, 3], [4, 5, 6]] column by column.
    let turned = try array(header("'|u1'", "(2, 3)", fortran: true), [1, 4, 2, 5, 3, 6])
    #expect(turned.numbers == [1, 2, 3, 4, 5, 6])
    // a[i, j, k] = 4·i + 2·j + k, the first index running fastest.
    let cube = try array(
      header("'|u1'", "(2, 2, 2)", fortran: true), [0, 4, 2, 6, 1, 5, 3, 7])
    #expect(cube.numbers == [0, 1, 2, 3, 4, 5, 6, 7])
  }

  @Test func `records are read part by part, padding left out`() throws {
    let descriptor = "[('left', '<i2'), ('flag', '|u1'), ('', '|V1'), ('value', '<f4')]"
    let row = { (left: Int, flag: UInt8, value: Float) in
      bytes(left, 2) + [flag, 0xFF] + bytes(Int(value.bitPattern), 4)
    }
    let records = try array(header(descriptor, "(2,)"), row(-1, 1, 0.5) + row(7, 0, -2))
    #expect(records.field("left")?.numbers == [-1, 7])
    #expect(records.field("flag")?.numbers == [1, 0])
    #expect(records.field("value")?.numbers == [0.5, -2])
    #expect(records.field("other") == nil)
    #expect(records.numbers == nil)
  }

  @Test func `what is no array of numbers or texts is refused`() {
    #expect(problem(header("'|O'", "(1,)"), [0])?.contains("pickled Python objects") == true)
    for descriptor in ["'<c16'", "'>f8'", "'<M8[ns]'", "'<f2'", "'<f800'", "'V'", "''", "7"] {
      #expect(problem(header(descriptor, "(1,)"), [0])?.contains("is not read") == true)
    }
    #expect(problem(header("'<U0'", "(1099511627776,)")) == "the array's elements have no bytes")
    #expect(problem(header("[]", "(4,)")) == "the array's elements have no bytes")
  }

  @Test func `shapes that don't fit the data are refused`() {
    let shapes = [
      "(2,)", "(9223372036854775807,)", "(4294967296, 4294967296)", "(4294967296, 4294967296, 0)",
      "(0,)",
    ]
    for shape in shapes {
      #expect(
        problem(header("'<f8'", shape), [0])
          == "the array's shape does not fit the length of its data")
    }
    for shape in ["(-1,)", "(1.5,)", "'x'", "(((1,),),)", "1"] {
      #expect(problem(header("'<f8'", shape), bytes(0, 8)) != nil)
    }
  }

  @Test func `a damaged header is refused`() {
    let sound = header("'<f8'", "(1,)")
    for length in 0..<sound.utf8.count - 1 {
      #expect(problem(String(sound.prefix(length)), bytes(0, 8)) != nil)
    }
    #expect(problem(String(repeating: "(", count: 60_000)) == "the array's header is damaged")
    let whole = file(sound, bytes(0, 8))
    for length in 0..<whole.count {
      #expect(throws: ModelError.self) { try NumpyArray(Array(whole[..<length]), name: "") }
    }
  }
}

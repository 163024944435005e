internal import VaglioFindings

extension ImportNode {
  /// No file of rules needs more; a longer one is refused before it is parsed.
  static let longestFile = 33_554_432

  /// Reads a JSON document, or, where `textProto` says that one may be meant and the text doesn't
  /// begin like an object, protobuf's text format.
  static func reading(
    _ bytes: [UInt8], file: String, textProto: Bool
  ) throws(PolicyError) -> ImportNode {
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    guard textProto, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else {
      return try json(bytes, file: file)
    }
    return try TextProtoParser.document(bytes, file: file)
  }

  /// Reads one JSON document; `NaN`, `Infinity` and `-Infinity`, which Python writes, count as the
  /// strings of that name.
  static func json(_ bytes: [UInt8], file: String) throws(PolicyError) -> ImportNode {
    let start = TextPlace(file: file, line: 1, column: 1)
    guard bytes.count <= longestFile else {
      throw PolicyError("longer than \(longestFile) bytes, which no file of rules needs", at: start)
    }
    let bytes = quotingNonFinite(bytes)
    do {
      return ImportNode(value: try JSONValue(parsing: bytes), file: file, path: .root)
    } catch {
      throw PolicyError(
        "not JSON: \(error.reason)", at: TextPlace(file: file, byte: error.offset, of: bytes))
    }
  }

  /// The bytes with the words for numbers that aren't finite put into quotes, outside strings.
  private static func quotingNonFinite(_ bytes: [UInt8]) -> [UInt8] {
    let words = ["NaN", "-Infinity", "Infinity"].map { Array($0.utf8) }
    var (quoted, position, isInString) = ([UInt8](), 0, false)
    quoted.reserveCapacity(bytes.count)
    while position < bytes.count {
      let byte = bytes[position]
      if isInString, byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
        quoted += bytes[position...position + 1]
        position += 2
        continue
      }
      if byte == UInt8(ascii: "\"") { isInString.toggle() }
      if !isInString, byte == UInt8(ascii: "N") || byte == UInt8(ascii: "-") || byte == 0x49,
        let word = words.first(where: { bytes[position...].starts(with: $0) })
      {
        quoted += [UInt8(ascii: "\"")] + word + [UInt8(ascii: "\"")]
        position += word.count
        continue
      }
      quoted.append(byte)
      position += 1
    }
    return quoted
  }
}

extension TextPlace {
  /// The place of a byte in a text.
  init(file: String, byte offset: Int, of bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    let begin = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    self.init(
      file: file, line: before.count { $0 == 0x0A } + 1,
      column: before[begin...].count { $0 & 0xC0 != 0x80 } + 1)
  }
}

internal import VaglioTables

/// The lines of a text file of LightGBM, one after the other.
///
/// - Precondition: the buffer outlives the reader and ends with a line feed.
struct LightGBMLines {
  let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  /// The number of the line that was read last, from 1.
  private(set) var number = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether all lines were read.
  var isAtEnd: Bool { position >= bytes.count }

  /// The next line without its end, LF or CRLF; `nil` behind the last.
  mutating func next() -> Range<Int>? {
    guard !isAtEnd else { return nil }
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    var end = position
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    position += 1
    number += 1
    return start..<end
  }

  /// The next line as text.
  mutating func nextText() -> String? { next().map(text) }

  /// A part of the file as text; what is not UTF-8 becomes U+FFFD.
  func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  /// Goes on to the line `Tree=` of this number, and returns the number of that line; `nil` where
  /// the part of the trees ends. Only empty lines may come before.
  mutating func startOfTree(number: Int) throws(ModelError) -> Int? {
    while true {
      let before = self
      guard let line = next() else { return nil }
      if line.isEmpty { continue }
      guard starts(line, with: "Tree=") else {
        guard starts(line, with: "end of trees") || starts(line, with: "feature") else {
          throw failure("expected Tree=\(number) or the end of the trees")
        }
        self = before
        return nil
      }
      guard text(line) == "Tree=\(number)" else { throw failure("expected Tree=\(number)") }
      return self.number
    }
  }

  private func starts(_ line: Range<Int>, with word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    return line.count >= count
      && (0..<count).allSatisfy { bytes[line.lowerBound + $0] == word.utf8Start[$0] }
  }

  /// The lines `key=value` up to an empty one, which is read as well, or the next tree, or the end.
  /// A line without `=` is a key with an empty value.
  mutating func fields() throws(ModelError) -> LightGBMFields {
    var fields = LightGBMFields(bytes)
    while true {
      let before = self
      guard let line = next() else { return fields }
      guard !line.isEmpty else {
        // What follows the last line of the buffer is not in the file.
        fields.isClosed = !isAtEnd
        return fields
      }
      if starts(line, with: "Tree=") {
        self = before
        return fields
      }
      let equals = line.first { bytes[$0] == UInt8(ascii: "=") } ?? line.upperBound
      let value = min(equals + 1, line.upperBound)..<line.upperBound
      guard fields.insert(text(line.lowerBound..<equals), value, line: number) else {
        throw failure("\"\(legible(text(line.lowerBound..<equals)))\" occurs twice")
      }
    }
  }

  /// The error that the file is damaged, at the line that was read last unless told otherwise.
  func failure(_ problem: String, at line: Int? = nil) -> ModelError {
    ModelError(.malformed, place: "line \(line ?? number)", problem: problem)
  }
}

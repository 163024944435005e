internal import Glibc

/// The bytes that structure a separated file.
struct Dialect: Hashable, Sendable {
  /// Between fields.
  let separator: UInt8
  /// At the end of a record: a line feed, before which a carriage return is left out; or a carriage
  /// return in files that have no line feeds.
  let newline: UInt8
  private let separators: UInt64
  private let newlines: UInt64

  init(separator: UInt8, newline: UInt8 = UInt8(ascii: "\n")) {
    (self.separator, self.newline) = (separator, newline)
    separators = UInt64(separator) &* ones
    newlines = UInt64(newline) &* ones
  }

  /// The first separator or line end from `start` on, of which there is one; up to seven bytes
  /// after it are read.
  ///
  /// Eight bytes at a time: a byte of the difference is zero where the byte sought stands, and the
  /// lowest bit that the subtraction leaves set belongs to the first such byte.
  @inline(__always)
  func endOfField(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var place = start
    while true {
      let word = UInt64(
        littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
      let (first, second) = (word ^ separators, word ^ newlines)
      let found = (((first &- ones) & ~first) | ((second &- ones) & ~second)) & highs
      if found != 0 { return place + found.trailingZeroBitCount &>> 3 }
      place += 8
    }
  }

  /// The end of the last complete record in `bytes[start..<limit]`, of which a record begins at
  /// `start`; `nil` when none ends there.
  ///
  /// A quote opens a quoted part only where a field begins, as the parser has it.
  func endOfLastRecord(
    in bytes: UnsafePointer<UInt8>, from start: Int, to limit: Int
  ) -> Int? {
    let quote = UInt8(ascii: "\"")
    var (position, end) = (start, Int?.none)
    while let found = memchr(bytes + position, Int32(quote), limit - position) {
      let place = UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
      end = endOfLastLine(in: bytes, from: position, to: place) ?? end
      let before = place > start ? bytes[place - 1] : newline
      position = place + 1
      guard before == separator || before == newline else { continue }
      while true {
        guard let close = memchr(bytes + position, Int32(quote), limit - position) else {
          return end
        }
        position = UnsafeRawPointer(close) - UnsafeRawPointer(bytes) + 1
        if position == limit { return end }
        if bytes[position] != quote { break }
        position += 1
      }
    }
    return endOfLastLine(in: bytes, from: position, to: limit) ?? end
  }

  /// The place after the last line end in `bytes[start..<limit]`.
  func endOfLastLine(in bytes: UnsafePointer<UInt8>, from start: Int, to limit: Int) -> Int? {
    var end = limit
    while end > start, bytes[end - 1] != newline { end -= 1 }
    return end > start ? end : nil
  }
}

private let ones: UInt64 = 0x0101_0101_0101_0101
private let highs: UInt64 = 0x8080_8080_8080_8080

/// The header of a separated file: its dialect and the names of its columns.
struct Header {
  let dialect: Dialect
  let names: [String]
  /// The number of bytes up to the first record.
  let length: Int
  /// The number of lines up to the first record.
  let lineCount: Int

  /// Reads the header in `bytes`; `nil` when it does not end there and `isAtEnd` is false.
  ///
  /// Names lose the spaces around them; a column without a name is called `column 3` by its place.
  init?(
    _ bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool, separator: Unicode.Scalar?, file: String
  ) throws(TableError) {
    var start = 0
    var blankLines = 0
    while start < bytes.count, bytes[start] == lineFeed || bytes[start] == carriageReturn {
      if bytes[start] == lineFeed { blankLines += 1 }
      start += 1
    }
    guard let layout = Layout(bytes, from: start, isAtEnd: isAtEnd) else { return nil }
    if let line = layout.unclosed {
      throw TableError(
        .unclosedQuote, file: file, line: blankLines + line,
        problem: "a quote opens in the header and is never closed", remedy: "close it")
    }
    let separator = separator.map { UInt8(ascii: $0) } ?? layout.separator
    dialect = Dialect(separator: separator, newline: layout.newline)
    length = layout.next
    lineCount = blankLines + layout.lineCount
    names = try Self.names(bytes[start..<layout.end], separator: separator, file: file)
    try Self.refuseRepetition(names, file: file)
  }

  private static func names(
    _ line: Slice<UnsafeBufferPointer<UInt8>>, separator: UInt8, file: String
  ) throws(TableError) -> [String] {
    var names: [String] = []
    for field in fields(line, separator: separator) {
      guard let text = String(validating: field, as: UTF8.self) else {
        throw TableError(
          .notUTF8, file: file, value: String(decoding: field, as: UTF8.self),
          problem: "in the header is not UTF-8", remedy: "convert the file: iconv -t UTF-8")
      }
      let name = text.drop { $0 == " " || $0 == "\t" }.reversed()
        .drop { $0 == " " || $0 == "\t" }.reversed()
      names.append(name.isEmpty ? "column \(names.count + 1)" : String(name))
    }
    return names
  }

  /// The fields of a line, quotes taken off.
  private static func fields(
    _ line: Slice<UnsafeBufferPointer<UInt8>>, separator: UInt8
  ) -> [[UInt8]] {
    var fields: [[UInt8]] = [[]]
    var (isQuoted, isStart, index) = (false, true, line.startIndex)
    while index < line.endIndex {
      let byte = line[index]
      index += 1
      if byte == quote, isQuoted, index < line.endIndex, line[index] == quote {
        fields[fields.count - 1].append(quote)
        index += 1
      } else if byte == quote, isQuoted || isStart {
        (isQuoted, isStart) = (!isQuoted, false)
      } else if byte == separator, !isQuoted {
        fields.append([])
        isStart = true
      } else {
        fields[fields.count - 1].append(byte)
        isStart = false
      }
    }
    return fields
  }

  private static func refuseRepetition(_ names: [String], file: String) throws(TableError) {
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() {
      guard let first = places.updateValue(place, forKey: name) else { continue }
      throw TableError(
        .duplicateColumn, file: file, column: name,
        problem: "fields \(first + 1) and \(place + 1) of the header have this name",
        remedy: "rename one of them")
    }
  }
}

/// Where a header ends, and what separates it.
private struct Layout {
  var separator = UInt8(ascii: ",")
  var newline = lineFeed
  /// The place of the line end.
  var end: Int
  /// The place after the line end.
  var next: Int
  var lineCount = 1
  /// The line in which a quote opens that is never closed.
  var unclosed: Int?

  init?(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isAtEnd: Bool) {
    var counts = [0, 0, 0, 0]
    var (isQuoted, opened, isStart) = (false, 1, true)
    (end, next) = (bytes.count, bytes.count)
    for place in start..<bytes.count {
      let byte = bytes[place]
      if byte == quote, isQuoted || isStart {
        isQuoted.toggle()
        opened = lineCount
      } else if byte == quote, bytes[place - 1] == quote {
        isQuoted = true
      } else if isQuoted {
        if byte == lineFeed { lineCount += 1 }
      } else if byte == lineFeed || byte == carriageReturn {
        guard finish(bytes, place, isAtEnd) else { return nil }
        break
      } else if let index = separators.firstIndex(of: byte) {
        counts[index] += 1
      }
      isStart = !isQuoted && separators.contains(byte)
    }
    if end == bytes.count, !isAtEnd { return nil }
    if isQuoted { unclosed = opened }
    let most = counts.max() ?? 0
    if let index = counts.firstIndex(of: most), most > 0 { separator = separators[index] }
  }

  private mutating func finish(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ isAtEnd: Bool
  ) -> Bool {
    guard place + 1 < bytes.count || isAtEnd else { return false }
    let isPair =
      bytes[place] == carriageReturn && place + 1 < bytes.count && bytes[place + 1] == lineFeed
    if bytes[place] == carriageReturn, !isPair { newline = carriageReturn }
    (end, next) = (place, place + (isPair ? 2 : 1))
    return true
  }
}

private let separators = Array(",;\t|".utf8)
private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

internal import Glibc

/// The parser of one piece of a separated file: whole records, the last perhaps without line end.
///
/// After `end` at least eight bytes may be read, and the byte at `end` is `dialect.newline` unless
/// another piece follows.
struct SeparatedPiece {
  private let dialect: Dialect
  private let table: PieceTable
  private let sinks: UnsafeMutablePointer<FieldSink>?
  /// For each field of a record the index of its sink; -1 when the field is not wanted.
  private let routes: UnsafeBufferPointer<Int32>
  private let longest: Int
  private let end: UnsafePointer<UInt8>
  private var place: UnsafePointer<UInt8>
  private var row = 0
  private var line = 0
  private var unquoted: [UInt8] = []

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: UnsafePointer<UInt8>, dialect: Dialect,
    routes: UnsafeBufferPointer<Int32>, longestField: Int, into table: PieceTable
  ) {
    (self.dialect, self.routes, self.table) = (dialect, routes, table)
    sinks = table.sinks.baseAddress
    longest = longestField
    place = start
    end = start + bytes.count
    table.begin(rows: bytes.count / max(2, routes.count) + 1)
  }

  /// Reads all records, or up to the first failure.
  mutating func parse() {
    var expectedLine = 0
    while place < end, table.failure == nil {
      if skipBlankLine() { continue }
      if line != expectedLine { table.jumps.append((row, line)) }
      expectedLine = line + 1
      if !record() { break }
      row += 1
    }
    (table.rowCount, table.lineCount) = (row, line)
  }

  private mutating func skipBlankLine() -> Bool {
    if place.pointee == dialect.newline {
      place += 1
    } else if place.pointee == carriageReturn, place[1] == dialect.newline {
      place += 2
    } else {
      return false
    }
    line += 1
    return true
  }

  @inline(__always)
  private mutating func record() -> Bool {
    let firstLine = line
    var field = 0
    while true {
      guard field < routes.count else { return refuseRagged(field, firstLine) }
      let refusal = self.field(Int(routes[field]))
      if let refusal { return refuse(refusal, field, firstLine) }
      field += 1
      guard place.pointee == dialect.separator, place < end else {
        place += 1
        line += 1
        return field == routes.count || refuseRagged(field, firstLine)
      }
      place += 1
    }
  }

  /// Reads a field and ends at the separator or line end after it.
  @inline(__always)
  private mutating func field(_ route: Int) -> Trouble? {
    if place.pointee == quote { return quotedField(route) }
    if route >= 0, let sinks, sinks[route].form == .number {
      var next = place
      while next.pointee == 0x20 { next += 1 }
      if let after = Numeral.scan(next, into: &sinks[route].numbers[row]),
        after.pointee == dialect.separator || after.pointee == dialect.newline
      {
        place = after
        sinks[route].seen.formUnion(.number)
        return nil
      }
    }
    let start = place
    place = dialect.endOfField(start)
    var count = place - start
    if count > longest { return .tooLong(start: start, count: count) }
    if place.pointee == dialect.newline, count > 0, place[-1] == carriageReturn { count -= 1 }
    guard route >= 0, let sinks, let refusal = sinks[route].take(start, count: count, row: row)
    else { return nil }
    return .refused(refusal, text(start, count))
  }

  private mutating func quotedField(_ route: Int) -> Trouble? {
    let start = place + 1
    var close = start
    var isDoubled = false
    while true {
      guard let found = memchr(close, Int32(quote), max(0, end - close)) else {
        return .unclosed(start: start)
      }
      close = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
      guard close + 1 < end, close[1] == quote else { break }
      isDoubled = true
      close += 2
    }
    line += newlines(start, close)
    let count = close - start
    guard count <= longest else { return .tooLong(start: start, count: count) }
    place = close + 1
    if place.pointee == carriageReturn, place + 1 >= end || place[1] == dialect.newline {
      place += 1
    }
    guard place >= end || place.pointee == dialect.separator || place.pointee == dialect.newline
    else { return .stray(text(start - 1, endOfSnippet - start + 1)) }
    guard route >= 0 else { return nil }
    return isDoubled ? takeUnquoted(start, count, route) : take(start, count, route)
  }

  /// Where a message stops to quote: at the line end, but not far from here.
  private var endOfSnippet: UnsafePointer<UInt8> {
    var snippetEnd = place
    while snippetEnd < end, snippetEnd < place + 40, snippetEnd.pointee != dialect.newline {
      snippetEnd += 1
    }
    return snippetEnd
  }

  private func take(_ start: UnsafePointer<UInt8>, _ count: Int, _ route: Int) -> Trouble? {
    guard let sinks, let refusal = sinks[route].take(start, count: count, row: row) else {
      return nil
    }
    return .refused(refusal, text(start, count))
  }

  private mutating func takeUnquoted(
    _ start: UnsafePointer<UInt8>, _ count: Int, _ route: Int
  ) -> Trouble? {
    unquoted.removeAll(keepingCapacity: true)
    var index = 0
    while index < count {
      unquoted.append(start[index])
      index += start[index] == quote ? 2 : 1
    }
    let length = unquoted.count
    unquoted += [0, 0, 0, 0, 0, 0, 0, 0]
    return unquoted.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.flatMap { take($0, length, route) }
    }
  }

  private func newlines(_ start: UnsafePointer<UInt8>, _ close: UnsafePointer<UInt8>) -> Int {
    UnsafeBufferPointer(start: start, count: close - start).reduce(0) {
      $0 + ($1 == dialect.newline ? 1 : 0)
    }
  }
}

extension SeparatedPiece {
  /// Why a field cannot be read.
  private enum Trouble {
    case refused(FieldSink.Refusal, String)
    case tooLong(start: UnsafePointer<UInt8>, count: Int)
    case unclosed(start: UnsafePointer<UInt8>)
    case stray(String)
  }

  private func text(_ start: UnsafePointer<UInt8>, _ count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: min(count, 400)), as: UTF8.self)
  }

  @inline(never)
  private func refuseRagged(_ found: Int, _ firstLine: Int) -> Bool {
    var count = found
    if found == routes.count {
      var rest = place
      count += 1
      while rest < end {
        rest = dialect.endOfField(rest)
        if rest >= end || rest.pointee == dialect.newline { break }
        count += 1
        rest += 1
      }
    }
    table.failure = PieceTable.Failure(
      kind: .raggedRow, row: row, line: firstLine,
      problem: "\(count) \(count == 1 ? "field" : "fields"), but the header has \(routes.count)",
      remedy: "quote a field that contains the separator")
    return false
  }

  @inline(never)
  private func refuse(_ trouble: Trouble, _ field: Int, _ firstLine: Int) -> Bool {
    var failure = PieceTable.Failure(
      kind: .badValue, row: row, line: firstLine, field: field, problem: "")
    switch trouble {
    case .refused(let refusal, let value): failure.explain(refusal, value)
    case .tooLong(let start, let count):
      failure.kind = .fieldTooLong
      failure.value = text(start, count)
      failure.problem = "is \(count) bytes long; a field has at most \(longest)"
      failure.remedy = "is a quote or a line end missing?"
    case .unclosed(let start):
      failure.kind = .unclosedQuote
      failure.row = nil
      failure.line = line
      failure.value = text(start, end - start)
      failure.problem = "begins with a quote that is never closed"
      failure.remedy = "close it, and write a quote inside a field twice"
    case .stray(let value):
      failure.kind = .strayQuote
      failure.value = value
      failure.problem = "has text after its closing quote"
      failure.remedy = "write a quote inside a field twice"
    }
    table.failure = failure
    return false
  }
}

extension PieceTable.Failure {
  /// Says what a value was refused for.
  mutating func explain(_ refusal: FieldSink.Refusal, _ text: String) {
    value = text
    switch refusal {
    case .notANumber:
      (kind, problem) = (.badValue, "is not a number")
      remedy =
        Self.hasDecimalComma(text)
        ? "write a decimal point instead of the comma"
        : "pass --missing drop to leave such rows out"
    case .notUTF8:
      (kind, problem, remedy) = (.notUTF8, "is not UTF-8", "convert the file: iconv -t UTF-8")
    case .binary: (kind, problem) = (.binary, "contains a NUL byte, as no text does")
    case .missingKey:
      (kind, problem) = (.missingKey, "names no row")
      remedy = "every row needs a value here"
    }
  }

  private static func hasDecimalComma(_ text: String) -> Bool {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    return parts.count == 2 && Double(parts[0] + "." + parts[1]) != nil
  }
}

private let quote = UInt8(ascii: "\"")
private let carriageReturn = UInt8(ascii: "\r")

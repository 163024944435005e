/// The parser of one piece of a JSON lines file: whole lines with an object each.
///
/// After `end` at least eight bytes may be read, and the byte at `end` is a line feed unless
/// another piece follows. Besides JSON proper it reads `NaN` (as missing), `Infinity` and
/// `-Infinity`, which Python writes. What stands in columns that are not wanted is skipped with a
/// look at strings and brackets only.
struct JSONLinesPiece {
  private let table: PieceTable
  private let sinks: UnsafeMutableBufferPointer<FieldSink>
  private let longest: Int
  private var scanner: JSONScanner
  /// The names of the columns; codes are the indices of their sinks.
  private var names: LevelTable
  private let discovers: Bool
  /// For each sink the last row that gave it a value.
  private var filled: [Int]
  private var row = 0
  private var line = 0

  /// A parser of the columns `names`, one for each sink of `table`; with `discovers` it adds the
  /// names that it meets instead of reading values.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: UnsafePointer<UInt8>, names: LevelTable,
    discovers: Bool = false, longestField: Int, into table: PieceTable
  ) {
    (self.table, self.names, self.discovers) = (table, names, discovers)
    sinks = table.sinks
    longest = longestField
    scanner = JSONScanner(place: start, end: start + bytes.count)
    filled = Array(repeating: -1, count: sinks.count)
    table.begin(rows: 0)
  }

  /// Reads all lines, or up to the first failure; returns the names known at the end.
  mutating func parse() -> LevelTable {
    var expectedLine = 0
    while !scanner.isAtEnd {
      scanner.skipSpace()
      if scanner.endsLine() {
        line += 1
        continue
      }
      if line != expectedLine { table.jumps.append((row, line)) }
      expectedLine = line + 1
      let start = scanner.place
      if let trouble = object() {
        table.failure = failure(trouble, start: start)
        break
      }
      row += 1
      line += 1
    }
    (table.rowCount, table.lineCount) = (row, line)
    return names
  }

  /// Reads an object and the end of its line.
  private mutating func object() -> Trouble? {
    var count = 0
    guard scanner.take("{") else { return .malformed("a line is an object in braces") }
    scanner.skipSpace()
    if !scanner.take("}") {
      while true {
        if let trouble = member(&count) { return trouble }
        scanner.skipSpace()
        if scanner.take("}") { break }
        guard scanner.take(",") else { return .malformed("expected \",\" or \"}\"") }
        scanner.skipSpace()
      }
    }
    scanner.skipSpace()
    guard scanner.endsLine() else { return .malformed("expected the end of the line") }
    if count < sinks.count, !discovers { return fillGaps() }
    return nil
  }

  /// Says "missing" to the columns of which the line says nothing.
  private mutating func fillGaps() -> Trouble? {
    for index in sinks.indices where filled[index] != row {
      sinks[index].reserve(row: row)
      if let refusal = sinks[index].takeMissing(row: row) { return .refused(refusal, index, nil) }
    }
    return nil
  }

  private mutating func member(_ count: inout Int) -> Trouble? {
    guard let key = scanner.string() else { return .malformed("expected a name in quotes") }
    guard key.count <= longest else { return .tooLong(key) }
    let index = key.withBytes { bytes, length -> Int? in
      let hash = RowKey.hash(bytes, count: length)
      if let code = names.code(of: bytes, count: length, hash: hash) { return Int(code) }
      guard discovers else { return nil }
      return Int(names.insert(bytes, count: length, hash: hash))
    }
    scanner.skipSpace()
    guard scanner.take(":") else { return .malformed("expected \":\" after a name") }
    scanner.skipSpace()
    guard let index, !discovers else { return skip() }
    guard filled[index] != row else { return .repeated(index) }
    filled[index] = row
    count += 1
    sinks[index].reserve(row: row)
    return value(index)
  }

  private mutating func skip() -> Trouble? {
    scanner.skipValue() ? nil : .malformed(scanner.reason)
  }

  private mutating func value(_ index: Int) -> Trouble? {
    let start = scanner.place
    switch scanner.place.pointee {
    case UInt8(ascii: "\""):
      guard let text = scanner.string() else { return .malformed(scanner.reason) }
      guard text.count <= longest else { return .tooLong(text) }
      return text.withBytes { bytes, count in
        sinks[index].takeText(bytes, count: count, row: row)
          .map { .refused($0, index, decoded(bytes, count)) }
      }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return scanner.skipValue()
        ? .nested(index, decoded(start, scanner.place - start)) : .malformed(scanner.reason)
    case UInt8(ascii: "n"), UInt8(ascii: "N"):
      guard scanner.take(word: "null") || scanner.take(word: "NaN") else {
        return .malformed("expected a value")
      }
      return sinks[index].takeMissing(row: row).map { .refused($0, index, nil) }
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      guard scanner.take(word: "true") || scanner.take(word: "false") else {
        return .malformed("expected a value")
      }
      return plain(start, .boolean, index)
    default: return number(index)
    }
  }

  private mutating func number(_ index: Int) -> Trouble? {
    let start = scanner.place
    var value = 0.0
    guard scanner.number(into: &value) else { return .malformed("expected a value") }
    guard scanner.place - start <= longest else {
      return .tooLong(JSONScanner.Text(start: start, count: scanner.place - start))
    }
    if sinks[index].form == .number {
      sinks[index].seen.formUnion(.number)
      sinks[index].numbers[row] = value
      return value.isNaN ? .malformed("a number beyond the range of a double") : nil
    }
    return plain(start, .number, index)
  }

  /// Takes a value that is not in quotes, from `start` to here.
  private mutating func plain(
    _ start: UnsafePointer<UInt8>, _ kind: FieldKinds, _ index: Int
  ) -> Trouble? {
    let count = scanner.place - start
    return sinks[index].takePlain(start, count: count, kind: kind, row: row)
      .map { .refused($0, index, decoded(start, count)) }
  }

  private func decoded(_ start: UnsafePointer<UInt8>, _ count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: min(count, 400)), as: UTF8.self)
  }
}

extension JSONLinesPiece {
  /// Why a line cannot be read.
  private enum Trouble {
    case malformed(String)
    case refused(FieldSink.Refusal, Int, String?)
    case nested(Int, String)
    case repeated(Int)
    case tooLong(JSONScanner.Text)
  }

  private func failure(
    _ trouble: Trouble, start: UnsafePointer<UInt8>
  ) -> PieceTable.Failure {
    var failure = PieceTable.Failure(kind: .malformedJSON, row: row, line: line, problem: "")
    switch trouble {
    case .malformed(let reason):
      failure.row = nil
      failure.problem = "at byte \(scanner.place - start + 1) of the line: \(reason)"
      failure.remedy = "each line is one JSON object"
    case .refused(let refusal, let index, let text):
      failure.field = index
      failure.explain(refusal, text ?? "null")
    case .nested(let index, let text):
      failure.kind = .badValue
      failure.field = index
      failure.value = text
      failure.problem = "is nested; a column holds plain values"
      failure.remedy = "flatten it before, or leave the column out"
    case .repeated(let index):
      failure.field = index
      failure.problem = "the object has this name twice"
    case .tooLong(let text):
      failure.kind = .fieldTooLong
      failure.value = text.withBytes { decoded($0, $1) }
      failure.problem = "is \(text.count) bytes long; a field has at most \(longest)"
    }
    return failure
  }
}

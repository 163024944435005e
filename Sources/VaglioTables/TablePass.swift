internal import Dispatch
internal import Synchronization

/// One reading of all files from front to back, which fills some columns.
///
/// The work goes in waves: a window of the file is cut where records end, its pieces are parsed by
/// as many threads as are allowed, and their values are appended in the order of the file. So the
/// result does not depend on the number of threads.
struct TablePass {
  /// A column that the pass fills.
  struct Wanted {
    var name: String
    var kind: ColumnRequest.Kind
    var form: FieldSink.Form
  }

  let options: ReadingOptions
  let threads: Int
  let markers: LevelTable
  private(set) var wanted: [Wanted]
  private(set) var builders: [ColumnBuilder] = []
  private(set) var rowCount = 0
  private(set) var sources: RowSources
  private var pieces: [PieceTable] = []
  private var isSettled: Bool
  private var hasReserved = false
  private let expectedBytes: Int

  init(
    _ wanted: [Wanted], options: ReadingOptions, threads: Int, markers: LevelTable,
    files: [TableSource]
  ) {
    (self.wanted, self.options, self.threads, self.markers) = (wanted, options, threads, markers)
    isSettled = !wanted.contains { $0.form == .unsettled }
    sources = RowSources(files: files.map(\.name))
    expectedBytes = files.reduce(0) { $0 + ($1.plainSize ?? 0) }
  }

  /// Reads a file that lies open at its first record.
  mutating func read(_ file: OpenTable, index: Int) throws(TableError) {
    var context = FileContext(file: file, index: index)
    var wish = options.pieceBytes * pieceCount
    while true {
      let bytes = try file.window.bytes(atLeast: wish)
      if bytes.isEmpty { return }
      let isLast = file.window.isAtEnd && bytes.count <= wish || bytes.count >= options.longestRow
      let cuts = cut(bytes, file: file, isLast: isLast && file.window.isAtEnd)
      if cuts.isEmpty, !isLast {
        wish = max(wish, min(wish * 2, options.longestRow))
        continue
      }
      if !isSettled { settle(bytes, cuts: cuts, file: file) }
      try parse(bytes, cuts: cuts.isEmpty ? [bytes.count] : cuts, context: &context)
      if cuts.isEmpty, !file.window.isAtEnd { throw context.rowTooLong(options.longestRow) }
      file.window.consume(cuts.last ?? bytes.count)
      wish = options.pieceBytes * pieceCount
    }
  }

  private var pieceCount: Int { threads == 1 ? 1 : threads * 2 }

  /// The ends of the pieces: of complete records only, unless the file ends here.
  private func cut(
    _ bytes: UnsafeBufferPointer<UInt8>, file: OpenTable, isLast: Bool
  ) -> [Int] {
    guard let base = bytes.baseAddress else { return [] }
    var cuts: [Int] = []
    var (start, reach) = (0, options.pieceBytes)
    while start < bytes.count {
      let limit = min(start + reach, bytes.count)
      if limit == bytes.count, isLast { return cuts + [limit] }
      if let end = file.endOfLastRecord(in: base, from: start, to: limit) {
        cuts.append(end)
        (start, reach) = (end, options.pieceBytes)
      } else if limit == bytes.count {
        return cuts
      } else {
        reach *= 2
      }
      if cuts.count >= pieceCount, !isLast { return cuts }
    }
    return cuts
  }

  /// Settles the forms of the columns that may have any, by the kinds of values in the first piece.
  private mutating func settle(
    _ bytes: UnsafeBufferPointer<UInt8>, cuts: [Int], file: OpenTable
  ) {
    let sample = UnsafeBufferPointer(rebasing: bytes[..<(cuts.first ?? bytes.count)])
    file.window.setSentinel(file.newline)
    let table = PieceTable(sinks())
    file.parse(sample, routes: routes(in: file), options: options, into: table)
    guard table.rowCount > 0 || table.failure != nil else { return }
    for index in wanted.indices where wanted[index].form == .unsettled {
      wanted[index].form = table.sinks[index].seen.form
    }
    isSettled = true
  }

  private func sinks() -> [FieldSink] {
    wanted.map {
      FieldSink(
        form: $0.form, demandsNumbers: $0.kind == .number,
        forgivesTexts: options.unreadableNumbers == .countAsMissing, markers: markers)
    }
  }

  /// For each field of the file the index of the column that it fills; -1 where none.
  private func routes(in file: OpenTable) -> [Int32] {
    var indices: [String: Int32] = [:]
    for (index, column) in wanted.enumerated() { indices[column.name] = Int32(index) }
    return file.fieldNames.map { indices[$0] ?? -1 }
  }

  private mutating func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, cuts: [Int], context: inout FileContext
  ) throws(TableError) {
    if builders.isEmpty {
      builders = wanted.map { ColumnBuilder(name: $0.name, form: $0.form) }
    }
    while pieces.count < cuts.count { pieces.append(PieceTable(sinks())) }
    let file = context.file
    if cuts.last == bytes.count { file.window.setSentinel(file.newline) }
    parseTogether(bytes, cuts: cuts, file: file)
    for piece in pieces[..<cuts.count] {
      try append(piece, context: &context)
    }
    if !hasReserved, rowCount > 0 {
      reserve(bytesPerRow: Double(cuts.last ?? bytes.count) / Double(rowCount))
    }
  }

  private func parseTogether(
    _ bytes: UnsafeBufferPointer<UInt8>, cuts: [Int], file: OpenTable
  ) {
    nonisolated(unsafe) let (bytes, pieces, file) = (bytes, pieces, file)
    let (routes, options) = (routes(in: file), options)
    let next = Atomic(0)
    @Sendable func work(_: Int) {
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < cuts.count else { return }
        let start = index == 0 ? 0 : cuts[index - 1]
        file.parse(
          UnsafeBufferPointer(rebasing: bytes[start..<cuts[index]]), routes: routes,
          options: options, into: pieces[index])
      }
    }
    if threads == 1 || cuts.count == 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: min(threads, cuts.count), execute: work)
    }
  }

  private mutating func append(
    _ piece: PieceTable, context: inout FileContext
  ) throws(TableError) {
    if let failure = piece.failure { throw context.error(failure) }
    context.note(piece, at: rowCount, in: &sources)
    for (index, builder) in builders.enumerated() {
      builder.append(
        piece.sinks[index], rows: piece.rowCount, translation: &piece.translations[index])
      piece.forgetLevels(ofSink: index, beyond: 4096)
    }
    rowCount += piece.rowCount
    context.advance(piece)
  }

  /// Reserves room for the rows that the files' sizes let expect, and some more.
  private mutating func reserve(bytesPerRow: Double) {
    hasReserved = true
    let expected = Double(expectedBytes) / bytesPerRow * 1.05 + 1024
    for builder in builders { builder.reserve(rows: Int(exactly: expected.rounded()) ?? 0) }
  }
}

internal import VaglioFindings
internal import VaglioMonitoring
internal import VaglioTables

/// Lines of JSON read as events; a line that can't be read is set aside, and the others are not.
struct EventLines {
  /// What a batch of lines gave.
  struct Batch {
    var events: [MonitoredEvent] = []
    /// The lines that could be read, as tables.
    var tables: [Table] = []
    /// Lines that were set aside, with the reason.
    var refused: [(line: Int, reason: String)] = []
  }

  private let reader: EventReader
  private let segments: SegmentColumns
  private let requests: [ColumnRequest]
  /// A line that names every column, for a column that no line names would be refused.
  private let template: [UInt8]

  /// Lines with these columns, and the columns of features besides.
  init(
    _ columns: WatchPlan.Columns, features: [ColumnRequest], in segments: SegmentColumns
  ) {
    reader = EventReader(columns: columns, content: .either, readsLabels: true)
    self.segments = segments
    let own = reader.requests(segments: segments.columns.map(\.name))
    let names = Set(own.map(\.name))
    requests = own + features.filter { !names.contains($0.name) }
    let members = requests.map { request in
      Self.quoted(request.name) + (request.kind == .reference ? ":\"\"" : ":null")
    }
    template = Array("{\(members.joined(separator: ","))}\n".utf8)
  }

  /// Reads lines, each with its end, of which the first has a number.
  func read(_ lines: [UInt8], of name: String, first: Int) -> Batch {
    do {
      guard let table = try table(lines, name) else { return Batch() }
      return Batch(events: try reader.events(table, in: segments), tables: [table])
    } catch {
      let ends = lines.indices.filter { lines[$0] == UInt8(ascii: "\n") }
      guard ends.count > 1 else {
        return Batch(refused: [(line: first, reason: Self.reason(error))])
      }
      let middle = ends[ends.count / 2 - 1]
      var batch = read(Array(lines[...middle]), of: name, first: first)
      let other = read(
        Array(lines[(middle + 1)...]), of: name, first: first + ends.count / 2)
      batch.events += other.events
      batch.tables += other.tables
      batch.refused += other.refused
      return batch
    }
  }

  /// The lines as a table; `nil` where all are blank.
  private func table(_ lines: [UInt8], _ name: String) throws(TableError) -> Table? {
    guard lines.contains(where: { !" \t\r\n".utf8.contains($0) }) else { return nil }
    let table = try TableReader().read(
      bytes: template + lines, name: name, format: .jsonl, columns: requests)
    return table.selecting(Array(1..<table.rowCount))
  }

  /// What is wrong, without the place, which is that of the batch.
  private static func reason(_ error: TableError) -> String {
    let column = error.column.map { "column \"\($0.legible(atMost: 80))\": " } ?? ""
    let value = error.value.map { "\"\($0.legible(atMost: 80))\" " } ?? ""
    return column + value + error.problem
  }

  private static func quoted(_ name: String) -> String {
    var text = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}

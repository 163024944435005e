internal import VaglioEvaluation
internal import VaglioModels
internal import VaglioTables

/// Columns of numbers or texts behind the names of their rows, as CSV (RFC 4180 with LF).
struct ScoreTable {
  /// The column that names the rows, if there is one.
  let id: (name: String, values: Categories)?
  /// What is missing is an empty field.
  let columns: [(name: String, values: FeatureMatrix.Column)]

  private static let block = 1 << 15

  /// The whole file. Numbers are written in the fewest digits that read back as the same double.
  func bytes(threads: Int) -> [UInt8] {
    let texts = (id.map { [$0.values] } ?? []) + columns.compactMap { $0.values.texts }
    let levels = texts.map { $0.levels.map(Self.quoted) }
    let rows = columns.first?.values.count ?? 0
    let parts = concurrentMap((rows + Self.block - 1) / Self.block, threads: threads) { part in
      lines(part * Self.block..<min(rows, (part + 1) * Self.block), levels)
    }
    var bytes = header
    bytes.reserveCapacity(bytes.count + parts.reduce(0) { $0 + $1.count })
    for part in parts { bytes += part }
    return bytes
  }

  private var header: [UInt8] {
    let names = [id?.name].compactMap { $0 } + columns.map(\.name)
    return Array(names.map(Self.quoted).joined(separator: [UInt8(ascii: ",")]))
      + [UInt8(ascii: "\n")]
  }

  /// Some rows; `levels` are those of the id and of the columns of texts, in their order.
  private func lines(_ rows: Range<Int>, _ levels: [[[UInt8]]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows.count * (columns.count * 20 + 16))
    for row in rows {
      var text = 0
      if let id {
        bytes += levels[0][Int(id.values.codes[row])]
        text = 1
      }
      for (number, column) in columns.enumerated() {
        if number > 0 || id != nil { bytes.append(UInt8(ascii: ",")) }
        switch column.values {
        case .numbers(let values):
          if !values[row].isNaN { bytes += Self.text(values[row]).utf8 }
        case .texts(let values):
          if values.codes[row] >= 0 { bytes += levels[text][Int(values.codes[row])] }
          text += 1
        }
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// A number in the fewest digits; a whole one without a fraction.
  private static func text(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A field, in quotes where its text would else be read otherwise.
  private static func quoted(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    let isPlain = bytes.allSatisfy { !",\"\n\r;\t".utf8.contains($0) }
    guard bytes.isEmpty || !isPlain || bytes.first == 0x20 || bytes.last == 0x20 else {
      return bytes
    }
    return Array("\"\(text.replacing("\"", with: "\"\""))\"".utf8)
  }
}

extension FeatureMatrix.Column {
  fileprivate var texts: Categories? {
    guard case .texts(let texts) = self else { return nil }
    return texts
  }
}

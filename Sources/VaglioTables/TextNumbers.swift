/// Texts as numbers, by the conventions of separated files.
struct TextNumbers {
  /// The first row whose text is no number.
  struct Refusal: Error {
    let row: Int
    let text: String
  }

  private let markers: Set<String>
  private let forgives: Bool

  init(_ options: ReadingOptions) {
    markers = Set(options.missingMarkers)
    forgives = options.unreadableNumbers == .countAsMissing
  }

  /// The numbers that texts write; NaN where one is missing or a marker of that, or where one is no
  /// number and that is forgiven.
  func numbers(of categories: Categories) throws(Refusal) -> [Double] {
    let levels = categories.levels.map(number)
    if !forgives,
      let row = categories.codes.firstIndex(where: { $0 >= 0 && levels[Int($0)] == nil })
    {
      throw Refusal(row: row, text: categories[row] ?? "")
    }
    return categories.codes.map { $0 < 0 ? .nan : levels[Int($0)] ?? .nan }
  }

  private func number(_ text: String) -> Double? {
    var bytes = Array(text.utf8)
    while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
    bytes = Array(bytes.drop { $0 == 0x20 || $0 == 0x09 })
    if markers.contains(String(decoding: bytes, as: UTF8.self)) { return .nan }
    let count = bytes.count
    bytes += Array(repeating: 0, count: 16)
    return bytes.withUnsafeBufferPointer { buffer in
      var number = 0.0
      guard let start = buffer.baseAddress, Numeral.scan(start, into: &number) == start + count
      else { return nil }
      return number
    }
  }
}

extension TextNumbers.Refusal {
  /// The error at the row's place.
  func error(column: String, at source: RowSource) -> TableError {
    var failure = PieceTable.Failure(kind: .badValue, line: 0, problem: "")
    failure.explain(.notANumber, text)
    return TableError(
      failure.kind, file: source.file, row: source.row, column: column, value: failure.value,
      problem: failure.problem, remedy: failure.remedy)
  }
}

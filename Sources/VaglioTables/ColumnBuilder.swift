/// A whole column in the making: the values of the pieces, one after another.
///
/// A class because it owns the memory of its table of levels.
final class ColumnBuilder {
  let name: String
  let form: FieldSink.Form
  /// Whether a value did not fit the form, so that the column must be read in another.
  private(set) var hasFallen = false
  /// The kinds of values seen.
  private(set) var seen: FieldKinds = []
  private var numbers: [Double] = []
  private var codes: [Int32] = []
  private var truths: [UInt8] = []
  private var times: [Int64] = []
  private var keys: [UInt64] = []
  private var levels = LevelTable()

  /// An empty column of a form.
  init(name: String, form: FieldSink.Form) { (self.name, self.form) = (name, form) }

  deinit { levels.deallocate() }

  /// Reserves address space for `rows` values; the memory itself comes as they are written.
  func reserve(rows: Int) {
    switch form {
    case .number: numbers.reserveCapacity(rows)
    case .boolean: truths.reserveCapacity(rows)
    case .time: times.reserveCapacity(rows)
    case .category: codes.reserveCapacity(rows)
    case .key: keys.reserveCapacity(rows)
    case .unsettled, .ignored: break
    }
  }

  /// Appends the first `rows` values of a sink. `translation` holds the codes of this column for
  /// the codes of the sink, as far as they are known already.
  func append(_ sink: FieldSink, rows: Int, translation: inout [Int32]) {
    seen.formUnion(sink.seen)
    guard sink.form == form, !hasFallen else {
      hasFallen = true
      return
    }
    switch form {
    case .number: numbers.append(contentsOf: UnsafeBufferPointer(start: sink.numbers, count: rows))
    case .boolean: truths.append(contentsOf: UnsafeBufferPointer(start: sink.truths, count: rows))
    case .time: times.append(contentsOf: UnsafeBufferPointer(start: sink.times, count: rows))
    case .key: keys.append(contentsOf: UnsafeBufferPointer(start: sink.keys, count: rows))
    case .category: appendCodes(sink, rows, &translation)
    case .unsettled, .ignored: break
    }
  }

  private func appendCodes(_ sink: FieldSink, _ rows: Int, _ translation: inout [Int32]) {
    sink.levels.forEach(from: Int32(translation.count)) { bytes, hash in
      guard let start = bytes.baseAddress else { return }
      let known = levels.code(of: start, count: bytes.count, hash: hash)
      translation.append(known ?? levels.insert(start, count: bytes.count, hash: hash))
    }
    translation.withUnsafeBufferPointer { translation in
      for row in 0..<rows where sink.codes[row] >= 0 {
        sink.codes[row] = translation[Int(sink.codes[row])]
      }
    }
    codes.append(contentsOf: UnsafeBufferPointer(start: sink.codes, count: rows))
  }

  /// Whether all rows so far lack a value.
  var isBlank: Bool {
    switch form {
    case .number: !hasFallen && numbers.allSatisfy(\.isNaN)
    case .category: levels.count == 0
    default: false
    }
  }

  /// The form that all the values seen agree on.
  var settledForm: FieldSink.Form { seen.form }

  /// The finished column.
  func column() -> Column {
    switch form {
    case .boolean:
      let missing = truths.contains(2) ? truths.map { $0 == 2 } : nil
      return Column(name: name, values: .booleans(truths.map { $0 == 1 }), missing: missing)
    case .time: return Column(name: name, values: .times(times))
    case .key: return Column(name: name, values: .keys(keys))
    case .category: return Column(name: name, values: .categories(categories()))
    case .number, .unsettled, .ignored: return Column(name: name, values: .numbers(numbers))
    }
  }

  private func categories() -> Categories {
    var texts: [String] = []
    texts.reserveCapacity(Int(levels.count))
    levels.forEach { bytes, _ in texts.append(String(decoding: bytes, as: UTF8.self)) }
    return Categories(checkedCodes: codes, levels: texts)
  }
}

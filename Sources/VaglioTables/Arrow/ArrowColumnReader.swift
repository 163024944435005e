/// The reading of one column of some batches into memory of its form.
struct ArrowColumnReader {
  let contents: ArrowContents
  let column: ArrowSchema.Column
  /// How the values are kept: number, Boolean, time, category or key.
  let form: FieldSink.Form

  /// Checks that all batches hold the values that they claim to, without inflating them.
  func check() throws(ArrowFault) {
    for batch in contents.batches { try values(of: ArrowBuffers(batch)).check() }
  }

  /// Writes one value per row of some batches: `Double`, `UInt8` (0, 1, 2 where missing), `Int64`,
  /// `Int32` or `UInt64`. The rows of a fault count from the first of these batches.
  func read(
    _ batches: Range<Int>, to lane: UnsafeMutableRawPointer, levels: inout LevelTable
  ) throws(ArrowFault) {
    var dictionary = column.dictionary.map { Dictionary($0, type: column.type, form: form) }
    var start = 0
    for index in batches {
      let buffers = try ArrowBuffers(contents.batches[index])
      let target = ArrowTarget(form: form, lane: lane + start * ColumnPart.stride(of: form))
      let values = try values(of: buffers)
      do throws(ArrowFault) {
        try values.check()
        if dictionary == nil {
          try target.write(values, levels: &levels)
        } else {
          try dictionary?.advance(in: contents, before: contents.known[index])
          try dictionary?.write(values, to: target, levels: &levels)
        }
      } catch {
        throw error.shifted(by: start)
      }
      start += values.count
    }
  }

  private func values(of buffers: ArrowBuffers) throws(ArrowFault) -> ArrowValues {
    try ArrowValues(column.dictionary?.index ?? column.type, in: buffers, start: column.start)
  }
}

extension ArrowColumnReader {
  /// The values of a dictionary in the form that is read.
  private enum Dictionary {
    case texts(ArrowDictionaryTexts)
    case values(ArrowDictionaryValues)

    init(_ dictionary: ArrowSchema.Dictionary, type: ArrowType, form: FieldSink.Form) {
      self =
        if form == .category {
          .texts(ArrowDictionaryTexts(id: dictionary.id, type: type))
        } else {
          .values(ArrowDictionaryValues(id: dictionary.id, type: type, form: form))
        }
    }

    mutating func advance(in contents: ArrowContents, before limit: Int) throws(ArrowFault) {
      switch self {
      case .texts(var texts):
        self = .texts(ArrowDictionaryTexts(id: 0, type: .null))
        try texts.advance(in: contents, before: limit)
        self = .texts(texts)
      case .values(var values):
        self = .values(ArrowDictionaryValues(id: 0, type: .null, form: .number))
        try values.advance(in: contents, before: limit)
        self = .values(values)
      }
    }

    mutating func write(
      _ indices: ArrowValues, to target: ArrowTarget, levels: inout LevelTable
    ) throws(ArrowFault) {
      switch self {
      case .texts(var texts):
        self = .texts(ArrowDictionaryTexts(id: 0, type: .null))
        ArrowIndices.decode(
          indices.type, try indices.lane(), count: indices.count, to: target.codes)
        try texts.replace(
          target.codes, count: indices.count, validity: try indices.validity(), levels: &levels)
        self = .texts(texts)
      case .values(let values): try values.write(indices, to: target)
      }
    }
  }
}

internal import VaglioTables

/// Rows of inputs on their way through a preprocessing. Texts are worked through once for all rows,
/// level by level; numbers are made for a block of rows at a time, so that many indicators of many
/// rows never stand in memory together.
struct PreparedColumns {
  private let preprocessing: Preprocessing
  private let rows: FeatureMatrix
  /// The texts of columns that hold texts.
  private var texts: [Int: Categories] = [:]
  /// For steps that code texts: the number of each level, `nil` where it is refused.
  private var tables: [Int: [Double?]] = [:]
  /// For steps that code numbers: the number of each level.
  private var lookups: [Int: [Double: Double]] = [:]

  init(_ rows: FeatureMatrix, _ preprocessing: Preprocessing) {
    precondition(rows.columns.count == preprocessing.inputs.count, "as many columns as inputs")
    (self.preprocessing, self.rows) = (preprocessing, rows)
    for (column, input) in rows.columns.enumerated() {
      if case .texts(let categories) = input { texts[column] = categories }
    }
    for (index, step) in preprocessing.steps.enumerated() {
      prepare(step, at: preprocessing.inputs.count + index)
    }
  }

  private mutating func prepare(_ step: Preprocessing.Step, at column: Int) {
    switch step {
    case .filled(let source, let text):
      texts[column] = texts[source].map { Self.filled($0, with: text) }
    case .coded(let source, let coding):
      switch coding.levels {
      case .texts(let levels):
        let known = Dictionary(zip(levels, coding.codes)) { first, _ in first }
        tables[column] = texts[source]?.levels.map { known[$0] ?? coding.unknown }
      case .numbers(let levels):
        lookups[column] = Dictionary(zip(levels, coding.codes)) { first, _ in first }
      }
    case .arithmetic, .norm, .quotient, .whole: break
    }
  }

  private static func filled(_ texts: Categories, with text: String) -> Categories {
    let code = texts.code(of: text) ?? Int32(texts.levels.count)
    let levels = Int(code) == texts.levels.count ? texts.levels + [text] : texts.levels
    return Categories(codes: texts.codes.map { $0 < 0 ? code : $0 }, levels: levels)
  }

  /// The outputs of a block of rows.
  func outputs(of block: Range<Int>) throws(ModelError) -> FeatureMatrix {
    var numbers = rows.columns.map { column -> [Double]? in
      guard case .numbers(let numbers) = column else { return nil }
      return Array(numbers[block])
    }
    for (index, step) in preprocessing.steps.enumerated() {
      let column = preprocessing.inputs.count + index
      numbers.append(try made(step, at: column, from: numbers, block))
    }
    let columns = preprocessing.outputs.map { output -> FeatureMatrix.Column in
      if let column = numbers[output.column] { return .numbers(column) }
      guard let column = texts[output.column] else { return .numbers([]) }
      return .texts(Categories(codes: Array(column.codes[block]), levels: column.levels))
    }
    return FeatureMatrix(columns, rowCount: block.count)
  }

  private func made(
    _ step: Preprocessing.Step, at column: Int, from numbers: [[Double]?], _ block: Range<Int>
  ) throws(ModelError) -> [Double]? {
    switch step {
    case .filled: return nil
    case .arithmetic(let source, let operations):
      guard var made = numbers[source] else { preconditionFailure("texts where numbers belong") }
      made.withUnsafeMutableBufferPointer { buffer in
        for operation in operations { operation.apply(to: buffer) }
      }
      return made
    case .coded(let source, let coding):
      return if let source = numbers[source] {
        try codes(of: source, coding, at: column)
      } else { try codes(ofTextsIn: source, coding, at: column, block) }
    case .norm(let columns, let norm):
      return Self.norm(of: columns.compactMap { numbers[$0] }, norm, rowCount: block.count)
    case .whole(let source):
      guard let made = numbers[source] else { preconditionFailure("texts where numbers belong") }
      if let broken = made.first(where: { $0 != $0.rounded() || !$0.isFinite }) {
        throw notWhole(broken, column)
      }
      return made
    case .quotient(let dividend, let divisor):
      guard let dividend = numbers[dividend], let divisor = numbers[divisor] else {
        preconditionFailure("texts where numbers belong")
      }
      return zip(dividend, divisor).map { $1 == 0 ? $0 : $0 / $1 }
    }
  }

  private func codes(
    of numbers: [Double], _ coding: Coding, at column: Int
  ) throws(ModelError) -> [Double] {
    guard let lookup = lookups[column] else { preconditionFailure("numbers where texts belong") }
    var codes: [Double] = []
    codes.reserveCapacity(numbers.count)
    for number in numbers {
      guard
        let code = number.isNaN
          ? coding.missing ?? coding.unknown : lookup[number] ?? coding.unknown
      else { throw unknown(number.isNaN ? nil : "\(number)", column) }
      codes.append(code)
    }
    return codes
  }

  private func codes(
    ofTextsIn source: Int, _ coding: Coding, at column: Int, _ block: Range<Int>
  ) throws(ModelError) -> [Double] {
    guard let texts = texts[source], let table = tables[column] else {
      preconditionFailure("numbers where texts belong")
    }
    let missing = coding.missing ?? coding.unknown
    var codes: [Double] = []
    codes.reserveCapacity(block.count)
    for level in texts.codes[block] {
      guard let code = level < 0 ? missing : table[Int(level)] else {
        throw unknown(level < 0 ? nil : texts.levels[Int(level)], column)
      }
      codes.append(code)
    }
    return codes
  }

  private func notWhole(_ number: Double, _ column: Int) -> ModelError {
    ModelError(
      .mismatch,
      problem:
        "the feature \"\(legible(preprocessing.input(of: column)))\" takes whole numbers, and "
        + (number.isNaN ? "one is missing" : "one is \(number)"),
      remedy: "give the column as the model was fitted to it")
  }

  private func unknown(_ level: String?, _ column: Int) -> ModelError {
    let feature = preprocessing.input(of: column)
    let value = level.map { "has the category \"\(legible($0))\"" } ?? "is missing in a row"
    return ModelError(
      .mismatch,
      problem: "the feature \"\(legible(feature))\" \(value), which the model was not fitted to "
        + "and refuses",
      remedy: "leave such rows out, or fit the model's encoder to take unknown categories")
  }

  private static func norm(
    of columns: [[Double]], _ norm: Preprocessing.Norm, rowCount: Int
  ) -> [Double] {
    var lengths = [Double](repeating: 0, count: rowCount)
    for column in columns {
      switch norm {
      case .l1: for row in lengths.indices { lengths[row] += column[row].magnitude }
      case .l2: for row in lengths.indices { lengths[row] += column[row] * column[row] }
      case .maximum:
        for row in lengths.indices { lengths[row] = max(lengths[row], column[row].magnitude) }
      }
    }
    return norm == .l2 ? lengths.map { $0.squareRoot() } : lengths
  }
}

extension Preprocessing {
  /// The name of the first input that a column is made from.
  func input(of column: Int) -> String {
    var column = column
    while column >= inputs.count { column = steps[column - inputs.count].columns.first ?? 0 }
    return inputs.indices.contains(column) ? inputs[column].name : ""
  }

  /// The outputs of all rows.
  ///
  /// - Precondition: as many columns as inputs, in their order, of their kinds.
  public func encoded(_ rows: FeatureMatrix) throws(ModelError) -> FeatureMatrix {
    try PreparedColumns(rows, self).outputs(of: 0..<rows.rowCount)
  }

  /// What a model says about the outputs, some rows at a time: at most about 32 MB of them stand in
  /// memory.
  func mapped(
    _ rows: FeatureMatrix, _ model: (FeatureMatrix) throws(ModelError) -> OutputMatrix
  ) throws(ModelError) -> OutputMatrix {
    let prepared = PreparedColumns(rows, self)
    let length = max(1024, (1 << 22) / max(1, inputs.count + steps.count))
    let first = try model(try prepared.outputs(of: 0..<min(length, rows.rowCount)))
    guard rows.rowCount > length else { return first }
    var values = first.values
    values.reserveCapacity(rows.rowCount * first.outputCount)
    for start in stride(from: length, to: rows.rowCount, by: length) {
      let block = start..<min(start + length, rows.rowCount)
      values += try model(try prepared.outputs(of: block)).values
    }
    return OutputMatrix(values: values, outputCount: first.outputCount)
  }
}

internal import VaglioModels
internal import VaglioTables

/// A Python process with a function, and the batches that it is given. A class because it holds a
/// process: used by one thread at a time, whom the model's lock lends it.
final class PythonWorker: @unchecked Sendable {
  private let reference: PythonReference
  private let options: PythonOptions
  private let features: [Feature]
  private let channel: PythonChannel
  private var writer: ArrowStreamWriter
  private var reader: ArrowStreamReader?
  private var hasAnswered = false

  init(
    _ reference: PythonReference, _ options: PythonOptions, _ features: [Feature]
  ) throws(ModelError) {
    (self.reference, self.options, self.features) = (reference, options, features)
    let process: ChildProcess
    do throws(ChildProcess.Failure) {
      process = try ChildProcess([
        options.interpreter, "-u", "-c", PythonBootstrap.source, reference.file,
        reference.function, options.form.rawValue,
      ])
    } catch {
      throw ModelError(
        .missingLibrary, file: reference.description,
        problem: "\(legible(options.interpreter)) did not start: \(error.reason)",
        remedy: "name the Python interpreter")
    }
    channel = PythonChannel(process, options)
    writer = ArrowStreamWriter(
      features.map { ArrowField($0.name, $0.kind.isText ? .category : .number) })
    channel.enqueue(writer.opening)
  }

  /// Gives rows to the function, and its answers with their rows to `receive`, in order.
  func answers(
    _ matrix: FeatureMatrix, batchRows: Int,
    receive: (Range<Int>, AnswerMatrix) throws(ModelError) -> Void
  ) throws(ModelError) {
    let table = Self.table(matrix, features)
    let size = max(batchRows, 1)
    let starts = stride(from: 0, to: matrix.rowCount, by: size)
    let batches = starts.map { $0..<min($0 + size, matrix.rowCount) }
    var next = 0
    channel.supply = { [self] () throws(TableError) in
      guard next < batches.count else { return nil }
      next += 1
      return try writer.batch(table, rows: batches[next - 1])
    }
    defer { channel.supply = nil }
    for rows in batches { try receive(rows, try answer(rows)) }
  }

  private static func table(_ matrix: FeatureMatrix, _ features: [Feature]) -> Table {
    Table(
      zip(features, matrix.columns).map { feature, column in
        switch column {
        case .numbers(let numbers): Column(name: feature.name, values: .numbers(numbers))
        case .texts(let texts): Column(name: feature.name, values: .categories(texts))
        }
      })
  }

  private func answer(_ rows: Range<Int>) throws(ModelError) -> AnswerMatrix {
    channel.startClock(seconds: allowedSeconds)
    let batch: Table?
    do throws(TableError) {
      if reader == nil { reader = try start() }
      batch = try reader?.next()
    } catch {
      throw failure(rows, error)
    }
    guard let batch else { throw failure(rows, nil) }
    guard batch.rowCount == rows.count else {
      throw located(
        "predictions for \(batch.rowCount) rows were answered to \(rows.count) rows", rows)
    }
    hasAnswered = true
    return try AnswerMatrix(batch)
  }

  private var allowedSeconds: Double {
    hasAnswered ? options.answerSeconds : options.startSeconds
  }

  private func start() throws(TableError) -> ArrowStreamReader {
    let channel = channel
    return try ArrowStreamReader(name: reference.description) {
      (buffer) throws(TableError) in try channel.receive(into: buffer)
    }
  }

  /// The error of a process that gave no sound answer; it is ended.
  private func failure(_ rows: Range<Int>, _ error: TableError?) -> ModelError {
    let status = channel.isTimedOut ? nil : channel.process.exitStatus(within: 1000)
    channel.process.kill()
    if channel.isTimedOut {
      let seconds = allowedSeconds
      let shown = Int(exactly: seconds).map { "\($0)" } ?? "\(seconds)"
      return located(
        "no answer within \(shown) s; the process was ended", rows,
        remedy: "give it fewer rows at once, or more time")
    }
    let words = channel.lastWords().split(separator: "\n").map(String.init)
    if status == PythonBootstrap.missingPackage, let last = words.last {
      return missing(last.split(separator: " ", maxSplits: 2).map(String.init))
    }
    guard let status, status != 0 else {
      return located(
        "the process ended without an answer" + (error.map { ": \($0.problem)" } ?? ""), rows)
    }
    if status < 0 { return located("the process was ended by signal \(-status)", rows) }
    let last = words.last { !$0.isEmpty && $0.first != " " } ?? "exit status \(status)"
    return located("the function failed: \(legible(last, 300))", rows)
  }

  private func missing(_ words: [String]) -> ModelError {
    let (package, python) = (
      words.count > 1 ? words[1] : "", words.count > 2 ? words[2] : "python3"
    )
    return ModelError(
      .missingLibrary, file: reference.description,
      problem: "this Python has no \(legible(package))",
      remedy: "\(legible(python, 200)) -m pip install \(legible(package))")
  }

  private func located(
    _ problem: String, _ rows: Range<Int>, remedy: String? = nil
  ) -> ModelError {
    ModelError(
      .service, file: reference.description, place: ServerFault.name(rows), problem: problem,
      remedy: remedy)
  }
}

extension Feature.Kind {
  /// Whether the values are sent as texts.
  var isText: Bool { self != .number && self != .code }
}

extension AnswerMatrix {
  /// The columns of a table as predictions: all of numbers, or a single one of texts.
  init(_ table: Table) throws(ModelError) {
    let columns = table.columns
    let isNumbered = table.columnNames == columns.indices.map { "\($0)" }
    let names = isNumbered ? nil : table.columnNames
    let numbers = columns.compactMap(\.numbers)
    if columns.count == 1, case .categories(let texts) = columns[0].values {
      self.init(
        rowCount: table.rowCount, width: 1, cells: .texts((0..<table.rowCount).map { texts[$0] }))
      return
    }
    guard numbers.count == columns.count, !columns.isEmpty else {
      throw ModelError(.service, problem: "texts and numbers were answered in columns of one table")
    }
    var values: [Double] = []
    values.reserveCapacity(table.rowCount * numbers.count)
    for row in 0..<table.rowCount { for column in numbers { values.append(column[row]) } }
    self.init(
      rowCount: table.rowCount, width: columns.count, cells: .numbers(values), names: names)
  }
}

internal import Synchronization
public import VaglioModels
internal import VaglioTables

/// A Python function as a model. One call at a time reaches the process; `threads` doesn't count.
///
/// After a failure the process is ended, and the next call starts another.
public struct PythonModel: Model {
  public let summary: ModelSummary
  public let features: [Feature]?
  public let output: ModelOutput
  private let function: PythonFunction
  private let inputs: [Feature]
  private let reading: OutputReading
  private let seat: Seat

  /// The process, if one runs. A class because calls share it.
  private final class Seat: Sendable {
    let worker = Mutex<PythonWorker?>(nil)
  }

  init(
    _ function: PythonFunction, _ features: [Feature], sample: FeatureMatrix
  ) throws(ModelError) {
    (self.function, inputs, self.features) = (function, features, features)
    seat = Seat()
    let count = min(sample.rowCount, max(function.options.batchRows, 1))
    var learned: OutputReading?
    try Self.ask(seat, function, features, sample.prefix(count)) {
      (_, answer) throws(ModelError) in
      learned = try OutputReading(answer, function.options.expectation)
    }
    guard let learned else {
      throw ModelError(.service, problem: "the function gave no answer")
    }
    (reading, output) = (learned, learned.output)
    summary = ModelSummary(
      format: "Python function",
      facts: [
        .init("file", .text(function.reference.file)),
        .init("function", .text(function.reference.function)),
        .init("interpreter", .text(function.options.interpreter)),
      ],
      notes: [learned.note, "a Python function is explained by its predictions, not exactly"])
  }

  public func predictions(
    of rows: FeatureMatrix, threads: Int
  ) throws(ModelError) -> OutputMatrix {
    var values: [Double] = []
    values.reserveCapacity(rows.rowCount * output.names.count)
    do throws(ModelError) {
      try Self.ask(seat, function, inputs, rows) { (batch, answer) throws(ModelError) in
        values += try reading.predictions(answer, firstRow: batch.lowerBound)
      }
    } catch {
      throw error.located(file: function.reference.description, format: nil)
    }
    return OutputMatrix(values: values, outputCount: output.names.count)
  }

  private static func ask(
    _ seat: Seat, _ function: PythonFunction, _ features: [Feature], _ rows: FeatureMatrix,
    receive: (Range<Int>, AnswerMatrix) throws(ModelError) -> Void
  ) throws(ModelError) {
    try seat.worker.withLock { (held) throws(ModelError) in
      let worker: PythonWorker
      if let running = held {
        worker = running
      } else {
        worker = try PythonWorker(function.reference, function.options, features)
      }
      held = nil
      try worker.answers(rows, batchRows: function.options.batchRows, receive: receive)
      held = worker
    }
  }
}

extension FeatureMatrix {
  /// The first rows.
  func prefix(_ count: Int) -> FeatureMatrix {
    guard count < rowCount else { return self }
    let columns = columns.map { column -> Column in
      switch column {
      case .numbers(let numbers): .numbers(Array(numbers[..<count]))
      case .texts(let texts):
        .texts(Categories(codes: Array(texts.codes[..<count]), levels: texts.levels))
      }
    }
    return FeatureMatrix(columns, rowCount: count)
  }
}

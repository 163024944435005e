internal import VaglioEvaluation
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What `predict` is asked for, checked.
struct PredictionPlan {
  let data: [String]
  let format: TableFormat?
  let separator: SeparatorOption?
  let missing: OutcomeTable.MissingValues
  let reference: ModelReference
  /// What is applied to the scores; columns of scores need one.
  let recalibrator: RecalibratorFile?
  let opening: ModelOpening
  /// Whether the model's margins are wanted, not its predictions.
  let wantsMargins: Bool
  let id: String?
  /// The columnar format that the predictions are written in; `nil` for CSV.
  let outputFormat: TableWriter.Format?
  let threads: Int

  /// The plan of a command line.
  init(_ command: Predict) throws {
    data = command.data.data
    guard !data.isEmpty else {
      throw Trouble("no data: name one or more files, or - for standard input")
    }
    (format, separator) = (command.data.inputFormat, command.data.separator)
    missing = command.data.missing ?? .reject
    reference = try ModelReference(scores: command.score, model: command.model)
    guard command.recalibrator != nil || reference.location != nil else {
      throw Trouble("no --recalibrator: name the file that vaglio calibrate --save has written")
    }
    recalibrator = try RecalibratorFile(
      named: command.recalibrator, option: "recalibrator", .none)
    opening = try command.opening.opening()
    wantsMargins = command.margins
    guard !wantsMargins || reference.location != nil && recalibrator == nil else {
      throw Trouble("--margins: only a model has margins, before any recalibration")
    }
    id = command.id
    threads = command.threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    guard (1...1024).contains(threads) else {
      throw Trouble("--threads \(threads): give a number from 1 to 1024")
    }
    outputFormat = command.out.flatMap(TableWriter.Format.init(fileName:))
    if let out = command.out {
      guard !out.lowercased().hasSuffix(".gz"), !out.lowercased().hasSuffix(".zst") else {
        throw Trouble(
          "--out \(out): compressed text is not written; name the file .csv, .parquet or .arrow")
      }
      try OutputFiles.check(out, option: "out")
    }
  }
}

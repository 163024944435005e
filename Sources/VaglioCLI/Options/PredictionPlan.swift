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
  let recalibrator: RecalibratorFile
  let id: String?
  let threads: Int

  /// The plan of a command line.
  init(_ command: Predict) throws(Trouble) {
    guard command.model == nil else {
      throw Trouble(
        "--model \(command.model ?? ""): this version reads no model files; put the model's scores "
          + "into the data, and pass --score COLUMN")
    }
    data = command.data.data
    guard !data.isEmpty else {
      throw Trouble("no data: name one or more files, or - for standard input")
    }
    (format, separator) = (command.data.inputFormat, command.data.separator)
    missing = command.data.missing ?? .reject
    reference = try ModelReference(scores: command.score, quantiles: [], members: [])
    guard let file = command.recalibrator else {
      throw Trouble("no --recalibrator: name the file that vaglio calibrate --save has written")
    }
    recalibrator = try RecalibratorFile(reading: file, option: "recalibrator")
    id = command.id
    threads = command.threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    guard (1...1024).contains(threads) else {
      throw Trouble("--threads \(threads): give a number from 1 to 1024")
    }
    if let out = command.out {
      guard !out.lowercased().hasSuffix(".gz"), !out.lowercased().hasSuffix(".parquet") else {
        throw Trouble("--out \(out): this version writes plain CSV; name the file .csv")
      }
      try OutputFiles.check(out, option: "out")
    }
  }
}

public import ArgumentParser
public import VaglioEvaluation
public import VaglioTables

/// Where the rows come from, and how they are read.
struct DataOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Tables with the same columns, read as one: files or directories of CSV or JSON lines, plain, gzipped or by zstd, Parquet or Arrow; - is standard input.",
      valueName: "data"))
  var data: [String] = []

  @Option(
    help: ArgumentHelp(
      "The format where the file doesn't tell it.", valueName: "format"))
  var inputFormat: TableFormat?

  @Option(
    help: ArgumentHelp(
      "The character between the fields of a CSV file, or tab. (default: found in the header)",
      valueName: "character"))
  var separator: SeparatorOption?

  @Option(
    help: ArgumentHelp(
      "Rows without a label, a score, a weight or a cluster: refuse the table, or leave them out. (default: reject)",
      valueName: "action"))
  var missing: OutcomeTable.MissingValues?

  @Option(
    help: ArgumentHelp(
      "Rows without a label: use them for prediction-powered intervals, leave them out, or refuse the table. (default: as --missing)",
      valueName: "action"))
  var unlabelled: UnlabelledRows?

  @Option(
    help: ArgumentHelp(
      "With --unlabelled use: the column that guesses labels, a probability or a number. (default: the models' own probability)",
      valueName: "column"))
  var proxy: String?
}

extension UnlabelledRows: ExpressibleByArgument {}

extension TableFormat: ExpressibleByArgument {}
extension OutcomeTable.MissingValues: ExpressibleByArgument {}

/// The character between the fields of a CSV file.
struct SeparatorOption: ExpressibleByArgument {
  let scalar: Unicode.Scalar

  init?(argument: String) {
    let text = ["tab": "\t", "\\t": "\t"][argument] ?? argument
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1,
      scalar.isASCII, !"\"\n\r".unicodeScalars.contains(scalar)
    else { return nil }
    self.scalar = scalar
  }

  /// How the option is written.
  var text: String { scalar == "\t" ? "tab" : String(scalar) }
}

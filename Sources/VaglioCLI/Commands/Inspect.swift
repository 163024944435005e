internal import ArgumentParser
internal import VaglioFindings
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `vaglio inspect`: what is in a table?
struct Inspect: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "What is this table: columns, types, missing values, ranges?",
    discussion: """
      Examples:
        vaglio inspect holdout.csv
        → one line per column: type, missing, distinct, range or commonest values

        vaglio inspect holdout.csv --json - | jq '.tables[0].columns[].name'
        → the names of the columns
      """)

  @Argument(
    help: ArgumentHelp(
      "Tables, each looked at by itself: CSV or JSON lines, plain or gzipped; - is standard input.",
      valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The format where the file's name doesn't tell it.", valueName: "format"))
  var inputFormat: TableFormat?

  @Option(
    help: ArgumentHelp(
      "The character between the fields of a CSV file, or tab. (default: found in the header)",
      valueName: "character"))
  var separator: SeparatorOption?

  @Option(help: ArgumentHelp("Print JSON. The target - is standard output.", valueName: "target"))
  var json: JSONTarget?

  func run(in session: Session) throws -> Outcome {
    let inspections = try files.map { file in
      let data = try InputData(
        [file], format: inputFormat, options: ReadingOptions(separator: separator?.scalar),
        threads: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
      return Inspection(of: try data.table(), file: file)
    }
    session.interruption.beginAnswer()
    try StandardStream.output.write(
      json == nil
        ? inspections.map(\.text).joined(separator: "\n")
        : CanonicalJSON.text(of: ["tables": .array(inspections.map(\.json))]) + "\n")
    return .done
  }
}

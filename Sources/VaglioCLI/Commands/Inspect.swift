internal import ArgumentParser
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `vaglio inspect`: what is in a table, or in a model?
struct Inspect: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "What is this table or model: columns, types, missing values; features, trees?",
    discussion: """
      Examples:
        vaglio inspect holdout.csv
        → one line per column: type, missing, distinct, range or commonest values

        vaglio inspect model.json
        → its format, objective, trees and features, and what can be explained exactly
      """)

  @Argument(
    help: ArgumentHelp(
      "Tables and models, each looked at by itself; what a file is shows in its beginning. - is a table on standard input.",
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

  @OptionGroup(title: "Model files")
  var opening: OpeningOptions

  @Option(help: ArgumentHelp("Print JSON. The target - is standard output.", valueName: "target"))
  var json: JSONTarget?

  /// What one file turned out to be.
  private enum Found {
    case table(Inspection)
    case model(ModelInspection)
  }

  func run(in session: Session) throws -> Outcome {
    let found = try files.map(look)
    let texts = found.map { found in
      switch found {
      case .table(let table): table.text
      case .model(let model): model.text
      }
    }
    session.interruption.beginAnswer()
    try StandardStream.output.write(
      json == nil ? texts.joined(separator: "\n") : CanonicalJSON.text(of: record(found)) + "\n")
    return .done
  }

  private func look(at file: String) throws -> Found {
    guard !OpenedModel.isSource(file) else {
      throw Trouble(
        "\(file): a server or a function tells what it is only by predicting; name it to vaglio "
          + "predict, with data")
    }
    if inputFormat == nil, file != "-", try OpenedModel.isModel(file) {
      return .model(ModelInspection(of: try OpenedModel(file: file, opening.opening())))
    }
    let data = try InputData(
      [file], format: inputFormat, options: ReadingOptions(separator: separator?.scalar),
      threads: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    return .table(Inspection(of: try data.table(), file: file))
  }

  private func record(_ found: [Found]) -> JSONValue {
    var (tables, models) = ([JSONValue](), [JSONValue]())
    for found in found {
      switch found {
      case .table(let table): tables.append(table.json)
      case .model(let model): models.append(model.json)
      }
    }
    return .members([
      "tables": models.isEmpty || !tables.isEmpty ? .array(tables) : nil,
      "models": models.isEmpty ? nil : .array(models),
    ])
  }
}

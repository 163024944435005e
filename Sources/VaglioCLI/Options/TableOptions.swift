internal import ArgumentParser
internal import VaglioTables

/// How tables are read.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The format where the file doesn't tell it.", valueName: "format"))
  var inputFormat: TableFormat?

  @Option(
    help: ArgumentHelp(
      "The character between the fields of a CSV file, or tab. (default: found in the header)",
      valueName: "character"))
  var separator: SeparatorOption?
}

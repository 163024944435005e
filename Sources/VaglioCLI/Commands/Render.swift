internal import ArgumentParser
internal import VaglioReporting

/// `vaglio render`: a record in another form.
struct Render: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a record in another form.",
    discussion: """
      A report is a function of its record alone: it can be rendered years later, without data or \
      models, to the same bytes.

      Examples:
        vaglio render report/report.json --format markdown > summary.md
        → the report as Markdown

        vaglio render report/report.json --format html --format junit --out site/
        → writes site/report.html and site/junit.xml
      """)

  @Argument(
    help: ArgumentHelp(
      "A report.json of compare, evaluate or gate; - is standard input.", valueName: "record"))
  var record: String

  @Option(
    help: ArgumentHelp("html, json, junit, markdown or text. Repeatable.", valueName: "name"))
  var format: [String] = []

  @Option(
    help: ArgumentHelp(
      "The file to write, or a directory for files of the usual names. (default: standard output)",
      valueName: "path"))
  var out: String?

  func run(in session: Session) throws -> Outcome {
    guard !format.isEmpty else {
      throw Trouble("no --format: \(RendererCatalogue.names.joined(separator: ", "))")
    }
    let renderers = try OutputPlan.renderers(format)
    guard let first = renderers.first, renderers.count == 1 || (out.map(isFolder) ?? false) else {
      throw Trouble(
        "several formats need a directory: --out NAME/, with a slash if it doesn't exist yet")
    }
    let dossier = try RecordFile.dossier(record)
    let files = OutputFiles(interruption: session.interruption)
    if let out, isFolder(out) {
      try files.write(
        renderers.map { (type(of: $0).fileName, $0.render(dossier)) }, into: out)
    } else if let out {
      try files.write(first.render(dossier), to: out)
    } else {
      session.interruption.beginAnswer()
      try StandardStream.output.write(first.render(dossier))
    }
    return .done
  }

  private func isFolder(_ path: String) -> Bool {
    path.hasSuffix("/") || PathName(path).kind == .folder
  }
}

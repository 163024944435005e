import Foundation
import Testing

/// Reports come into being complete, or not at all.
struct OutputTests {
  private static let arguments = ["compare", "data.csv"] + Sample.comparing + ["--id", "id"]

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Sample.csv(Sample.rows(60)), to: "data.csv")
    return folder
  }

  @Test func `a new directory holds the record, the report and the formats that were named`() throws
  {
    let folder = try Self.folder()
    let run = try Vaglio.run(
      Self.arguments + [
        "--out", "deep/er/report", "--format", "markdown", "--format", "junit", "--format", "text",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.isEmpty)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder["deep/er/report"].path)
    #expect(
      names.sorted() == ["junit.xml", "report.html", "report.json", "report.md", "report.txt"])
    #expect(folder.names == ["data.csv", "deep"])
  }

  @Test func `infinite scores can be ranked, judged and drawn`() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<80).map { row in
      let label = row % 3 == 0 ? 1 : 0
      let score = row % 17 == 0 ? "inf" : row % 13 == 0 ? "-inf" : "\(row % 7 + 3 * label)"
      return "\(label),\(score),\(row % 5)"
    }
    try folder.write((["y,a,b"] + rows).joined(separator: "\n"), to: "data.csv")
    let run = try Vaglio.run(
      [
        "compare", "data.csv", "--label", "y", "--candidate", "column:a", "--production",
        "column:b", "--metric", "roc_auc", "--metric", "accuracy", "--out", "report",
        "--format", "markdown", "--format", "text",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(folder.names == ["data.csv", "report"])
  }

  @Test func `reports in a directory are replaced, other files stay`() throws {
    let folder = try Self.folder()
    try FileManager.default.createDirectory(
      at: folder["report"], withIntermediateDirectories: false)
    try folder.write("old", to: "report/report.json")
    try folder.write("mine", to: "report/notes.txt")
    let run = try Vaglio.run(Self.arguments + ["--out", "report"], in: folder.url)
    #expect(run.code == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder["report"].path)
    #expect(names.sorted() == ["notes.txt", "report.html", "report.json"])
    #expect(try Data(contentsOf: folder["report/report.json"]).starts(with: Data("{".utf8)))
  }

  @Test func `a full disk leaves a new directory absent`() throws {
    let folder = try Self.folder()
    let line = "ulimit -f 8; \"$VAGLIO\" \(Self.arguments.joined(separator: " ")) --quiet --out a/b"
    let run = try Vaglio.shell(line, in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("error: a/b/report.json: cannot be written: File too large"))
    #expect(folder.names == ["data.csv"])
  }

  @Test func `a full disk leaves old reports as they were`() throws {
    let folder = try Self.folder()
    try FileManager.default.createDirectory(
      at: folder["report"], withIntermediateDirectories: false)
    try folder.write("old", to: "report/report.json")
    let line =
      "ulimit -f 8; \"$VAGLIO\" \(Self.arguments.joined(separator: " ")) --quiet --out report"
    let run = try Vaglio.shell(line, in: folder.url)
    #expect(run.code == 2)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder["report"].path)
    #expect(names == ["report.json"])
    #expect(try String(contentsOf: folder["report/report.json"], encoding: .utf8) == "old")
  }

  @Test func `an output directory that can't be is refused before anything is read`() throws {
    let folder = try Self.folder()
    let file = try Vaglio.run(
      ["compare", "nowhere.csv"] + Sample.comparing + ["--out", "data.csv/report"], in: folder.url)
    #expect(file.code == 2)
    #expect(
      file.error == "error: --out data.csv/report: data.csv is a file, not a directory\n")
    // The process file system takes no directories, not even from the superuser.
    let unwritable = try Vaglio.run(
      Self.arguments + ["--quiet", "--out", "/proc/report"], in: folder.url)
    #expect(unwritable.code == 2)
    #expect(unwritable.error.hasPrefix("error: "))
    #expect(unwritable.error.contains("/proc"))
  }

  @Test(.disabled(if: getuid() == 0, "the superuser may write anywhere"))
  func `a directory without the right to write is refused`() throws {
    let folder = try Self.folder()
    try FileManager.default.createDirectory(
      at: folder["locked"], withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o555])
    let run = try Vaglio.run(Self.arguments + ["--out", "locked/report"], in: folder.url)
    #expect(run.code == 2)
    #expect(
      run.error
        == "error: --out locked/report: the directory locked can't be written to\n")
  }

  @Test func `the summary, the record alone or one format goes to standard output`() throws {
    let folder = try Self.folder()
    let summary = try Vaglio.run(Self.arguments, in: folder.url)
    #expect(summary.text.contains("NO POLICY  new against old"))
    let record = try Vaglio.run(Self.arguments + ["--json", "-"], in: folder.url)
    let both = try Vaglio.run(
      Self.arguments + ["--json", "-", "--out", "report"], in: folder.url)
    #expect(record.output == both.output)
    #expect(try Data(contentsOf: folder["report/report.json"]) == record.output)
    let markdown = try Vaglio.run(Self.arguments + ["--format", "markdown"], in: folder.url)
    #expect(markdown.text.hasPrefix("#"))
    let two = try Vaglio.run(
      Self.arguments + ["--format", "markdown", "--format", "text"], in: folder.url)
    #expect(two.code == 2)
    #expect(
      two.error
        == "error: standard output takes one format; name a directory by --out for several\n")
  }

  @Test func `what is no answer goes to standard error, and quiet says nothing`() throws {
    let folder = try Self.folder()
    let run = try Vaglio.run(Self.arguments, in: folder.url)
    #expect(run.error == "task: binary (labels 0 and 1; 1 is positive)\n")
    let quiet = try Vaglio.run(Self.arguments + ["--quiet"], in: folder.url)
    #expect(quiet.error.isEmpty)
    #expect(quiet.output == run.output)
  }

  @Test func `a reader that goes away is no trouble, a full device is`() throws {
    let folder = try Self.folder()
    let command = "\"$VAGLIO\" \(Self.arguments.joined(separator: " ")) --quiet --json -"
    let pipe = try Vaglio.shell(
      "\(command) | head -c 1; echo \" ${PIPESTATUS[0]}\"", in: folder.url)
    #expect(pipe.text == "{ 0\n")
    let full = try Vaglio.shell("\(command) > /dev/full", in: folder.url)
    #expect(full.code == 2)
    #expect(full.error == "error: standard output: No space left on device\n")
  }

  @Test func `a rendered record has the bytes of the first report`() throws {
    let folder = try Self.folder()
    _ = try Vaglio.run(
      Self.arguments + ["--out", "report", "--format", "markdown"], in: folder.url)
    for (format, file) in [
      ("html", "report.html"), ("json", "report.json"), ("markdown", "report.md"),
    ] {
      let run = try Vaglio.run(
        ["render", "report/report.json", "--format", format], in: folder.url)
      #expect(try run.output == Data(contentsOf: folder["report/\(file)"]), "\(format)")
    }
    let written = try Vaglio.run(
      ["render", "report/report.json", "--format", "html", "--format", "text", "--out", "site/"],
      in: folder.url)
    #expect(written.code == 0, "\(written.error)")
    let page = try Data(contentsOf: folder["site/report.html"])
    #expect(try page == Data(contentsOf: folder["report/report.html"]))
    let single = try Vaglio.run(
      ["render", "report/report.json", "--format", "text", "--out", "new/summary.txt"],
      in: folder.url)
    #expect(single.code == 0, "\(single.error)")
    let text = try Data(contentsOf: folder["new/summary.txt"])
    #expect(try text == Data(contentsOf: folder["site/report.txt"]))
  }
}

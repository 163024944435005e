import Foundation
import Testing

/// Bad input is refused with a message that names the place, the exit code 2, and no trace on disk.
struct BadInputTests {
  /// A table that is wrong in one way, and what the command says of it.
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var bytes: [UInt8]
    var arguments: [String] = ["--id", "id"]
    let message: String

    init(
      _ name: String, _ text: String, _ arguments: [String] = ["--id", "id"], message: String
    ) {
      self.init(name, bytes: Array(text.utf8), arguments, message: message)
    }

    init(
      _ name: String, bytes: [UInt8], _ arguments: [String] = ["--id", "id"], message: String
    ) {
      (testDescription, self.bytes) = (name, bytes)
      (self.arguments, self.message) = (arguments, message)
    }
  }

  /// Thirty good rows, the fifth or another changed in one field.
  private static func changed(_ column: Int, to value: String, row: Int = 5) -> String {
    var rows = Sample.rows(30)
    rows[row - 1][column] = value
    return Sample.csv(rows)
  }

  /// Thirty good rows, all changed in one column.
  private static func changed(_ column: Int, everywhere value: String) -> String {
    Sample.csv(
      Sample.rows(30).map { row in
        row.enumerated().map { $0.offset == column ? value : $0.element }
      })
  }

  private static func lines(fifth: String) -> String {
    var lines = Sample.csv(Sample.rows(30)).split(separator: "\n").map(String.init)
    lines[5] = fifth
    return lines.joined(separator: "\n") + "\n"
  }

  private static let utf16: [UInt8] =
    [0xFF, 0xFE] + Sample.csv(Sample.rows(30)).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }

  static let cases = [
    Case("an empty file", "", message: "data.csv: the file is empty"),
    Case(
      "a header without rows", "id,label,new,old,group\n",
      message: "data.csv: there is no row below the header"),
    Case(
      "text in a number column", changed(2, to: "abc"),
      message: #"data.csv, row 5, column "new": "abc" is not a number "#
        + "(pass --missing drop to leave such rows out)"),
    Case(
      "a score that is not a number", changed(2, to: "NaN"),
      message: #"data.csv, row 5, column "new": a value is missing "#
        + "(pass --missing drop to leave such rows out)"),
    Case(
      "an infinite score", changed(2, to: "inf"),
      message: #"data.csv, row 5, column "new": "inf" is not a probability between 0 and 1 "#
        + "(for scores that are no probabilities name the metrics, such as --metric roc_auc)"),
    Case(
      "a probability above 1", changed(3, to: "1.5"),
      message: #"data.csv, row 5, column "old": "1.5" is not a probability between 0 and 1 "#
        + "(for scores that are no probabilities name the metrics, such as --metric roc_auc)"),
    Case(
      "one class only", changed(1, everywhere: "1"),
      message: #"data.csv, column "label": has one class only: all 30 rows are positive "#
        + "(a comparison needs rows of both classes)"),
    Case(
      "three labels for a binary task", changed(1, to: "2", row: 30), ["--task", "binary"],
      message:
        #"data.csv, column "label": has 3 different labels, "0", "1", "2", but --task binary "#
        + "needs two (give every class its score, as --score CLASS=COLUMN, or pass --task "
        + "multiclass for a column of predicted classes; or name another --label)"),
    Case(
      "the same score in all rows", changed(2, everywhere: "0.5"),
      message: #"data.csv, column "new": all 30 scores are 0.5 "#
        + "(a model that says the same of every row can't be judged; is it the right column?)"),
    Case(
      "an id that two rows have", changed(0, to: "r1"),
      message: #"data.csv, row 5, column "id": "r1" is the id of row 2 as well "#
        + "(every row needs an id of its own)"),
    Case(
      "a row with too few fields", lines(fifth: "r4,1,0.3"),
      message: "data.csv, row 5: 3 fields, but the header has 5 "
        + "(quote a field that contains the separator)"),
    Case(
      "a file in UTF-16", bytes: utf16,
      message: "data.csv: the text is UTF-16, not UTF-8 "
        + "(convert the file: iconv -f UTF-16 -t UTF-8)"),
    Case(
      "a binary file", bytes: (0...255).map { UInt8($0) } + [0, 0, 0],
      message: "data.csv: the file contains NUL bytes, as no text does "
        + "(give a CSV or JSON lines file)"),
    Case(
      "a misspelt column", Sample.csv(Sample.rows(30)), ["--weight", "gruop"],
      message: #"data.csv, column "gruop": there is no such column (did you mean "group"?)"#),
    Case(
      "a misspelt metric", Sample.csv(Sample.rows(30)), ["--metric", "roc_acu"],
      message: "--metric roc_acu: there is no such metric of the task binary; "
        + "did you mean roc_auc?"),
    Case(
      "a metric of another task", Sample.csv(Sample.rows(30)), ["--metric", "r2"],
      message: "--metric r2: a metric of the task regression, but the task here is binary"),
    Case(
      "bins that don't ascend", Sample.csv(Sample.rows(30)), ["--slice", "new:0.5,0.2"],
      message: "--slice new:0.5,0.2: bins are given by ascending numbers, such as age:25,45,65"),
    Case(
      "labels that don't say which is positive", Sample.csv(Sample.rows(30)),
      ["--label", "group"],
      message: #"data.csv, column "group": has the labels "a", "b" "#
        + "(say which is positive: --positive b)"),
    Case(
      "a model file beside columns", Sample.csv(Sample.rows(30)), ["--candidate", "model.json"],
      message:
        "--candidate model.json: a model's file or address stands alone; columns are named as "
        + "column:NAME"),
    Case(
      "a level above 1", Sample.csv(Sample.rows(30)), ["--confidence", "95"],
      message: "--confidence 95.0: give a level above 0 and below 1, such as 0.95"),
    Case(
      "no thread", Sample.csv(Sample.rows(30)), ["--threads", "0"],
      message: "--threads 0: give a number from 1 to 1024"),
    Case(
      "an unknown format", Sample.csv(Sample.rows(30)), ["--format", "htlm"],
      message: "--format htlm: there is no such format; did you mean html?"),
  ]

  @Test(arguments: cases)
  func `the message names the place, the exit code is 2, and nothing is written`(
    _ bad: Case
  ) throws {
    let folder = try TemporaryFolder()
    try Data(bad.bytes).write(to: folder["data.csv"])
    // An option that is given twice takes its last value.
    let run = try Vaglio.run(
      ["compare", "data.csv"] + Sample.comparing + ["--quiet", "--out", "report"] + bad.arguments,
      in: folder.url)
    #expect(run.code == 2)
    #expect(run.error == "error: \(bad.message)\n")
    #expect(run.output.isEmpty)
    #expect(folder.names == ["data.csv"])
  }

  @Test func `an unclosed quote is named with the line where it opens`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.lines(fifth: #""r4,1,0.3,0.2,a"#), to: "data.csv")
    let run = try Vaglio.run(
      ["compare", "data.csv"] + Sample.comparing + ["--id", "id", "--out", "report"],
      in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.hasPrefix(#"error: data.csv, line 6, column "id": "r4,1,0.3,0.2,a\n"#))
    #expect(
      run.error.hasSuffix(
        "begins with a quote that is never closed (close it, and write a quote inside a field "
          + "twice)\n"))
    #expect(folder.names == ["data.csv"])
  }

  @Test func `a field of ten megabytes is refused`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.changed(4, to: String(repeating: "x", count: 10_000_000)), to: "data.csv")
    let run = try Vaglio.run(
      ["compare", "data.csv"] + Sample.comparing + ["--slice", "group", "--out", "report"],
      in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.utf8.count < 400)
    #expect(run.error.hasPrefix(#"error: data.csv, row 5, column "group": "xxx"#))
    #expect(
      run.error.hasSuffix(
        "is 10000000 bytes long; a field has at most 1048576 (is a quote or a line end missing?)\n")
    )
    #expect(folder.names == ["data.csv"])
  }

  @Test func `a missing file and a directory are no tables`() throws {
    let folder = try TemporaryFolder()
    let options = Sample.comparing + ["--out", "report"]
    let missing = try Vaglio.run(["compare", "nowhere.csv"] + options, in: folder.url)
    #expect(missing.code == 2)
    #expect(missing.error == "error: nowhere.csv: there is no such file\n")
    let directory = try Vaglio.run(["compare", "."] + options, in: folder.url)
    #expect(directory.code == 2)
    #expect(
      directory.error == "error: .: is a directory without a data file (name files, or a directory "
        + "with CSV, JSON lines, Parquet or Arrow files)\n")
    #expect(folder.names.isEmpty)
  }

  @Test func `a column named like markup stays text`() throws {
    let folder = try TemporaryFolder()
    let name = #""><script>alert(1)</script>"#
    let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
    try folder.write(
      Sample.csv(Sample.rows(60), header: ["id", "label", "new", quoted, "group"]), to: "data.csv")
    let run = try Vaglio.run(
      [
        "compare", "data.csv", "--label", "label", "--candidate", "column:new", "--production",
        "column:\(name)", "--out", "report", "--format", "markdown", "--format", "junit",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    for file in ["report.html", "report.md", "junit.xml"] {
      let text = try String(contentsOf: folder["report/\(file)"], encoding: .utf8)
      #expect(!text.contains("<script"), "\(file) holds markup from a column's name")
    }
    let wrong = try Vaglio.run(
      [
        "compare", "data.csv", "--label", "label", "--candidate", "column:new", "--production",
        "column:\(name)x", "--out", "other",
      ], in: folder.url)
    #expect(wrong.code == 2)
    #expect(
      wrong.error
        == "error: data.csv, column \"\(name)x\": there is no such column "
        + "(did you mean \"\(name)\"?)\n")
  }

  @Test func `words that no command or option is are named with the nearest`() throws {
    let command = try Vaglio.run(["compre"])
    #expect(command.code == 2)
    #expect(command.error == "error: there is no command \"compre\"; did you mean compare?\n")
    let option = try Vaglio.run(["compare", "data.csv", "--lable", "y"])
    #expect(option.code == 2)
    #expect(option.error.hasPrefix("error: Unknown option '--lable'. Did you mean '--label'?\n"))
  }

  @Test func `a file that is no record can't be judged or rendered`() throws {
    let folder = try TemporaryFolder()
    try folder.write("{\"schema\": \"vaglio/record/1\"}", to: "report.json")
    let run = try Vaglio.run(["render", "report.json", "--format", "text"], in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("error: report.json: no record of Vaglio: "))
    let data = try Vaglio.run(["render", Repository.creditDefault, "--format", "text"])
    #expect(data.code == 2)
    #expect(data.error.contains("not a JSON document: byte 0"))
  }
}

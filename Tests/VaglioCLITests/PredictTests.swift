import Foundation
import Testing
import VaglioFindings

/// `vaglio predict` writes what a saved recalibrator makes of scores, and `--recalibrator` measures it.
struct PredictTests {
  /// A folder with spoilt scores and a recalibrator that was fitted to them.
  private static func folder(method: String = "platt", rows: Int = 800) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(SpoiltScores.csv(rows: rows), to: "data.csv")
    let run = try Vaglio.run(
      ["calibrate", "data.csv"] + SpoiltScores.columns
        + ["--method", method, "--save", "fitted.json", "--quiet"], in: folder.url)
    try #require(run.code == 0, "\(run.error)")
    return folder
  }

  private func predict(_ folder: TemporaryFolder, _ arguments: [String]) throws -> Vaglio.Run {
    try Vaglio.run(
      ["predict", "data.csv", "--score", "score", "--recalibrator", "fitted.json"] + arguments,
      in: folder.url)
  }

  @Test(arguments: ["platt", "isotonic", "temperature", "beta", "histogram", "venn-abers"])
  func `what is predicted is what is measured`(method: String) throws {
    let folder = try Self.folder(method: method)
    let run = try predict(folder, ["--id", "id", "--out", "scores.csv"])
    #expect(run.code == 0)
    #expect(run.output.isEmpty)
    #expect(folder.names == ["data.csv", "fitted.json", "scores.csv"])
    let original = try String(contentsOf: folder["data.csv"], encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: ",") }
    let predicted = try String(contentsOf: folder["scores.csv"], encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: ",") }
    #expect(predicted[0] == ["id", "score"])
    #expect(predicted.map { $0[0] } == original.map { $0[0] })
    let joined = zip(original, predicted).map { "\($0[0]),\($0[1]),\($1[1])" }
    try folder.write(joined.joined(separator: "\n") + "\n", to: "joined.csv")
    func findings(_ data: String, _ arguments: [String]) throws -> JSONValue? {
      try Record(
        Vaglio.run(
          ["evaluate", data, "--json", "-"] + SpoiltScores.columns + arguments, in: folder.url)
      ).json["findings"]
    }
    #expect(
      try findings("joined.csv", []) == findings("data.csv", ["--recalibrator", "fitted.json"]))
  }

  @Test func `either model of a comparison may be recalibrated`() throws {
    let folder = try Self.folder()
    let run = try Vaglio.run(
      [
        "compare", "data.csv", "--label", "default", "--id", "id", "--candidate", "column:score",
        "--production", "column:score", "--candidate-recalibrator", "fitted.json", "--metric",
        "log_loss", "--json", "-",
      ], in: folder.url)
    let record = try Record(run)
    #expect(try #require(record.finding("log_loss", "difference")?["value"]?.number) < 0)
    let options = try #require(record.json["provenance"]?["options"])
    #expect(
      options["candidate-recalibrator"]?.string?.wholeMatch(
        of: /fitted\.json sha256:[0-9a-f]{64}/) != nil)
    #expect(options["production-recalibrator"] == nil)
    let both = try Record(
      Vaglio.run(
        [
          "compare", "data.csv", "--label", "default", "--candidate", "column:score",
          "--production", "column:score", "--candidate-recalibrator", "fitted.json",
          "--production-recalibrator", "fitted.json", "--metric", "log_loss", "--json", "-",
        ], in: folder.url))
    #expect(both.finding("log_loss", "difference")?["value"]?.number == 0)
  }

  @Test func `measuring on the rows that were fitted is remarked`() throws {
    let folder = try Self.folder()
    let record = try Record(
      Vaglio.run(
        ["evaluate", "data.csv", "--json", "-", "--recalibrator", "fitted.json"]
          + SpoiltScores.columns, in: folder.url))
    let notes = record.json["notes"]?.array?.compactMap(\.string) ?? []
    #expect(notes.contains { $0.hasPrefix("fitted.json was fitted to data.csv itself") })
  }

  @Test func `ids are quoted where they must be, rows keep their order, threads don't show`() throws
  {
    let folder = try Self.folder()
    try folder.write(
      "name,score\n\"a,b\",0.25\nplain,0.5\n\"say \"\"so\"\"\",0.75\n 7 ,1\n", to: "data.csv")
    let run = try predict(folder, ["--id", "name"])
    let fields = run.text.split(separator: "\n").map { line in
      line.prefix(upTo: line.lastIndex(of: ",") ?? line.endIndex)
    }
    #expect(fields == ["name", "\"a,b\"", "plain", "\"say \"\"so\"\"\"", "\" 7 \""])
    #expect(try predict(folder, ["--id", "name", "--threads", "4"]).output == run.output)
    let bare = try predict(folder, [])
    #expect(bare.text.split(separator: "\n").first == "score")
    #expect(bare.text.split(separator: "\n").count == 5)
  }

  @Test func `rows without a score are refused, or left out and counted`() throws {
    let folder = try Self.folder()
    try folder.write("id,score\na,0.25\nb,\nc,0.75\n", to: "data.csv")
    let refused = try predict(folder, ["--id", "id"])
    #expect(refused.code == 2)
    #expect(
      refused.error == #"error: data.csv, row 2, column "score": a value is missing "#
        + "(pass --missing drop to leave such rows out)\n")
    let dropped = try predict(folder, ["--id", "id", "--missing", "drop"])
    #expect(dropped.code == 0)
    #expect(dropped.error == "1 row left out because a value is missing\n")
    #expect(dropped.text.split(separator: "\n").map { $0.prefix(2) } == ["id", "a,", "c,"])
  }

  static let refusals: [(arguments: [String], message: String)] = [
    (
      ["--model", "model.json"],
      "error: --score, --quantile, --member and --model: predictions are of one"
    ),
    (["--out", "scores.csv.gz"], "error: --out scores.csv.gz: compressed text is not written"),
    (["--out", "."], "error: --out .: name a file, not a directory"),
    (["--out", "data.csv/x"], "error: --out data.csv/x: data.csv is not a directory"),
    (["--out", "/dev/full"], "error: /dev/full: cannot be written: No space left on device"),
    (["--id", "nam"], #"error: data.csv, column "nam": there is no such column"#),
    (["--threads", "0"], "error: --threads 0: give a number from 1 to 1024"),
  ]

  @Test(arguments: refusals)
  func `what can't be done is said, and nothing is written`(
    arguments: [String], message: String
  ) throws {
    let folder = try Self.folder(rows: 200)
    let run = try predict(folder, arguments)
    #expect(run.code == 2)
    #expect(run.error.hasPrefix(message), "\(run.error)")
    #expect(run.output.isEmpty)
    #expect(folder.names == ["data.csv", "fitted.json"])
  }

  static let foreign: [(text: String, message: String)] = [
    ("", "error: fitted.json: no recalibrator of Vaglio: recalibrator: not a JSON document"),
    (
      #"{"schema":"vaglio/record/1"}"#,
      #"error: fitted.json: no recalibrator of Vaglio: schema: "vaglio/record/1" is no recalibrator"#
    ),
    (
      #"{"fitted":{},"method":"platt","parameters":{"intercept":0,"slope":-1},"#
        + #""schema":"vaglio/recalibrator/1"}"#,
      "error: fitted.json: no recalibrator of Vaglio: parameters.slope: expected a number above 0"
    ),
    (
      String(repeating: "[", count: 5000),
      "error: fitted.json: no recalibrator of Vaglio: recalibrator: not a JSON document"
    ),
  ]

  @Test(arguments: foreign)
  func `a file that is no recalibrator is refused with the place`(
    text: String, message: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(SpoiltScores.csv(rows: 50), to: "data.csv")
    try folder.write(text, to: "fitted.json")
    for run in [
      try predict(folder, []),
      try Vaglio.run(
        ["evaluate", "data.csv", "--recalibrator", "fitted.json"] + SpoiltScores.columns,
        in: folder.url),
    ] {
      #expect(run.code == 2)
      #expect(run.error.contains(message), "\(run.error)")
    }
  }

  @Test func `predicted numbers and several classes are no matter for a binary map`() throws {
    let folder = try Self.folder(rows: 200)
    let numbers = try Vaglio.run([
      "evaluate", Repository.diamonds, "--label", "price", "--score", "candidate",
      "--recalibrator", folder["fitted.json"].path,
    ])
    #expect(numbers.code == 2)
    #expect(numbers.error.contains("predicted numbers can't be recalibrated"), "\(numbers.error)")
    let classes = try Vaglio.run([
      "evaluate", Repository["fixtures/diamond-cuts/holdout.csv"].path, "--label", "cut",
      "--score", "production_*", "--recalibrator", folder["fitted.json"].path,
    ])
    #expect(classes.code == 2)
    #expect(classes.error.contains("was fitted to a model of two classes"), "\(classes.error)")
  }

  @Test func `without a recalibrator, a score or data nothing can be predicted`() throws {
    for (arguments, message) in [
      (["data.csv", "--score", "s"], "error: no --recalibrator"),
      (["data.csv", "--recalibrator", "x"], "error: no --score"),
      (["--score", "s", "--recalibrator", "x"], "error: no data"),
      (
        ["data.csv", "--score", "s", "--recalibrator", "gone.json"], "error: gone.json: there is no"
      ),
    ] {
      let run = try Vaglio.run(["predict"] + arguments)
      #expect(run.code == 2)
      #expect(run.error.hasPrefix(message), "\(run.error)")
    }
  }
}

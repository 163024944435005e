import Foundation
import Testing
import VaglioFindings

/// `vaglio calibrate` tells how far probabilities can be trusted, and mends them on unseen rows.
struct CalibrateTests {
  private func calibrate(
    _ data: String, _ arguments: [String], columns: [String] = SpoiltScores.columns
  ) throws -> Vaglio.Run {
    try Vaglio.run(["calibrate", data, "--json", "-"] + columns + arguments)
  }

  private func interval(
    _ record: Record, _ measure: String, _ subject: String = "difference"
  ) throws -> ClosedRange<Double> {
    let interval = try #require(record.finding(measure, subject)?["interval"])
    return try #require(interval["lower"]?.number)...(try #require(interval["upper"]?.number))
  }

  @Test func `without a method calibration is measured alone`() throws {
    let run = try calibrate(
      Repository.creditDefault, [], columns: ["--label", "default", "--score", "production"])
    #expect(run.code == 0)
    let record = try Record(run)
    #expect(record.json["subjects"]?.array?.count == 1)
    #expect(record.findings.first?["measure"]?.string == "log_loss")
    #expect(record.finding("brier_score", "model")?["interval"] != nil)
    #expect(
      record.json["exhibits"]?.array?.contains { $0["kind"]?.string == "reliability" } == true)
  }

  /// The same model's log loss, Brier score and ranking before and after, on rows that no fit saw.
  @Test(arguments: ["platt", "isotonic[min_block=50]", "temperature", "beta", "venn-abers"])
  func `probabilities that are too sure are mended, and the interval says so`(
    method: String
  ) throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(SpoiltScores.csv(), to: "spoilt.csv")
    let record = try Record(calibrate(data, ["--method", method]))
    #expect(try interval(record, "log_loss").upperBound < 0)
    #expect(try interval(record, "brier_score").upperBound < 0)
    // The ranking may only suffer a little: less than a tenth of a point of the area.
    let area = try #require(record.finding("roc_auc", "difference")?["value"]?.number)
    #expect(abs(area) < 0.01)
    let notes = record.json["notes"]?.array?.compactMap(\.string) ?? []
    #expect(notes.contains { $0.contains("cross-fitted") && $0.contains("other 4 of 5 folds") })
    #expect(record.json["provenance"]?["options"]?["folds"]?.string == "5")
  }

  @Test func `probabilities that are right already gain nothing, and the interval says so`() throws
  {
    let record = try Record(
      calibrate(
        Repository.creditDefault, ["--method", "platt"],
        columns: ["--label", "default", "--score", "production", "--id", "id"]))
    #expect(try interval(record, "log_loss").contains(0))
  }

  @Test func `of several methods the one with the lowest log loss is shown and saved`() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(SpoiltScores.csv(rows: 2000), to: "spoilt.csv")
    let methods = ["histogram", "beta", "isotonic"]
    let run = try calibrate(
      data, methods.flatMap { ["--method", $0] } + ["--save", folder["fitted.json"].path])
    let record = try Record(run)
    let exhibit = try #require(
      record.json["exhibits"]?.array?.first { $0["kind"]?.string == "recalibrations" })
    let losses = try #require(exhibit["series"]?["log_loss"]?.array).compactMap { $0.number }
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(record.finding("log_loss", "candidate")?["value"]?.number == losses[best])
    let saved = try JSONValue(parsing: Array(Data(contentsOf: folder["fitted.json"])))
    #expect(saved["method"]?.string == methods[best])
    #expect(
      record.json["subjects"]?.array?.first?["name"]?.string
        == "\(methods[best]) applied to score")
    let text = try Vaglio.run(
      ["calibrate", data] + SpoiltScores.columns + methods.flatMap { ["--method", $0] }
    ).text
    for method in methods { #expect(text.contains("\n  \(method) ")) }
  }

  @Test func `order of rows and threads show in no byte of findings and file`() throws {
    let folder = try TemporaryFolder()
    let text = try SpoiltScores.csv(rows: 1500)
    let lines = text.split(separator: "\n").map(String.init)
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    var results: [(JSONValue?, JSONValue?)] = []
    for (name, content, threads) in [("a", text, "1"), ("b", text, "3"), ("c", turned, "2")] {
      let data = try folder.write(content, to: "\(name).csv")
      let file = folder["\(name).json"]
      let record = try Record(
        calibrate(
          data,
          ["--method", "isotonic", "--method", "platt", "--threads", threads, "--save", file.path]))
      let saved = try JSONValue(parsing: Array(Data(contentsOf: file)))
      results.append((record.json["findings"], saved["parameters"]))
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test func `clusters, weights and slices are heard`() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(SpoiltScores.csv(rows: 1500), to: "spoilt.csv")
    let sliced = try Record(calibrate(data, ["--method", "beta", "--slice", "sex"]))
    #expect(sliced.finding("log_loss", "difference", "sex=female")?["interval"] != nil)
    let weighted = try Record(
      calibrate(data, ["--method", "beta", "--weight", "score"]))
    #expect(weighted.finding("log_loss", "candidate")?["effective_count"] != nil)
    let clustered = try Record(
      Vaglio.run([
        "calibrate", data, "--json", "-", "--label", "default", "--score", "score", "--cluster",
        "id", "--method", "beta",
      ]))
    #expect(
      clustered.finding("log_loss", "difference")?["interval"]?["method"]?.string
        == "paired-cluster-robust")
  }

  @Test func `a policy judges the gain`() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(SpoiltScores.csv(rows: 3000), to: "spoilt.csv")
    let policy = try folder.write(
      "version: 1\ngates:\n  - better: {metric: log_loss, by: 0.0}\n", to: "policy.yaml")
    let good = try calibrate(data, ["--method", "platt", "--policy", policy])
    #expect(good.code == 0)
    let needless = try calibrate(
      Repository.creditDefault, ["--method", "platt", "--policy", policy],
      columns: ["--label", "default", "--score", "production", "--id", "id"])
    #expect([1, 3].contains(needless.code))
  }

  @Test func `several classes are recalibrated, saved, and predicted by name`() throws {
    let folder = try TemporaryFolder()
    let data = Repository["fixtures/diamond-cuts/holdout.csv"].path
    let scores = ["--score", "production_*"]
    for method in ["temperature", "isotonic[min_block=20]"] {
      let file = folder["cuts.json"].path
      let run = try Vaglio.run(
        ["calibrate", data, "--label", "cut", "--id", "id", "--json", "-"] + scores
          + ["--method", method, "--save", file])
      let record = try Record(run)
      #expect(record.json["task"]?.string == "multiclass")
      #expect(try interval(record, "log_loss").upperBound < 0)
      let predicted = try Vaglio.run(
        ["predict", data, "--recalibrator", file, "--id", "id"] + scores)
      #expect(predicted.code == 0, "\(predicted.error)")
      let lines = predicted.text.split(separator: "\n")
      #expect(lines[0].hasPrefix("id,production_Fair,production_Good,"))
      for line in lines.dropFirst().prefix(50) {
        let sum = line.split(separator: ",").dropFirst().compactMap { Double($0) }.reduce(0, +)
        #expect(abs(sum - 1) < 1e-9)
      }
    }
  }

  static let refusals: [(arguments: [String], message: String)] = [
    (["--method", "spline"], "error: --method spline: there is no such recalibrator; there are"),
    (
      ["--method", "plat"],
      "error: --method plat: there is no such recalibrator; did you mean platt?"
    ),
    (
      ["--method", "isotonic[min_block=0]"],
      "error: --method isotonic[min_block=0]: isotonic has no such option, or not with this value"
    ),
    (["--folds", "3"], "error: --folds: needs a --method to fit"),
    (["--method", "platt", "--folds", "1"], "error: --folds 1: give a number from 2 to 100"),
    (["--save", "x.json"], "error: --save: needs a --method to fit"),
    (["--method", "platt", "--save", "."], "error: --save .: name a file, not a directory"),
    (
      ["--method", "platt", "--save", "data.csv/x.json"],
      "error: --save data.csv/x.json: data.csv is not a directory"
    ),
  ]

  @Test(arguments: refusals)
  func `what can't be meant is refused before any work`(
    arguments: [String], message: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(Sample.csv(Sample.rows(60)), to: "data.csv")
    let run = try Vaglio.run(
      ["calibrate", "data.csv", "--label", "label", "--score", "new"] + arguments, in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.hasPrefix(message), "\(run.error)")
    #expect(run.output.isEmpty)
    #expect(folder.names == ["data.csv"])
  }

  /// Sixty good rows, one column of all of them changed.
  private static func table(_ column: Int, _ value: (Int) -> String) -> String {
    Sample.csv(
      Sample.rows(60).enumerated().map { row, fields in
        fields.enumerated().map { $0.offset == column ? value(row) : $0.element }
      })
  }

  /// A table that can't be recalibrated, and what the command says of it.
  struct Spoilt: CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let message: String

    init(_ name: String, _ text: String, _ message: String) {
      (testDescription, self.text, self.message) = (name, text, message)
    }
  }

  static let spoilt = [
    Spoilt(
      "one class", table(1) { _ in "1" },
      #"error: data.csv, column "label": has one class only: all 60 rows are positive"#
    ),
    Spoilt(
      "constant scores", table(2) { _ in "0.5" }, #"data.csv, column "new": all 60 scores are 0.5"#),
    Spoilt(
      "NaN", table(2) { $0 == 4 ? "NaN" : "0.\($0 + 10)" },
      #"error: data.csv, row 5, column "new": a value is missing"#
    ),
    Spoilt(
      "no probability", table(2) { $0 == 4 ? "1.5" : "0.\($0 + 10)" },
      #"error: data.csv, row 5, column "new": "1.5" is not a probability between 0 and 1"#
    ),
    Spoilt(
      "numbers", table(1) { "\($0)" },
      "error: vaglio calibrate: the labels are numbers, and only probabilities of classes"
    ),
    Spoilt(
      "the wrong way round", table(2) { "\(0.99 - 0.98 * Double($0 * 7919 % 1009) / 1009)" },
      "platt can't be fitted: without fold 1 of 5: higher scores do not go with more positives"
    ),
    Spoilt(
      "one positive", table(1) { $0 == 7 ? "1" : "0" },
      #"error: data.csv, column "new": platt can't be fitted: without fold "#
    ),
    Spoilt(
      "few rows", Sample.csv(Array(Sample.rows(60).prefix(9))),
      #"error: data.csv, column "new": platt can't be fitted: without fold "#
    ),
  ]

  @Test(arguments: spoilt)
  func `rows that can't be recalibrated are named`(
    table: Spoilt
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(table.text, to: "data.csv")
    let run = try Vaglio.run(
      [
        "calibrate", "data.csv", "--label", "label", "--score", "new", "--method", "platt",
        "--save", "fitted.json", "--out", "report",
      ], in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.contains(table.message), "\(run.error)")
    #expect(folder.names == ["data.csv"])
  }

  @Test func `a full disk is said, and nothing is left behind`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Sample.csv(Sample.rows(60)), to: "data.csv")
    let run = try Vaglio.run(
      [
        "calibrate", "data.csv", "--label", "label", "--score", "new", "--method", "beta", "--save",
        "/dev/full",
      ], in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.contains("error: /dev/full: cannot be written: No space left on device"))
    #expect(folder.names == ["data.csv"])
    let printed = try Vaglio.shell(
      "$VAGLIO calibrate data.csv --label label --score new > /dev/full", in: folder.url)
    #expect(printed.code == 2)
  }

  @Test func `a project file may hold the same words`() throws {
    let folder = try TemporaryFolder()
    try folder.write(SpoiltScores.csv(rows: 600), to: "data.csv")
    try folder.write(
      """
      data: data.csv
      label: default
      score: score
      methods: [platt, beta]
      folds: 3
      save: fitted.json
      """, to: "vaglio.yaml")
    let run = try Vaglio.run(["calibrate", "--project", "vaglio.yaml"], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(folder.names == ["data.csv", "fitted.json", "vaglio.yaml"])
  }

  @Test func `every recalibrator is listed`() throws {
    let run = try Vaglio.run(["list", "recalibrators", "--json", "-"])
    let names = try JSONValue(parsing: Array(run.output))["recalibrators"]?.array?
      .compactMap { $0["name"]?.string }
    #expect(names == ["beta", "histogram", "isotonic", "platt", "temperature", "venn_abers"])
  }
}

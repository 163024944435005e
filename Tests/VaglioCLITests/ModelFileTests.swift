import Foundation
import Testing
import VaglioFindings

/// Models themselves in place of columns with their scores.
struct ModelFileTests {
  private let credit = Repository.root.appendingPathComponent("fixtures/credit-default")
  private let models = Repository.root.appendingPathComponent("fixtures/models")

  private func columns(_ text: String) -> [[Substring]] {
    text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }

  /// The holdout's columns hold what lightgbm and xgboost themselves predicted: LightGBM in doubles,
  /// XGBoost in floats, whose sigmoid of a margin of m is off by at most 2⁻²⁴·(|m| + 2).
  @Test(arguments: [
    ("candidate", "candidate.txt", 0.0), ("production", "production.json", 0x1p-21),
  ])
  func `predictions are those of the library`(
    column: String, file: String, tolerance: Double
  ) throws {
    let run = try Vaglio.run(
      ["predict", "holdout.csv", "--model", file, "--id", "id"], in: credit)
    try #require(run.code == 0, "\(run.error)")
    let predicted = columns(run.text)
    #expect(predicted[0] == ["id", "prediction"])
    let holdout = columns(
      try String(contentsOf: credit.appendingPathComponent("holdout.csv"), encoding: .utf8))
    let place = try #require(holdout[0].firstIndex(of: Substring(column)))
    #expect(predicted.count == holdout.count)
    #expect(predicted.map { $0[0] } == holdout.map { $0[0] })
    let worst = try zip(predicted, holdout).dropFirst().map { ours, theirs in
      try abs(#require(Double(ours[1])) - #require(Double(theirs[place])))
    }.max()
    #expect(try #require(worst) <= tolerance)
  }

  @Test func `a comparison of models is that of their scores`() throws {
    func record(_ candidate: String, _ production: String) throws -> Record {
      let run = try Vaglio.run(
        [
          "compare", "holdout.csv", "--label", "default", "--id", "id", "--candidate", candidate,
          "--production", production, "--metric", "roc_auc", "--metric", "recall", "--slice",
          "sex", "--json", "-",
        ], in: credit)
      try #require(run.code == 0, "\(run.error)")
      return try Record(run)
    }
    let ours = try record("candidate.txt", "production.json")
    let theirs = try record("column:candidate", "column:production")
    for measure in ["roc_auc", "recall"] {
      #expect(
        try #require(ours.finding(measure, "candidate"))
          == #require(theirs.finding(measure, "candidate")))
    }
    let area = try [ours, theirs].map {
      try #require($0.finding("roc_auc", "difference")?["value"]?.number)
    }
    // A change of the scores by 2⁻²¹ may swap the ranks of a few of 9.7 million pairs.
    #expect(abs(area[0] - area[1]) < 1e-6)
    let subjects = try #require(ours.json["subjects"]?.array)
    #expect(subjects.map { $0["name"]?.string } == ["candidate.txt", "production.json"])
    #expect(subjects.allSatisfy { $0["sha256"]?.string?.count == 64 })
  }

  @Test func `columns that are no features are said, but those that were named`() throws {
    let run = try Vaglio.run(
      ["predict", "holdout.csv", "--model", "candidate.txt", "--id", "id"], in: credit)
    #expect(
      run.error
        == "candidate.txt: 6 columns are no features of the model: candidate, default, education, "
        + "marriage, production, …\n")
    let evaluated = try Vaglio.run(
      [
        "evaluate", "holdout.csv", "--label", "default", "--id", "id", "--model", "candidate.txt",
        "--metric", "roc_auc", "--json", "-",
      ], in: credit)
    let notes = try #require(try Record(evaluated).json["notes"]?.array)
    #expect(
      notes.compactMap(\.string).contains(
        "candidate.txt: 5 columns are no features of the model: candidate, education, marriage, "
          + "production, sex"))
  }

  /// The model's classes are no and yes, its probabilities those of yes.
  @Test func `the class that a model scores is the positive one`() throws {
    let folder = try TemporaryFolder()
    var lines = ["age,income,sex,job,kids,bought"]
    for row in 0..<40 {
      let (sex, job) = (["f", "m"][row % 2], ["baker", "cook", "smith"][row % 3])
      lines.append(
        "\(20 + row),\(1000 * row % 7000),\(sex),\(job),\(row % 4),\(row % 5 < 2 ? "no" : "yes")")
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "data.csv")
    let model = models.appendingPathComponent("onnx/people_gb.onnx").path
    func run(_ arguments: [String]) throws -> Vaglio.Run {
      try Vaglio.run(
        ["evaluate", "data.csv", "--label", "bought", "--model", model, "--json", "-"] + arguments,
        in: folder.url)
    }
    let inferred = try run([])
    try #require(inferred.code == 0, "\(inferred.error)")
    #expect(inferred.error.contains("yes is positive"))
    #expect(
      try Record(inferred).json["findings"] == Record(run(["--positive", "yes"])).json["findings"])
    let turned = try run(["--positive", "no"])
    #expect(turned.code == 2 && turned.error.contains("pass --positive yes"), "\(turned.error)")
  }

  @Test func `a model of several classes brings its classes`() throws {
    let folder = try TemporaryFolder()
    let rows = try String(
      contentsOf: models.appendingPathComponent("xgboost/input20.csv"), encoding: .utf8
    ).split(separator: "\n")
    let labelled = rows.enumerated().map { "\($0 == 0 ? "label" : "\($0 % 3)"),\($1)" }
    try folder.write(labelled.joined(separator: "\n") + "\n", to: "data.csv")
    let model = models.appendingPathComponent("xgboost/xgb_multi.json").path
    let run = try Vaglio.run(
      ["evaluate", "data.csv", "--label", "label", "--model", model, "--json", "-"],
      in: folder.url)
    try #require(run.code == 0, "\(run.error)")
    let record = try Record(run)
    #expect(record.json["task"]?.string == "multiclass")
    #expect(record.finding("log_loss", "model")?["value"]?.number != nil)
    let predicted = try Vaglio.run(["predict", "data.csv", "--model", model], in: folder.url)
    #expect(columns(predicted.text)[0] == ["0", "1", "2"])
  }

  @Test func `margins are what the model adds up`() throws {
    let run = try Vaglio.run(
      ["predict", "input20.csv", "--model", "xgb_binary.ubj", "--margins"],
      in: models.appendingPathComponent("xgboost"))
    let oracle = try JSONValue(
      parsing: String(
        contentsOf: models.appendingPathComponent("xgboost/xgb_binary.oracle.json"),
        encoding: .utf8))
    let margins = try #require(oracle["margin"]?.array).compactMap(\.number)
    let ours = columns(run.text).dropFirst().compactMap { Double($0[0]) }
    #expect(ours == margins)
  }

  @Test(arguments: ["parquet", "arrow"])
  func `predictions in columns are those in text`(format: String) throws {
    let folder = try TemporaryFolder()
    let model = credit.appendingPathComponent("candidate.txt").path
    let data = credit.appendingPathComponent("holdout.csv").path
    let run = try Vaglio.run(
      ["predict", data, "--model", model, "--id", "id", "--out", "scores.\(format)"],
      in: folder.url)
    try #require(run.code == 0, "\(run.error)")
    let text = try Vaglio.run(["predict", data, "--model", model, "--id", "id"], in: folder.url)
    try folder.write(text.text, to: "scores.csv")
    // Ids are texts there, so that none loses a digit.
    let found = try ["scores.\(format)", "scores.csv"].map { name in
      let run = try Vaglio.run(["inspect", name, "--json", "-"], in: folder.url)
      return try #require(
        JSONValue(parsing: run.text)["tables"]?.array?.first?["columns"]?.array)
    }
    #expect(found[0].map { $0["type"]?.string } == ["category", "number"])
    #expect(found[0].count == 2 && found[0][1] == found[1][1])
    #expect(found[0][0]["distinct"] == found[1][0]["distinct"])
  }

  @Test func `inspect tells models from tables`() throws {
    let run = try Vaglio.run(
      ["inspect", "candidate.txt", "holdout.csv", "production.json", "--json", "-"], in: credit)
    try #require(run.code == 0, "\(run.error)")
    let json = try JSONValue(parsing: run.text)
    #expect(json["tables"]?.array?.map { $0["name"]?.string } == ["holdout.csv"])
    let found = try #require(json["models"]?.array)
    #expect(found.map { $0["format"]?.string } == ["LightGBM text", "XGBoost JSON"])
    #expect(found[1]["features"]?.array?.count == 6)
    let text = try Vaglio.run(["inspect", "production.json"], in: credit).text
    #expect(text.contains("binary:logistic") && text.contains("bill_amt1"))
  }

  @Test func `what can't be used is said with its remedy`() throws {
    let folder = try TemporaryFolder()
    let model = credit.appendingPathComponent("production.json").path
    try folder.write(
      "limit_bal,age,pay_0,pay_2,bill_amt,pay_amt1\n1,2,3,4,5,6\n", to: "renamed.csv")
    try folder.write(
      "limit_bal,age,pay_0,pay_2,bill_amt1,pay_amt1\n1,old,3,4,5,6\n", to: "texts.csv")
    try folder.write("\u{1}", to: "odd.bin")
    let pickle = folder["model.pkl"]
    try Data([0x80, 0x04, 0x95, 0x00]).write(to: pickle)
    func error(_ data: String, _ model: String) throws -> String {
      let run = try Vaglio.run(["predict", data, "--model", model], in: folder.url)
      #expect(run.code == 2 && run.output.isEmpty)
      return run.error
    }
    let renamed = try error("renamed.csv", model)
    #expect(renamed.contains("\"bill_amt1\"") && renamed.contains("\"bill_amt\""))
    let texts = try error("texts.csv", model)
    #expect(texts.contains("\"age\"") && texts.contains("\"old\""))
    #expect(try error("texts.csv", "none.json").contains("column:none.json"))
    #expect(try error("texts.csv", "odd.bin").contains("no model file that Vaglio knows"))
    #expect(try error("texts.csv", "model.pkl").contains("skops.io.dump"))
    let inspected = try Vaglio.run(["inspect", "model.pkl"], in: folder.url)
    #expect(inspected.code == 2 && inspected.error.contains("pickle"))
    let mixed = try Vaglio.run(
      [
        "compare", "texts.csv", "--label", "age", "--candidate", model, "--candidate",
        "column:age", "--production", model,
      ], in: folder.url)
    #expect(mixed.code == 2 && mixed.error.contains("stands alone"))
  }
}

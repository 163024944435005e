import Foundation
import Testing
import VaglioFindings

/// `vaglio explain`: attributions, decisions, and what changed between two models.
struct ExplainTests {
  private let credit = Repository.root.appendingPathComponent("fixtures/credit-default")
  private let models = Repository.root.appendingPathComponent("fixtures/models")

  private func explain(_ arguments: [String]) throws -> Vaglio.Run {
    try Vaglio.run(["explain", "holdout.csv", "--id", "id"] + arguments, in: credit)
  }

  /// A CSV file's columns by name.
  private func columns(_ file: URL) throws -> [String: [String]] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let cells = lines.map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return Dictionary(
      uniqueKeysWithValues: cells[0].enumerated().map { place, name in
        (name, cells.dropFirst().map { $0[place] })
      })
  }

  private func number(
    _ columns: [String: [String]], _ name: String, _ row: Int
  ) throws -> Double {
    let column = try #require(columns[name])
    return try #require(Double(column[row]))
  }

  private func exhibits(_ kind: String, _ record: Record) -> [JSONValue] {
    (record.json["exhibits"]?.array ?? []).filter { $0["kind"]?.string == kind }
  }

  /// LightGBM adds doubles: base value and 20 attributions of magnitude 1 are off by some ulps.
  @Test func `attributions add up to the margins that predict writes`() throws {
    let folder = try TemporaryFolder()
    let run = try explain([
      "--model", "candidate.txt", "--rows", "1-300", "--attributions", folder["a.csv"].path,
      "--effects", "0", "--json", "-",
    ])
    let record = try Record(run)
    let margins = try Vaglio.run(
      [
        "predict", "holdout.csv", "--id", "id", "--model", "candidate.txt", "--margins", "--out",
        folder["m.csv"].path,
      ], in: credit)
    try #require(margins.code == 0, "\(margins.error)")
    let attributions = try columns(folder["a.csv"])
    let predicted = try columns(folder["m.csv"])
    let features = attributions.keys.filter { !["id", "prediction"].contains($0) }
    #expect(features.count == 21)
    #expect(attributions["id"] == predicted["id"].map { Array($0.prefix(300)) })
    for row in 0..<300 {
      let sum = try features.sorted().reduce(0) { try $0 + number(attributions, $1, row) }
      let margin = try number(predicted, "prediction", row)
      #expect(abs(sum - margin) < 1e-12)
    }
    let account = try #require(record.json["attributions"]?["model"])
    #expect(account["method"]?.string == "tree-path-dependent")
    #expect(account["rows"]?.number == 300)
    #expect(try #require(record.finding("additivity_residual", "model")?["value"]?.number) < 1e-12)
    #expect(exhibits("shap_importance", record).count == 1)
    #expect(exhibits("attribution_sample", record).count == 1)
  }

  /// Draws stop where standard errors are below 0.01 of the row's range: four of them are 0.04.
  @Test func `sampled attributions meet the exact ones`() throws {
    let folder = try TemporaryFolder()
    func table(_ name: String, _ arguments: [String]) throws -> [String: [String]] {
      let run = try explain(
        [
          "--model", "candidate.txt", "--background", "holdout.csv", "--background-rows", "20",
          "--rows", "1-8", "--scale", "margin", "--effects", "0", "--quiet", "--attributions",
          folder[name].path,
        ] + arguments)
      try #require(run.code == 0, "\(run.error)")
      return try columns(folder[name])
    }
    let exact = try table("exact.csv", [])
    let sampled = try table("sampled.csv", ["--method", "permutation"])
    let features = exact.keys.filter { !["id", "prediction", "base_value"].contains($0) }.sorted()
    #expect(features.count == 20)
    for row in 0..<8 {
      let values = try features.map { try number(exact, $0, row) }
      let range = try #require(values.max()) - (try #require(values.min()))
      for (feature, value) in zip(features, values) {
        let drawn = try number(sampled, feature, row)
        #expect(abs(drawn - value) < 0.04 * range, "\(feature) of row \(row + 1)")
        #expect(try number(sampled, "\(feature).standard_error", row) >= 0)
      }
    }
  }

  @Test func `two models are compared, and what made decisions change is told`() throws {
    let record = try Record(
      explain([
        "--candidate", "candidate.txt", "--production", "production.json", "--sample", "1000",
        "--effects", "0", "--json", "-",
      ]))
    let agreement = try #require(record.finding("top_reason_agreement", "difference"))
    #expect((0.2...1).contains(try #require(agreement["value"]?.number)))
    #expect(agreement["count"]?.number == 1000)
    let shift = try #require(record.finding("attribution_shift[feature=pay_0]", "difference"))
    let means = try ["candidate", "production"].map {
      try #require(record.finding("shap_importance[feature=pay_0]", $0)?["value"]?.number)
    }
    #expect(abs(try #require(shift["value"]?.number) - (means[0] - means[1])) < 1e-12)
    #expect(exhibits("rank_change", record).count == 1)
    let flips = try #require(exhibits("flip_attribution", record).first)
    #expect(try #require(flips["scalars"]?["rows"]?.number) > 0)
  }

  @Test func `a policy judges reliance, additivity and shift`() throws {
    let folder = try TemporaryFolder()
    func verdict(_ gates: String) throws -> Int32 {
      try folder.write("version: 1\ngates:\n\(gates)\n", to: "policy.yaml")
      return try explain([
        "--candidate", "candidate.txt", "--production", "production.json", "--sample", "500",
        "--effects", "0", "--policy", folder["policy.yaml"].path, "--json", "-",
      ]).code
    }
    #expect(
      try verdict("  - no-reliance: {features: [sex, education], at-most: 0.01}") == 0)
    #expect(try verdict("  - no-reliance: {features: [pay_0, age], at-most: 0.01}") == 1)
    #expect(try verdict("  - additivity: {at-most: 1e-4}") == 0)
    #expect(try verdict("  - top-reasons-stable: {at-least: 0.999}") == 1)
    #expect(try verdict("  - attribution-shift: {at-most: 10}") == 0)
  }

  @Test func `a row's reasons and counterfactuals are told, and hold`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      reference: clients of 2005
      reasons:
        - {code: "A1", text: Payments were late, features: [pay_0, pay_2, pay_3]}
        - {code: "B7", text: Age, features: [age], immutable: true, protected: true}
      """, to: "reasons.yaml")
    let record = try Record(
      explain([
        "--model", "candidate.txt", "--row", "1", "--rows", "1-500", "--reasons",
        folder["reasons.yaml"].path, "--counterfactuals", "2", "--effects", "0", "--json", "-",
      ]))
    let decision = try #require(exhibits("decision", record).first)
    #expect(decision["series"]?["row"]?.array?.first?.string == "1")
    let reasons = try #require(exhibits("reason_codes", record).first)
    #expect(reasons["series"]?["text"]?.array?.first?.string == "Payments were late")
    let changes = try #require(exhibits("counterfactuals", record).first)
    let changed = try #require(changes["series"]?["feature"]?.array).compactMap(\.string)
    #expect(!changed.isEmpty && !changed.contains("age"))
    let outputs = try #require(changes["series"]?["output"]?.array).compactMap(\.number)
    // The row is predicted at 0.76: every change brings it below the threshold.
    #expect(outputs.allSatisfy { $0 < 0.5 })
  }

  @Test(arguments: [[], ["--method", "permutation", "--background-rows", "10", "--sample", "5"]])
  func `threads change nothing`(arguments: [String]) throws {
    let runs = try ["1", "3"].map { threads in
      try explain(
        [
          "--model", "candidate.txt", "--label", "default", "--rows", "1-200", "--effects", "2",
          "--threads", threads, "--json", "-", "--quiet",
        ] + arguments)
    }
    #expect(runs[0].code == 0, "\(runs[0].error)")
    #expect(runs[0].output == runs[1].output)
  }

  @Test func `permutation importance needs labels, and finds the strongest feature`() throws {
    let record = try Record(
      explain([
        "--model", "candidate.txt", "--label", "default", "--sample", "2000", "--effects", "0",
        "--json", "-",
      ]))
    let values = record.findings.compactMap { finding -> (String, Double)? in
      guard let name = finding["measure"]?.string, name.hasPrefix("permutation_importance"),
        let value = finding["value"]?.number
      else { return nil }
      return (name, value)
    }
    #expect(
      values.max { $0.1 < $1.1 }?.0 == "permutation_importance[feature=pay_0,metric=roc_auc]")
  }

  /// What the features take off the loss adds up to the loss without any less that with all.
  @Test func `the loss is shared out, and interactions are measured`() throws {
    let record = try Record(
      explain([
        "--model", "candidate.txt", "--label", "default", "--sample", "300", "--effects", "0",
        "--sage", "--interactions", "2", "--json", "-",
      ]))
    let sage = try #require(exhibits("sage", record).first)
    let values = try #require(sage["series"]?["value"]?.array).compactMap(\.number)
    let scalars = try #require(sage["scalars"])
    let taken = try ["loss_without", "loss_with"].map { try #require(scalars[$0]?.number) }
    #expect(abs(values.reduce(0, +) - (taken[0] - taken[1])) < 1e-9)
    let pairs = try #require(exhibits("interaction_strength", record).first)
    #expect(pairs["series"]?["other"]?.array?.count == 1)
  }

  @Test(arguments: [
    (["--model", "column:candidate"], "can't be asked why"),
    (["--model", "nowhere.json"], "there is no such model file"),
    (["--model", "candidate.txt", "--row", "x12"], "no row has this id"),
    (["--model", "candidate.txt", "--group", "pay=pay_0,pay_9"], "did you mean \"pay_"),
    (["--model", "candidate.txt", "--rows", "9-3"], "write places in the data"),
    (["--model", "candidate.txt", "--background", "none.csv"], "none.csv"),
    (["--model", "candidate.txt", "--share", "pay_0,nonsense"], "neither a feature"),
    (["--model", "candidate.txt", "--counterfactuals", "1"], "--row"),
    (["--model", "candidate.txt", "--metric", "recall"], "--label"),
    (["--model", "candidate.txt", "--sage"], "--label"),
    (["--model", "candidate.txt", "--interactions", "1"], "2 or more"),
    (["--model", "candidate.txt", "--method", "linear"], "not linear"),
    (["--model", "candidate.txt", "--reasons", "r.yaml"], "--row"),
    (["--model", "candidate.txt", "--top", "2"], "--row"),
    (["--model", "candidate.txt", "--row", "1", "--constraints", "c.yaml"], "--counterfactuals"),
    (["--model", "candidate.txt", "--stability", "3"], "give a --background"),
    (["--model", "candidate.txt", "--budget", "9"], "draws no coalitions"),
    (["--model", "candidate.txt", "--seconds", "0"], "above 0"),
    (["--model", "candidate.txt", "--background-rows", "9"], "has no background"),
    (
      [
        "--model", "candidate.txt", "--method", "tree-path-dependent", "--background",
        "holdout.csv",
      ], "has no background"
    ),
    (["--model", "candidate.txt", "--refit", "candidate.txt"], "two or more"),
    (
      ["--model", "candidate.txt", "--refit", "candidate.txt", "--refit", "production.json"],
      "other features"
    ),
    (
      [
        "--candidate", "candidate.txt", "--production", "production.json", "--contributions",
        "c.csv",
      ], "one model"
    ),
    (["--model", "candidate.txt", "--method", "owen"], "name them by --group"),
    (["--model", "candidate.txt", "--find-groups", "alike"], "one-hot, correlated"),
    (["--model", "candidate.txt", "--find-groups", "correlated:2"], "up to 1"),
    (["--model", "candidate.txt", "--find-groups", "one-hot", "--group", "a=age"], "or have them"),
    (
      ["--model", "candidate.txt", "--method", "saabas", "--interaction-values", "pairs.csv"],
      "tells no interactions"
    ),
    (["--candidate", "candidate.txt"], "name both"),
    ([], "no --model"),
  ])
  func `what can't be explained is refused in words`(arguments: [String], words: String) throws {
    let run = try explain(
      arguments + ["--rows", "1-20"].filter { _ in !arguments.contains("--rows") })
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("error: ") && run.error.contains(words), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  /// ONNX holds no covers.
  @Test func `trees without covers want a background`() throws {
    let folder = try TemporaryFolder()
    let lines = ["f0,f1,f2,f3"] + (0..<10).map { "\($0),\($0 % 3),\($0 % 4),\($0 % 5)" }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "data.csv")
    let model = models.appendingPathComponent("onnx/gb_value.onnx").path
    let run = try Vaglio.run(
      ["explain", "data.csv", "--model", model, "--method", "tree-path-dependent"], in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.contains("background"), "\(run.error)")
  }
}

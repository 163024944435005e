import Foundation
import Testing
import VaglioFindings

/// `vaglio explain` on small models of several kinds: refits, groups, pairs, other contributions.
struct ExplainedModelTests {
  private let models = Repository.root.appendingPathComponent("fixtures/models/lightgbm")

  private func explain(_ arguments: [String]) throws -> Vaglio.Run {
    try Vaglio.run(
      ["explain", "rows.csv", "--rows", "1-12", "--effects", "0", "--quiet"] + arguments,
      in: models)
  }

  /// A CSV file's rows, as dictionaries by column.
  private func lines(_ file: URL) throws -> [[String: String]] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let cells = lines.map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return cells.dropFirst().map {
      Dictionary(zip(cells[0], $0)) { first, _ in first }
    }
  }

  private func number(_ line: [String: String], _ name: String) throws -> Double {
    try #require(line[name].flatMap(Double.init), "\(name) in \(line)")
  }

  private func written(_ arguments: [String], _ option: String = "--attributions") throws
    -> [[String: String]]
  {
    let folder = try TemporaryFolder()
    let run = try explain(arguments + [option, folder["t.csv"].path])
    try #require(run.code == 0, "\(run.error)")
    return try lines(folder["t.csv"])
  }

  /// The error of one fit is the standard deviation over the refits: of two, |a − b|/√2.
  @Test func `refits tell how sure attributions are of the model`() throws {
    let own = try written([
      "--model", "binary.txt", "--refit", "goss.txt", "--refit", "dart.txt",
    ])
    let refits = try ["goss.txt", "dart.txt"].map { try written(["--model", $0]) }
    for feature in ["size", "share", "full"] {
      for row in own.indices {
        let values = try refits.map { try number($0[row], feature) }
        let error = try number(own[row], "\(feature).standard_error")
        #expect(abs(error - abs(values[0] - values[1]) / 2.0.squareRoot()) < 1e-14)
      }
    }
    let record = try Record(
      explain([
        "--model", "binary.txt", "--refit", "goss.txt", "--refit", "dart.txt", "--json", "-",
      ]))
    #expect(record.findings.contains { $0["measure"]?.string?.contains("against=refits") == true })
  }

  /// On the diagonal main effects, beside it both halves of a pair: the lines of a row and class add up
  /// to its attributions.
  @Test(arguments: [
    ["--model", "multiclass.txt"], ["--model", "binary.txt", "--method", "exact"],
  ])
  func `interactions of all pairs add up to the attributions`(arguments: [String]) throws {
    let sums = try written(arguments).map { line in
      try ["size", "share", "full"].reduce(0) { try $0 + number(line, $1) }
    }
    let pairs = try written(arguments, "--interaction-values")
    #expect(pairs.count == sums.count * 6)
    for (place, sum) in sums.enumerated() {
      let own = try pairs[place * 6..<place * 6 + 6].reduce(0) {
        try $0 + number($1, "interaction")
      }
      #expect(abs(own - sum) < 1e-12)
    }
    let record = try Record(
      explain(arguments + ["--row", "3", "--interactions", "2", "--json", "-"]))
    let told = (record.json["exhibits"]?.array ?? []).first {
      $0["kind"]?.string == "decision_interactions"
    }
    #expect(told?["series"]?["row"]?.array?.first?.string == "3")
  }

  /// Owen (1977): a group gets together what it gets as a player. Up to eight players are exact.
  @Test func `Owen values of a group add up to the group's attribution`() throws {
    let group = ["--model", "binary.txt", "--group", "both=size,share", "--background-rows", "20"]
    let owen = try written(group + ["--method", "owen"])
    let together = try written(group + ["--method", "exact"])
    for (each, whole) in zip(owen, together) {
      let sum = try number(each, "size") + number(each, "share")
      #expect(abs(sum - (try number(whole, "both"))) < 1e-12)
      #expect(abs(try number(each, "full") - number(whole, "full")) < 1e-12)
    }
  }

  /// Leaves that are functions need rows to be held against; with them attributions add up.
  @Test func `linear leaves are held against the data`() throws {
    let record = try Record(
      explain(["--model", "linear.txt", "--json", "-"]))
    let account = try #require(record.json["attributions"]?["model"])
    #expect(account["method"]?.string == "tree-interventional")
    // Doubles: a dozen additions of numbers below 10.
    #expect(try #require(record.finding("additivity_residual", "model")?["value"]?.number) < 1e-13)
  }

  /// A move of a hundredth of a spread crosses few thresholds of three small trees.
  @Test func `explanations of rows moved a little stay`() throws {
    let record = try Record(
      explain(["--model", "binary.txt", "--stability", "3", "--json", "-"]))
    let tau = try #require(
      record.finding("stability_kendall_tau[against=perturbations]", "model")?["value"]?.number)
    #expect(tau > 0.8)
    let lipschitz = try #require(record.finding("stability_lipschitz", "model"))
    #expect(try #require(lipschitz["value"]?.number) >= 0)
  }

  @Test func `another implementation's contributions are compared line by line`() throws {
    let folder = try TemporaryFolder()
    let model = ["--model", "multiclass.txt"]
    _ = try explain(model + ["--attributions", folder["own.csv"].path])
    let text = try String(contentsOf: folder["own.csv"], encoding: .utf8)
    var lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let share = try #require(lines[0].firstIndex(of: "share"))
    let value = try #require(Double(lines[5][share]))
    lines[5][share] = "\(value + 0.25)"
    // The order of lines says nothing where rows are named.
    let shuffled = [lines[0]] + lines.dropFirst().reversed()
    try folder.write(
      shuffled.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n", to: "other.csv")
    let record = try Record(
      explain(model + ["--contributions", folder["other.csv"].path, "--json", "-"]))
    let found = try #require(record.finding("contribution_difference", "model"))
    #expect(abs(try #require(found["value"]?.number) - 0.25) < 1e-15)
    let told = try #require(
      (record.json["exhibits"]?.array ?? []).first { $0["kind"]?.string == "contributions" })
    #expect(told["series"]?["row"]?.array?.first?.string == lines[5][0])
    #expect(told["series"]?["output"]?.array?.first?.string == lines[5][1])
    try folder.write(
      lines.dropLast().map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n",
      to: "short.csv")
    let short = try explain(model + ["--contributions", folder["short.csv"].path])
    #expect(short.code == 2 && short.error.contains("is missing"), "\(short.error)")
  }

  @Test func `a search that finds nothing says what it looked at`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "features: {size: {immutable: true}, share: {immutable: true}, full: {immutable: true}}\n",
      to: "held.yaml")
    let run = try Vaglio.run(
      [
        "explain", "rows.csv", "--model", "binary.txt", "--rows", "1-12", "--effects", "0", "--row",
        "2", "--counterfactuals", "1", "--constraints", folder["held.yaml"].path, "--json", "-",
      ], in: models)
    #expect(run.code == 0, "\(run.error)")
    #expect(run.error.contains("row 2: no change that turns the decision"), "\(run.error)")
    let notes = try Record(run).json["notes"]?.array ?? []
    #expect(notes.contains { $0.string?.contains("no change that turns") == true })
  }

  /// The page names each class of which attributions are shown.
  @Test func `a report names the class that attributions are of`() throws {
    let folder = try TemporaryFolder()
    let run = try explain([
      "--candidate", "multiclass.txt", "--production", "multiclassova.txt", "--row", "1", "--out",
      folder["report"].path,
    ])
    try #require(run.code == 0, "\(run.error)")
    let page = try String(
      contentsOf: folder["report"].appendingPathComponent("report.html"), encoding: .utf8)
    for name in ["0", "1", "2"] { #expect(page.contains("moves class \(name) most")) }
    #expect(page.matches(of: /[012]: (No feature's weight|\d+ of \d+ features change)/).count >= 3)
  }
}

import Foundation
import Testing
import VaglioFindings

/// `vaglio label-plan`: rows to label next, and what is measured on them.
struct LabelPlanCommandTests {
  private let credit = Repository.root.appendingPathComponent("fixtures/credit-default")

  private func plan(_ arguments: [String], _ data: String = "holdout.csv") throws -> Vaglio.Run {
    try Vaglio.run(["label-plan", data, "--quiet"] + arguments, in: credit)
  }

  private func lines(_ text: String) -> [[String]] {
    text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func `a plan draws rows whatever their order, and begins with a smaller plan`() throws {
    let folder = try TemporaryFolder()
    let text = try String(contentsOf: credit.appendingPathComponent("holdout.csv"), encoding: .utf8)
    let rows = text.split(separator: "\n")
    let turned = [rows[0]] + rows.dropFirst().reversed()
    try folder.write(turned.joined(separator: "\n") + "\n", to: "turned.csv")
    let arguments = ["--score", "candidate", "--id", "id", "--budget", "100"]
    let one = try plan(arguments)
    try #require(one.code == 0, "\(one.error)")
    let other = try plan(arguments, folder["turned.csv"].path)
    #expect(one.output == other.output)
    let few = try plan(["--score", "candidate", "--id", "id", "--budget", "40"])
    let text100 = String(decoding: one.output, as: UTF8.self)
    let text40 = String(decoding: few.output, as: UTF8.self)
    #expect(lines(text100).prefix(41).map { $0[0] } == lines(text40).map { $0[0] })
    #expect(lines(text100).count == 101)
  }

  /// Horvitz and Thompson: Σ1/π estimates the number of rows, and weighted losses the mean of all.
  @Test func `what is measured on the plan's rows holds for all rows`() throws {
    let folder = try TemporaryFolder()
    let run = try plan(["--score", "candidate", "--id", "id", "--budget", "1500"])
    try #require(run.code == 0, "\(run.error)")
    let plan = lines(String(decoding: run.output, as: UTF8.self))
    let weight = try #require(plan[0].firstIndex(of: "weight"))
    let weights = Dictionary(uniqueKeysWithValues: plan.dropFirst().map { ($0[0], $0[weight]) })
    let data = lines(
      try String(contentsOf: credit.appendingPathComponent("holdout.csv"), encoding: .utf8))
    var joined = [(data[0] + ["weight"]).joined(separator: ",")]
    for row in data.dropFirst() {
      guard let weight = weights[row[0]] else { continue }
      joined.append((row + [weight]).joined(separator: ","))
    }
    try folder.write(joined.joined(separator: "\n") + "\n", to: "labelled.csv")
    func brier(_ arguments: [String], _ file: String) throws -> JSONValue {
      let record = try Record(
        Vaglio.run(
          [
            "evaluate", file, "--label", "default", "--score", "candidate", "--metric",
            "brier_score", "--json", "-",
          ] + arguments, in: credit))
      return try #require(record.finding("brier_score", "model"))
    }
    let all = try #require(brier([], "holdout.csv")["value"]?.number)
    let own = try brier(["--weight", "weight"], folder["labelled.csv"].path)
    // The draw hangs on the seed alone: 99 % intervals of one draw would hold in 99 of 100 seeds.
    let (value, interval) = (try #require(own["value"]?.number), try #require(own["interval"]))
    let half = try #require(interval["upper"]?.number) - value
    #expect(abs(value - all) < 1.4 * half, "\(value) against \(all) ± \(half)")
  }

  /// The labels of a plan's rows as they come back, of the first so many.
  private func returned(
    _ folder: TemporaryFolder, _ count: Int = 1000
  ) throws -> (plan: String, labels: String) {
    let run = try plan(["--score", "candidate", "--id", "id", "--budget", "1000"])
    try #require(run.code == 0, "\(run.error)")
    let ids = lines(run.text).dropFirst().prefix(count).map { $0[0] }
    let data = lines(
      try String(contentsOf: credit.appendingPathComponent("holdout.csv"), encoding: .utf8))
    let place = try #require(data[0].firstIndex(of: "default"))
    let labels = Dictionary(uniqueKeysWithValues: data.dropFirst().map { ($0[0], $0[place]) })
    let text = "id,default\n" + ids.map { "\($0),\(labels[$0] ?? "")\n" }.joined()
    return (
      try folder.write(run.text, to: "plan.csv"), try folder.write(text, to: "labels.csv")
    )
  }

  @Test func `labels that came back tell the metrics of all rows`() throws {
    let folder = try TemporaryFolder()
    let files = try returned(folder)
    let run = try plan([
      "--score", "candidate", "--id", "id", "--plan", files.plan, "--returned", files.labels,
      "--label", "default", "--json", "-",
    ])
    let record = try Record(run)
    let all = try Record(
      Vaglio.run(
        [
          "evaluate", "holdout.csv", "--label", "default", "--score", "candidate", "--id", "id",
          "--json", "-",
        ], in: credit))
    for name in ["brier_score", "log_loss", "accuracy", "recall", "precision", "roc_auc"] {
      let own = try #require(record.finding(name, "model"), "\(name)")
      let truth = try #require(all.finding(name, "model")?["value"]?.number)
      let value = try #require(own["value"]?.number)
      let upper = try #require(own["interval"]?["upper"]?.number)
      let lower = try #require(own["interval"]?["lower"]?.number)
      // The draw hangs on the seed alone: six intervals of 95 %, widened to some 99.4 % each.
      #expect(truth > value - 1.4 * (value - lower), "\(name)")
      #expect(truth < value + 1.4 * (upper - value), "\(name)")
      #expect(own["count"]?.number == 1000)
    }
    let worth = record.json["exhibits"]?.array?.first { $0["kind"]?.string == "label_plan" }
    #expect(worth?["series"]?["metric"]?.array?.isEmpty == false)
    // Of the loss that the plan was drawn for, labels are worth more than as many drawn alike.
    let brier = try #require(record.finding("brier_score", "model"))
    #expect(try #require(brier["effective_count"]?.number) > 1000)
  }

  @Test func `a part of the labels, and what can't be right, is told`() throws {
    let folder = try TemporaryFolder()
    let files = try returned(folder, 300)
    func run(_ arguments: [String]) throws -> Vaglio.Run {
      try Vaglio.run(
        ["label-plan", "holdout.csv", "--score", "candidate", "--id", "id"] + arguments, in: credit)
    }
    let some = try run(
      ["--plan", files.plan, "--returned", files.labels, "--label", "default", "--json", "-"])
    #expect(some.code == 0)
    #expect(some.error.contains("700 rows of the plan have no label yet"))
    #expect(some.error.contains("300 labels, the first of the plan, stand for 7500 rows"))
    let unknown = try folder.write("id,default\nnobody,1\n", to: "unknown.csv")
    for (arguments, words) in [
      (["--returned", files.labels, "--label", "default"], "name the plan"),
      (["--plan", files.plan, "--label", "default"], "name the labels that came back"),
      (["--plan", files.plan, "--returned", files.labels], "no --label"),
      (["--plan", files.labels, "--returned", files.labels, "--label", "default"], "order"),
      (["--plan", files.plan, "--returned", unknown, "--label", "default"], "nobody"),
      (
        ["--plan", files.plan, "--returned", files.labels, "--label", "default", "--budget", "9"],
        "the plan is drawn already"
      ),
      (["--budget", "9", "--label", "default"], "they are about --returned"),
    ] {
      let refused = try run(arguments)
      #expect(refused.code == 2)
      #expect(refused.error.contains(words), "\(refused.error)")
    }
  }

  @Test(arguments: [
    (["--score", "candidate", "--id", "id"], "no --budget"),
    (["--score", "candidate", "--budget", "1"], "--budget"),
    (["--budget", "9"], "no --score"),
    (["--score", "limit_bal", "--budget", "9"], "is not a probability"),
    (["--uncertainty", "sex", "--budget", "9"], "is not a number"),
    (["--score", "candidate", "--budget", "9", "--uniform-share", "0"], "from 0.01 to 1"),
    (["--score", "candidate", "--budget", "9", "--metric", "roc_auc"], "mean loss"),
    (["--score", "candidate", "--budget", "9", "--id", "sex"], "is the id of"),
    (["--score", "candidate", "--uncertainty", "age", "--budget", "9"], "in place of"),
  ])
  func `what can't be planned is refused in words`(arguments: [String], words: String) throws {
    let run = try plan(arguments)
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("error: ") && run.error.contains(words), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test func `a model or a column of uncertainties serves as well`() throws {
    let model = try plan(["--model", "candidate.txt", "--id", "id", "--budget", "20"])
    #expect(model.code == 0, "\(model.error)")
    let column = try plan(["--uncertainty", "limit_bal", "--budget", "20"])
    #expect(column.code == 0, "\(column.error)")
    #expect(String(decoding: column.output, as: UTF8.self).hasPrefix("row,order,uncertainty"))
  }
}

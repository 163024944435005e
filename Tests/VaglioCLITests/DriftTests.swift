import Foundation
import Testing
import VaglioFindings

/// `vaglio drift`: current rows against a reference.
struct DriftTests {
  private let data = Repository.root.appendingPathComponent("fixtures/credit-drift")

  private func drift(_ arguments: [String]) throws -> Vaglio.Run {
    try Vaglio.run(
      ["drift", "reference.csv", "current.csv", "--id", "id", "--target", "default"] + arguments,
      in: data)
  }

  private func value(_ record: Record, _ measure: String, _ subject: String = "difference") throws
    -> Double
  {
    try #require(record.finding(measure, subject)?["value"]?.number, "\(measure)")
  }

  /// The split is by age: no current client is as old as any of the reference's.
  @Test func `the column that the rows were split by lies furthest`() throws {
    let record = try Record(drift(["--json", "-"]))
    #expect(try value(record, "drift.ks[column=age]") == 1)
    #expect(try value(record, "drift.total_variation[column=sex]") < 0.2)
    #expect(try value(record, "schema.missing_columns") == 0)
    let fault = try value(record, "drift.wasserstein_scaled[column=pay_amt6]")
    #expect(fault > 0.3)
    // Every 40th of 1,179 rows lacks its limit: 29.
    #expect(
      abs(try value(record, "quality.missing_rate[column=limit_bal]", "model") - 29.0 / 1179)
        < 1e-12)
  }

  @Test func `a table is not drifted from itself`() throws {
    let run = try Vaglio.run(
      [
        "drift", "reference.csv", "reference.csv", "--id", "id", "--multivariate", "--json", "-",
      ], in: data)
    let record = try Record(run)
    for finding in record.findings {
      guard let name = finding["measure"]?.string, name.hasPrefix("drift.") else { continue }
      if name.hasPrefix("drift.ks") || name.hasPrefix("drift.total_variation") {
        #expect(finding["value"]?.number == 0, "\(name)")
      }
    }
    let area = try #require(record.finding("drift.classifier_auc", "difference"))
    // The same rows on both sides: a fold learns half of each pair at most, and 0.5 is guessing.
    let bounds = try #require(area["interval"])
    #expect(try #require(bounds["lower"]?.number) < 0.5)
  }

  @Test func `a policy judges schema, quality and drift`() throws {
    let folder = try TemporaryFolder()
    func code(_ gates: String) throws -> Int32 {
      try folder.write("version: 1\ngates:\n\(gates)\n", to: "policy.yaml")
      return try drift(["--policy", folder["policy.yaml"].path, "--quiet", "--json", "-"]).code
    }
    #expect(try code("  - schema: {added-at-most: 0}") == 0)
    #expect(try code("  - no-drift: {measure: drift.psi, at-most: 0.2, columns: [age]}") == 1)
    #expect(try code("  - no-drift: {measure: drift.psi, at-most: 100, columns: [sex]}") == 0)
    #expect(try code("  - quality: {missing-rate-at-most: 0.001}") == 1)
    #expect(try code("  - quality: {duplicate-key-rate-at-most: 0}") == 0)
  }

  @Test func `drift is weighed by what the model relies on`() throws {
    let record = try Record(
      drift(["--model", "../credit-default/candidate.txt", "--json", "-"]))
    let parts = record.findings.filter {
      $0["measure"]?.string?.hasPrefix("drift.attributed[") == true
    }
    #expect(parts.count == 20)
    let total = try value(record, "drift.attributed_total[distance=total_variation]")
    let sum = parts.compactMap { $0["value"]?.number }.reduce(0, +)
    #expect(abs(sum - total) < 1e-12)
    // What the model says is compared as well.
    #expect(
      record.findings.contains {
        $0["measure"]?.string?.contains("role=prediction") == true
      })
    #expect(record.json["attributions"]?["model"]?["method"]?.string == "tree-path-dependent")
  }

  /// The current rows have labels after all: what was estimated without them meets what they say.
  @Test func `performance is estimated without the current labels`() throws {
    let model = ["--model", "../credit-default/candidate.txt"]
    let record = try Record(drift(model + ["--estimate", "--json", "-"]))
    let truth = try Record(
      Vaglio.run(
        ["evaluate", "current.csv", "--label", "default", "--metric", "brier_score", "--json", "-"]
          + model, in: data))
    let real = try #require(truth.finding("brier_score", "model")?["interval"])
    let now = try #require(record.finding("estimated_brier_score", "model")?["interval"])
    #expect(try #require(now["lower"]?.number) < (try #require(real["upper"]?.number)))
    #expect(try #require(real["lower"]?.number) < (try #require(now["upper"]?.number)))
    #expect(record.finding("brier_score", "production") != nil)
    let notes = (record.json["notes"]?.array ?? []).compactMap(\.string)
    #expect(notes.contains { $0.contains("concept drift") })
    // No client under 30 is like one of 30: the reference can't be weighted to be.
    #expect(notes.contains { $0.contains("without error") }, "\(notes)")
    // Classes by both methods, in shares that add up; accuracy by confidence near the other estimate.
    for estimator in ["bbse", "em"] {
      let shares = try ["negative", "positive"].map { name in
        try #require(
          record.finding("label_share[class=\(name),estimator=\(estimator)]", "model")?["value"]?
            .number, "\(estimator)")
      }
      #expect(abs(shares[0] + shares[1] - 1) < 1e-9)
    }
    #expect(record.finding("label_share[class=positive,estimator=em]", "model")?["test"] != nil)
    #expect(record.finding("estimated_roc_auc[weighted=label_shift]", "model") != nil)
    let confident = try #require(
      record.finding("estimated_accuracy[estimator=atc]", "model")?["value"]?.number)
    let promised = try #require(record.finding("estimated_accuracy", "model")?["value"]?.number)
    #expect(abs(confident - promised) < 0.05)
  }

  @Test func `all columns together give the rows away`() throws {
    let record = try Record(drift(["--multivariate", "--json", "-"]))
    #expect(try value(record, "drift.classifier_auc") > 0.99)
    let told = try #require(
      (record.json["exhibits"]?.array ?? []).first { $0["kind"]?.string == "drift_classifier" })
    #expect(told["series"]?["column"]?.array?.first?.string == "age")
  }

  @Test func `threads change nothing`() throws {
    let runs = try ["1", "3"].map { threads in
      try drift([
        "--threads", threads, "--multivariate", "--model", "../credit-default/candidate.txt",
        "--quiet", "--json", "-",
      ])
    }
    #expect(runs[0].code == 0, "\(runs[0].error)")
    #expect(runs[0].output == runs[1].output)
  }

  @Test(arguments: [
    (["drift"], "two tables are compared"),
    (["drift", "reference.csv"], "the current one is missing"),
    (["drift", "-", "current.csv"], "the reference is a file"),
    (["drift", "none.csv", "current.csv"], "none.csv"),
    (["drift", "reference.csv", "current.csv", "--target", "defalt"], "did you mean \"default\""),
    (["drift", "reference.csv", "current.csv", "--target", "age", "--ignore", "age"], "two roles"),
    (["drift", "reference.csv", "current.csv", "--bins", "1"], "--bins"),
    (["drift", "reference.csv", "current.csv", "--estimate"], "--model"),
    (
      ["drift", "reference.csv", "current.csv", "--estimate", "--prediction", "age"], "--target"
    ),
    (["drift", "reference.csv", "current.csv", "--threshold", "0.3"], "--estimate"),
    (["drift", "reference.csv", "current.csv", "--correction", "holms"], "did you mean holm"),
    (["drift", "reference.csv", "current.csv", "--model", "column:age"], "--prediction"),
  ])
  func `what can't be compared is refused in words`(arguments: [String], words: String) throws {
    let run = try Vaglio.run(arguments, in: data)
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("error: ") && run.error.contains(words), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test func `an empty table, a lost column and hostile names are told in words`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n", to: "empty.csv")
    try folder.write("a,<script>,b\n1,x,2\n2,y,3\n3,x,2\n", to: "one.csv")
    try folder.write("a,<script>\n1,x\nNaN,\n,z\n", to: "two.csv")
    func run(_ one: String, _ two: String, _ more: [String] = []) throws -> Vaglio.Run {
      try Vaglio.run(["drift", one, two] + more, in: folder.url)
    }
    let empty = try run("one.csv", "empty.csv")
    #expect(empty.code == 2 && empty.error.contains("empty.csv"), "\(empty.error)")
    let lost = try run("one.csv", "two.csv", ["--out", "report"])
    #expect(lost.code == 0, "\(lost.error)")
    let page = try String(
      contentsOf: folder["report"].appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("missing: b") && !page.contains("<script>"))
  }
}

import Foundation
import Testing
import VaglioFindings

/// `--interval` and `--stratify`: what they do to a record, and what they refuse.
struct IntervalOptionTests {
  private func run(_ arguments: [String], _ rows: [[String]] = Sample.rows(60)) throws -> Vaglio.Run
  {
    let folder = try TemporaryFolder()
    try Sample.csv(rows).write(to: folder["data.csv"], atomically: true, encoding: .utf8)
    return try Vaglio.run(
      ["compare", "data.csv", "--quiet", "--no-progress", "--json", "-", "--resamples", "400"]
        + Sample.comparing + arguments, in: folder.url)
  }

  @Test(arguments: [
    (["--interval", "percentile"], "bootstrap-percentile"),
    (["--interval", "bca", "--cluster", "id"], "cluster-bootstrap-bca"),
    (["--interval", "basic", "--stratify", "group"], "stratified-bootstrap-basic"),
    (["--interval", "percentile", "--stratify", "label"], "stratified-bootstrap-percentile"),
  ])
  func `the method's name says how rows were drawn`(arguments: [String], method: String) throws {
    let record = try Record(run(arguments + ["--metric", "roc_auc"]))
    for subject in ["candidate", "production", "difference"] {
      let finding = record.finding("roc_auc", subject)
      #expect(finding?["interval"]?["method"]?.string == method)
    }
    #expect(record.json["provenance"]?["options"]?["interval"]?.string == arguments[1])
  }

  @Test(arguments: [
    (["--interval", "bootstrp"], "bootstrp"),
    (["--interval", "percentile", "--stratify", "nowhere"], "nowhere"),
    (["--stratify", "group"], "--interval percentile, basic or bca"),
    (["--interval", "percentile", "--stratify", "new"], "every stratum holds a single row"),
    (
      ["--interval", "percentile", "--stratify", "new", "--cluster", "group"],
      "has rows in two strata"
    ),
    (
      ["--interval", "bca", "--stratify", "label", "--task", "regression"],
      "the labels are numbers, which are no strata"
    ),
  ])
  func `nonsense is refused with the remedy`(arguments: [String], message: String) throws {
    let run = try run(arguments)
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
    #expect(run.output.isEmpty)
  }
}

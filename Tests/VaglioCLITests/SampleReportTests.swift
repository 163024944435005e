import Foundation
import Testing

/// The reports in `reports/` are what the command makes of the fixtures, to the byte.
///
/// `UPDATE_REPORTS=1 swift test --filter SampleReportTests` writes them anew. They hold thousands of
/// resamples, which is work for an optimised build: `VAGLIO_BINARY=.build/release/vaglio`.
struct SampleReportTests {
  @Test(
    .enabled(if: Vaglio.isOptimized, "needs a release build of the command"),
    arguments: [
      (
        "credit-default", "default",
        ["--slice", "sex", "--slice", "age:30,45,60", "--slice", "education"], Int32(3)
      ),
      ("diamonds", "price", ["--slice", "cut", "--slice", "carat:0.5,1,1.5"], 0),
    ])
  func `a sample report is made again to the byte`(
    _ name: String, _ label: String, _ slices: [String], _ code: Int32
  ) throws {
    let folder = try TemporaryFolder()
    let arguments =
      [
        "compare", "fixtures/\(name)/holdout.csv", "--label", label, "--id", "id",
        "--candidate", "column:candidate", "--production", "column:production",
        "--policy", "fixtures/\(name)/policy.yaml", "--seed", "7", "--resamples", "2000",
        "--confidence", "0.95", "--quiet",
      ] + slices
    let run = try Vaglio.run(
      arguments + ["--out", folder["report"].path], in: Repository.root)
    #expect(run.code == code, "\(run.error)")
    for file in ["report.json", "report.html"] {
      let (made, place) = (
        try Data(contentsOf: folder["report/\(file)"]), Repository["reports/\(name)/\(file)"]
      )
      if Repository.updates("UPDATE_REPORTS") {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try made.write(to: place)
      }
      #expect(try made == Data(contentsOf: place), "\(file) of \(name)")
    }
  }
}

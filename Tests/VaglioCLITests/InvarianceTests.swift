import Foundation
import Testing
import VaglioFindings

/// What must not change the record, and what the record must say of models that are alike.
struct InvarianceTests {
  private static let options =
    Sample.comparing + ["--id", "id", "--slice", "group", "--resamples", "200", "--json", "-"]

  private func record(_ folder: TemporaryFolder, _ arguments: [String]) throws -> Record {
    try Record(Vaglio.run(["compare"] + arguments, in: folder.url))
  }

  @Test func `one thread and two give the same files`() throws {
    let folder = try TemporaryFolder()
    let arguments = [
      "compare", Repository.creditDefault, "--label", "default", "--id", "id",
      "--candidate", "column:candidate", "--production", "column:production", "--slice", "sex",
      "--policy", Repository["fixtures/credit-default/policy.yaml"].path, "--resamples", "100",
      "--metric", "ks",
      "--format", "markdown", "--format", "junit",
    ]
    for threads in ["1", "2"] {
      let run = try Vaglio.run(
        arguments + ["--threads", threads, "--out", threads], in: folder.url)
      #expect(run.code == 3, "\(run.error)")
    }
    for file in ["report.json", "report.html", "report.md", "junit.xml"] {
      let one = try Data(contentsOf: folder["1/\(file)"])
      #expect(try one == Data(contentsOf: folder["2/\(file)"]), "\(file)")
    }
  }

  @Test func `rows in another order give the same findings`() throws {
    let folder = try TemporaryFolder()
    let rows = Sample.rows(400)
    try folder.write(Sample.csv(rows), to: "data.csv")
    try folder.write(Sample.csv(rows.reversed()), to: "reversed.csv")
    let order = rows.indices.sorted { ($0 * 7919 % 401, $0) < ($1 * 7919 % 401, $1) }
    try folder.write(Sample.csv(order.map { rows[$0] }), to: "shuffled.csv")
    let first = try record(folder, ["data.csv"] + Self.options)
    for name in ["reversed.csv", "shuffled.csv"] {
      let other = try record(folder, [name] + Self.options)
      #expect(other.findings == first.findings, "\(name)")
    }
  }

  @Test func `a file in parts, in JSON lines or gzipped gives the same record`() throws {
    let folder = try TemporaryFolder()
    let rows = Sample.rows(400)
    try folder.write(Sample.csv(rows), to: "data.csv")
    try folder.write(Sample.csv(Array(rows[..<150])), to: "first.csv")
    try folder.write(Sample.csv(Array(rows[150...])), to: "second.csv")
    let lines = rows.map { row in
      #"{"id":"\#(row[0])","label":\#(row[1]),"new":\#(row[2]),"old":\#(row[3]),"group":"\#(row[4])"}"#
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "data.jsonl")
    let gzip = try Vaglio.shell("gzip -k data.csv", in: folder.url)
    try #require(gzip.code == 0)
    let first = try record(folder, ["data.csv"] + Self.options)
    for files in [["first.csv", "second.csv"], ["data.jsonl"], ["data.csv.gz"]] {
      let other = try record(folder, files + Self.options)
      #expect(other.withoutProvenance == first.withoutProvenance, "\(files)")
    }
    let parts = try record(folder, ["first.csv", "second.csv"] + Self.options)
    let sources = try #require(parts.json["provenance"]?["data"]?.array)
    #expect(sources.map { $0["rows"]?.number } == [150, 250])
    let piped = try Vaglio.run(
      ["compare", "-"] + Self.options, input: Data(contentsOf: folder["data.csv"]),
      in: folder.url)
    let streamed = try Record(piped)
    #expect(streamed.withoutProvenance == first.withoutProvenance)
    #expect(
      streamed.json["provenance"]?["data"]?.array?.first?["sha256"]
        == first.json["provenance"]?["data"]?.array?.first?["sha256"])
  }

  @Test func `a model differs from itself by exactly 0, for certain`() throws {
    for (data, label) in [(Repository.creditDefault, "default"), (Repository.diamonds, "price")] {
      let record = try Record(
        Vaglio.run([
          "compare", data, "--label", label, "--candidate", "column:candidate", "--production",
          "column:candidate", "--json", "-",
        ]))
      let differences = record.findings.filter { $0["subject"]?.string == "difference" }
      #expect(differences.count > 10)
      for difference in differences {
        #expect(difference["value"]?.number == 0)
        #expect(difference["interval"]?["lower"]?.number == 0)
        #expect(difference["interval"]?["upper"]?.number == 0)
      }
    }
  }

  @Test func `a shift of all scores leaves the difference of areas at exactly 0`() throws {
    let folder = try TemporaryFolder()
    // Halves, quarters and eighths: adding a half rounds nothing, so that ranks stay.
    let rows = (0..<300).map { row in
      let score = Double(row * 37 % 256) / 512
      return [
        "r\(row)", row * 37 % 256 + row % 50 > 140 ? "1" : "0", "\(score + 0.5)", "\(score)", "a",
      ]
    }
    try folder.write(Sample.csv(rows), to: "data.csv")
    let record = try record(folder, ["data.csv"] + Sample.comparing + ["--json", "-"])
    for measure in ["roc_auc", "average_precision", "ks", "gini"] {
      #expect(record.finding(measure, "difference")?["value"]?.number == 0, "\(measure)")
    }
    let area = try #require(record.finding("roc_auc", "difference"))
    #expect(area["interval"]?["lower"]?.number == 0)
    #expect(area["interval"]?["upper"]?.number == 0)
    #expect(record.finding("brier_score", "difference")?["value"]?.number != 0)
  }

  @Test func `a frequency weight is a row that is repeated`() throws {
    let folder = try TemporaryFolder()
    let rows = Sample.rows(200)
    func weight(_ row: Int) -> Int { row % 3 + 1 }
    try folder.write(
      Sample.csv(
        rows.enumerated().map { $0.element + ["\(weight($0.offset))"] },
        header: Sample.header + ["weight"]), to: "weighted.csv")
    try folder.write(
      Sample.csv(
        rows.enumerated().flatMap { row in
          (0..<weight(row.offset)).map { copy in ["\(row.element[0])-\(copy)"] + row.element[1...] }
        }), to: "repeated.csv")
    let weighted = try record(
      folder,
      ["weighted.csv"] + Sample.comparing + [
        "--weight", "weight", "--weight-kind", "frequency", "--json", "-",
      ])
    let repeated = try record(folder, ["repeated.csv"] + Sample.comparing + ["--json", "-"])
    #expect(weighted.findings.count == repeated.findings.count)
    for (one, other) in zip(weighted.findings, repeated.findings) {
      #expect(one["measure"] == other["measure"])
      #expect(one["value"] == other["value"], "\(one["measure"]?.string ?? "")")
    }
    // Wilson's and DeLong's intervals see whole rows either way.
    for (measure, subject) in [("recall", "candidate"), ("roc_auc", "difference")] {
      #expect(
        weighted.finding(measure, subject)?["interval"]
          == repeated.finding(measure, subject)?["interval"], "\(measure)")
    }
  }

  @Test func `rows with a missing value are left out when that is asked for, and said`() throws {
    let folder = try TemporaryFolder()
    var rows = Sample.rows(200)
    let whole = rows
    rows[4][2] = ""
    rows[9][3] = "abc"
    try folder.write(Sample.csv(rows), to: "data.csv")
    try folder.write(
      Sample.csv(whole.enumerated().filter { $0.offset != 4 && $0.offset != 9 }.map(\.element)),
      to: "complete.csv")
    let run = try Vaglio.run(
      ["compare", "data.csv"] + Self.options + ["--missing", "drop"], in: folder.url)
    #expect(run.error.contains("2 rows left out because a value is missing\n"))
    let dropped = try Record(run)
    let complete = try record(folder, ["complete.csv"] + Self.options)
    #expect(dropped.findings == complete.findings)
    let source = try #require(dropped.json["provenance"]?["data"]?.array?.first)
    #expect(source["rows"]?.number == 200)
    #expect(source["dropped"]?.number == 2)
  }

  @Test func `rows that change most are named by their id`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Sample.csv(Sample.rows(100)), to: "data.csv")
    func names(_ options: [String]) throws -> [String] {
      let record = try record(folder, ["data.csv"] + Sample.comparing + options + ["--json", "-"])
      let rows = record.json["exhibits"]?.array?.first {
        $0["kind"]?.string == "disagreement_rows"
      }
      return try #require(rows?["series"]?["row"]?.array).compactMap(\.string)
    }
    let (identified, numbered) = (try names(["--id", "id"]), try names([]))
    #expect(identified.count == 10)
    // The id of row n is r(n − 1).
    #expect(
      numbered
        == identified.map { "row \((Int($0.dropFirst()) ?? 0) + 1)" })
  }
}

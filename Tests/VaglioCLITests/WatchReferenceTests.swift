import Foundation
import Testing
import VaglioFindings

/// `vaglio watch` against rows that are as they should be: drift, estimates before labels, several classes.
struct WatchReferenceTests {
  private static let data = Repository.root.appendingPathComponent("fixtures/credit-watch")
  private static let options = [
    "--time", "at", "--id", "id", "--score", "score", "--label", "default", "--label-time", "known",
    "--horizon", "20d", "--window", "7d", "--segment", "education", "--reference", "reference.csv",
    "--alerts", "alerts.yaml",
  ]
  private static let files = ["--replay", "predictions.csv", "--labels", "labels.csv"]

  private func exhibits(_ record: Record, _ kind: String) -> [JSONValue] {
    record.json["exhibits"]?.array?.filter { $0["kind"]?.string == kind } ?? []
  }

  private func column(_ exhibit: JSONValue?, _ name: String) -> [JSONValue] {
    exhibit?["series"]?[name]?.array ?? []
  }

  /// The fault begins on day 50: payment statuses of the largest group arrive as 0.
  @Test func `a fault of a pipeline shows in its column first, and in labels later`() throws {
    let record = try Record(
      Vaglio.run(["watch"] + Self.files + Self.options + ["--json", "-"], in: Self.data))
    let alerts = try #require(exhibits(record, "watch_alerts").first)
    let fired = zip(column(alerts, "alert"), column(alerts, "fired_at")).map { alert, at in
      (alert.string ?? "", ((at.number ?? 0) - 1_767_225_600) / 86_400)
    }
    let column0 = try #require(fired.first { $0.0 == "pay_0" })
    let loss = try #require(fired.first { $0.0 == "loss" })
    #expect(column0.1 > 50 && column0.1 < 70)
    #expect(loss.1 > column0.1)
    // Before the fault nothing rang.
    #expect(fired.allSatisfy { $0.1 > 50 })
    let drift = try #require(exhibits(record, "watch_drift").first)
    let moved = zip(column(drift, "column"), column(drift, "moved")).filter { $0.1.number == 1 }
      .compactMap { $0.0.string }
    #expect(Set(moved).isSubset(of: ["pay_0", "score"]))
    #expect(moved.contains("pay_0"))
  }

  @Test func `estimated performance stands beside realised, and can't see the fault`() throws {
    let record = try Record(
      Vaglio.run(["watch"] + Self.files + Self.options + ["--json", "-"], in: Self.data))
    let brier = try #require(
      exhibits(record, "watch_metric").first {
        $0["slice"]?.string == "all" && column($0, "metric").first?.string == "brier_score"
      })
    let (realised, estimated) = (column(brier, "value"), column(brier, "estimated"))
    let pairs = zip(realised, estimated).compactMap { a, b -> (Double, Double)? in
      guard let a = a.number, let b = b.number else { return nil }
      return (a, b)
    }
    try #require(pairs.count >= 14)
    func gap(_ pairs: ArraySlice<(Double, Double)>) -> Double {
      pairs.reduce(0) { $0 + $1.0 - $1.1 } / Double(pairs.count)
    }
    // Weeks 1 to 7 are before the fault, 9 to 14 after it.
    #expect(abs(gap(pairs[0..<7])) < 0.015)
    #expect(gap(pairs[8..<14]) > 0.02)
  }

  @Test func `a stream of lines gives what the replay gives, drift and all`() throws {
    let folder = try TemporaryFolder()
    func rows(_ name: String) throws -> [[String]] {
      try String(contentsOf: Self.data.appendingPathComponent(name), encoding: .utf8)
        .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    }
    let texts: Set = ["id", "at", "education"]
    var lines: [(at: String, text: String)] = []
    let predictions = try rows("predictions.csv")
    for row in predictions.dropFirst() {
      let members = zip(predictions[0], row).map { name, value in
        "\"\(name)\":" + (texts.contains(name) ? "\"\(value)\"" : value)
      }
      lines.append((row[1], "{\(members.joined(separator: ","))}"))
    }
    for row in try rows("labels.csv").dropFirst() {
      lines.append((row[1], "{\"id\":\"\(row[0])\",\"at\":\"\(row[1])\",\"default\":\(row[2])}"))
    }
    let stream = lines.sorted { $0.at < $1.at }.map { $0.text + "\n" }.joined()
    let copied = ["reference.csv", "alerts.yaml"]
    for name in copied {
      try folder.write(
        String(contentsOf: Self.data.appendingPathComponent(name), encoding: .utf8), to: name)
    }
    let options = Self.options.filter { $0 != "--label-time" && $0 != "known" }
    let run = try Vaglio.run(
      ["watch", "--follow", "-", "--out", "report"] + options, input: Data(stream.utf8),
      in: folder.url)
    #expect(run.code == 1, "\(run.error)")
    let followed = try Record(Data(contentsOf: folder["report/report.json"]))
    let replayed = try Record(
      Vaglio.run(["watch"] + Self.files + Self.options + ["--json", "-"], in: Self.data))
    #expect(followed.json["exhibits"] == replayed.json["exhibits"])
  }

  @Test func `in parts and with flat memory it is the same`() throws {
    let whole = try Record(
      Vaglio.run(["watch"] + Self.files + Self.options + ["--json", "-"], in: Self.data))
    let parts = try Record(
      Vaglio.run(
        ["watch"] + Self.files + Self.options + ["--disorder", "1h", "--json", "-"], in: Self.data))
    #expect(parts.withoutProvenance == whole.withoutProvenance)
  }

  @Test func `alerts on measures that nobody brings are refused`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "version: 1\nbudget: {days: 90, rows-per-day: 50}\nalerts:\n"
        + "  - {name: drift, watch: measure, measure: \"drift.psi[column=pay0]\", at-most: 0.2}\n",
      to: "alerts.yaml")
    let own = Self.options.dropLast(4) + ["--alerts", folder["alerts.yaml"].path]
    let without = try Vaglio.run(["watch"] + Self.files + own, in: Self.data)
    #expect(without.code == 2)
    #expect(without.error.contains("needs rows to be held against: give them by --reference"))
    let near = try Vaglio.run(
      ["watch"] + Self.files + own + ["--reference", "reference.csv"], in: Self.data)
    #expect(near.code == 2)
    #expect(near.error.contains("did you mean drift.psi[column=pay_0]?"), "\(near.error)")
  }

  @Test func `a reference too small for estimates is told, and watched for drift all the same`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write("score,default\n0.2,0\n0.7,1\n0.4,0\n", to: "small.csv")
    let own = Self.options.dropLast(4) + ["--reference", folder["small.csv"].path, "--json", "-"]
    let run = try Vaglio.run(["watch"] + Self.files + own, in: Self.data)
    #expect(run.code == 0)
    #expect(run.error.contains("no estimates before labels come: "), "\(run.error)")
    #expect(run.error.contains("calibration is watched as it is, not as a change: "))
    #expect(try exhibits(Record(run), "watch_drift").count == 1)
  }

  @Test func `a text among scores is refused with what can be done`() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,at,score\n1,2026-01-01T00:00:00Z,high\n", to: "p.csv")
    let run = try Vaglio.run(
      ["watch", "--replay", "p.csv", "--time", "at", "--id", "id", "--score", "score"],
      in: folder.url)
    #expect(run.code == 2)
    #expect(
      run.error
        == "error: p.csv, row 1, column \"score\": \"high\" is not a number "
        + "(write a number, or nothing where there is none)\n")
  }

  @Test func `several classes are watched by their probabilities`() throws {
    let folder = try TemporaryFolder()
    var (text, state) = ("id,at,p_a,p_b,p_c,label\n", UInt64(9))
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 0x1p53
    }
    for row in 0..<600 {
      let (a, b) = ((uniform() * 60).rounded() / 100, (uniform() * 40).rounded() / 100)
      let draw = uniform()
      let label = draw < a ? "a" : draw < a + b ? "b" : "c"
      let day = 1 + row / 100
      text += "\(row),2026-01-0\(day)T12:00:00Z,\(a),\(b),\(1 - a - b),\(label)\n"
    }
    try folder.write(text, to: "p.csv")
    let options = ["watch", "--replay", "p.csv", "--time", "at", "--id", "id", "--label", "label"]
    let record = try Record(
      Vaglio.run(options + ["--score", "p_*", "--json", "-"], in: folder.url))
    let accuracy = try #require(record.finding("accuracy", "model")?["value"]?.number)
    #expect(accuracy > 0.3 && accuracy < 0.9)
    let named = ["--score", "a=p_a", "--score", "b=p_b", "--score", "c=p_c"]
    let other = try Record(Vaglio.run(options + named + ["--json", "-"], in: folder.url))
    #expect(other.withoutProvenance == record.withoutProvenance)
    let refused = try Vaglio.run(
      options + named + ["--metric", "log_loss"], in: folder.url)
    #expect(refused.code == 2)
    #expect(refused.error.contains("needs the probabilities of all classes"), "\(refused.error)")
  }
}

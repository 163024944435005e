import Foundation
import Testing
import VaglioFindings

/// `vaglio watch`: history and streams through windows and alerts.
struct WatchTests {
  private static let columns = [
    "--time", "at", "--id", "id", "--score", "score", "--label", "default", "--label-time",
    "known", "--horizon", "10d",
  ]
  private static let segments = ["--segment", "region=east,north,south,west"]

  /// Sixty days of 100 predictions; from day 25 on region south defaults far oftener.
  private struct History {
    var predictions = ["id,at,score,region"]
    var labels = ["id,known,default"]
    var lines: [(at: Double, text: String)] = []

    init(days: Int = 60) {
      var state: UInt64 = 5
      func uniform() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 0x1p53
      }
      for row in 0..<(days * 100) {
        let day = Double(row) / 100
        let score = (0.05 + 0.5 * uniform() * 1000).rounded() / 1000
        let region = ["north", "south", "east", "west"][Int(uniform() * 4)]
        let share = region == "south" && day >= 25 ? min(1, score + 0.35) : score
        let label = uniform() < share ? 1 : 0
        let known = day + 8 * uniform()
        predictions.append("r\(row),\(Self.time(day)),\(score),\(region)")
        labels.append("r\(row),\(Self.time(known)),\(label)")
        lines.append(
          (
            day,
            "{\"id\":\"r\(row)\",\"time\":\"\(Self.time(day))\",\"score\":\(score),"
              + "\"region\":\"\(region)\"}"
          ))
        lines.append(
          (known, "{\"id\":\"r\(row)\",\"time\":\"\(Self.time(known))\",\"label\":\(label)}"))
      }
    }

    static func time(_ day: Double) -> String {
      let date = Date(timeIntervalSince1970: 1_767_225_600 + (day * 86_400).rounded())
      return date.formatted(.iso8601)
    }

    /// The lines of a stream, in order of time.
    var stream: String { lines.sorted { $0.at < $1.at }.map { $0.text + "\n" }.joined() }

    func write(to folder: TemporaryFolder) throws {
      try folder.write(predictions.joined(separator: "\n") + "\n", to: "predictions.csv")
      try folder.write(labels.joined(separator: "\n") + "\n", to: "labels.csv")
      try folder.write(
        """
        version: 1
        budget: {days: 90, rows-per-day: 100}
        alerts:
          - {name: calibration, watch: calibration, segments: [region], keep-firing-for: 30d}
          - {name: auc, watch: metric, metric: roc_auc, at-least: 0.4, min-coverage: 0.8}

        """, to: "alerts.yaml")
    }
  }

  private func exhibit(_ record: Record, _ kind: String) throws -> JSONValue {
    try #require(record.json["exhibits"]?.array?.first { $0["kind"]?.string == kind }, "\(kind)")
  }

  /// The record but for what tells how it was come by.
  private func substance(_ run: Vaglio.Run) throws -> JSONValue {
    try Record(run).withoutProvenance
  }

  @Test func `a broken segment is named, and what the alert cost and caught`() throws {
    let folder = try TemporaryFolder()
    try History().write(to: folder)
    let run = try Vaglio.run(
      ["watch", "--replay", "predictions.csv", "--labels", "labels.csv"] + Self.columns + [
        "--segment", "region", "--alerts", "alerts.yaml", "--json", "-",
      ], in: folder.url)
    // It fires to the end, for the change lasts.
    #expect(run.code == 1)
    let record = try Record(run)
    let alerts = try exhibit(record, "watch_alerts")
    let slices = alerts["series"]?["slice"]?.array?.compactMap(\.string) ?? []
    #expect(slices.contains("region=south"))
    let fired = try #require(alerts["series"]?["fired_at"]?.array?.first?.number)
    let day = (fired - 1_767_225_600) / 86_400
    #expect(day > 25 && day < 40)
    let hindsight = try exhibit(record, "watch_hindsight")["series"]
    #expect(hindsight?["alert"]?.array?.compactMap(\.string) == ["calibration", "auc"])
    #expect(try #require(hindsight?["caught"]?.array?.first?.number) >= 1)
    #expect(hindsight?["missed"]?.array?.first?.number == 0)
    #expect(hindsight?["unexplained"]?.array?.first?.number == 0)
    #expect(hindsight?["fired"]?.array?.last?.number == 0)
    let stretches = try exhibit(record, "watch_stretches")["series"]
    let start = try #require(stretches?["start"]?.array?.first?.number)
    #expect(abs((start - 1_767_225_600) / 86_400 - 25) <= 2)
    #expect(record.finding("watch.firing", "model")?["value"]?.number ?? 0 >= 1)
    #expect(record.finding("roc_auc", "model")?["value"]?.number != nil)
  }

  @Test func `order of rows, files and reading in parts do not show`() throws {
    let folder = try TemporaryFolder()
    let history = History()
    try history.write(to: folder)
    let options = Self.columns + Self.segments + ["--alerts", "alerts.yaml", "--json", "-"]
    let whole = try substance(
      Vaglio.run(
        ["watch", "--replay", "predictions.csv", "--labels", "labels.csv"] + options,
        in: folder.url))
    for (part, rows) in [1..<3001, 3001..<6001].enumerated() {
      let lines = [history.predictions[0]] + history.predictions[rows].reversed()
      try folder.write(lines.joined(separator: "\n") + "\n", to: "part\(part).csv")
    }
    let shuffled = [history.labels[0]] + history.labels.dropFirst().sorted()
    try folder.write(shuffled.joined(separator: "\n") + "\n", to: "shuffled.csv")
    let parts = ["watch", "--replay", "part1.csv", "part0.csv", "--labels", "shuffled.csv"]
    #expect(try substance(Vaglio.run(parts + options, in: folder.url)) == whole)
    let ordered =
      [
        "watch", "--replay", "part0.csv", "part1.csv", "--labels", "shuffled.csv", "--disorder",
        "1h",
      ]
    #expect(try substance(Vaglio.run(ordered + options, in: folder.url)) == whole)
  }

  @Test func `labels may stand beside their predictions`() throws {
    let folder = try TemporaryFolder()
    let history = History()
    try history.write(to: folder)
    let options = Self.columns + Self.segments + ["--alerts", "alerts.yaml", "--json", "-"]
    let apart = try substance(
      Vaglio.run(
        ["watch", "--replay", "predictions.csv", "--labels", "labels.csv"] + options,
        in: folder.url))
    let joined = zip(history.predictions, history.labels).map { prediction, label in
      prediction + "," + label.split(separator: ",").dropFirst().joined(separator: ",")
    }
    try folder.write(joined.joined(separator: "\n") + "\n", to: "joined.csv")
    #expect(
      try substance(Vaglio.run(["watch", "--replay", "joined.csv"] + options, in: folder.url))
        == apart)
    // In parts too: labels wait until they were known.
    let parts = ["watch", "--replay", "joined.csv", "--disorder", "0"] + options
    #expect(try substance(Vaglio.run(parts, in: folder.url)) == apart)
  }

  @Test func `a stream gives what its replay gives`() throws {
    let folder = try TemporaryFolder()
    let history = History()
    try history.write(to: folder)
    let replayed = try Record(
      Vaglio.run(
        ["watch", "--replay", "predictions.csv", "--labels", "labels.csv"] + Self.columns
          + Self.segments + ["--alerts", "alerts.yaml", "--json", "-"], in: folder.url))
    let run = try Vaglio.run(
      ["watch", "--follow", "-", "--horizon", "10d", "--alerts", "alerts.yaml", "--out", "report"]
        + Self.segments, input: Data(history.stream.utf8), in: folder.url)
    #expect(run.code == 1, "\(run.error)")
    #expect(run.text.contains("firing  calibration in region=south\n    calibration: "))
    let followed = try Record(Data(contentsOf: folder["report/report.json"]))
    #expect(followed.json["exhibits"] == replayed.json["exhibits"])
    #expect(followed.json["findings"] == replayed.json["findings"])
    // For machines: a line for each window and each change.
    let lines = try Vaglio.run(
      ["watch", "--follow", "-", "--horizon", "10d", "--alerts", "alerts.yaml", "--json", "-"]
        + Self.segments, input: Data(history.stream.utf8), in: folder.url)
    let values = try lines.text.split(separator: "\n").map {
      try JSONValue(parsing: Array($0.utf8))
    }
    #expect(values.contains { $0["window"] != nil })
    let firing = values.compactMap { $0["alert"] }.first { $0["phase"]?.string == "firing" }
    #expect(firing?["slice"]?.string == "region=south")
  }

  @Test func `lines that can't be read are set aside, and the others are not`() throws {
    let folder = try TemporaryFolder()
    let good = (0..<5).map {
      "{\"id\":\($0),\"time\":\"2026-01-01T0\($0):00:00Z\",\"score\":0.3,\"label\":\($0 % 2)}"
    }
    let bad = [
      "{\"id\":7,\"time\":\"soon\",\"score\":0.3}", "not json",
      "{\"id\":8,\"time\":\"2026-01-01T00:00:00Z\",\"score\":\"<script>\"}",
      "{\"time\":\"2026-01-01T00:00:00Z\",\"score\":0.3}",
    ]
    let lines = [good[0], bad[0], good[1], bad[1], "", bad[2], good[2], good[3], bad[3], good[4]]
    let run = try Vaglio.run(
      ["watch", "--follow", "-", "--out", "report"],
      input: Data(lines.joined(separator: "\n").utf8), in: folder.url)
    #expect(run.code == 0)
    for number in [2, 4, 6, 9] {
      #expect(run.error.contains("standard input, line \(number): set aside: "), "\(number)")
    }
    #expect(run.error.contains("\"soon\" is not a time such as"))
    let record = try Record(Data(contentsOf: folder["report/report.json"]))
    let events = try exhibit(record, "watch_events")["series"]
    #expect(events?["count"]?.array?.prefix(2).map(\.number) == [5, 5])
    #expect(
      record.json["notes"]?.array?.compactMap(\.string).contains(
        "4 lines could not be read, and were set aside") == true)
  }

  @Test func `a growing file is followed over its replacement until it is quiet`() throws {
    let folder = try TemporaryFolder()
    func line(_ id: Int) -> String {
      "{\"id\":\(id),\"time\":\"2026-01-01T00:0\(id):00Z\",\"score\":0.3}\n"
    }
    try folder.write(line(0), to: "events.jsonl")
    let process = try Vaglio.start(
      ["watch", "--follow", "events.jsonl", "--idle", "2s", "--out", "report"], in: folder.url,
      error: folder["error"])
    usleep(500_000)
    // The old file grows, half a line at first, then another takes its name.
    let old = try FileHandle(forWritingTo: folder["events.jsonl"])
    try old.seekToEnd()
    try old.write(contentsOf: Data(line(1).prefix(20).utf8))
    usleep(300_000)
    try old.write(contentsOf: Data(line(1).dropFirst(20).utf8))
    usleep(500_000)
    try folder.write(line(2) + line(3), to: "next.jsonl")
    try #require(rename(folder["next.jsonl"].path, folder["events.jsonl"].path) == 0)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let record = try Record(Data(contentsOf: folder["report/report.json"]))
    #expect(try exhibit(record, "watch_events")["series"]?["count"]?.array?.first?.number == 4)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `an interruption ends a stream in order, with its report`(_ signal: Int32) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "{\"id\":1,\"time\":\"2026-01-01T00:00:00Z\",\"score\":0.3}\n", to: "events.jsonl")
    let process = try Vaglio.start(
      ["watch", "--follow", "events.jsonl", "--out", "report"], in: folder.url,
      error: folder["error"])
    usleep(700_000)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 0)
    let record = try Record(Data(contentsOf: folder["report/report.json"]))
    #expect(try exhibit(record, "watch_events")["series"]?["count"]?.array?.first?.number == 1)
  }

  @Test func `alerts are tested by cases`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "version: 1\nbudget: {days: 90, rows-per-day: 10}\nalerts:\n"
        + "  - {name: auc, watch: metric, metric: roc_auc, at-least: 0.7, for: 1d}\n",
      to: "alerts.yaml")
    func cases(_ phase: String) -> String {
      """
      alerts: alerts.yaml
      cases:
        - name: two bad days
          step: 1d
          series: [{alert: auc, values: "0.8 0.6 0.6"}]
          expect: [{at: 2d, alert: auc, phase: \(phase)}]

      """
    }
    try folder.write(cases("firing"), to: "good.yaml")
    try folder.write(cases("pending"), to: "bad.yaml")
    let good = try Vaglio.run(["watch", "--test", "good.yaml"], in: folder.url)
    #expect(good.code == 0)
    #expect(good.text == "1 case, all as expected\n")
    let bad = try Vaglio.run(["watch", "--test", "bad.yaml"], in: folder.url)
    #expect(bad.code == 1)
    #expect(
      bad.text.hasSuffix("should be pending, and is firing\n1 case; 1 expectation is not met\n"))
  }

  @Test func `corrections and kinds of rows are told by a column`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      id,at,score,label,what
      a,2026-01-01T00:00:00Z,0.9,,prediction
      b,2026-01-01T01:00:00Z,0.2,,prediction
      a,2026-01-01T02:00:00Z,,1,label
      b,2026-01-01T02:00:00Z,,1,label
      b,2026-01-01T03:00:00Z,,0,correction

      """, to: "log.csv")
    let options = [
      "watch", "--replay", "log.csv", "--time", "at", "--id", "id", "--score", "score", "--label",
      "label", "--event", "what", "--horizon", "1d", "--json", "-",
    ]
    let record = try Record(Vaglio.run(options, in: folder.url))
    #expect(record.finding("accuracy", "model")?["value"]?.number == 1)
    let events = try exhibit(record, "watch_events")["series"]?["count"]?.array?.map(\.number)
    #expect(events?.prefix(3) == [2, 2, 1])
    try folder.write("id,at,score,label,what\na,2026-01-01T00:00:00Z,0.9,,guess\n", to: "log.csv")
    let run = try Vaglio.run(options, in: folder.url)
    #expect(run.code == 2)
    #expect(
      run.error
        == "error: log.csv, row 1, column \"what\": \"guess\" is no event "
        + "(write prediction, label, correction)\n")
  }

  @Test func `a column of segments that vanishes is told, and stops nothing`() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,at,score,region\na,2026-01-01T00:00:00Z,0.9,north\n", to: "one.csv")
    try folder.write("id,at,score\nb,2026-01-02T00:00:00Z,0.9\n", to: "two.csv")
    let run = try Vaglio.run(
      [
        "watch", "--replay", "one.csv", "two.csv", "--time", "at", "--id", "id", "--score",
        "score", "--segment", "region", "--json", "-",
      ], in: folder.url)
    #expect(run.code == 0)
    #expect(
      run.error.contains("two.csv: there is no column \"region\"; its rows count as (missing)"))
    let record = try Record(run)
    let slices = record.json["exhibits"]?.array?.filter { $0["kind"]?.string == "watch_windows" }
      .compactMap { $0["slice"]?.string }
    #expect(slices == ["all", "region=north", "region=(missing)"])
  }

  /// Each with what the message must say.
  @Test(arguments: [
    (["--replay", "p.csv"], "no --time: name the column of the predictions' times"),
    ([], "no events: name files of predictions by --replay"),
    (["--replay", "p.csv", "--follow", "-"], "--replay and --follow: give one of them"),
    (["--replay", "p.csv", "--time", "att"], "did you mean \"at\"?"),
    (["--replay", "p.csv", "--time", "score"], "holds number values, not times"),
    (["--replay", "absent.csv", "--time", "at"], "absent.csv"),
    (["--replay", "p.csv", "--time", "at", "--label-time", "at"], "no --horizon"),
    (["--replay", "p.csv", "--time", "at", "--labels", "l.csv"], "no --label"),
    (["--replay", "p.csv", "--time", "at", "--window", "soon"], "--window soon: give a length"),
    (["--replay", "p.csv", "--time", "at", "--step", "7h"], "1 to 10000 whole steps of 7h"),
    (["--replay", "p.csv", "--time", "at", "--segment", "regin"], "did you mean \"region\"?"),
    (["--replay", "p.csv", "--time", "at", "--segment", "=a"], "--segment =a: write column"),
    (
      ["--replay", "p.csv", "--time", "at", "--metric", "brier_scor"],
      "did you mean \"brier_score\"?"
    ),
    (["--replay", "p.csv", "--time", "at", "--task", "multiclass"], "--task multiclass"),
    (["--replay", "p.csv", "--time", "at", "--idle", "3s"], "they are about --follow"),
    (["--replay", "p.csv", "--time", "at", "--evidence-order", "x"], "label-arrival or horizon"),
    (["--replay", "p.csv", "--time", "at", "--alerts", "a.yaml"], "a.yaml"),
    (["--follow", "-", "--segment", "region"], "its levels must be known beforehand"),
    (["--follow", "-", "p.csv"], "standard input is followed alone"),
    (["--follow", "absent.jsonl"], "absent.jsonl: there is no such file"),
    (["--follow", "-", "--labels", "l.csv"], "labels come as lines of their own"),
    (["--test", "cases.yaml", "--alerts", "a.yaml"], "--test takes neither data nor --alerts"),
  ])
  func `what can't be done is said`(_ arguments: [String], _ words: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("id,at,score,region\na,2026-01-01T00:00:00Z,0.9,north\n", to: "p.csv")
    try folder.write("version: 1\nbudget: {days: 0, rows-per-day: 1}\nalerts: []\n", to: "a.yaml")
    let needed = arguments.contains("--replay") ? ["--id", "id", "--score", "score"] : []
    let run = try Vaglio.run(["watch"] + arguments + needed, in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.contains(words), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test func `a label without the time at which it became known is refused`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "id,at,score,label,known\na,2026-01-01T00:00:00Z,0.9,1,\n"
        + "b,2026-01-01T00:00:00Z,0.9,,2026-01-02T00:00:00Z\n", to: "p.csv")
    let run = try Vaglio.run(
      [
        "watch", "--replay", "p.csv", "--time", "at", "--id", "id", "--score", "score", "--label",
        "label", "--label-time", "known", "--horizon", "1d",
      ], in: folder.url)
    #expect(run.code == 2)
    #expect(
      run.error.contains("p.csv, row 1, column \"known\": the label has no time"), "\(run.error)")
  }
}

import FoundationEssentials
import Glibc
import Testing
import VaglioFindings

@testable import VaglioStatistics

/// False alarms and delays in simulation; slow, and run when `VAGLIO_SLOW` is 1. With `UPDATE_DOCS` the
/// tables of `docs/detectors.md` are written.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct DetectorTableTests {
  private static let streams = 200

  /// What a contestant did on the streams.
  private struct Score {
    var ringing = 0
    var alarms = 0
    var delays: [DetectorStream: [Int?]] = [:]
  }

  private func score(_ contestant: Contestant) throws -> Score {
    var score = Score()
    for number in 0..<Self.streams {
      let alarms = try contestant.alarms(number, 0.1, DetectorStream.quiet.coins(number))
      score.alarms += alarms.count
      score.ringing += alarms.isEmpty ? 0 : 1
      for stream in DetectorStream.allCases where stream != .quiet {
        let alarms = try contestant.alarms(number, 0.1, stream.coins(number))
        let first = alarms.first { $0 >= DetectorStream.stableRows }
        score.delays[stream, default: []].append(first.map { $0 - DetectorStream.stableRows + 1 })
      }
    }
    return score
  }

  /// Whether a count among the streams is within four binomial standard errors of a bound.
  private func isWithin(_ count: Int, _ bound: Double) -> Bool {
    let n = Double(Self.streams)
    return Double(count) <= n * bound + 4 * (n * bound * (1 - bound)).squareRoot()
  }

  @Test func `false alarms keep their bounds, looked at after every row of ninety days`() throws {
    var lines: [String] = []
    for contestant in Contestant.all {
      let score = try score(contestant)
      switch contestant.promise {
      case .ever(let alpha): #expect(isWithin(score.ringing, alpha), "\(contestant.name)")
      // A stream of A rows has one alarm at most on average; counts vary at most as a Poisson's do.
      case .apart:
        let n = Double(Self.streams)
        #expect(Double(score.alarms) <= n + 4 * n.squareRoot(), "\(contestant.name)")
      case .none: break
      }
      lines.append(line(contestant, score))
    }
    try report(lines + riverLines(), table: "coins")
  }

  @Test func `false alarms keep their bounds on skewed values`() throws {
    var lines: [String] = []
    for contestant in Contestant.all where !["DDM", "EDDM"].contains(contestant.name) {
      // The sources of learnt baselines are coins, the daily tests know coins alone.
      guard contestant.baseline != "5,000 rows", !contestant.name.contains("z >") else { continue }
      var (ringing, total) = (0, 0)
      for number in 0..<Self.streams {
        let alarms = try contestant.alarms(number, 1 / 7.0, DetectorStream.skewed(number))
        ringing += alarms.isEmpty ? 0 : 1
        total += alarms.count
      }
      if case .ever(let alpha) = contestant.promise {
        #expect(isWithin(ringing, alpha), "\(contestant.name)")
      }
      if case .apart = contestant.promise {
        #expect(Double(total) <= 200 + 4 * 200.0.squareRoot(), "\(contestant.name)")
      }
      lines.append(
        "| \(contestant.name) | \(contestant.promise.text) | \(percent(ringing)) | "
          + "\(hundredths(Double(total) / Double(Self.streams))) |")
    }
    try report(lines, table: "skewed")
  }

  @Test(arguments: MeanHypothesis.Alternative.allCases)
  func `mean run lengths to false alarms are at least their bound`(
    alternative: MeanHypothesis.Alternative
  ) throws {
    let bound = 1000.0
    for form in EDetector.Form.allCases {
      for isSkewed in [false, true] {
        let mean = isSkewed ? 1 / 7.0 : 0.1
        var lengths: [Double] = []
        for number in 0..<300 {
          var detector = try EDetector(
            MeanHypothesis(mean: mean, alternative: alternative), runLength: bound, form: form)
          // Runs beyond 30 bounds are cut off, which only shortens the mean.
          let draws = KeyedUniform(seed: 4_000_000 + UInt64(number))
          let rows = (0..<UInt64(30_000)).map { row in
            let u = draws.number(ofKey: row)
            return isSkewed ? pow(u, 6) : u < 0.1 ? 1.0 : 0
          }
          lengths.append(Double(try detector.take(rows)))
        }
        let average = lengths.reduce(0, +) / 300
        let variance = lengths.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 299
        #expect(average + 4 * (variance / 300).squareRoot() >= bound, "\(form) \(average)")
      }
    }
  }

  @Test func `distribution bands and Kolmogorov's drift keep their bounds`() throws {
    var (outside, ringing) = (0, 0)
    let cuts = (1..<50).map { Double($0) / 50 }
    for number in 0..<Self.streams {
      let rows = DetectorStream.skewed(number)
      var sequence = try DistributionSequence(DistributionBand(alpha: 0.05), cuts: cuts)
      var isOutside = false
      for start in stride(from: 0, to: rows.count, by: 50) {
        try sequence.add(Array(rows[start..<(start + 50)]))
        let bounds = try sequence.cumulativeBounds()
        isOutside =
          isOutside
          || zip(bounds, cuts).contains { bounds, cut in
            !(bounds.lower...bounds.upper ~= pow(cut, 1 / 6.0))
          }
      }
      outside += isOutside ? 1 : 0
      var detector = try KolmogorovDriftDetector(
        reference: DetectorStream.skewed(number + 500_000, count: 2000), alpha: 0.05)
      ringing += try detector.take(rows) < rows.count ? 1 : 0
    }
    #expect(isWithin(outside, 0.05) && isWithin(ringing, 0.05), "\(outside) \(ringing)")
  }

  @Test func `calibration is doubted falsely as seldom as promised`() throws {
    var ringing = 0
    for number in 0..<Self.streams {
      let draws = KeyedUniform(seed: 5_000_000 + UInt64(number))
      var test = try CalibrationTest()
      var greatest = 0.0
      for row in 0..<UInt64(20_000) {
        let p = draws.number(ofKey: 2 * row)
        let label = draws.number(ofKey: 2 * row + 1) < p ? 1.0 : 0
        try test.add(labels: [label], probabilities: [p])
        greatest = max(greatest, try test.evidence().logEValue)
      }
      ringing += greatest >= log(20) ? 1 : 0
    }
    #expect(isWithin(ringing, 0.05), "\(ringing)")
  }
}

/// How the tables look.
extension DetectorTableTests {
  private func percent(_ count: Int) -> String {
    "\((Double(count) * 1000 / Double(Self.streams)).rounded() / 10) %"
  }

  private func hundredths(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

  private func line(_ contestant: Contestant, _ score: Score) -> String {
    let delays = DetectorStream.allCases.dropFirst().map { delay(score.delays[$0] ?? []) }
    return
      "| \(contestant.name) | \(contestant.baseline) | \(contestant.promise.text) | "
      + "\(percent(score.ringing)) | \(hundredths(Double(score.alarms) / Double(Self.streams))) | "
      + delays.joined(separator: " | ") + " |"
  }

  /// The median delay and the share of streams without an alarm in time; the median is missing where
  /// that is most.
  private func delay(_ delays: [Int?]) -> String {
    let sorted = delays.map { $0 ?? .max }.sorted()
    let missed = delays.count { $0 == nil }
    let median = sorted[(sorted.count - 1) / 2]
    let text = median == .max ? "–" : "\(median)"
    return missed == 0 ? text : "\(text) (\(percent(missed)))"
  }

  /// river's detectors on the same streams.
  private func riverLines() throws -> [String] {
    let measured = try SequentialFixture("river_measured").json
    return ["ADWIN", "Page–Hinkley", "DDM", "EDDM", "HDDM_A", "HDDM_W"].map { name in
      let entry = measured[name] ?? .null
      let delays = DetectorStream.allCases.dropFirst().map { stream in
        delay((entry[stream.rawValue]?.array ?? []).map { $0.number.map { Int($0) } })
      }
      return
        "| river's \(name) | learnt | nothing | \(percent(Int(entry["streams"]?.number ?? 0))) | "
        + "\(hundredths((entry["alarms"]?.number ?? 0) / Double(Self.streams))) | "
        + delays.joined(separator: " | ") + " |"
    }
  }

  /// Writes a table into the page, or finds it there as it was measured.
  private func report(_ lines: [String], table: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = root.appending(path: "docs/detectors.md")
    let text = try #require(String(data: Data(contentsOf: page), encoding: .utf8))
    let (begin, end) = ("<!-- \(table): begin -->\n", "<!-- \(table): end -->")
    let first = try #require(text.firstRange(of: begin)),
      last = try #require(text.firstRange(of: end))
    let written = lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
      let updated = text[..<first.upperBound] + written + text[last.lowerBound...]
      try Data(updated.utf8).write(to: page)
    } else {
      #expect(text[first.upperBound..<last.lowerBound].hasSuffix(written))
    }
  }
}

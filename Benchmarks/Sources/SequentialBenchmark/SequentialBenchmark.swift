import FoundationEssentials
import Glibc
import VaglioStatistics

/// Feeds every sequential method a stream of hashed coins of rate 0.1 and prints, as one JSON object a
/// line, nanoseconds of CPU a row in the first and the last tenth, and the size of the saved state.
///
/// `SequentialBenchmark [ROWS]`: 10 million rows by default, in blocks of 500, probabilities of 0.1 for
/// the calibration test, one state; thresholds are so high that nothing rings.
@main
struct SequentialBenchmark {
  static func main() throws {
    let rows = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000_000
    let blocks = coins(rows)
    try bounds(blocks)
    try detectors(blocks)
    try mergeable(blocks)
  }

  /// Hashed coins in blocks of 500.
  static func coins(_ count: Int) -> [[Double]] {
    let draws = KeyedUniform(seed: 6)
    return (0..<(count / 500)).map { block in
      (0..<500).map { draws.number(ofKey: UInt64(500 * block + $0)) < 0.1 ? 1.0 : 0 }
    }
  }

  static func bounds(_ blocks: [[Double]]) throws {
    let boundary = try NormalMixtureBoundary(alpha: 0.05, sides: .both, plannedCount: 10_000)
    try add("AsymptoticSequence", AsymptoticSequence(boundary), blocks)
    try add("EmpiricalBernsteinSequence", EmpiricalBernsteinSequence(alpha: 0.05), blocks)
    try add("BettingSequence", BettingSequence(alpha: 0.05), blocks)
    try add("RunningAverageSequence", RunningAverageSequence(alpha: 0.05), blocks)
    let cuts = (0..<256).map { Double($0) / 256 }
    try add(
      "DistributionSequence, 256 cuts",
      DistributionSequence(DistributionBand(alpha: 0.05), cuts: cuts), blocks)
  }

  static func detectors(_ blocks: [[Double]]) throws {
    let rises = try MeanHypothesis(mean: 0.1, alternative: .greater)
    let moves = try MeanHypothesis(mean: 0.1, alternative: .different)
    try take("EDetector, one side", EDetector(rises, runLength: 1e200), blocks)
    try take("EDetector, two sides", EDetector(moves, runLength: 1e200), blocks)
    try take("AdaptiveBettingTest, one side", AdaptiveBettingTest(rises, alpha: 1e-200), blocks)
    try take("AdaptiveBettingTest, two sides", AdaptiveBettingTest(moves, alpha: 1e-200), blocks)
    try take(
      "ConformalMartingale, 256 cuts",
      ConformalMartingale(cuts: (0..<256).map { Double($0) / 256 }, threshold: 1e100), blocks)
    try take(
      "KolmogorovDriftDetector",
      KolmogorovDriftDetector(reference: blocks[0], alpha: 0.01, tolerance: 0.5), blocks)
    try take("AdaptiveWindowDetector", AdaptiveWindowDetector(delta: 1e-9), blocks)
    try take("PageHinkleyDetector", PageHinkleyDetector(threshold: 1e9), blocks)
    try take(
      "CumulativeSumDetector", CumulativeSumDetector(target: 0.1, slack: 0.025, threshold: 1e9),
      blocks)
    try take("ErrorRateDetector", ErrorRateDetector(alarmThreshold: 1e9), blocks)
    try take("ErrorDistanceDetector", ErrorDistanceDetector(alarmRatio: 1e-9), blocks)
  }

  static func mergeable(_ blocks: [[Double]]) throws {
    var mixture = MixtureBettingTest(try MeanHypothesis(mean: 0.1, alternative: .different))
    try timed("MixtureBettingTest, 24 bets", blocks, &mixture) { test, block in
      try test.add(block)
    }
    var calibration = try CalibrationTest(segmentCount: 50)
    let probabilities = Array(repeating: 0.1, count: 500)
    let all = Array(repeating: Int32(0), count: 500)
    try timed("CalibrationTest, 1 segment a row", blocks, &calibration) { test, block in
      try test.add(labels: block, probabilities: probabilities, segments: [all])
    }
    let columns = (0..<4).map { column in
      (0..<500).map { (row: Int) -> Int32 in Int32(1 + 12 * column + row % 12) }
    }
    try timed("CalibrationTest, 5 segments a row of 50", blocks, &calibration) { test, block in
      try test.add(labels: block, probabilities: probabilities, segments: [all] + columns)
    }
  }

  static func add<S: ConfidenceSequence>(
    _ name: String, _ sequence: S, _ blocks: [[Double]]
  ) throws {
    var sequence = sequence
    try timed(name, blocks, &sequence) { state, block in
      try state.add(block)
      // A look at the end of each block.
      _ = try? state.bounds()
    }
  }

  static func take<D: SequentialDetector>(
    _ name: String, _ detector: D, _ blocks: [[Double]]
  ) throws {
    var detector = detector
    try timed(name, blocks, &detector) { state, block in _ = try state.take(block) }
    if detector.isAlarmed { fatalError("\(name) rang") }
  }

  static func timed<State: Encodable>(
    _ name: String, _ blocks: [[Double]], _ state: inout State,
    _ step: (inout State, [Double]) throws -> Void
  ) throws {
    let tenth = max(1, blocks.count / 10)
    var marks = [seconds()]
    for (index, block) in blocks.enumerated() {
      try step(&state, block)
      if (index + 1) % tenth == 0 { marks.append(seconds()) }
    }
    let rows = Double(tenth * 500) / 1e9
    let whole = (marks[marks.count - 1] - marks[0]) / (rows * Double(marks.count - 1))
    let last = (marks[marks.count - 1] - marks[marks.count - 2]) / rows
    let size = try JSONEncoder().encode(state).count
    print(
      #"{"method": "\#(name)", "ns_per_row": \#(rounded(whole)), "first_tenth": "#
        + "\(rounded((marks[1] - marks[0]) / rows)), \"last_tenth\": \(rounded(last)), "
        + "\"saved_bytes\": \(size)}")
  }

  static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  static func seconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
  }
}

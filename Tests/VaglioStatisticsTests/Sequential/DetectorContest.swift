import Glibc

@testable import VaglioStatistics

/// Streams on which detectors are compared, the same for river's (`fixtures/sequential/measure_river.py`).
enum DetectorStream: String, CaseIterable, Sendable {
  case quiet, eleven = "0.11", twelve = "0.12", fifteen = "0.15"

  /// Ninety days of 500 rows.
  static let quietRows = 45_000
  static let stableRows = 5000
  static let rowsAfter = 20_000

  private var offset: UInt64 { UInt64(1000 * (Self.allCases.firstIndex(of: self) ?? 0)) }

  /// Coins of rate 0.1, changing after 5,000 rows to the stream's rate.
  func coins(_ number: Int) -> [Double] {
    let draws = KeyedUniform(seed: 1_000_000 + offset + UInt64(number))
    let rate = Double(rawValue)
    let count = rate == nil ? Self.quietRows : Self.stableRows + Self.rowsAfter
    return (0..<count).map { row in
      let p = row < Self.stableRows ? 0.1 : rate ?? 0.1
      return draws.number(ofKey: UInt64(row)) < p ? 1 : 0
    }
  }

  /// Five thousand coins of rate 0.1 from before, for those who must learn the rate.
  static func source(_ number: Int) -> [Double] {
    let draws = KeyedUniform(seed: 2_000_000 + UInt64(number))
    return (0..<5000).map { draws.number(ofKey: $0) < 0.1 ? 1 : 0 }
  }

  /// Skewed values in 0...1 of mean 1/7: sixth powers of uniform numbers.
  static func skewed(_ number: Int, count: Int = quietRows) -> [Double] {
    let draws = KeyedUniform(seed: 3_000_000 + UInt64(number))
    return (0..<count).map { row in
      let u = draws.number(ofKey: UInt64(row))
      return u * u * u * u * u * u
    }
  }
}

/// A rule in the contest: from a stream's number and rows to the rows at which it rings.
struct Contestant: Sendable {
  enum Promise: Sendable {
    /// A false alarm ever with at most this probability.
    case ever(Double)
    /// False alarms this many rows apart on average.
    case apart(Double)
    case none

    var text: String {
      switch self {
      case .ever(let alpha): "a false alarm ever: ≤ \(Int(alpha * 100)) %"
      case .apart(let rows): "≥ \(Int(rows)) rows apart"
      case .none: "nothing"
      }
    }
  }

  let name: String
  let baseline: String
  let promise: Promise
  let alarms: @Sendable (_ number: Int, _ mean: Double, _ rows: [Double]) throws -> [Int]

  /// A detector that is reset after each alarm.
  static func detector<D: SequentialDetector>(
    _ name: String, baseline: String = "told", _ promise: Promise,
    _ make: @escaping @Sendable (_ number: Int, _ mean: Double) throws -> D
  ) -> Contestant {
    Contestant(name: name, baseline: baseline, promise: promise) { number, mean, rows in
      var detector = try make(number, mean)
      return try detector.alarms(in: rows).map(\.row)
    }
  }

  /// A confidence sequence that rings once its lower bound exceeds the mean, looked at after each row.
  static func sequence<S: ConfidenceSequence>(
    _ name: String, _ make: @escaping @Sendable () throws -> S
  ) -> Contestant {
    Contestant(name: name, baseline: "told", promise: .ever(0.05)) { _, mean, rows in
      var sequence = try make()
      for (row, x) in rows.enumerated() {
        try sequence.add([x])
        if let lower = try? sequence.bounds().lower, lower > mean { return [row] }
      }
      return []
    }
  }

  /// z-tests at the end of each day of 500 rows, of the day or of all days, with the variance of coins.
  static func daily(_ name: String, deviate: Double, cumulative: Bool) -> Contestant {
    Contestant(name: name, baseline: "told", promise: .none) { _, mean, rows in
      var (alarms, sum, count): ([Int], Double, Double) = ([], 0, 0)
      let variance = mean * (1 - mean)
      for (row, x) in rows.enumerated() {
        sum += x
        count += 1
        guard (row + 1) % 500 == 0 else { continue }
        if (sum / count - mean) / (variance / count).squareRoot() > deviate { alarms.append(row) }
        if !cumulative { (sum, count) = (0, 0) }
      }
      return alarms
    }
  }
}

extension Contestant {
  private static func rises(_ mean: Double) throws -> MeanHypothesis {
    try MeanHypothesis(mean: mean, alternative: .greater)
  }

  /// All that are compared, in the order of the table.
  static let all: [Contestant] = watches + onceForAll + classical

  private static let budget = Double(DetectorStream.quietRows)

  private static let watches: [Contestant] = [
    .detector("e-detector, Shiryaev–Roberts", .apart(budget)) { _, mean in
      try EDetector(rises(mean), runLength: budget)
    },
    .detector("e-detector, CUSUM", .apart(budget)) { _, mean in
      try EDetector(rises(mean), runLength: budget, form: .cusum)
    },
    .detector(
      "e-detector above a learnt bound", baseline: "5,000 rows", .apart(budget)
    ) { number, _ in
      let source = try HarmfulShiftTest(
        sourceLosses: DetectorStream.source(number), tolerance: .absolute(0), alpha: 0.1)
      return try EDetector(rises(source.sourceBound), runLength: budget)
    },
    .detector("conformal martingale, Shiryaev–Roberts", baseline: "learnt", .apart(budget)) {
      number, _ in
      try ConformalMartingale(cuts: [0, 1], threshold: budget, seed: UInt64(number))
    },
  ]

  private static let onceForAll: [Contestant] = [
    .detector("betting test, adaptive", .ever(0.05)) { _, mean in
      try AdaptiveBettingTest(rises(mean), alpha: 0.05)
    },
    Contestant(name: "betting test, mixture", baseline: "told", promise: .ever(0.05)) {
      _, mean, rows in
      var test = MixtureBettingTest(try rises(mean))
      for (row, x) in rows.enumerated() {
        try test.add([x])
        if test.logEValue >= log(20) { return [row] }
      }
      return []
    },
    .detector("harmful shift by betting", baseline: "5,000 rows", .ever(0.05)) { number, _ in
      try HarmfulShiftTest(
        sourceLosses: DetectorStream.source(number), tolerance: .absolute(0), alpha: 0.05)
    },
    asymptotic,
    .sequence("betting sequence, lower bound") { try BettingSequence(alpha: 0.1) },
    .sequence("empirical Bernstein sequence, lower bound") {
      try EmpiricalBernsteinSequence(alpha: 0.1)
    },
    .sequence("running average's sequence, lower bound") {
      try RunningAverageSequence(alpha: 0.05, sides: .lower, leastVariance: 50)
    },
  ]

  /// With plain sums, which are faster than exact ones and ring at the same rows.
  private static let asymptotic = Contestant(
    name: "asymptotic sequence, lower bound", baseline: "told", promise: .ever(0.05)
  ) { _, mean, rows in
    let boundary = try NormalMixtureBoundary(alpha: 0.05, sides: .lower, plannedCount: 2000)
    var (sum, squares) = (0.0, 0.0)
    for (row, x) in rows.enumerated() {
      sum += x
      squares += x * x
      let count = Double(row + 1)
      let variance = max(0, squares / count - sum / count * (sum / count))
      let bounds = try? boundary.bounds(
        estimate: sum / count, standardError: (variance / count).squareRoot(), count: row + 1)
      if let bounds, bounds.lower > mean { return [row] }
    }
    return []
  }

  private static let classical: [Contestant] = [
    .detector("CUSUM, k = 0.025, h = 10", .none) { _, mean in
      try CumulativeSumDetector(
        target: mean, slack: 0.025, threshold: 10, alternative: .greater)
    },
    .daily("daily z > 1.645", deviate: 1.645, cumulative: false),
    .daily("daily z > 3", deviate: 3, cumulative: false),
    .daily("all days' z > 1.645, looked at daily", deviate: 1.645, cumulative: true),
    .detector("ADWIN", baseline: "learnt", .none) { _, _ in try AdaptiveWindowDetector() },
    .detector("Page–Hinkley", baseline: "learnt", .none) { _, _ in try PageHinkleyDetector() },
    .detector("DDM", baseline: "learnt", .none) { _, _ in try ErrorRateDetector() },
    .detector("EDDM", baseline: "learnt", .none) { _, _ in try ErrorDistanceDetector() },
  ]
}

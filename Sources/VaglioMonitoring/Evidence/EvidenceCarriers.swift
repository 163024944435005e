public import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which segments carry a finding, told by taking the worst away and testing the others again.
///
/// A segment that merely shares rows with a broken one is suspect as well; it is cleared when the broken
/// one's rows are gone. So: the segment with most evidence is a carrier, its rows are left out, the
/// rest is tested again, until no segment is found. The tests are those of the watch, over all m segments,
/// with Bonferroni's bound on e-values, m/α: α of the calibration test, 0.05 of detectors. On rows
/// picked because an alarm rang they describe and do not prove.
public struct EvidenceCarriers: Hashable, Sendable {
  /// A segment that carries evidence of its own.
  public struct Carrier: Hashable, Sendable {
    public let slice: Slice
    /// log of its e-value, without the rows of the carriers before it.
    public let logEValue: Double
    /// The mean of what is watched in it: label − score for calibration, else the loss.
    public let mean: Estimate
    public let count: Int
  }

  /// The carriers, the worst first.
  public let carriers: [Carrier]
  /// Segments that were found before, and are cleared when the carriers' rows are gone.
  public let cleared: [Slice]
  /// log of the e-value of all rows that lie in no carrier; absent where none are left.
  public let restLogEValue: Double?
  /// What an e-value must reach, as a logarithm.
  public let threshold: Double
  /// The rows that were tested.
  public let count: Int

  /// Whether what is left without the carriers still shows it: then it is no matter of segments alone.
  public var isWidespread: Bool { restLogEValue.map { $0 >= threshold } ?? false }
}

/// What is tested of rows when the carriers are sought.
enum CarrierTest {
  case calibration(ScoreRecalibration?)
  case loss(WatchedLoss, MeanHypothesis)

  /// log e-values of segments, and of all rows first.
  func evidence(_ rows: LabelledColumns, _ numbers: [Int]) throws(SequentialError) -> [Double] {
    switch self {
    case .calibration(let recalibration):
      var test = try CalibrationTest(segmentCount: numbers.count)
      try test.add(rows, numbers, recalibration)
      return try numbers.indices.map { (place: Int) throws(SequentialError) in
        try test.evidence(segment: place).logEValue
      }
    case .loss(let loss, let hypothesis):
      let values = loss.values(rows)
      var tests = [MixtureBettingTest](
        repeating: MixtureBettingTest(hypothesis), count: numbers.count)
      for column in CalibrationWatch.columns(rows.segments, numbers) {
        var members = [[Double]](repeating: [], count: numbers.count)
        for (row, place) in column.enumerated() where place >= 0 {
          members[Int(place)].append(values[row])
        }
        for place in members.indices { try tests[place].add(members[place]) }
      }
      return tests.map(\.logEValue)
    }
  }

  /// What is watched, of each row of a segment.
  func values(_ rows: LabelledColumns, in number: Int) -> [Double] {
    switch self {
    case .calibration(let recalibration):
      let scores = recalibration?.probabilities(of: rows.scores, in: number) ?? rows.scores
      return zip(rows.labels, scores).map { $0 - $1 }
    case .loss(let loss, _): return loss.values(rows)
    }
  }
}

extension EvidenceCarriers {
  private static let mostCarriers = 8

  /// The carriers among the segments of the given columns.
  init(
    _ test: CarrierTest, in rows: LabelledColumns, _ segments: SegmentColumns, alpha: Double
  ) throws(SequentialError) {
    let numbers = Array(0..<segments.count)
    let threshold = log(Double(max(1, numbers.count - 1)) / alpha)
    var (left, carriers, found) = (rows, [Carrier](), Set<Int>())
    var evidence = try test.evidence(left, numbers)
    found = Set(numbers.dropFirst().filter { evidence[$0] >= threshold })
    var named: Set<Int> = []
    while carriers.count < Self.mostCarriers {
      let worst = numbers.dropFirst().max { (evidence[$0], -$0) < (evidence[$1], -$1) }
      guard let worst, evidence[worst] >= threshold else { break }
      let members = left.segments.map { codes in
        (0..<SegmentColumns.mostColumns).contains { Int(codes.numbers[$0]) == worst }
      }
      let inside = left.taking(members.indices.filter { members[$0] })
      carriers.append(
        Carrier(
          slice: segments.slice(worst), logEValue: evidence[worst],
          mean: Self.mean(test.values(inside, in: worst)), count: inside.count))
      named.insert(worst)
      left = left.taking(members.indices.filter { !members[$0] })
      guard !left.isEmpty else { break }
      evidence = try test.evidence(left, numbers)
    }
    self.init(
      carriers: carriers,
      cleared: found.subtracting(named).filter { left.isEmpty || evidence[$0] < threshold }.sorted()
        .map { segments.slice($0) },
      restLogEValue: left.isEmpty ? nil : evidence[0], threshold: threshold, count: rows.count)
  }

  /// The mean with Student's interval.
  static func mean(_ values: [Double]) -> Estimate {
    let (count, sum) = (Double(values.count), ExactSum(values).value)
    guard count > 1 else { return .undefined(Undefined("fewer than two rows")) }
    let mean = sum / count
    let spread = ExactSum(values.map { ($0 - mean) * ($0 - mean) }).value
    let error = (spread / (count - 1) / count).squareRoot()
    return Estimate(
      mean,
      Uncertainty(at: .ninetyFivePercent) { level in
        error > 0
          ? MeanInterval.t(
            mean: mean, standardError: error, degreesOfFreedom: count - 1, level: level) : nil
      })
  }
}

/// What a calibration test knows: the evidence of either direction and of both.
public struct CalibrationEvidence: Hashable, Sendable {
  /// log e-value against "labels come as often as predicted, or less": predictions are too low.
  public let logUnderprediction: Double
  /// log e-value against "labels come as often as predicted, or more": predictions are too high.
  public let logOverprediction: Double
  /// The logarithm of the mean of both e-values, for the claim of calibration itself.
  public let logEValue: Double
  /// How many rows it rests on.
  public let rowCount: Int
}

/// Whether probabilities mean what they say, looked at whenever one likes, in many segments at once.
///
/// The claim of a segment: E[y | p, segment] = p for every row. Against it Eₜ = Π(1 + λ(yᵢ − pᵢ)),
/// averaged over λ ∈ ±{0.05, 0.1, 0.2, 0.5, 1, 2} (held within −0.9/(1 − p)...0.9/p): a nonnegative
/// martingale of mean 1 under the claim. Over segments choose by ``EBenjaminiHochberg``, at any look and
/// under any dependence. A row may lie in several segments; the first segment can be `all`.
///
/// Products commute, and each row's logarithm is rounded by itself, down, to a multiple of 2⁻⁵⁰: the state
/// is exact, ``merge(_:)`` associative and free of order, to the bit. It has 12 integers of 128 bits a
/// segment.
public struct CalibrationTest: Codable, Hashable, Sendable {
  /// How many segments there are.
  public let segmentCount: Int
  private var rowCounts: [Int]
  private var sums: [FixedPointSum]

  /// A test of `segmentCount` segments, 1 to 1,000,000, without rows.
  public init(segmentCount: Int = 1) throws(SequentialError) {
    guard 1...1_000_000 ~= segmentCount else {
      throw .setting("segmentCount", expected: "between 1 and 1000000, not \(segmentCount)")
    }
    self.segmentCount = segmentCount
    rowCounts = Array(repeating: 0, count: segmentCount)
    sums = Array(repeating: FixedPointSum(), count: segmentCount * CalibrationBets.count)
  }

  /// Adds rows to segment 0 alone.
  public mutating func add(
    labels: [Double], probabilities: [Double]
  ) throws(SequentialError) {
    let zeros = Array(repeating: Int32(0), count: labels.count)
    try add(labels: labels, probabilities: probabilities, segments: [zeros])
  }

  /// Adds rows with labels 0 or 1 and probabilities; each column of `segments` names one segment for
  /// each row, −1 for none. A row counts once for each column that names a segment, so that no two
  /// columns may name the same one for a row.
  public mutating func add(
    labels: [Double], probabilities: [Double], segments: [[Int32]]
  ) throws(SequentialError) {
    try check(labels, probabilities, segments)
    let count = CalibrationBets.count
    rowCounts.withUnsafeMutableBufferPointer { rowCounts in
      sums.withUnsafeMutableBufferPointer { sums in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { factors in
          guard let factors = factors.baseAddress else { return }
          for row in labels.indices {
            CalibrationBets.logFactors(
              label: labels[row], probability: probabilities[row], into: factors)
            for column in segments where column[row] >= 0 {
              let segment = Int(column[row])
              rowCounts[segment] += 1
              for index in 0..<count { sums[segment * count + index].add(factors[index]) }
            }
          }
        }
      }
    }
  }

  /// Adds rows to one segment, whose claim is weaker: |E[y | p, segment] − p| ≤ `tolerance`.
  ///
  /// Bets on too many positives are made against min(1, p + tolerance), those on too few against
  /// max(0, p − tolerance), so that each is a supermartingale under the claim. Where rows are independent of
  /// one another and probabilities below 0.45, on which no bet is held back, the mean of y − p over the
  /// rows of the segment need only lie within the tolerance: bets do not look at p. (Bets on too few are held
  /// back above 0.55.)
  public mutating func add(
    labels: [Double], probabilities: [Double], segment: Int, tolerance: Double
  ) throws(SequentialError) {
    guard 0..<segmentCount ~= segment else { throw .unknownGroup(segment, row: 0) }
    guard tolerance >= 0, tolerance <= 1 else {
      throw .setting("tolerance", expected: "between 0 and 1, not \(tolerance)")
    }
    try check(labels, probabilities, [])
    let (count, first) = (CalibrationBets.count, segment * CalibrationBets.count)
    rowCounts[segment] += labels.count
    sums.withUnsafeMutableBufferPointer { sums in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { factors in
        guard let factors = factors.baseAddress else { return }
        for row in labels.indices {
          let (label, p) = (labels[row], probabilities[row])
          CalibrationBets.logFactors(
            CalibrationBets.under, label: label, probability: min(1, p + tolerance), into: factors)
          CalibrationBets.logFactors(
            CalibrationBets.over, label: label, probability: max(0, p - tolerance), into: factors)
          for index in 0..<count { sums[first + index].add(factors[index]) }
        }
      }
    }
  }

  private func check(
    _ labels: [Double], _ probabilities: [Double], _ segments: [[Int32]]
  ) throws(SequentialError) {
    guard labels.count == probabilities.count else {
      throw .unequalCounts(labels.count, probabilities.count)
    }
    if let column = segments.first(where: { $0.count != labels.count }) {
      throw .unequalCounts(labels.count, column.count)
    }
    if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw labels[row].isFinite ? .notALabel(labels[row], row: row) : .notFinite(row: row)
    }
    if let row = probabilities.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw probabilities[row].isFinite
        ? .notAProbability(probabilities[row], row: row) : .notFinite(row: row)
    }
    for column in segments {
      if let row = column.firstIndex(where: { $0 < -1 || $0 >= segmentCount }) {
        throw .unknownGroup(Int(column[row]), row: row)
      }
    }
  }

  /// Adds what `other` has seen; exact, in any order.
  public mutating func merge(_ other: Self) throws(SequentialError) {
    guard segmentCount == other.segmentCount else { throw .differentSettings }
    for index in rowCounts.indices { rowCounts[index] += other.rowCounts[index] }
    for index in sums.indices { sums[index].merge(other.sums[index]) }
  }

  /// The evidence in a segment.
  public func evidence(segment: Int = 0) throws(SequentialError) -> CalibrationEvidence {
    guard 0..<segmentCount ~= segment else { throw .unknownGroup(segment, row: 0) }
    let first = segment * CalibrationBets.count
    func logs(_ bets: Range<Int>) -> [Double] { bets.map { sums[first + $0].value } }
    let (under, over) = (logs(CalibrationBets.under), logs(CalibrationBets.over))
    return CalibrationEvidence(
      logUnderprediction: LogCapital.logMean(under), logOverprediction: LogCapital.logMean(over),
      logEValue: LogCapital.logMean(under + over), rowCount: rowCounts[segment])
  }
}

extension CalibrationTest {
  private enum CodingKeys: String, CodingKey { case segmentCount, rowCounts, sums }

  /// Reads a saved state; one whose sums do not fit is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(segmentCount: container.decode(Int.self, forKey: .segmentCount))
    rowCounts = try container.decode([Int].self, forKey: .rowCounts)
    sums = try container.decode([FixedPointSum].self, forKey: .sums)
    guard rowCounts.count == segmentCount, rowCounts.allSatisfy({ $0 >= 0 }),
      sums.count == segmentCount * CalibrationBets.count
    else { throw SavedState.damaged(container, "the sums of a calibration test") }
  }
}

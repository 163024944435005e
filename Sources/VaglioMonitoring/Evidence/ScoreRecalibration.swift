public import VaglioEvaluation
internal import VaglioFindings
internal import VaglioStatistics

/// What scores meant on a labelled reference, segment by segment, so that calibration is watched as a
/// change from there and not as a claim that no model keeps.
///
/// A segment with at least ``fewestRows`` reference rows and ``fewestOfClass`` of either class has a map of
/// its own, the others share that of all rows. The calibration watch sees a row's recalibrated score: in
/// each segment that of the segment's map. Metrics and losses see the score as it came.
///
/// A map is learnt from a sample, and a stream that outgrows the reference would find the map's own error.
/// So a segment's mean residual is allowed to lie within a tolerance of 0: |mean of label − p| of its
/// reference rows, near 0 where it has its own map, + z·√Σp(1 − p)/n with z the normal quantile of
/// 0.05/(2K) for K segments. If rows keep coming as those of the reference did, independent of one another,
/// all K mean residuals lie within their tolerances with a probability of about 95 %, and then the budget
/// of false alarms binds for ever. A segment that the reference never has is held to the tolerance of all.
public struct ScoreRecalibration: Sendable {
  /// With fewer reference rows a segment has no map of its own.
  public static let fewestRows = 1000
  /// The same of the rarer class.
  public static let fewestOfClass = 100

  /// The segments that it was fitted for.
  public let segments: SegmentColumns
  /// By the number of the segment: how far its mean residual may lie from 0.
  public let tolerances: [Double]
  /// By the number of the segment: how many reference rows it has.
  public let counts: [Int]
  /// By the number of the segment; `nil` where it shares the first's.
  private let maps: [(any ProbabilityMap)?]
  private let pooled: any ProbabilityMap

  /// Fits maps to reference rows with scores, labels 0 or 1, and the segments that they lie in.
  ///
  /// `tolerance`: The least that any segment is allowed, where a smaller change does not matter.
  ///
  /// - Throws: a refusal of rows that nothing can be fitted to.
  public init(
    scores: [Double], labels: [Double], segments codes: [SegmentCodes],
    in segments: SegmentColumns,
    recalibrator: any Recalibrator = IsotonicRecalibration(minimumBlock: 20),
    tolerance: Double = 0
  ) throws(MonitoringError) {
    guard tolerance >= 0, tolerance < 1 else {
      throw .setting("tolerance of the recalibration", expected: "at least 0 and below 1")
    }
    guard codes.count == scores.count else {
      throw .setting("segments of the reference", expected: "one for each score")
    }
    let all = try ReferenceRows(scores: scores, labels: labels)
    var rows = LabelledColumns()
    (rows.scores, rows.labels, rows.segments) = (scores, labels, codes)
    rows.times = codes.map { _ in Instant(microseconds: 0) }
    var members = rows.rows(bySegment: segments)
    members[0] = Array(scores.indices)
    let pooled = try Self.fit(all, recalibrator)
    let maps = try members.indices.map { (number: Int) throws(MonitoringError) in
      number > 0 ? try Self.ownMap(rows.taking(members[number]), recalibrator) : nil
    }
    let z = Normal.quantile(1 - 0.05 / (2 * Double(segments.count)))
    let whole = Self.tolerance(rows, pooled, z) ?? 1
    tolerances = zip(members, maps).map { members, map in
      max(tolerance, Self.tolerance(rows.taking(members), map ?? pooled, z) ?? whole)
    }
    counts = members.map(\.count)
    (self.segments, self.maps, self.pooled) = (segments, maps, pooled)
  }

  /// Whether a segment has a map of its own.
  public func hasOwnMap(_ number: Int) -> Bool { maps[number] != nil }

  /// The probabilities that a segment's map gives some scores.
  func probabilities(of scores: [Double], in number: Int) -> [Double] {
    (maps[number] ?? pooled).probabilities(of: scores)
  }
}

extension ScoreRecalibration {
  private static func ownMap(
    _ rows: LabelledColumns, _ recalibrator: any Recalibrator
  ) throws(MonitoringError) -> (any ProbabilityMap)? {
    let positives = rows.labels.count { $0 == 1 }
    guard rows.count >= fewestRows, min(positives, rows.count - positives) >= fewestOfClass else {
      return nil
    }
    return try? fit(ReferenceRows(scores: rows.scores, labels: rows.labels), recalibrator)
  }

  private static func fit(
    _ rows: ReferenceRows, _ recalibrator: any Recalibrator
  ) throws(MonitoringError) -> any ProbabilityMap {
    func fitted(
      _ recalibrator: some Recalibrator, _ sample: CalibrationSample
    ) throws(Unfittable) -> any ProbabilityMap { try recalibrator.fit(to: sample) }
    do {
      return try fitted(recalibrator, CalibrationSample(rows.outcomes(threshold: 0.5)))
    } catch {
      throw .evidence("recalibration: \(error.reason)")
    }
  }

  /// |mean of label − p| + z·√Σp(1 − p)/n, at most 1; `nil` without rows.
  private static func tolerance(
    _ rows: LabelledColumns, _ map: any ProbabilityMap, _ z: Double
  ) -> Double? {
    guard !rows.isEmpty else { return nil }
    let probabilities = map.probabilities(of: rows.scores)
    let residual = ExactSum(zip(rows.labels, probabilities).map { $0 - $1 }).value
    let variance = ExactSum(probabilities.map { $0 * (1 - $0) }).value
    return min(1, (abs(residual) + z * variance.squareRoot()) / Double(rows.count))
  }
}

extension CalibrationTest {
  /// Adds the rows of each watched segment, recalibrated if there are maps, to the test's segment of the
  /// same place.
  mutating func add(
    _ rows: LabelledColumns, _ numbers: [Int], _ recalibration: ScoreRecalibration?
  ) throws(SequentialError) {
    guard let recalibration else {
      return try add(
        labels: rows.labels, probabilities: rows.scores,
        segments: CalibrationWatch.columns(rows.segments, numbers))
    }
    let bySegment = rows.rows(bySegment: recalibration.segments)
    for (place, number) in numbers.enumerated() {
      let members = number == 0 ? rows : rows.taking(bySegment[number])
      guard !members.isEmpty else { continue }
      try add(
        labels: members.labels,
        probabilities: recalibration.probabilities(of: members.scores, in: number),
        segment: place, tolerance: recalibration.tolerances[number])
    }
  }
}

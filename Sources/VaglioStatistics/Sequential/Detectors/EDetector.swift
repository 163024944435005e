#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A watch over a mean for as long as one likes, whose false alarms are at least A rows apart on average:
/// the e-detector (Shin, Ramdas and Rinaldo 2023, arXiv:2203.03532).
///
/// With increments Lₜ = 1 + λ(xₜ − m) of the bets ``MeanHypothesis/bets``, the Shiryaev–Roberts form is
/// Rₜ = Lₜ(1 + Rₜ₋₁), the CUSUM form Rₜ = Lₜ·max(1, Rₜ₋₁); the statistic is the mean of R over the bets,
/// the alarm is due at A or above. As long as the claim holds, the mean run length to the alarm is at
/// least A, whatever the distribution within the range. After the alarm reset it, and mind the cause.
/// Its start of evidence is the change point most likely for the bet with most evidence: the row
/// after which that bet's capital was lowest. Order matters; states cannot be merged.
public struct EDetector: SequentialDetector {
  /// How evidence is gathered over unknown times of change.
  public enum Form: String, Codable, CaseIterable, Hashable, Sendable {
    /// The sum over all times of change: never less than `cusum`, so never slower.
    case shiryaevRoberts = "shiryaev-roberts"
    /// The greatest over all times of change.
    case cusum
  }

  public let hypothesis: MeanHypothesis
  /// The least mean run length A to a false alarm, in rows.
  public let runLength: Double
  public let form: Form
  public private(set) var rowCount = 0
  public private(set) var isAlarmed = false
  private let slopes: [SIMD4<Double>]
  private let intercepts: [SIMD4<Double>]
  private var sums: [SIMD4<Double>]
  /// Each bet's capital since its lowest point, and the row at which that was.
  private var climbs: [SIMD4<Double>]
  private var starts: [SIMD4<Double>]
  private var statistic = 0.0

  /// A watch without rows; `runLength` above 1, see ``RunLengthBudget``.
  public init(
    _ hypothesis: MeanHypothesis, runLength: Double, form: Form = .shiryaevRoberts
  ) throws(SequentialError) {
    self.hypothesis = hypothesis
    self.runLength = try RunLengthBudget.threshold(rows: runLength)
    self.form = form
    let bets = hypothesis.bets
    slopes = Self.packed(bets.map(\.slope))
    intercepts = Self.packed(bets.map(\.intercept))
    sums = slopes.map { _ in .zero }
    (climbs, starts) = (sums, sums)
  }

  /// Numbers in vectors of four; there are twelve or twenty-four of them.
  private static func packed(_ values: [Double]) -> [SIMD4<Double>] {
    stride(from: 0, to: values.count, by: 4).map { SIMD4(values[$0..<($0 + 4)]) }
  }

  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.check(values, in: hypothesis.range)
    guard !isAlarmed, !values.isEmpty else { return 0 }
    let gathersSums = form == .shiryaevRoberts
    let (count, threshold) = (slopes.count, runLength * Double(4 * slopes.count))
    let (hypothesis, before) = (hypothesis, rowCount)
    var (total, taken) = (0.0, 0)
    slopes.withUnsafeBufferPointer { slopes in
      intercepts.withUnsafeBufferPointer { intercepts in
        sums.withUnsafeMutableBufferPointer { sums in
          climbs.withUnsafeMutableBufferPointer { climbs in
            starts.withUnsafeMutableBufferPointer { starts in
              let one = SIMD4<Double>(repeating: 1)
              while taken < values.count {
                let x = SIMD4(repeating: hypothesis.scaled(values[taken]))
                let row = SIMD4(repeating: Double(before &+ taken))
                var gathered = SIMD4<Double>.zero
                for k in 0..<count {
                  let factor = intercepts[k] + slopes[k] * x
                  let fell = climbs[k] .<= one
                  starts[k].replace(with: row, where: fell)
                  climbs[k] = factor * climbs[k].replacing(with: one, where: fell)
                  if gathersSums { sums[k] = factor * (one + sums[k]) }
                  gathered += gathersSums ? sums[k] : climbs[k]
                }
                total = gathered.sum()
                taken &+= 1
                if total >= threshold { break }
              }
            }
          }
        }
      }
    }
    rowCount += taken
    statistic = total / Double(4 * count)
    isAlarmed = total >= threshold
    return taken
  }

  public var evidence: SequentialEvidence {
    SequentialEvidence(.logEDetector, log(statistic), threshold: log(runLength))
  }

  public var startOfEvidence: Int? {
    let climbs = climbs.flatMap { vector in (0..<4).map { vector[$0] } }
    guard rowCount > 0, let most = climbs.indices.max(by: { climbs[$0] < climbs[$1] }),
      climbs[most] > 1
    else { return nil }
    return Int(starts[most / 4][most % 4])
  }

  public mutating func reset() {
    sums = slopes.map { _ in .zero }
    (climbs, starts) = (sums, sums)
    (rowCount, isAlarmed, statistic) = (0, false, 0)
  }
}

extension EDetector {
  private enum CodingKeys: String, CodingKey {
    case hypothesis, runLength, form, rowCount, isAlarmed, sums, climbs, starts, statistic
  }

  /// Reads a saved state; one whose bets do not fit is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      container.decode(MeanHypothesis.self, forKey: .hypothesis),
      runLength: container.decode(Double.self, forKey: .runLength),
      form: container.decode(Form.self, forKey: .form))
    rowCount = try container.decode(Int.self, forKey: .rowCount)
    isAlarmed = try container.decode(Bool.self, forKey: .isAlarmed)
    sums = try container.decode([SIMD4<Double>].self, forKey: .sums)
    climbs = try container.decode([SIMD4<Double>].self, forKey: .climbs)
    starts = try container.decode([SIMD4<Double>].self, forKey: .starts)
    statistic = try container.decode(Double.self, forKey: .statistic)
    let count = slopes.count
    let fits = [sums, climbs, starts].allSatisfy { $0.count == count }
    // A start is a row taken, and a whole number of rows fits a double.
    let isRow = starts.allSatisfy { $0.min() >= 0 && $0.max() <= 0x1p53 }
    guard fits, isRow, rowCount >= 0 else {
      throw SavedState.damaged(container, "the state of an e-detector")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(hypothesis, forKey: .hypothesis)
    try container.encode(runLength, forKey: .runLength)
    try container.encode(form, forKey: .form)
    try container.encode(rowCount, forKey: .rowCount)
    try container.encode(isAlarmed, forKey: .isAlarmed)
    try container.encode(sums, forKey: .sums)
    try container.encode(climbs, forKey: .climbs)
    try container.encode(starts, forKey: .starts)
    try container.encode(statistic, forKey: .statistic)
  }
}

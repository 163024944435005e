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
  private var quartets: [BetQuartet]
  private var statistic = 0.0

  /// A watch without rows; `runLength` above 1, see ``RunLengthBudget``.
  public init(
    _ hypothesis: MeanHypothesis, runLength: Double, form: Form = .shiryaevRoberts
  ) throws(SequentialError) {
    self.hypothesis = hypothesis
    self.runLength = try RunLengthBudget.threshold(rows: runLength)
    self.form = form
    quartets = BetQuartet.all(hypothesis.bets)
  }

  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.check(values, in: hypothesis.range)
    guard !isAlarmed, !values.isEmpty else { return 0 }
    let (hypothesis, form, before) = (hypothesis, form, rowCount)
    let bets = Double(4 * quartets.count)
    let threshold = runLength * bets
    var (total, taken) = (0.0, 0)
    quartets.withUnsafeMutableBufferPointer { quartets in
      while taken < values.count, total < threshold {
        let x = SIMD4(repeating: hypothesis.scaled(values[taken]))
        let row = SIMD4(repeating: Double(before &+ taken))
        var gathered = SIMD4<Double>.zero
        for index in 0..<quartets.count {
          quartets[index].take(x, row: row)
          gathered += form == .cusum ? quartets[index].climb : quartets[index].sum
        }
        total = gathered.sum()
        taken &+= 1
      }
    }
    rowCount += taken
    statistic = total / bets
    isAlarmed = total >= threshold
    return taken
  }

  public var evidence: SequentialEvidence {
    SequentialEvidence(.logEDetector, log(statistic), threshold: log(runLength))
  }

  public var startOfEvidence: Int? {
    let most = quartets.map { $0.climb.max() }.max() ?? 0
    guard most > 1 else { return nil }
    for quartet in quartets {
      for lane in 0..<4 where quartet.climb[lane] == most { return Int(quartet.start[lane]) }
    }
    return nil
  }

  public mutating func reset() {
    quartets = BetQuartet.all(hypothesis.bets)
    (rowCount, isAlarmed, statistic) = (0, false, 0)
  }
}

extension EDetector {
  private enum CodingKeys: String, CodingKey {
    case hypothesis, runLength, form, rowCount, isAlarmed, quartets, statistic
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
    statistic = try container.decode(Double.self, forKey: .statistic)
    let saved = try container.decode([BetQuartet].self, forKey: .quartets)
    guard rowCount >= 0, saved.map(\.slope) == quartets.map(\.slope),
      saved.map(\.intercept) == quartets.map(\.intercept),
      saved.allSatisfy({ $0.start.min() >= 0 && $0.start.max() <= Double(rowCount) })
    else { throw SavedState.damaged(container, "the state of an e-detector") }
    quartets = saved
  }
}

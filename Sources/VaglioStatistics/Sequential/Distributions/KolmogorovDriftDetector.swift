#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Whether a stream's distribution has left that of a reference sample by more than a tolerance, at any
/// look.
///
/// The alarm is due when sup|F̂ₙ − F̂ref| > tolerance + √(log(2/αref)/(2·nref)) + half-width of
/// ``DistributionBand``: the first bounds the reference's own error (Dvoretzky, Kiefer and Wolfowitz;
/// Massart 1990, doi:10.1214/aop/1176990746), the second the stream's at all looks. False alarms ever:
/// at most α, halved between the two, whatever the dependence between them. The distance is taken at
/// cuts of even ranks of the reference: less than the supremum by at most a step, never more. It looks
/// every `lookEvery` rows, counted from the start, so that blocks do not matter. It averages all rows
/// since the start and cannot tell when drift began.
public struct KolmogorovDriftDetector: SequentialDetector {
  /// The probability of a false alarm ever.
  public let alpha: Double
  /// The distance that is allowed.
  public let tolerance: Double
  /// How many rows lie between looks.
  public let lookEvery: Int
  /// How many rows the reference has.
  public let referenceCount: Int
  private let reference: [Double]
  private var seen: DistributionSequence
  /// The distance at the last look.
  public private(set) var distance = 0.0
  public private(set) var isAlarmed = false
  private var lookedAt = 0

  /// A watch against a reference sample, not empty, with at most `cuts` cuts.
  public init(
    reference: [Double], alpha: Double, tolerance: Double = 0, cuts: Int = 256,
    lookEvery: Int = 100
  ) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.tolerance = try SequentialInput.number(tolerance, "tolerance", atLeast: 0)
    self.lookEvery = try SequentialInput.count(lookEvery, "lookEvery", atLeast: 1)
    guard 1...65_536 ~= cuts else { throw .setting("cuts", expected: "between 1 and 65536") }
    guard !reference.isEmpty else { throw .setting("reference", expected: "not empty") }
    if let row = reference.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
    let sorted = reference.sorted()
    let places = Cuts.ofRanks(sorted, count: min(cuts, sorted.count))
    self.reference = Self.shares(of: sorted, at: places)
    referenceCount = sorted.count
    seen = try DistributionSequence(DistributionBand(alpha: alpha / 2), cuts: places)
  }

  private static func shares(of sorted: [Double], at places: [Double]) -> [Double] {
    var index = 0
    return places.map { place in
      while index < sorted.count, sorted[index] <= place { index += 1 }
      return Double(index) / Double(sorted.count)
    }
  }

  public var rowCount: Int { seen.rowCount }

  /// The distance that the alarm waits for at the last look.
  public var threshold: Double {
    let reference = (log(4 / alpha) / (2 * Double(referenceCount))).squareRoot()
    return tolerance + reference + seen.band.halfWidth(count: max(lookedAt, 1))
  }

  public var evidence: SequentialEvidence {
    SequentialEvidence(.statistic, distance, threshold: threshold)
  }

  public var startOfEvidence: Int? { nil }

  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    try SequentialInput.check(values)
    var taken = 0
    while taken < values.count, !isAlarmed {
      let spacing = max(1, lookEvery)
      let end = min(values.count, taken + spacing - rowCount % spacing)
      try seen.add(UnsafeBufferPointer(rebasing: values[taken..<end]))
      taken = end
      if rowCount % spacing == 0 { look() }
    }
    return taken
  }

  private mutating func look() {
    guard let shares = try? seen.cumulativeShares() else { return }
    distance = zip(shares, reference).reduce(0) { max($0, abs($1.0 - $1.1)) }
    lookedAt = rowCount
    isAlarmed = distance > threshold
  }

  public mutating func reset() {
    // The cuts were checked when the detector was made.
    if let empty = try? DistributionSequence(seen.band, cuts: seen.cuts) { seen = empty }
    (distance, isAlarmed, lookedAt) = (0, false, 0)
  }
}

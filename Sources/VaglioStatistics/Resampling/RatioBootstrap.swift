/// Bootstrap replicates of a mean or of a ratio of two sums.
///
/// Before summing, each value is rounded to a multiple of a power of two, the smallest for which no
/// sum of weighted values exceeds 53 bits: about 2⁻³³ of the largest value at 100,000 rows. The
/// sums of the rounded values are exact, so that no order shows.
public struct RatioBootstrap: Sendable {
  private let keys: [UInt64]
  private let numerators: [Double]
  /// Empty for a mean, whose denominators are all 1.
  private let denominators: [Double]
  /// What is added to every ratio: the mean, around which the numerators of a mean are taken.
  private let offset: Double

  /// The mean of `values`, weights being the replicate's alone.
  ///
  /// - Precondition: all values are finite.
  public init(means values: [Double], keys: [UInt64]) {
    precondition(values.count == keys.count, "one key per row")
    offset = values.isEmpty ? 0 : ExactSum(values).value / Double(values.count)
    let centre = offset
    (self.keys, denominators) = (keys, [])
    numerators = Self.rounded(values.map { $0 - centre })
  }

  /// Σw·numerator/Σw·denominator: a weighted mean with w·x over w, say.
  ///
  /// - Precondition: all values are finite.
  public init(numerators: [Double], denominators: [Double], keys: [UInt64]) {
    precondition(numerators.count == keys.count && denominators.count == keys.count, "one per row")
    (self.keys, offset) = (keys, 0)
    self.numerators = Self.rounded(numerators)
    self.denominators = Self.rounded(denominators)
  }

  /// The ratio in each replicate of a range; `nil` where the denominator is 0.
  public func values(_ bootstrap: PoissonBootstrap, replicates: Range<Int>) -> [Double?] {
    guard !replicates.isEmpty else { return [] }
    let streams = keys.map { bootstrap.stream(ofKey: $0) }
    let lanes = PoissonBootstrap.lanes
    let blocks = replicates.lowerBound / lanes...(replicates.upperBound - 1) / lanes
    var values: [Double?] = []
    for block in blocks {
      let (above, below) = sums(streams, block: block)
      for lane in 0..<lanes where replicates.contains(block * lanes + lane) {
        values.append(below[lane] == 0 ? nil : offset + above[lane] / below[lane])
      }
    }
    return values
  }

  /// Σw·numerator and Σw·denominator of sixteen replicates, one array element each.
  private func sums(_ streams: [UInt64], block: Int) -> (above: [Double], below: [Double]) {
    let lanes = PoissonBootstrap.lanes
    var (above, below) = (
      [Double](repeating: 0, count: lanes), [Double](repeating: 0, count: lanes)
    )
    above.withUnsafeMutableBufferPointer { above in
      below.withUnsafeMutableBufferPointer { below in
        for row in 0..<streams.count {
          let weights = PoissonBootstrap.weights(streams[row], block: block)
          let numerator = numerators[row]
          let denominator = denominators.isEmpty ? 1 : denominators[row]
          for lane in 0..<lanes {
            let weight = Double(weights[lane])
            above[lane] += weight * numerator
            below[lane] += weight * denominator
          }
        }
      }
    }
    return (above, below)
  }

  static func rounded(_ values: [Double]) -> [Double] {
    let greatest = values.reduce(0) { max($0, abs($1)) }
    precondition(greatest.isFinite, "a value is not finite")
    guard greatest > 0 else { return values }
    // 8·n·greatest must stay below 2⁵³ units.
    let bits = Int(greatest.exponent) + 1 + (Int.bitWidth - (8 * values.count).leadingZeroBitCount)
    let unit = Double(sign: .plus, exponent: max(bits - 53, -1074), significand: 1)
    return values.map { ($0 / unit).rounded() * unit }
  }
}

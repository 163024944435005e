/// Four constant bets of an e-detector and what they have gathered.
struct BetQuartet: Codable, Hashable, Sendable {
  let slope: SIMD4<Double>
  let intercept: SIMD4<Double>
  /// The Shiryaev–Roberts sums R ← L(1 + R).
  private(set) var sum = SIMD4<Double>.zero
  /// The CUSUMs R ← L·max(1, R): each bet's capital since its lowest point.
  private(set) var climb = SIMD4<Double>.zero
  /// The rows at which those points were.
  private(set) var start = SIMD4<Double>.zero

  private init(slope: SIMD4<Double>, intercept: SIMD4<Double>) {
    (self.slope, self.intercept) = (slope, intercept)
  }

  /// Bets in fours; their number is a multiple of four.
  static func all(_ bets: [(slope: Double, intercept: Double)]) -> [BetQuartet] {
    stride(from: 0, to: bets.count, by: 4).map { first in
      let four = bets[first..<(first + 4)]
      return BetQuartet(
        slope: SIMD4(four.map(\.slope)), intercept: SIMD4(four.map(\.intercept)))
    }
  }

  @inline(__always)
  mutating func take(_ x: SIMD4<Double>, row: SIMD4<Double>) {
    let factor = intercept + slope * x
    let fell = climb .<= 1
    start.replace(with: row, where: fell)
    climb = factor * climb.replacing(with: 1, where: fell)
    sum = factor * (1 + sum)
  }
}

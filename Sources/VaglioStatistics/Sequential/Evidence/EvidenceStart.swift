/// When a mean of scaled values began to lie above m: four constant bets, of which the one that has
/// climbed most since its lowest point says where that was.
///
/// A learning gambler hardly bets before the change, so that his own lowest point says little. The bets
/// are 2⁻², 2⁻⁴, 2⁻⁶ and 2⁻⁸ of the largest; the lowest point of a constant bet is the likeliest time
/// of change (Page 1954, doi:10.1093/biomet/41.1-2.100).
struct EvidenceStart: Codable, Hashable, Sendable {
  private static let sizes = SIMD4(0x1p-2, 0x1p-4, 0x1p-6, 0x1p-8)
  private let slopes: SIMD4<Double>
  private var climbs = SIMD4<Double>(repeating: 1)
  private var starts = SIMD4<Double>.zero

  init(claimed: Double) { slopes = Self.sizes / max(claimed, 1e-12) }

  @inline(__always)
  mutating func take(_ x: Double, row: Double) {
    let fell = climbs .<= 1
    starts.replace(with: row, where: fell)
    let climbed = climbs.replacing(with: 1, where: fell) * (1 - Self.sizes + slopes * x)
    // A climb is held before it overflows; by then the alarm has rung long ago.
    climbs = climbed.replacing(with: 1e200, where: climbed .> 1e200)
  }

  /// The first row of the steepest climb; `nil` when all bets stand at their lowest.
  var row: Int? {
    let most = climbs.max()
    guard most > 1, let index = (0..<4).first(where: { climbs[$0] == most }) else { return nil }
    return Int(max(0, min(starts[index], 0x1p53)))
  }
}

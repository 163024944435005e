/// Sums of p − y on a grid of 2,001 scores, each row divided between its two neighbours.
///
/// Sums are whole numbers, residuals in units of 2⁻⁵⁰ and weights in ticks, so that parts merge to
/// the bit.
public struct ResidualGrid: SufficientStatistic {
  public typealias Observed = BinaryOutcomes

  /// How many steps there are between 0 and 1.
  static let steps = 2000

  public private(set) var count = 0
  private var residuals = [Int128](repeating: 0, count: Self.steps + 1)
  private var weight = Int128(0)
  private var strays = 0

  /// The grid of no rows.
  public init() {}

  public mutating func add(_ outcomes: BinaryOutcomes, rows: Range<Int>) {
    count += rows.count
    for row in rows {
      let score = min(max(outcomes.scores[row], 0), 1)
      if score != outcomes.scores[row] { strays += 1 }
      let tick = Int128(outcomes.rows.weights?.ticks[row] ?? 1)
      let place = score * Double(Self.steps)
      let left = min(Int(place), Self.steps - 1)
      let residual = (score - Double(outcomes.labels[row])) * 0x1p50
      let onRight = Int64((residual * (place - Double(left))).rounded())
      residuals[left] &+= tick &* Int128(Int64(residual.rounded()) &- onRight)
      residuals[left + 1] &+= tick &* Int128(onRight)
      weight &+= tick
    }
  }

  public mutating func merge(_ other: ResidualGrid) {
    count += other.count
    weight += other.weight
    strays += other.strays
    for place in residuals.indices { residuals[place] += other.residuals[place] }
  }

  public func read() -> SmoothedResiduals {
    let scale = weight == 0 ? 1 : weight.asDouble
    return SmoothedResiduals(
      residuals.map { $0.asDouble.scaled(by: -50) / scale }, isEmpty: weight == 0, strays: strays)
  }
}

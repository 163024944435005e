/// A gambler who bets that scaled values lie above m, as much as the rows so far suggest.
///
/// λₜ = clip((μ̂ₜ₋₁ − m)/(σ̂²ₜ₋₁ + (μ̂ₜ₋₁ − m)²), 0, ¾/m) with μ̂ₜ = (½ + Σx)/(t + 1) and σ̂²ₜ =
/// (¼ + Σ(xᵢ − μ̂ᵢ)²)/(t + 1): aGRAPA (Waudby-Smith and Ramdas 2024, doi:10.1093/jrsssb/qkad009,
/// equation 34).
struct AdaptiveGambler: Codable, Hashable, Sendable {
  private let claimed: Double
  private let limit: Double
  private(set) var capital = ScaledProduct()
  private(set) var start: EvidenceStart
  private var count = 0.0
  private var (sum, squares) = (0.0, 0.25)
  private var (mean, variance) = (0.5, 0.25)

  init(claimed: Double) {
    (self.claimed, limit) = (claimed, 0.75 / max(claimed, 1e-12))
    start = EvidenceStart(claimed: claimed)
  }

  @inline(__always)
  mutating func take(_ x: Double) {
    let lead = mean - claimed
    let bet = min(limit, max(0, lead / (variance + lead * lead)))
    capital.multiply(by: 1 + bet * (x - claimed))
    start.take(x, row: count)
    count += 1
    sum += x
    mean = (0.5 + sum) / (count + 1)
    squares += (x - mean) * (x - mean)
    variance = squares / (count + 1)
  }
}

/// What is claimed of the mean of bounded values until the evidence says otherwise.
public struct MeanHypothesis: Codable, Hashable, Sendable {
  /// What the evidence is sought for.
  public enum Alternative: String, Codable, CaseIterable, Hashable, Sendable {
    /// The mean is above `upper`; the claim: every row's mean, given the rows before, is at most it.
    case greater
    /// The mean is below `lower`; the claim: at least it.
    case less
    /// Either; the claim: between the two.
    case different
  }

  /// The range that all values lie in.
  public let range: ClosedRange<Double>
  /// The means that are allowed: with a tolerance more than one.
  public let allowed: ClosedRange<Double>
  public let alternative: Alternative

  /// The claim that the mean is allowed; the bound that is tested lies strictly within the range.
  public init(
    allowed: ClosedRange<Double>, range: ClosedRange<Double> = 0...1, alternative: Alternative
  ) throws(SequentialError) {
    self.range = try SequentialInput.range(range)
    (self.allowed, self.alternative) = (allowed, alternative)
    let isUpperInside =
      allowed.upperBound > range.lowerBound && allowed.upperBound < range.upperBound
    let isLowerInside =
      allowed.lowerBound > range.lowerBound && allowed.lowerBound < range.upperBound
    guard alternative == .less || isUpperInside, alternative == .greater || isLowerInside else {
      throw .setting("mean", expected: "strictly within \(range)")
    }
  }

  /// The claim of one mean.
  public init(
    mean: Double, range: ClosedRange<Double> = 0...1, alternative: Alternative
  ) throws(SequentialError) {
    guard mean.isFinite else { throw .setting("mean", expected: "finite") }
    try self.init(allowed: mean...mean, range: range, alternative: alternative)
  }

  /// x scaled to 0...1.
  @inline(__always)
  func scaled(_ x: Double) -> Double {
    min(1, max(0, (x - range.lowerBound) / (range.upperBound - range.lowerBound)))
  }

  /// Constant bets, upwards then downwards: factors intercept + slope·(scaled x) with slopes
  /// ±½·2⁻ᵏ/m for k = 0..<12, m the tested mean's distance from the side where the bet loses.
  ///
  /// The best constant bet is about shift/variance (Waudby-Smith and Ramdas 2024, section 5), δ/(m(1 − m))
  /// for 0-1 values: within a factor of √2 the grid holds it for shifts δ between (1 − m)/4096 and
  /// (1 − m)/2. Without bets as small a small shift is never found: beyond 2δ/variance a bet loses.
  var bets: [(slope: Double, intercept: Double)] {
    let upper = scaled(allowed.upperBound), lower = scaled(allowed.lowerBound)
    let sizes = (0..<12).map { 0.5 / Double(1 << $0) }
    let up = sizes.map { (slope: $0 / upper, intercept: 1 - $0) }
    let down = sizes.map { size in
      (slope: -size / (1 - lower), intercept: 1 + size / (1 - lower) * lower)
    }
    switch alternative {
    case .greater: return up
    case .less: return down
    case .different: return up + down
    }
  }
}

/// How many further labelled rows would be expected to settle an inconclusive claim.
enum FurtherRows: Hashable {
  /// This many.
  case expected(Int)
  /// More than ``FurtherRows/ceiling``.
  case beyondCount
  /// No number: the estimate lies on a threshold, so that more rows only draw the interval closer
  /// around it.
  case none
  /// Not known: the finding doesn't say how many rows it rests on, or its interval doesn't hold it.
  case unknown

  /// The largest number that is told.
  static let ceiling = 1_000_000_000

  /// The normal deviate that is exceeded with probability 0.2.
  private static let power80 = 0.841_621_233_572_914_3

  /// The rows beyond `count` after which the interval clears the threshold with 80 % power.
  ///
  /// With g the distance from the estimate to the threshold, h the distance from the estimate to
  /// the bound on the threshold's side, and z the deviate of the deciding level, the standard error
  /// is h/z and shrinks like 1/√n around an estimate that stays where it is. The bound clears the
  /// threshold with probability 0.8 once g ≥ (z + z₀.₈)·(h/z)·√(n/n′), so
  /// n′ = n·((h/g)·(1 + z₀.₈/z))², and n′ − n further rows are needed: the usual sample size of a
  /// one-sided test (Chow, Shao, Wang and Lokhnygina 2017, doi:10.1201/9781315183084, chapter 3).
  /// Where both ends of a region have to be cleared, the end that needs more rows counts.
  static func settling(
    _ region: Region, value: Double, bounds: (lower: Double, upper: Double), deviate: Double,
    count: Int
  ) -> FurtherRows {
    guard count > 0, deviate > 0, bounds.lower <= value, value <= bounds.upper else {
      return .unknown
    }
    let ends = ends(of: region, seenFrom: value)
    guard !ends.contains(value) else { return .none }
    let factor = ends.reduce(0) { greatest, end in
      let half = end < value ? value - bounds.lower : bounds.upper - value
      return max(greatest, half / (value - end).magnitude * (1 + power80 / deviate))
    }
    let further = (Double(count) * (factor * factor - 1)).rounded(.up)
    guard further <= Double(ceiling) else { return .beyondCount }
    return .expected(max(1, Int(further)))
  }

  /// The ends that the interval must clear: from inside a region all, from outside the nearest.
  private static func ends(of region: Region, seenFrom value: Double) -> [Double] {
    guard case .within(let range) = region else { return region.thresholds }
    if value < range.lowerBound { return [range.lowerBound] }
    return value > range.upperBound ? [range.upperBound] : region.thresholds
  }

  /// The number, where there is one.
  var count: Int? {
    guard case .expected(let count) = self else { return nil }
    return count
  }

  /// What is said of it after an inconclusive sentence.
  ///
  /// What is about data and not about models takes no labels.
  func words(on slice: String, needsLabels: Bool = true) -> String {
    let rows = "further \(needsLabels ? "labelled " : "")rows" + slice
    switch self {
    case .expected(let count):
      return "; about \(NumberText.about(count)) \(rows) would be expected to settle it"
    case .beyondCount: return "; not even 1,000,000,000 \(rows) would be expected to settle it"
    case .none:
      return
        "; the estimate lies on the threshold, so no number of \(rows) is expected to settle it"
    case .unknown: return ""
    }
  }
}

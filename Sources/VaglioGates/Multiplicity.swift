/// How the levels of a family of claims are corrected for there being many.
public enum Multiplicity: String, Hashable, Sendable, CaseIterable {
  /// Every claim is decided at the policy's level.
  case none
  /// Step-down control of the probability that any claim of the family is decided wrongly
  /// (Holm 1979, https://www.jstor.org/stable/4615733).
  case holm
  /// Step-up control of the expected share of wrong decisions among all decisions
  /// (Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x).
  case benjaminiHochberg = "benjamini-hochberg"
  /// The same under any dependence of the estimates, at α/(1 + 1/2 + … + 1/m) (Benjamini and
  /// Yekutieli 2001, doi:10.1214/aos/1013699998).
  case benjaminiYekutieli = "benjamini-yekutieli"

  /// The tail 1 − level at which each claim is decided, one per p-value, in the same order.
  ///
  /// The p-value of a claim is the smallest tail at which its interval still decides. A claim whose
  /// p-value is at most its tail is decided; the others are held against the tail of the first of
  /// them that was not.
  public func tails(of pValues: [Double], overall alpha: Double) -> [Double] {
    guard pValues.count > 1 else { return pValues.map { _ in alpha } }
    switch self {
    case .none: return pValues.map { _ in alpha }
    case .holm: return Self.holm(pValues, alpha)
    case .benjaminiHochberg: return Self.benjaminiHochberg(pValues, alpha)
    case .benjaminiYekutieli:
      let harmonic = (1...pValues.count).reduce(0) { $0 + 1 / Double($1) }
      return Self.benjaminiHochberg(pValues, alpha / harmonic)
    }
  }

  /// The i-th smallest of m p-values, counted from 0, is held against α/(m − i), until one fails.
  private static func holm(_ pValues: [Double], _ alpha: Double) -> [Double] {
    let count = pValues.count
    var tails = [Double](repeating: alpha, count: count)
    var stopped: Double?
    for (rank, index) in ascending(pValues).enumerated() {
      let tail = stopped ?? alpha / Double(count - rank)
      if pValues[index] > tail { stopped = tail }
      tails[index] = tail
    }
    return tails
  }

  /// With k the largest rank, counted from 1, whose p-value is at most αk/m, the first k are held
  /// against αk/m and the others against α(k + 1)/m, which none of them reaches.
  private static func benjaminiHochberg(_ pValues: [Double], _ alpha: Double) -> [Double] {
    let count = pValues.count
    let order = ascending(pValues)
    func tail(_ rank: Int) -> Double {
      rank >= count ? alpha : alpha * Double(rank) / Double(count)
    }
    let decided = (1...count).last { pValues[order[$0 - 1]] <= tail($0) } ?? 0
    var tails = [Double](repeating: tail(decided + 1), count: count)
    for index in order.prefix(decided) { tails[index] = tail(decided) }
    return tails
  }

  private static func ascending(_ pValues: [Double]) -> [Int] {
    pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
  }

  /// The name in sentences.
  var title: String {
    switch self {
    case .none: "none"
    case .holm: "Holm"
    case .benjaminiHochberg: "Benjamini–Hochberg"
    case .benjaminiYekutieli: "Benjamini–Yekutieli"
    }
  }
}

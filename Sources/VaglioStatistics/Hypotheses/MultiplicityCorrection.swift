/// How p-values of several tests are adjusted so that one threshold serves them all.
///
/// An adjusted p-value is compared with the level that the whole family is meant to have.
public enum MultiplicityCorrection: String, CaseIterable, Hashable, Sendable {
  /// As they are.
  case none
  /// p·m.
  case bonferroni
  /// Step-down, family-wise error rate under any dependence (Holm 1979, jstor:4615733).
  case holm
  /// Step-up, family-wise error rate of independent tests (Hochberg 1988,
  /// doi:10.1093/biomet/75.4.800).
  case hochberg
  /// Step-up, false discovery rate of independent tests (Benjamini and Hochberg 1995,
  /// doi:10.1111/j.2517-6161.1995.tb02031.x).
  case benjaminiHochberg = "benjamini-hochberg"
  /// Step-up, false discovery rate under any dependence (Benjamini and Yekutieli 2001,
  /// doi:10.1214/aos/1013699998).
  case benjaminiYekutieli = "benjamini-yekutieli"

  /// The adjusted p-values, in the order given; never below their own, never above 1, and in the
  /// same order of size. What is `nil` or NaN is no test: it stays `nil` and does not count.
  public func adjusted(_ pValues: [Double?]) -> [Double?] {
    let tests = pValues.indices
      .compactMap { index in pValues[index].map { (index: index, p: $0) } }
      .filter { !$0.p.isNaN }
      .sorted { ($0.p, $0.index) < ($1.p, $1.index) }
    var result = [Double?](repeating: nil, count: pValues.count)
    for (test, adjusted) in zip(tests, steps(tests.map(\.p))) { result[test.index] = adjusted }
    return result
  }

  /// The adjusted values of ascending p-values.
  private func steps(_ ascending: [Double]) -> [Double] {
    let m = Double(ascending.count)
    let scaled = ascending.enumerated().map { $1 * factor(rank: Double($0 + 1), of: m) }
    switch self {
    case .none, .bonferroni: return scaled.map { min(1, $0) }
    case .holm: return Self.running(scaled, max).map { min(1, $0) }
    case .hochberg, .benjaminiHochberg, .benjaminiYekutieli:
      return Self.running(scaled.reversed(), min).reversed().map { min(1, $0) }
    }
  }

  /// What the p-value of a rank, counted from the smallest, is multiplied by.
  private func factor(rank: Double, of m: Double) -> Double {
    switch self {
    case .none: 1
    case .bonferroni: m
    case .holm, .hochberg: m - rank + 1
    case .benjaminiHochberg: m / rank
    case .benjaminiYekutieli: m / rank * Self.harmonic(Int(m))
    }
  }

  private static func harmonic(_ count: Int) -> Double {
    (1...max(count, 1)).reduce(0) { $0 + 1 / Double($1) }
  }

  private static func running(
    _ values: [Double], _ choose: (Double, Double) -> Double
  ) -> [Double] {
    var held: [Double] = []
    for value in values { held.append(held.last.map { choose($0, value) } ?? value) }
    return held
  }
}

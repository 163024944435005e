#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which of many claims are refuted, at a false discovery rate of α under any dependence: e-BH.
///
/// The k largest e-values, k the greatest with e₍ₖ₎ ≥ m/(αk) (Wang and Ramdas 2022,
/// doi:10.1111/rssb.12489). With e-processes it holds at any stopping time: over segments and time.
public enum EBenjaminiHochberg {
  /// Whether each e-value is a discovery. Equal ones share their fate.
  public static func discoveries(
    _ eValues: [Double], alpha: Double
  ) throws(SequentialError) -> [Bool] {
    if let row = eValues.firstIndex(where: { !($0 >= 0) }) { throw .notAnEValue(row: row) }
    let scale = Double(eValues.count) / (try SequentialInput.alpha(alpha))
    return chosen(eValues) { $0 >= scale / $1 }
  }

  /// The same from logarithms of e-values, which do not overflow; −∞ stands for 0.
  public static func discoveries(
    logEValues: [Double], alpha: Double
  ) throws(SequentialError) -> [Bool] {
    if let row = logEValues.firstIndex(where: \.isNaN) { throw .notAnEValue(row: row) }
    let scale = log(Double(logEValues.count) / (try SequentialInput.alpha(alpha)))
    return chosen(logEValues) { $0 >= scale - log($1) }
  }

  /// The values down to the last rank, from the largest, that passes.
  private static func chosen(
    _ values: [Double], _ passes: (_ value: Double, _ rank: Double) -> Bool
  ) -> [Bool] {
    let sorted = values.sorted(by: >)
    guard let last = sorted.indices.last(where: { passes(sorted[$0], Double($0 + 1)) }) else {
      return values.map { _ in false }
    }
    return values.map { $0 >= sorted[last] }
  }
}

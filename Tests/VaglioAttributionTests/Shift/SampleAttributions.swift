import VaglioAttribution
import VaglioStatistics

/// Attributions that tests are made of.
enum SampleAttributions {
  /// Attributions of one output whose columns are given.
  static func of(
    _ columns: [[Double]], names: [String]? = nil, base: Double = 0, errors: [[Double]]? = nil,
    scale: Attributions.Scale = .margin
  ) -> Attributions {
    let rows = columns[0].count
    func rowMajor(_ columns: [[Double]]) -> [Double] {
      (0..<rows).flatMap { row in columns.map { $0[row] } }
    }
    return Attributions(
      features: names ?? columns.indices.map { "f\($0)" }, outputs: ["y"], scale: scale,
      values: rowMajor(columns), baseValues: [base],
      errors: errors.map { AttributionErrors(coalitions: rowMajor($0)) })
  }

  /// Numbers between −1 and 1.
  static func uniform(_ count: Int, seed: UInt64) -> [Double] {
    let source = KeyedUniform(seed: seed)
    return (0..<count).map { 2 * source.number(ofKey: UInt64($0)) - 1 }
  }

  /// Standard normal numbers.
  static func normal(_ count: Int, seed: UInt64) -> [Double] {
    let source = KeyedUniform(seed: seed)
    return (0..<count).map { Normal.quantile(source.number(ofKey: UInt64($0)) * 0.999_999 + 5e-7) }
  }
}

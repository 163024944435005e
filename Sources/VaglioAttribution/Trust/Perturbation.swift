public import VaglioFindings
public import VaglioModels
internal import VaglioStatistics

/// Small changes of rows, and how far the explanations move with them.
///
/// Every number of a feature whose background holds fractions is moved by a normal deviate times
/// `size` times the feature's spread, the mean absolute deviation from the median over the background.
/// Features that hold whole numbers only, constant ones, texts and missing values stay: a little less
/// of a category is nothing. The moves depend on the seed, the run, the row's number and the feature,
/// and on nothing else.
public struct Perturbation: Sendable {
  /// The rows as they are.
  public let rows: FeatureMatrix
  /// The moved rows, one matrix per run.
  public let moved: [FeatureMatrix]
  /// One per feature: the unit of its moves; 0 where it stays.
  public let spreads: [Double]

  /// Moves of rows; by default five runs of a hundredth of a spread.
  ///
  /// - Throws: a refusal where nothing can be moved, or the background doesn't fit.
  public init(
    of rows: FeatureMatrix, background: FeatureMatrix, size: Double = 0.01, runs: Int = 5,
    seed: UInt64
  ) throws(AttributionError) {
    guard rows.columns.count == background.columns.count else {
      throw .refused(
        "the rows have \(rows.columns.count) features, the background \(background.columns.count)")
    }
    guard size > 0, size.isFinite, runs > 0 else {
      throw .refused("\(runs) moves of \(size) spreads move nothing")
    }
    let spreads = background.columns.map(Self.spread)
    guard spreads.contains(where: { $0 > 0 }) else {
      throw .refused("no feature has fractions that could be moved a little")
    }
    (self.rows, self.spreads) = (rows, spreads)
    moved = (0..<runs).map { run in
      FeatureMatrix(
        rows.columns.enumerated().map { feature, column in
          guard spreads[feature] > 0, case .numbers(let numbers) = column else { return column }
          let source = KeyedUniform(
            seed: seed &+ UInt64(run) &* 0x9e37_79b9 &+ UInt64(feature) &* 0xd1b5_4a32_d192_ed03)
          return .numbers(
            numbers.enumerated().map { row, number in
              // Half a step away from 0, where the quantile is infinite.
              let uniform = source.number(ofKey: UInt64(row)) + 0x1p-54
              return number + Normal.quantile(uniform) * size * spreads[feature]
            })
        }, rowCount: rows.rowCount)
    }
  }

  /// The mean absolute deviation from the median; 0 for texts, whole numbers, and fewer than two
  /// numbers.
  private static func spread(_ column: FeatureMatrix.Column) -> Double {
    guard case .numbers(let numbers) = column else { return 0 }
    let seen = numbers.filter(\.isFinite).sorted()
    guard seen.count > 1, seen.contains(where: { $0 != $0.rounded() }) else { return 0 }
    let median = seen[seen.count / 2]
    return ExactSum(seen.map { ($0 - median).magnitude }).value / Double(seen.count)
  }

  /// Explains the rows and their moves, and says how stable that is and how fast it changes.
  public func stability(
    output: String? = nil, topCount: Int = 3, design: RowDesign? = nil,
    _ explain: (FeatureMatrix) throws(AttributionError) -> Attributions
  ) throws(AttributionError) -> (stability: Stability, lipschitz: LipschitzEstimate) {
    let original = try explain(rows)
    var runs: [Attributions] = []
    for matrix in moved { runs.append(try explain(matrix)) }
    let stability = try Stability(
      of: [original] + runs, source: .perturbations, output: output, topCount: topCount,
      design: design)
    let lipschitz = try LipschitzEstimate(
      of: original, moved: runs, self, output: output, design: design)
    return (stability, lipschitz)
  }
}

/// How fast explanations change with the rows, where they were moved.
///
/// Per row the greatest ‖φ(x) − φ(x′)‖₂/‖x − x′‖₂ over the moves, features in units of their spread
/// (Alvarez-Melis and Jaakkola 2018, arXiv:1806.08049): a lower bound of the local Lipschitz constant.
/// Of trees it has no limit, φ jumping where a threshold is crossed.
public struct LipschitzEstimate: Hashable, Sendable {
  /// One per row; 0 where nothing moved.
  public let values: [Double]
  /// Their mean.
  public let mean: RowMean
  /// Their greatest.
  public let greatest: Double
  /// The measure's name, with the class where there are several outputs.
  private let measure: String

  init(
    of original: Attributions, moved: [Attributions], _ perturbation: Perturbation,
    output: String?, design: RowDesign?
  ) throws(AttributionError) {
    let place = try original.index(ofOutput: output)
    let design = try RowDesign(design, rows: original.rowCount)
    var greatest = [Double](repeating: 0, count: original.rowCount)
    for (run, matrix) in zip(moved, perturbation.moved) {
      let distances = perturbation.squaredDistances(to: matrix)
      for row in greatest.indices where distances[row] > 0 {
        let change = original.range(row: row, output: place).reduce(0.0) { sum, index in
          let difference = original.values[index] - run.values[index]
          return sum + difference * difference
        }
        greatest[row] = max(greatest[row], (change / distances[row]).squareRoot())
      }
    }
    values = greatest
    mean = RowMean(greatest, design)
    self.greatest = greatest.max() ?? 0
    measure = original.measureName(TrustMeasures.lipschitz.name, output: place)
  }

  /// The mean over the rows.
  public func finding(
    _ subject: Subject, level: ConfidenceLevel = .ninetyFivePercent
  ) -> Finding {
    Finding(
      measure: measure, subject: subject,
      estimate: Estimate(
        mean.value,
        Uncertainty(at: level) { mean.interval(level: $0, within: 0...Double.infinity) }),
      count: mean.count, effectiveCount: mean.effectiveCount)
  }
}

extension Perturbation {
  /// Σ((x − x′)/spread)² of every row.
  fileprivate func squaredDistances(to matrix: FeatureMatrix) -> [Double] {
    var sums = [Double](repeating: 0, count: rows.rowCount)
    for feature in spreads.indices where spreads[feature] > 0 {
      guard case .numbers(let own) = rows.columns[feature],
        case .numbers(let other) = matrix.columns[feature]
      else { continue }
      for row in sums.indices where !own[row].isNaN {
        let distance = (own[row] - other[row]) / spreads[feature]
        sums[row] += distance * distance
      }
    }
    return sums
  }
}

/// Numbers that came true, beside one model's predictions of quantiles of them.
public struct QuantileOutcomes: Outcomes {
  public let rows: Rows
  /// One per row, in the label's unit.
  public let actual: [Double]
  /// The levels that are predicted, ascending, above 0 and below 1.
  public let levels: [Double]
  /// One list per level, in it one prediction per row, in the label's unit.
  public let quantiles: [[Double]]
  /// Where the labels lie in their forecast distributions, found once.
  private let places = Cached<[Double]>()

  /// Labels and predicted quantiles.
  ///
  /// - Precondition: ascending levels; one finite label and one finite quantile of each level per
  ///   row. Quantiles of a row may cross.
  public init(actual: [Double], levels: [Double], quantiles: [[Double]], rows: Rows? = nil) {
    let rows = rows ?? Rows(count: actual.count)
    precondition(levels.allSatisfy { $0 > 0 && $0 < 1 }, "levels lie above 0 and below 1")
    precondition(zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }, "levels ascend")
    precondition(levels.count == quantiles.count, "quantiles of every level")
    precondition(
      actual.count == rows.count && quantiles.allSatisfy { $0.count == rows.count }, "one per row")
    (self.actual, self.levels, self.quantiles, self.rows) = (actual, levels, quantiles, rows)
  }

  public func taking(_ rows: [Int32]) -> QuantileOutcomes {
    QuantileOutcomes(
      actual: rows.map { actual[Int($0)] }, levels: levels,
      quantiles: quantiles.map { column in rows.map { column[Int($0)] } },
      rows: self.rows.taking(rows))
  }

  public func with(_ rows: Rows) -> QuantileOutcomes {
    QuantileOutcomes(actual: actual, levels: levels, quantiles: quantiles, rows: rows)
  }

  public func predictsSame(as other: QuantileOutcomes) -> Bool {
    levels == other.levels && quantiles == other.quantiles
  }
}

extension QuantileOutcomes {
  /// The position of a level among ``levels``; `nil` if it is not predicted. Levels within 10⁻⁹ are
  /// the same, so that (1 − 0.8)/2 finds 0.1.
  public func position(ofLevel level: Double) -> Int? {
    levels.firstIndex { abs($0 - level) <= 1e-9 }
  }

  /// The levels of the central intervals that two quantiles bound, ascending: 0.8 for 0.1 and 0.9.
  public var intervalLevels: [Double] {
    levels.filter { $0 < 0.5 && position(ofLevel: 1 - $0) != nil }
      .map { ((1 - 2 * $0) * 1e12).rounded() / 1e12 }.reversed()
  }

  /// Whether every level α but the median's has its counterpart 1 − α.
  public var isSymmetric: Bool { levels.allSatisfy { position(ofLevel: 1 - $0) != nil } }

  /// The predicted median as a prediction of numbers; `nil` where the level ½ is not predicted.
  public var median: RegressionOutcomes? {
    position(ofLevel: 0.5).map { position in
      RegressionOutcomes(actual: actual, predicted: quantiles[position], rows: rows)
    }
  }
}

extension QuantileOutcomes: ForecastOutcomes {
  public func centralInterval(level: Double) -> (lower: [Double], upper: [Double])? {
    guard let lower = position(ofLevel: (1 - level) / 2),
      let upper = position(ofLevel: (1 + level) / 2)
    else { return nil }
    return (quantiles[lower], quantiles[upper])
  }

  public static func missingInterval(level: Double) -> String {
    "the quantiles \(tail(of: level).optionText) and \((1 - tail(of: level)).optionText) are not "
      + "predicted"
  }

  /// Between two quantiles in proportion to the distance from them; below the lowest and above the
  /// highest one at random within their tails, by a hash of the row's key, since nothing more is
  /// known there. Quantiles that cross are put in order first (Chernozhukov, Fernández-Val and
  /// Galichon 2010, doi:10.3982/ECTA7880). A label at which several quantiles lie has a mass there, and
  /// is placed at random within it.
  ///
  /// For a calibrated forecast the places are uniform as far as the levels can tell.
  public var pit: [Double] { places.value { QuantilePlaces(self).all } }
}

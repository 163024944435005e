/// Forecasts of more than one number a row: of quantiles, or of an ensemble's members.
public protocol ForecastOutcomes: Outcomes {
  /// One per row, in the label's unit.
  var actual: [Double] { get }
  /// The bounds of the central interval with a level, one per row each; `nil` where the forecasts
  /// have none.
  func centralInterval(level: Double) -> (lower: [Double], upper: [Double])?
  /// Why there may be no central interval with a level.
  static func missingInterval(level: Double) -> String
  /// The probability integral transform: where the label lies in the row's forecast distribution,
  /// from 0 to 1, one per row.
  var pit: [Double] { get }
}

/// A level as a reader knows it: `80 %`.
func percent(_ level: Double) -> String {
  "\(((level * 1e10).rounded() / 1e8).optionText) %"
}

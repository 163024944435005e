internal import VaglioDrift
internal import VaglioFindings
internal import VaglioStatistics

/// Which columns of a window have moved, so that a window names one that has not with probability at
/// most α, however columns and windows hang together.
///
/// A column is tested on its distance (Kolmogorov–Smirnov of numbers, total variation of levels, among
/// which a missing value is one), a column of numbers on the change of its missing rate as well. "It is at
/// most the tolerance" is tested by the interval, "it is none" by the distance's own test (χ² of levels);
/// the greater p-value stands. Holm's correction goes over all of a window. α is the window's share of the
/// budget, so that falsely naming windows come at the budget's rate on average, whatever the dependence.
/// One unlucky reference may bring several of them together.
struct MovedColumns: Hashable, Sendable {
  /// Holm's p-values by the name of the measure that was tested; those without a test are not here.
  let pValues: [String: Double]
  private let alpha: Double

  init(_ drift: SampleDrift, tolerance: Double, alpha: Double) {
    var (tests, names) = ([Double?](), [String]())
    for column in drift.columns {
      tests.append(Self.distance(column, tolerance))
      names.append(Self.distanceName(column))
      guard column.kind == .numeric else { continue }
      tests.append(Self.missing(column, tolerance))
      names.append(Self.missingName(column))
    }
    var pValues: [String: Double] = [:]
    for (name, pValue) in zip(names, MultiplicityCorrection.holm.adjusted(tests)) {
      pValues[name] = pValue
    }
    (self.pValues, self.alpha) = (pValues, alpha)
  }

  /// The measures by which a column has moved.
  func measures(of column: ColumnDrift) -> [String] {
    [Self.distanceName(column), Self.missingName(column)].filter { name in
      pValues[name].map { $0 <= alpha } ?? false
    }
  }

  /// The smaller of a column's p-values.
  func pValue(of column: ColumnDrift) -> Double? {
    [Self.distanceName(column), Self.missingName(column)].compactMap { pValues[$0] }.min()
  }

  static func distanceName(_ column: ColumnDrift) -> String {
    let main: DriftDistance = column.kind == .numeric ? .kolmogorovSmirnov : .totalVariation
    return main.measureName(column: column.column, role: column.role)
  }

  private static func missingName(_ column: ColumnDrift) -> String {
    DriftMeasureName.of(
      QualityMeasures.missingChange.name, column: column.column, role: column.role)
  }

  private static func distance(_ column: ColumnDrift, _ tolerance: Double) -> Double? {
    let isNumeric = column.kind == .numeric
    guard let main = column[isNumeric ? .kolmogorovSmirnov : .totalVariation],
      let beyond = ToleranceVerdict.pValue(main.estimate, tolerance: tolerance),
      let null = (isNumeric ? main : column[.cramersV] ?? main).test?.pValue
    else { return nil }
    return max(beyond, null)
  }

  /// Twice the smaller of both sides.
  private static func missing(_ column: ColumnDrift, _ tolerance: Double) -> Double? {
    guard let value = column.missingChange.value, let curve = column.missingChange.curve else {
      return nil
    }
    guard abs(value) > tolerance else { return 1 }
    return curve.pValue(of: value > 0 ? tolerance : -tolerance)
  }
}

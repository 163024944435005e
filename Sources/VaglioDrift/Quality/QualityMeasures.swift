public import VaglioFindings

/// The measures of the schema and of the quality of rows, without their columns.
public enum QualityMeasures {
  /// `schema.missing_columns`.
  public static let missingColumns = count(
    "schema.missing_columns", "Missing columns",
    "Columns of the reference that the current table lacks.")
  /// `schema.added_columns`.
  public static let addedColumns = count(
    "schema.added_columns", "Added columns",
    "Columns of the current table that the reference lacks.")
  /// `schema.type_changes`.
  public static let typeChanges = count(
    "schema.type_changes", "Changed types", "Columns whose values are of another type than before.")
  /// `schema.unit_changes`.
  public static let unitChanges = count(
    "schema.unit_changes", "Changed units",
    "Columns whose quantiles are those of the reference times a round factor.")
  /// `quality.missing_rate[column=…]`.
  public static let missingRate = rate(
    "quality.missing_rate", "Missing values", "Share of the current rows without a value.")
  /// `quality.new_level_rate[column=…]`.
  public static let newLevelRate = rate(
    "quality.new_level_rate", "New levels",
    "Share of the current values that are a level which the reference never has.")
  /// `quality.new_levels[column=…]`.
  public static let newLevels = Measure(
    name: "quality.new_levels", title: "Number of new levels",
    definition: "Levels among the current rows that the reference never has.",
    range: 0...Double.infinity, direction: .lowerIsBetter, unit: "levels")
  /// `quality.out_of_range_rate[column=…]`.
  public static let outOfRangeRate = rate(
    "quality.out_of_range_rate", "Out of range",
    "Share of the current values outside the reference's least and greatest finite value; of n + m "
      + "exchangeable rows 2/(n + 1) is expected.")
  /// `quality.top_value_rate[column=…]`.
  public static let topValueRate = Measure(
    name: "quality.top_value_rate", title: "Most frequent value",
    definition: "Share of the most frequent value among the current values; 1 for a constant.",
    range: 0...1, direction: .neutral)
  /// `quality.duplicate_row_rate`.
  public static let duplicateRowRate = rate(
    "quality.duplicate_row_rate", "Repeated rows",
    "Share of the current rows that repeat an earlier one in all columns.")
  /// `quality.duplicate_key_rate[column=…]`.
  public static let duplicateKeyRate = rate(
    "quality.duplicate_key_rate", "Repeated keys",
    "Share of the current rows whose key an earlier row has.")
  /// `drift.missing_rate[column=…]`.
  public static let missingChange = Measure(
    name: "drift.missing_rate", title: "Change of missing values",
    definition: "Share of current rows without a value less that of the reference.", range: -1...1,
    direction: .nearerIsBetter(to: 0))

  /// All of them.
  public static let all = [
    missingColumns, addedColumns, typeChanges, unitChanges, missingRate, newLevels, newLevelRate,
    outOfRangeRate, topValueRate, duplicateRowRate, duplicateKeyRate, missingChange,
  ]

  private static func count(_ name: String, _ title: String, _ definition: String) -> Measure {
    Measure(
      name: name, title: title, definition: definition, range: 0...Double.infinity,
      direction: .lowerIsBetter, unit: "columns")
  }

  private static func rate(_ name: String, _ title: String, _ definition: String) -> Measure {
    Measure(
      name: name, title: title, definition: definition, range: 0...1, direction: .lowerIsBetter)
  }
}

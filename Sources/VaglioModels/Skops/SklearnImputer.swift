/// Imputers that fill each column with one value, and indicators of missing values.
enum SklearnImputer: SklearnTransformer {
  static let classNames: Set = ["SimpleImputer", "MissingIndicator"]

  static func apply(
    _ imputer: SklearnEstimator, to columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    if imputer.className == "MissingIndicator" {
      return try indicators(by: imputer, of: columns, &draft)
    }
    let place = imputer["statistics_"]
    let statistics = try place.scalars()
    guard statistics.count == columns.count else {
      throw place.failure(expected: "\(columns.count) values")
    }
    let marker = try marker(of: imputer)
    let keeping = imputer["keep_empty_features"]
    let isKept = keeping.exists ? try keeping.boolean() : false
    let isConstant = try imputer["strategy"].isText("constant")
    var filled: [Int] = []
    for (column, statistic) in zip(columns, statistics) {
      if statistic.isMissing {
        // A column that had no value at all is left out; kept ones have 0 or a constant instead.
        guard !isConstant, !isKept else {
          throw place.unsupported("a column is filled with missing values")
        }
        continue
      }
      filled.append(try self.filled(column, with: statistic, marker, place, &draft))
    }
    let indicator = imputer["indicator_"]
    guard indicator.exists, try indicator.isEstimator() else { return filled }
    let own = try SklearnEstimator(indicator, inputs: imputer.inputs)
    return filled + (try indicators(by: own, of: columns, &draft))
  }

  /// The number that stands for a missing value; NaN where missing values are missing.
  private static func marker(of imputer: SklearnEstimator) throws(ModelError) -> Double {
    switch try imputer["missing_values"].scalar() {
    case .number(let number): return number
    case .some(.none): return .nan
    default:
      throw imputer["missing_values"].unsupported(
        "a text as the mark of missing values is not read", remedy: "leave such cells empty")
    }
  }

  private static func filled(
    _ column: Int, with statistic: SkopsValue.Scalar, _ marker: Double, _ place: SkopsValue,
    _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> Int {
    switch statistic {
    case .number(let value):
      return try draft.add(
        [marker.isNaN ? .fill(value) : .replace(marker, with: value)], on: column)
    case .boolean(let flag): return try draft.add([.fill(flag ? 1 : 0)], on: column)
    case .text(let text):
      guard marker.isNaN else { throw place.failure(expected: "numbers") }
      try draft.require(column, .text)
      return draft.add(.filled(column, with: text), name: draft.name(of: column))
    case .none: throw place.failure(expected: "texts or numbers")
    }
  }

  /// One indicator for each column that had missing values when it was fitted, or for all. Where new
  /// columns with missing values are refused that can't be kept.
  private static func indicators(
    by indicator: SklearnEstimator, of columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    let marker = try marker(of: indicator)
    var chosen = Array(columns.indices)
    if try !indicator["features"].isText("all") {
      guard try !indicator["error_on_new"].boolean() else {
        throw indicator.unsupported(
          "with error_on_new=True is not read", remedy: "fit it with error_on_new=False")
      }
      chosen = []
      for number in try indicator["features_"].numbers() {
        guard let place = Int(exactly: number), columns.indices.contains(place) else {
          throw indicator["features_"].failure(expected: "places of columns")
        }
        chosen.append(place)
      }
    }
    var made: [Int] = []
    for place in chosen {
      let name = "\(draft.name(of: columns[place])) missing"
      if draft.isText(columns[place]) {
        let coding = Coding(.texts([]), codes: [], missing: 1, unknown: 0)
        made.append(draft.add(.coded(columns[place], coding), name: name))
      } else {
        made.append(
          try draft.add(
            [marker.isNaN ? .isMissing : .equals(marker)], on: columns[place], name: name))
      }
    }
    return made
  }
}

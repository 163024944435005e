internal import VaglioModels
internal import VaglioTables

/// The values of features as they are written into requests of untyped JSON.
struct FeatureCells {
  private let columns: [FeatureMatrix.Column]
  let count: Int

  /// The cells of some rows; an infinite number is an error, for JSON has none.
  init(
    _ rows: Range<Int>, of matrix: FeatureMatrix, features: [Feature]
  ) throws(ModelError) {
    precondition(features.count == matrix.columns.count, "as many columns as features")
    for (column, feature) in zip(matrix.columns, features) {
      if case .numbers(let numbers) = column,
        let row = rows.first(where: { numbers[$0].isInfinite })
      {
        throw ModelError(
          .mismatch,
          problem: "the feature \"\(legible(feature.name))\" is infinite in row \(row + 1); JSON "
            + "has no such number", remedy: "leave such rows out, or write a finite number")
      }
    }
    columns = matrix.columns
    count = matrix.columns.count
  }

  /// Writes one cell: numbers as floats, `null` where missing.
  @inline(__always)
  func write(row: Int, column: Int, into text: inout JSONText) {
    switch columns[column] {
    case .numbers(let numbers):
      let number = numbers[row]
      if number.isNaN { text.raw("null") } else { text.float(number) }
    case .texts(let texts): text.string(texts[row])
    }
  }

  /// Writes a row as a list.
  func writeRow(_ row: Int, into text: inout JSONText) {
    text.list(0..<count) { write(row: row, column: $1, into: &$0) }
  }
}

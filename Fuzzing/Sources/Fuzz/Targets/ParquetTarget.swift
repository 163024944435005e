internal import VaglioTables

extension FuzzTarget {
  /// Parquet files. Dictionaries and runs may stand for many values in few bytes.
  static let parquet = FuzzTarget(
    name: "parquet", seeds: [Seeds(folder: "fixtures/parquet", ending: ".parquet")]
  ) {
    TableAttack(format: .parquet).attack($0)
  }
}

internal import VaglioTables

extension FuzzTarget {
  /// Separated text.
  static let csv = FuzzTarget(
    name: "csv", seeds: [Seeds(folder: "fixtures/tables", ending: ".csv")]
  ) {
    TableAttack(format: .csv).attack($0)
  }
}

internal import VaglioTables

extension FuzzTarget {
  /// JSON lines.
  static let jsonLines = FuzzTarget(
    name: "json-lines", seeds: [Seeds(folder: "fixtures/tables", ending: ".jsonl")]
  ) {
    TableAttack(format: .jsonl).attack($0)
  }
}

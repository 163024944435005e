internal import VaglioTables

extension FuzzTarget {
  /// Arrow files, and streams that are kept as files.
  static let arrowFile = FuzzTarget(
    name: "arrow-file", seeds: [Seeds(folder: "fixtures/arrow", ending: ".arrow")]
  ) {
    TableAttack(format: .arrow).attack($0)
  }
}

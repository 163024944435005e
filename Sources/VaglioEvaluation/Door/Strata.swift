internal import VaglioTables

/// The strata of a table's rows, checked: they can vary, and clusters lie whole in them.
struct Strata {
  /// The identity of each row's stratum.
  let keys: [UInt64]
  /// How many strata hold a single row, or a single cluster.
  let singleUnits: Int

  /// The strata that the columns ask for; `nil` where they ask for none.
  init?(
    _ table: Table, _ columns: OutcomeTable.Columns, _ labels: Labels
  ) throws(TableError) {
    guard let name = columns.stratum else { return nil }
    let file = table.files.first ?? "table"
    if name == columns.label, case .numbers = labels {
      throw TableError(
        .badValue, file: file, column: name,
        problem: "the labels are numbers, which are no strata",
        remedy: "stratify by a column of groups")
    }
    let strata = try table.column(name).categorized
    let units = try columns.cluster.map { cluster throws(TableError) in
      try Self.clusters(table, cluster, strata.codes, in: name)
    }
    var count = [Int](repeating: 0, count: strata.levels.count)
    for stratum in units ?? strata.codes { count[Int(stratum)] += 1 }
    singleUnits = count.count { $0 == 1 }
    guard count.contains(where: { $0 > 1 }) else {
      throw TableError(
        .badValue, file: file, column: name,
        problem: "every stratum holds a single \(units == nil ? "row" : "cluster")",
        remedy: "nothing would vary between resamples: stratify by a coarser column")
    }
    let hashes = strata.levels.map(RowKey.hash)
    keys = strata.codes.map { hashes[Int($0)] }
  }

  /// The stratum of each cluster.
  private static func clusters(
    _ table: Table, _ name: String, _ strata: [Int32], in column: String
  ) throws(TableError) -> [Int32] {
    let clusters = try table.column(name).categorized
    var stratum = [Int32](repeating: -1, count: clusters.levels.count)
    for (row, cluster) in clusters.codes.enumerated() {
      if stratum[Int(cluster)] < 0 { stratum[Int(cluster)] = strata[row] }
      guard stratum[Int(cluster)] == strata[row] else {
        throw table.error(
          row: row, column: column,
          problem: "the cluster \"\(clusters.levels[Int(cluster)])\" has rows in two strata",
          remedy: "clusters are drawn whole: each must lie in one stratum, or leave out --stratify")
      }
    }
    return stratum.filter { $0 >= 0 }
  }
}

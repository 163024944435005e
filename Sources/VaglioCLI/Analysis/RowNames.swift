internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioTables

/// What single rows are called in a report: by their ids where these can be looked up, else by their
/// place in the files.
struct RowNames {
  let plan: AnalysisPlan
  let data: InputData
  let outcomes: OutcomeTable
  let rowCount: Int

  /// The exhibits that `make` gives when it is told what a row is called.
  ///
  /// Ids are not kept in memory: where rows have `keys`, `make` is called once to learn which rows
  /// it shows, and again with their ids.
  func exhibits(
    keys: [UInt64]?, _ make: (_ name: (Int) -> String) -> [Exhibit]
  ) throws -> [Exhibit] {
    var shown: [Int] = []
    let unnamed = make { row in
      shown.append(row)
      return place(ofRow: row)
    }
    guard let id = plan.columns.id, let keys else { return unnamed }
    let names = try data.names(ofKeys: Set(shown.map { keys[$0] }), id: id, rowCount: rowCount)
    guard !names.isEmpty else { return unnamed }
    return make { row in names[keys[row]] ?? place(ofRow: row) }
  }

  private func place(ofRow row: Int) -> String {
    let source = outcomes.table.source(ofRow: row)
    return plan.data.count > 1
      ? "\(PathName(source.file).lastComponent), row \(source.row)" : "row \(source.row)"
  }
}

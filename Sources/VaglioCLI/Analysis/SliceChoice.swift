internal import VaglioEvaluation
internal import VaglioGates
internal import VaglioTables

/// The slices of an analysis: those that were asked for, and those that the policy needs.
struct SliceChoice {
  let requests: [SliceRequest]

  /// The requests in `texts`, each once, then one by value for columns of the policy that none of
  /// them serves.
  init(_ texts: [String], neededBy policy: [SliceColumns], known: Set<String>) throws {
    var requests: [SliceRequest] = []
    for text in texts {
      let request = try SliceRequest(text, known: known)
      if !requests.contains(request) { requests.append(request) }
    }
    for needed in policy
    where !requests.contains(where: { Set($0.factors.map(\.column)) == Set(needed.columns) }) {
      requests.append(SliceRequest(columns: needed.columns))
    }
    self.requests = requests
  }

  /// What a reader must be asked for.
  var columns: [ColumnRequest] {
    requests.flatMap(\.factors).map {
      ColumnRequest($0.column, as: $0.edges == nil ? .any : .number)
    }
  }

  /// The slices of a table, one list per request.
  func slices(of table: Table) throws(TableError) -> [[SliceRows]] {
    var slices: [[SliceRows]] = []
    for request in requests { slices.append(try Slicer(table).slices(request)) }
    return slices
  }
}

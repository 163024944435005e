internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioGates
internal import VaglioTables

/// The slices of an analysis: those that were asked for, and those that the policy needs.
struct SliceChoice {
  let requests: [SliceRequest]
  /// Those of them whose groups are held against each other, by their place.
  private let fair: Set<Int>
  private let searched: [String]

  /// The requests in `texts`, each once, then one by value for columns of the policy that none of
  /// them serves. The groups of the requests in `fairness` are held against each other; `searched`
  /// columns are searched for subgroups.
  init(
    _ texts: [String], fairness: [String] = [], searched: [String] = [],
    neededBy policy: [SliceColumns], known: Set<String>
  ) throws {
    var requests: [SliceRequest] = []
    var fair: Set<Int> = []
    for text in texts {
      let request = try SliceRequest(text, known: known)
      if !requests.contains(request) { requests.append(request) }
    }
    for text in fairness {
      let request = try SliceRequest(text, known: known, option: "fairness")
      if !requests.contains(request) { requests.append(request) }
      if let place = requests.firstIndex(of: request) { fair.insert(place) }
    }
    for needed in policy
    where !requests.contains(where: { Set($0.factors.map(\.column)) == Set(needed.columns) }) {
      requests.append(SliceRequest(columns: needed.columns))
    }
    (self.requests, self.fair, self.searched) = (requests, fair, searched)
  }

  /// What a reader must be asked for.
  var columns: [ColumnRequest] {
    requests.flatMap(\.factors).map {
      ColumnRequest($0.column, as: $0.edges == nil ? .any : .number)
    } + searched.map { ColumnRequest($0) }
  }

  /// The slices of a table, one list per request, and the columns to search.
  func slices(of table: Table) throws -> Slicings {
    var slices: [[SliceRows]] = []
    for (place, request) in requests.enumerated() {
      let groups = try Slicer(table).slices(request)
      guard !fair.contains(place) || groups.count > 1 else {
        throw Trouble(
          "--fairness \(request.factors.map(\.column).joined(separator: "*")): there is one group "
            + "only, \(groups.first?.slice.description ?? "none"); name a column with several")
      }
      slices.append(groups)
    }
    return Slicings(
      all: slices, fair: fair.sorted().map { slices[$0] },
      factors: try Slicer(table).factors(searched))
  }
}

/// The rows of an analysis in parts.
struct Slicings {
  /// One list of slices per request.
  let all: [[SliceRows]]
  /// Those of them whose groups are held against each other.
  let fair: [[SliceRows]]
  /// What is searched for subgroups; none where no search is wanted.
  let factors: [SubgroupFactor]
}

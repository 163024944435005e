/// Labels that came back for a plan, told apart by their rows' names.
public struct ReturnedLabels: Hashable, Sendable {
  /// The label of each row of the data that was planned and came back, by the row's number; others
  /// are not in it.
  public let labels: [Int: String]
  /// How many rows of the plan have no label yet.
  public let missing: Int
  /// How many labels came twice, and alike.
  public let repeated: Int
  /// How many labels are of rows that the plan did not ask for: these are not used, for nobody knows how
  /// they were chosen.
  public let unplanned: Int

  /// Matches labels with a plan.
  ///
  /// `rows`: The names of all rows that were planned for, in their order.
  /// `names`, `values`: What came back; a label that is missing counts as not come back.
  ///
  /// - Throws: ``LabelReturnError`` where a name is missing or unknown, a row has two labels that differ,
  ///   or nothing of the plan came back.
  public init(
    _ plan: LabelPlan, rows: [String], names: [String?], values: [String?]
  ) throws(LabelReturnError) {
    precondition(names.count == values.count, "one label per name")
    precondition(rows.count == plan.population, "one name per row")
    let numbers = Dictionary(rows.enumerated().map { ($1, $0) }) { first, _ in first }
    let planned = Set(plan.entries.map(\.row))
    var found: [Int: (value: String, place: Int)] = [:]
    var (repeated, others) = (0, Set<Int>())
    for (place, (name, value)) in zip(names, values).enumerated() {
      guard let name else {
        guard value == nil else { throw .unnamed(returned: place + 1) }
        continue
      }
      guard let row = numbers[name] else { throw .unknownRow(name, returned: place + 1) }
      guard let value else { continue }
      if let first = found[row] {
        guard first.value == value else {
          throw .conflict(name, first: first.place + 1, second: place + 1)
        }
        repeated += 1
      } else {
        found[row] = (value, place)
        if !planned.contains(row) { others.insert(row) }
      }
    }
    labels = found.filter { planned.contains($0.key) }.mapValues(\.value)
    guard !labels.isEmpty else { throw .nothing }
    missing = plan.entries.count - labels.count
    (self.repeated, unplanned) = (repeated, others.count)
  }

  /// What a reader must know of them, in words.
  public var notes: [String] {
    var notes: [String] = []
    if missing > 0 { notes.append("\(missing) rows of the plan have no label yet") }
    if repeated > 0 { notes.append("\(repeated) labels came twice, and alike") }
    if unplanned > 0 {
      notes.append("\(unplanned) labels of rows that the plan did not ask for were not used")
    }
    return notes
  }
}

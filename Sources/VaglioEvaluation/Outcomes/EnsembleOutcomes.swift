/// Numbers that came true, beside the members of one model's ensemble of predictions.
public struct EnsembleOutcomes: Outcomes {
  public let rows: Rows
  /// One per row, in the label's unit.
  public let actual: [Double]
  /// One list per member, in it one prediction per row, in the label's unit.
  public let members: [[Double]]

  /// Labels and the members' predictions.
  ///
  /// - Precondition: at least one member; one finite label and one finite prediction of each member
  ///   per row.
  public init(actual: [Double], members: [[Double]], rows: Rows? = nil) {
    let rows = rows ?? Rows(count: actual.count)
    precondition(!members.isEmpty, "an ensemble has members")
    precondition(
      actual.count == rows.count && members.allSatisfy { $0.count == rows.count }, "one per row")
    (self.actual, self.members, self.rows) = (actual, members, rows)
  }

  public func taking(_ rows: [Int32]) -> EnsembleOutcomes {
    EnsembleOutcomes(
      actual: rows.map { actual[Int($0)] },
      members: members.map { column in rows.map { column[Int($0)] } },
      rows: self.rows.taking(rows))
  }

  public func predictsSame(as other: EnsembleOutcomes) -> Bool { members == other.members }
}

public import VaglioFindings

/// A part of the rows that a search has found, by one condition or two.
public struct Subgroup: Hashable, Sendable {
  /// One condition: a factor by its number, and one of its levels.
  struct Condition: Hashable, Sendable {
    let factor: Int
    let level: Int
  }

  public let slice: Slice
  /// The rows of the discovery half that it holds.
  public let discoveryRows: Int
  /// How much worse the metric is there than on all rows of the discovery half, or how much worse
  /// the candidate is than production; as it looked where it was searched, and so too bad.
  public let discoveryDeterioration: Double
  let conditions: [Condition]

  /// The rows of those given that belong to the subgroup.
  public func rows(among rows: [Int32], of factors: [SubgroupFactor]) -> [Int32] {
    rows.filter { row in
      conditions.allSatisfy { Int(factors[$0.factor].codes[Int(row)]) == $0.level }
    }
  }
}

/// What a search for subgroups does.
public struct SubgroupSettings: Hashable, Sendable {
  /// The least rows of a subgroup in the discovery half.
  public var leastRows = 30
  /// The least share of the discovery half's rows.
  public var leastShare = 0.01
  /// How many subgroups are estimated again on the held-out half.
  public var reported = 10

  /// The settings when nothing is said.
  public init() {}

  /// The least rows of a subgroup among so many.
  func least(of rows: Int) -> Int { max(leastRows, Int((leastShare * Double(rows)).rounded(.up))) }
}

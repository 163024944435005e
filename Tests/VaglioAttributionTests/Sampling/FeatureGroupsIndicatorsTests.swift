import Testing
import VaglioAttribution
import VaglioModels

struct FeatureGroupsIndicatorsTests {
  private func groups(_ columns: [(String, [Double])]) throws -> [String: [String]] {
    let features = columns.map { Feature($0.0) }
    let groups = try FeatureGroups(
      indicatorsIn: FeatureMatrix(numbers: columns.map(\.1)), features: features)
    var members: [String: [String]] = [:]
    for (feature, group) in groups.groupOfFeature.enumerated() {
      members[groups.names[group], default: []].append(features[feature].name)
    }
    return members
  }

  @Test func `indicators of which each row has one are one group`() throws {
    let found = try groups([
      ("age", [30, 40, 50]), ("job_none", [1, 0, 0]), ("job_part_time", [0, 1, 0]),
      ("job_full", [0, 0, 1]),
    ])
    #expect(found == ["age": ["age"], "job": ["job_none", "job_part_time", "job_full"]])
  }

  @Test func `flags that merely exclude one another stay apart`() throws {
    let found = try groups([("has_car", [1, 0, 0]), ("has_boat", [0, 1, 0])])
    #expect(found.count == 2)
  }

  /// `pay` begins two categories, whose marks add up to two a row; `pay_way` and `pay_state` hold.
  @Test func `the longer beginning counts where the shorter joins two categories`() throws {
    let found = try groups([
      ("pay_way=card", [1, 0]), ("pay_way=cash", [0, 1]), ("pay_state=due", [1, 0]),
      ("pay_state=done", [0, 1]),
    ])
    #expect(
      found == [
        "pay_way": ["pay_way=card", "pay_way=cash"],
        "pay_state": ["pay_state=due", "pay_state=done"],
      ])
  }

  @Test func `a missing value, a constant and another number are no indicators`() throws {
    let found = try groups([
      ("a_1", [1, .nan]), ("a_2", [0, 1]), ("b_1", [1, 1]), ("b_2", [0, 0]), ("c_1", [1, 0]),
      ("c_2", [0, 2]),
    ])
    #expect(found.count == 6)
  }

  @Test func `a group is not called as a feature that stands apart`() throws {
    let found = try groups([("job", [7, 8]), ("job_a", [1, 0]), ("job_b", [0, 1])])
    #expect(found == ["job": ["job"], "job_a": ["job_a", "job_b"]])
  }

  @Test func `no rows, and columns that don't fit, are refused`() {
    #expect(throws: AttributionError.self) {
      try FeatureGroups(indicatorsIn: FeatureMatrix(numbers: [[]]), features: [Feature("a")])
    }
    #expect(throws: AttributionError.self) {
      try FeatureGroups(indicatorsIn: FeatureMatrix(numbers: [[1]]), features: [])
    }
  }
}

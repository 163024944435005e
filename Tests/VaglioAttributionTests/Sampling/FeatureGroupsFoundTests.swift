import Testing
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

@Suite struct FeatureGroupsFoundTests {
  @Test func `the indicators of a category are one group under its name`() {
    let preprocessing = Preprocessing(
      inputs: [Feature("age"), Feature("color", kind: .text)],
      steps: [
        .coded(1, Coding(.texts(["red"]), codes: [1], missing: nil, unknown: 0)),
        .coded(1, Coding(.texts(["blue"]), codes: [1], missing: nil, unknown: 0)),
      ],
      outputs: [.init(2, name: "color=red"), .init(0, name: "age"), .init(3, name: "color=blue")])
    let groups = FeatureGroups(columnsOf: preprocessing)
    #expect(groups.names == ["age", "color"])
    #expect(groups.groupOfFeature == [1, 0, 1])
  }

  @Test func `inputs that are normalised together are one group`() {
    let preprocessing = Preprocessing(
      inputs: [Feature("a"), Feature("b"), Feature("c")],
      steps: [.norm(of: [0, 2], .l2), .quotient(of: 0, by: 3), .quotient(of: 2, by: 3)],
      outputs: [.init(4, name: "a"), .init(1, name: "b"), .init(5, name: "c")])
    let groups = FeatureGroups(columnsOf: preprocessing)
    #expect(groups.names == ["a+c", "b"])
    #expect(groups.groupOfFeature == [0, 1, 0])
  }

  static let features = ["a", "b", "c", "d", "e"].map { Feature($0) }

  @Test func `features that rise or fall together are one group`() throws {
    // c falls as a rises, in another curve; b is shuffled; d is constant; e misses where it would not
    // fit.
    let a: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    let background = FeatureMatrix(numbers: [
      a, [3, 8, 1, 6, 7, 2, 5, 4], a.map { -$0 * $0 * $0 }, a.map { _ in 1 },
      [.nan, 2, 3, .nan, 5, 6, 7, 8],
    ])
    let groups = try FeatureGroups(
      correlationsIn: background, features: Self.features, cut: 0.9)
    #expect(groups.names == ["a+c+e", "b", "d"])
    #expect(groups.groupOfFeature == [0, 1, 0, 2, 0])
  }

  @Test func `in a group every two features reach the cut`() throws {
    // Spearman: a and b 0.8 (Σd² = 4: 1 − 24/120), b and c 0.8, a and c 0.4 (Σd² = 12).
    let background = FeatureMatrix(numbers: [
      [1, 2, 3, 4, 5], [2, 1, 3, 5, 4], [2, 1, 5, 3, 4], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1],
    ])
    func names(_ cut: Double) throws -> [String] {
      try FeatureGroups(correlationsIn: background, features: Self.features, cut: cut).names
    }
    let correlations = [("a", "b"), ("b", "c"), ("a", "c")]
    #expect(correlations.count == 3)
    // a and b join first; c would have to reach the cut with a too.
    #expect(try names(0.7) == ["a+b", "c", "d", "e"])
    #expect(try names(0.9) == ["a", "b", "c", "d", "e"])
    #expect(try names(0.3) == ["a+b+c", "d", "e"])
  }

  @Test func `two rows have no correlations`() {
    let two = FeatureMatrix(numbers: [[1, 2], [1, 2]])
    #expect(throws: AttributionError.self) {
      try FeatureGroups(correlationsIn: two, features: [Feature("a"), Feature("b")])
    }
  }
}

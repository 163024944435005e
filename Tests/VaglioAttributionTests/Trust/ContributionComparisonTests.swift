import Testing
import VaglioFindings

@testable import VaglioAttribution

@Suite struct ContributionComparisonTests {
  private let ours = SampleAttributions.of([[1, -2, 0.5], [0.5, 1, 1]], base: 0.1)

  @Test func `our own values differ by nothing`() throws {
    let comparison = try ContributionComparison(ours, with: ours.values)
    #expect(comparison.greatest.difference == 0 && comparison.mean == 0)
    #expect(comparison.topAgreement.value == 1)
    #expect(comparison.base == nil)
  }

  @Test func `differences by hand, the base value last`() throws {
    // Rows: (1, 0.5), (−2, 1), (0.5, 1).
    let others = [1, 0.5, 0.1, -1, 1.25, 0.1, 0.5, 1, 0.3]
    let comparison = try ContributionComparison(ours, with: others)
    #expect(comparison.greatest.row == 1)
    #expect(comparison.greatest.feature == "f0")
    #expect(comparison.greatest.difference == -1)
    #expect(comparison.mean == 1.25 / 6)
    #expect(comparison.base == 0.3 - 0.1)
    #expect(comparison.scale == 2)
    // Row 2: f0 is ours, f1 theirs.
    #expect(comparison.topAgreement.value == 2.0 / 3)
    #expect(comparison.findings(.model).map(\.estimate.value) == [1, 2.0 / 3])
  }

  @Test func `other shapes and values that aren't finite are refused`() {
    #expect(
      throws: AttributionError.refused(
        "5 values are not 3 rows × 1 outputs × 2 features, nor with a base value each")
    ) { try ContributionComparison(ours, with: [1, 2, 3, 4, 5]) }
    #expect(throws: AttributionError.refused("the other attributions hold inf in row 2")) {
      try ContributionComparison(ours, with: [1, 2, 3, .infinity, 5, 6])
    }
  }
}

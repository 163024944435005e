import Testing
import VaglioAttribution

@Suite struct AttributionsTests {
  /// Two rows, two outputs, three features.
  let attributions = Attributions(
    features: ["a", "b", "c"], outputs: ["no", "yes"], scale: .margin,
    values: (1...12).map(Double.init), baseValues: [100, 200])

  @Test func `values stand row by row, output by output`() {
    #expect(attributions.rowCount == 2)
    #expect(attributions.range(row: 1, output: 0) == 6..<9)
    #expect(attributions.column(feature: 1, output: 1) == [5, 11])
  }

  @Test func `base value and attributions add up`() {
    // 200 + 4 + 5 + 6
    #expect(attributions.sum(row: 0, output: 1) == 215)
  }

  @Test func `errors of independent sources add up in squares`() {
    let errors = AttributionErrors(coalitions: [3, 0], background: [4, 2])
    #expect(errors.total == [5, 2])
  }
}

import Testing
import VaglioFindings

struct ConfidenceCurveTests {
  /// The curve of a normal estimate: bounds are linear in z, so that everything is known exactly.
  private let normal = ConfidenceCurve(
    lower: ConfidenceCurve.deviates.map { 1 - 0.5 * $0 },
    upper: ConfidenceCurve.deviates.map { 1 + 0.5 * $0 })

  @Test func `a linear curve is interpolated exactly`() throws {
    for deviate in stride(from: 0.0, through: 6, by: 0.037) {
      let bounds = try #require(normal.bounds(atDeviate: deviate))
      #expect((bounds.lower - (1 - 0.5 * deviate)).magnitude < 1e-15 * 8)
      #expect((bounds.upper - (1 + 0.5 * deviate)).magnitude < 1e-15 * 8)
    }
    #expect(normal.bounds(atDeviate: 6.1) == nil)
  }

  @Test func `the p-value of a value is the tail of its deviate`() {
    // 1 + 0.5·1.959963984540054 is the upper bound of the 95 % interval.
    #expect((normal.pValue(of: 1 + 0.5 * 1.959963984540054) - 0.05).magnitude < 1e-14)
    #expect((normal.pValue(of: 1 - 0.5 * 2.5758293035489) - 0.01).magnitude < 1e-14)
    #expect(normal.pValue(of: 1) == 1)
  }

  @Test func `beyond its reach the curve gives an upper bound of the p-value`() {
    #expect(normal.pValue(of: 100) == ConfidenceCurve.tail(of: 6))
  }

  @Test func `bounds that turn back are held, so that levels nest`() {
    let curve = ConfidenceCurve(lower: [1, 0, 0.5], upper: [1, 2, 1.5])
    #expect(curve.lower == [1, 0, 0])
    #expect(curve.upper == [1, 2, 2])
  }

  @Test func `a method that stops answering gives a shorter curve`() throws {
    let curve = try #require(
      ConfidenceCurve { level in
        level.fraction < 0.99
          ? Interval(lower: -level.fraction, upper: level.fraction, level: level, method: "x") : nil
      })
    #expect(curve.reach == 2.5)
  }
}

import Testing
import VaglioFindings
import VaglioModels

@testable import VaglioAttribution

@Suite struct MeanMagnitudesTests {
  static func attributions(_ values: [Double], errors: [Double]? = nil) -> Attributions {
    Attributions(
      features: ["a", "b"], outputs: ["y"], scale: .margin, values: values, baseValues: [0],
      errors: errors.map { AttributionErrors(coalitions: $0) })
  }

  @Test func `exact attributions have the mean of their magnitudes`() throws {
    let found = MeanMagnitudes(Self.attributions([1, -4, -3, 0]))
    #expect(found.values == [2, 2])
    // Deviations of 1: s² = 2, s/√2 = 1; and of 2.
    #expect(found.rowErrors == [1, 2])
    // t with one degree of freedom is 12.7: no bound below 0.
    let interval = try #require(found.interval(feature: 0, output: 0))
    #expect(interval.lower == 0)
    #expect(abs(interval.upper - 14.7062) < 1e-4)
  }

  @Test func `one row has no interval`() {
    #expect(MeanMagnitudes(Self.attributions([1, 2])).interval(feature: 0, output: 0) == nil)
  }

  @Test func `noise that makes magnitudes too great is taken off`() {
    // φ uniform between −1 and 1 has the mean magnitude 1/2; noise of 0.3 raises it.
    var drawn = SeededRows(seed: 4)
    let rows = 8_000
    let values = (0..<2 * rows).map { index in
      index % 2 == 0 ? drawn.number() + 0.3 * drawn.normal() : 0
    }
    let errors = (0..<2 * rows).map { $0 % 2 == 0 ? 0.3 : 0 }
    let raw = MeanMagnitudes(Self.attributions(values))
    let corrected = MeanMagnitudes(Self.attributions(values, errors: errors))
    // E|φ̂| − E|φ| is h(0)·s² = 0.5·0.09 to leading order.
    #expect(abs(raw.values[0] - 0.545) < 5 * 0.4 / Double(rows).squareRoot())
    // Five standard errors of a mean whose terms have a deviation of 0.4.
    #expect(abs(corrected.values[0] - 0.5) < 5 * 0.4 / Double(rows).squareRoot())
    #expect(corrected.values[1] == 0)
  }

  @Test func `each magnitude is corrected as everywhere`() {
    let (values, errors) = ([0.3, -1.2, 0.8, 0.01], [0.2, 0.5, 0, 0.4])
    let found = MeanMagnitudes(
      Attributions(
        features: ["a"], outputs: ["y"], scale: .prediction, values: values, baseValues: [0],
        errors: AttributionErrors(coalitions: errors)))
    let mean = zip(values, errors).reduce(0) { $0 + FoldedNormal.magnitude($1.0, $1.1) / 4 }
    #expect(found.values[0] == mean)
  }

  @Test func `the background's error is that of means against each of its rows`() throws {
    // f = x: φ = x − b, of rows 5 and 7 against 0, 2 and 4: 3 and 5. Against b, sign(φ)(φ_b − φ) =
    // 2 − b: s² = 4, SE² = 4/3.
    let explainer = try SampledExplainer(
      model: ClosureModel(1) { $0[0] }, background: FeatureMatrix(numbers: [[0, 2, 4]]))
    let found = MeanMagnitudes(try explainer.attributions(of: FeatureMatrix(numbers: [[5, 7]])))
    #expect(abs(found.values[0] - 4) < 1e-14)
    #expect(abs((found.backgroundErrors?[0] ?? 0) - (4.0 / 3).squareRoot()) < 1e-14)
  }
}

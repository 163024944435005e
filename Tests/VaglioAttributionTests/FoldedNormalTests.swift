import Testing
import VaglioStatistics

@testable import VaglioAttribution

@Suite struct FoldedNormalTests {
  /// The mean of a function of x + sZ by the midpoint rule over quantiles.
  private func mean(_ x: Double, _ s: Double, _ function: (Double) -> Double) -> Double {
    let steps = 20_000
    return (0..<steps).reduce(0) {
      $0 + function(x + s * Normal.quantile((Double($1) + 0.5) / Double(steps)))
    } / Double(steps)
  }

  @Test func `the excess is that of the mean magnitude`() {
    #expect(abs(FoldedNormal.excess(0, 2) - 2 * (2 / Double.pi).squareRoot()) < 1e-15)
    for x in [-1.5, 0.3, 2] {
      // The midpoint rule over 20,000 quantiles is good to about 1e-5.
      #expect(abs(mean(x, 0.7) { $0.magnitude } - x.magnitude - FoldedNormal.excess(x, 0.7)) < 1e-4)
    }
  }

  @Test func `what the correction leaves lies between the stated bounds`() {
    for tenth in 0...60 {
      let x = Double(tenth) / 10
      // The closed form of what is left at the truth x.
      let left = 2 * FoldedNormal.excess(x, 1) - FoldedNormal.excess(x, 2.0.squareRoot())
      #expect(left <= 0.468 && left >= -0.1)
      if tenth % 10 == 0 {
        let bias = mean(x, 1) { FoldedNormal.magnitude($0, 1) } - x
        #expect(abs(bias - left) < 1e-4)
      }
      let bound = FoldedNormal.residual(x + 3, 1)
      #expect(left <= bound.above && -left <= bound.below)
    }
  }

  @Test func `without error nothing is taken off`() {
    #expect(FoldedNormal.magnitude(-3, 0) == 3)
    // At 0: s√(2/π).
    #expect(abs(FoldedNormal.magnitude(0, 1) + (2 / Double.pi).squareRoot()) < 1e-15)
    #expect(abs(FoldedNormal.magnitude(10, 1) - 10) < 1e-12)
    #expect(FoldedNormal.residual(-3, 0) == (0, 0))
  }
}

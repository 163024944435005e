import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct LogisticSandwichTests {
  private func interval(
    _ metric: any Metric<BinaryOutcomes>, _ outcomes: BinaryOutcomes
  ) -> Interval? {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0].estimate.interval
  }

  @Test func `an intercept alone has the error of a share's logit, stretched by n over n less one`()
    throws
  {
    // Three of ten: C = 1/(10·0.21), h = 1/10, Σr² = 10·0.21, so that se = √(1/2.1)·10/9.
    let outcomes = BinaryOutcomes(
      labels: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0], scores: [Double](repeating: 0.5, count: 10))
    let found = try #require(interval(.calibrationInTheLarge, outcomes))
    let reach = StudentT(degreesOfFreedom: 9).upperQuantile(0.025)
    // The regression's last step is below 10⁻⁸ of the error.
    #expect(abs(found.width / 2 - reach * (1 / 2.1).squareRoot() * 10 / 9) <= 1e-7)
    #expect(found.method == "sandwich-hc3")
  }

  @Test func `intercept and slope agree with the sandwich written with matrices`() throws {
    // numpy 2.4.6: G = XC·(r/(1 − h)), errors √ΣG², 2.228138851986274 Student's t of ten.
    let outcomes = BinaryOutcomes(
      labels: [0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1],
      scores: (1...12).map { Double($0) / 16 * 1.2 })
    for (metric, error) in [
      (.calibrationIntercept, 0.81286748), (.calibrationSlope, 0.60547562),
    ] as [(any Metric<BinaryOutcomes>, Double)] {
      let found = try #require(interval(metric, outcomes))
      // Half a unit of the eighth digit, times t, and the regression's last step.
      #expect(abs(found.width / 2 - 2.228138851986274 * error) <= 3e-8)
    }
  }
}

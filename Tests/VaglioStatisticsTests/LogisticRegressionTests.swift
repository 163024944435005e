import Glibc
import Testing
import VaglioFindings
import VaglioStatistics

struct LogisticRegressionTests {
  @Test func `the logit of a share is its fitted intercept`() throws {
    // 3 of 4 are positive: the intercept is ln 3, its variance 1/(n·p·q) = 1/(4·3/16) = 4/3.
    let fit = try LogisticRegression(targets: [1, 1, 0, 1], terms: [.intercept])
    #expect(abs(fit.coefficients[0] - log(3)) <= 4 * log(3).ulp)
    #expect(abs(fit.covariance[0][0] - 4.0 / 3) <= 8 * (4.0 / 3).ulp)
    // 3·ln ¾ + ln ¼
    #expect(abs(fit.logLikelihood - (3 * log(0.75) + log(0.25))) <= 8 * 2.25.ulp)
  }

  @Test func `the slope of two groups is their log odds ratio`() throws {
    // x = 0: 2 of 5, x = 1: 4 of 5. Odds 2/3 and 4; slope ln 6; variance 1/2 + 1/3 + 1/4 + 1/1.
    let fit = try LogisticRegression(
      targets: [1, 1, 0, 0, 0, 1, 1, 1, 1, 0],
      terms: [.intercept, .column([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])])
    #expect(abs(fit.coefficients[0] - log(2.0 / 3)) <= 1e-14)
    #expect(abs(fit.coefficients[1] - log(6)) <= 1e-14)
    #expect(abs(fit.covariance[1][1] - (1.0 / 2 + 1.0 / 3 + 1.0 / 4 + 1)) <= 1e-13)
  }

  @Test func `fits agree with statsmodels`() throws {
    let cases = try #require(
      try Fixture.json("calibration/logistic_regression.json")["cases"]?.array)
    #expect(cases.count == 7)
    for reference in cases {
      let columns = (reference["columns"]?.array ?? []).map {
        LogisticRegression.Term.column($0.doubles)
      }
      let hasIntercept = reference["intercept"] == .boolean(true)
      let fit = try LogisticRegression(
        targets: reference["targets"]?.doubles ?? [],
        terms: (hasIntercept ? [.intercept] : []) + columns,
        offset: reference["offset"]?.array?.map(\.double),
        weights: reference["weights"]?.array?.map(\.double))
      let name = Comment("\(reference["id"]?.string ?? "?")")
      // Newton's last step is below 1e-8 of a standard error; the badly scaled case loses the four
      // digits by which its second column is nearly constant.
      for (ours, theirs) in zip(fit.coefficients, reference["coefficients"]?.doubles ?? []) {
        #expect(abs(ours - theirs) <= 1e-7 * abs(theirs), name)
      }
      for (ours, theirs) in zip(fit.standardErrors, reference["standard_errors"]?.doubles ?? []) {
        #expect(abs(ours - theirs) <= 1e-7 * theirs, name)
      }
      let likelihood = reference["log_likelihood"]?.double ?? .nan
      #expect(abs(fit.logLikelihood - likelihood) <= 1e-11 * abs(likelihood), name)
    }
  }

  @Test(
    arguments: [
      ([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4]), ([0, 0, 1, 1], [0.1, 0.3, 0.3, 0.4]),
      ([1, 1, 1, 1], [0.1, 0.2, 0.3, 0.4]), ([0, 1], [0, 1]),
    ] as [([Double], [Double])])
  func `separated labels have no maximum`(labels: [Double], column: [Double]) {
    #expect(
      throws: Undefined("the logistic regression has no maximum: a column separates the labels")
    ) {
      try LogisticRegression(targets: labels, terms: [.intercept, .column(column)])
    }
  }

  @Test func `columns that depend on each other are refused`() {
    #expect(throws: Undefined("the columns of the logistic regression are linearly dependent")) {
      try LogisticRegression(
        targets: [0, 1, 1, 0], terms: [.intercept, .column([0.4, 0.4, 0.4, 0.4])])
    }
    #expect(throws: Undefined("there are no rows")) {
      try LogisticRegression(targets: [], terms: [.intercept])
    }
  }

  @Test func `neither the order of rows nor how they are repeated shows`() throws {
    var generator = SeededGenerator(5)
    let x = (0..<3000).map { _ in generator.normal() }
    let y = x.map { generator.uniform() < 1 / (1 + exp(-$0)) ? 1.0 : 0 }
    let first = try LogisticRegression(targets: y, terms: [.intercept, .column(x)])
    let order = (0..<3000).shuffled(using: &generator)
    let second = try LogisticRegression(
      targets: order.map { y[$0] }, terms: [.intercept, .column(order.map { x[$0] })])
    #expect(first == second)
    let doubled = try LogisticRegression(targets: y + y, terms: [.intercept, .column(x + x)])
    let weighted = try LogisticRegression(
      targets: y, terms: [.intercept, .column(x)],
      weights: [Double](repeating: 2, count: 3000))
    #expect(doubled == weighted)
  }
}

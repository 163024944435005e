import Testing
import VaglioFindings

@testable import VaglioStatistics

struct NormalMixtureBoundaryTests {
  @Test func `the radius is the paper's formula`() throws {
    for row in try #require(SequentialFixture("evidence")["normal_mixture"].array) {
      let sides = try #require(row.array?.first?.string.flatMap(BoundedSides.init))
      let numbers = row.doubles
      let boundary = try NormalMixtureBoundary(alpha: numbers[1], sides: sides, rho: numbers[2])
      #expect(agree([boundary.radius(count: numbers[3])], [numbers[4]], 1e-12))
    }
  }

  @Test func `the scale is tuned to the planned count`() throws {
    for row in try #require(SequentialFixture("evidence")["planned"].array) {
      let sides = try #require(row.array?.first?.string.flatMap(BoundedSides.init))
      let numbers = row.doubles
      let boundary = try NormalMixtureBoundary(
        alpha: numbers[1], sides: sides, plannedCount: Int(numbers[2]))
      #expect(agree([boundary.rho], [numbers[3]], 1e-13))
    }
  }

  @Test
  func `no scale is tighter at the planned count than the tuned one, by more than a hundredth`()
    throws
  {
    for sides in BoundedSides.allCases {
      let tuned = try NormalMixtureBoundary(alpha: 0.05, sides: sides, plannedCount: 1000)
      for factor in [0.25, 0.5, 0.8, 1.25, 2, 4] {
        let other = try NormalMixtureBoundary(
          alpha: 0.05, sides: sides, rho: tuned.rho * factor)
        #expect(tuned.radius(count: 1000) < 1.01 * other.radius(count: 1000))
      }
    }
  }

  @Test func `a smaller alpha is wider, one side is tighter, and none beats the fixed sample`()
    throws
  {
    for count in [300.0, 1000, 1e5] {
      var last = 0.0
      for alpha in [0.2, 0.1, 0.05, 0.01] {
        let both = try NormalMixtureBoundary(alpha: alpha, sides: .both, rho: 0.1)
        let lower = try NormalMixtureBoundary(alpha: alpha, sides: .lower, rho: 0.1)
        #expect(both.radius(count: count) > last)
        #expect(lower.radius(count: count) < both.radius(count: count))
        let deviate = try #require(ConfidenceLevel(1 - alpha)).deviate
        #expect(both.radius(count: count) > deviate / count.squareRoot())
        last = both.radius(count: count)
      }
    }
  }

  @Test func `a metric's bounds are its estimate with its standard error`() throws {
    let boundary = try NormalMixtureBoundary(alpha: 0.05, sides: .both, plannedCount: 1000)
    let bounds = try boundary.bounds(estimate: 0.8, standardError: 0.01, count: 900)
    // √900·0.01 = 0.3, the deviation of one row's influence.
    #expect(agree([bounds.upper - 0.8], [0.3 * boundary.radius(count: 900)], 1e-13))
    #expect(bounds.interval?.method == "asymptotic-sequence")
    let upper = try NormalMixtureBoundary(alpha: 0.05, sides: .upper, plannedCount: 1000)
    #expect(try upper.bounds(estimate: 0.8, standardError: 0.01, count: 900).lower == -.infinity)
    #expect(try upper.bounds(estimate: 0.8, standardError: 0.01, count: 900).interval == nil)
  }

  @Test func `few units, no spread and no number have no bounds`() throws {
    let boundary = try NormalMixtureBoundary(alpha: 0.05, sides: .both, plannedCount: 1000)
    #expect(throws: Undefined.self) {
      try boundary.bounds(estimate: 1, standardError: 1, count: 299)
    }
    #expect(throws: Undefined.self) {
      try boundary.bounds(estimate: 1, standardError: 0, count: 999)
    }
    #expect(throws: Undefined.self) {
      try boundary.bounds(estimate: .nan, standardError: 1, count: 999)
    }
  }

  @Test(arguments: [0, 1, -0.1, .nan, .infinity]) func `alpha lies between 0 and 1`(alpha: Double) {
    #expect(throws: SequentialError.self) {
      try NormalMixtureBoundary(alpha: alpha, sides: .both, plannedCount: 10)
    }
  }
}

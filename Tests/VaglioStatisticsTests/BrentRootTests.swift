import Foundation
import Testing
import VaglioStatistics

struct BrentRootTests {
  /// Roots known in closed form; a root is found to the last bits of the place, and 4 ulps are what
  /// evaluating near it may cost.
  @Test func `roots are found to the last bits`() throws {
    let cases: [(Double, Double, Double, @Sendable (Double) -> Double)] = [
      (0, 2, 2.0.squareRoot(), { $0 * $0 - 2 }), (-1, 3, log(3), { exp($0) - 3 }),
      (3, 0, 1, { 1 - $0 * $0 * $0 }), (0, 4, .pi, { sin($0) + ($0 < 1 ? 1 : 0) }),
      (-12, 12, 0.25, { tanh(3 * ($0 - 0.25)) }),
    ]
    for (low, high, root, function) in cases {
      let found = try #require(BrentRoot.between(low, high, function))
      #expect(abs(found - root) <= 4 * root.ulp, "\(found), not \(root)")
    }
  }

  @Test func `without a change of sign there is no root`() {
    #expect(BrentRoot.between(0, 1) { $0 + 1 } == nil)
    #expect(BrentRoot.between(0, 1) { _ in .nan } == nil)
  }

  @Test func `a root at an end is found`() {
    #expect(BrentRoot.between(0, 1) { $0 } == 0)
    #expect(BrentRoot.between(0, 1) { $0 - 1 } == 1)
  }
}

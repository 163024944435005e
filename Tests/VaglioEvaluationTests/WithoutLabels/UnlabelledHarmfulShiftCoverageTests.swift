import Foundation
import Testing
import VaglioEvaluation
import VaglioStatistics

/// How often the alarm without labels is false, and how soon it rings. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"), .serialized)
struct UnlabelledHarmfulShiftCoverageTests {
  /// The rows at which alarms rang, of 300 streams of 20,000 rows; −1 where none did.
  private func alarms(power: Double, tolerance: Double, alpha: Double) throws -> [Int] {
    let found = concurrentMap(300, threads: 2) { trial -> Int? in
      guard
        var watch = try? UnlabelledHarmfulShiftTestTests.watch(
          20_000, seed: 2 * UInt64(trial), tolerance: tolerance, alpha: alpha)
      else { return nil }
      let stream = UnlabelledHarmfulShiftTestTests.rows(
        20_000, seed: 2 * UInt64(trial) + 1, power: power)
      guard let taken = try? watch.take(stream.guesses) else { return nil }
      return watch.isAlarmed ? taken : -1
    }
    #expect(found.count { $0 != nil } == 300)
    return found.compactMap { $0 }
  }

  @Test(arguments: [0.05, 0.4])
  func `the old mix of rows, and an easier one, ring as seldom as they must`(
    alpha: Double
  ) throws {
    for power in [3.0, 4] {
      let false_ = try alarms(power: power, tolerance: 0, alpha: alpha).count { $0 >= 0 }
      print("null without labels: power \(power), alpha \(alpha): \(false_) of 300 rang")
      #expect(Double(false_) <= 300 * alpha + 3 * (300 * alpha * (1 - alpha)).squareRoot())
    }
  }

  @Test func `a harder mix rings`() throws {
    // Mean loss ½/(power + 1): .125 at the source.
    for power in [2.5, 2, 1.5, 1] {
      let found = try alarms(power: power, tolerance: 0, alpha: 0.05)
      let rang = found.filter { $0 >= 0 }.sorted()
      print(
        "power without labels: mean loss .125 to \(0.5 / (power + 1)): \(rang.count) of 300 rang,",
        "median row \(rang.isEmpty ? -1 : rang[rang.count / 2])")
      if power <= 1.5 { #expect(rang.count >= 295) }
    }
  }
}

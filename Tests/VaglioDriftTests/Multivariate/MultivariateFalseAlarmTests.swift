import Dispatch
import Foundation
import Synchronization
import Testing
import VaglioDrift
import VaglioFindings
import VaglioStatistics

/// How often identical laws are called different, and how often intervals hold. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"), .serialized)
struct MultivariateFalseAlarmTests {
  /// The share of trials of which `event` says so.
  private func share(_ trials: Int, _ event: @escaping @Sendable (UInt64) throws -> Bool) -> Double
  {
    let count = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: trials) { trial in
      if (try? event(UInt64(trial) + 1)) == true { count.add(1, ordering: .relaxed) }
    }
    return Double(count.load(ordering: .relaxed)) / Double(trials)
  }

  private func trials(_ rows: Int) -> Int { rows > 5000 ? 200 : 600 }

  /// The seed of an analysis, which must not be that of its data: both draw by hashes of it.
  private func own(_ trial: UInt64) -> UInt64 { trial &+ 1_000_003 }

  @Test(arguments: [200, 1000, 10_000])
  func `the learner's false alarms`(rows: Int) {
    let trials = trials(rows)
    let rate = share(trials) { trial in
      let data = try DriftedColumns(rows, rows, seed: trial)
      var plan = ClassifierTwoSampleTest.Plan(seed: own(trial))
      plan.mostRemovals = 0
      plan.mostRowsForColumns = 100
      return try ClassifierTwoSampleTest(data.joined, keys: data.keys, plan: plan).pValue < 0.05
    }
    print("classifier two-sample test, n = \(rows): \(rate) false alarms at 0.05")
    // Three standard errors above the nominal rate.
    #expect(rate < 0.05 + 3 * (0.05 * 0.95 / Double(trials)).squareRoot())
  }

  @Test(arguments: [200, 1000, 10_000])
  func `the discrepancy's false alarms and its interval`(rows: Int) {
    let trials = 600
    let held = Atomic(0)
    let rate = share(trials) { trial in
      let data = try DriftedColumns(rows, rows, seed: trial)
      let result = try MaximumMeanDiscrepancy(
        data.joined, keys: data.keys, plan: .init(seed: own(trial)))
      if let interval = result.estimate.interval, interval.lower <= 0 {
        held.add(1, ordering: .relaxed)
      }
      return result.pValue < 0.05
    }
    let coverage = Double(held.load(ordering: .relaxed)) / Double(trials)
    print("discrepancy, n = \(rows): \(rate) false alarms at 0.05, intervals hold 0 in \(coverage)")
    #expect(rate < 0.05 + 3 * (0.05 * 0.95 / Double(trials)).squareRoot())
    #expect(coverage > 0.95 - 3 * (0.05 * 0.95 / Double(trials)).squareRoot())
  }

  @Test(arguments: [200, 1000, 10_000])
  func `false alarms of the reconstruction error`(rows: Int) {
    let trials = trials(rows)
    let rate = share(trials) { trial in
      let data = try DriftedColumns(rows, rows, seed: trial)
      return try ReconstructionDrift(data.joined, keys: data.keys, plan: .init(seed: own(trial)))
        .pValue
        < 0.05
    }
    print("reconstruction, n = \(rows): \(rate) false alarms at 0.05")
    #expect(rate < 0.05 + 3 * (0.05 * 0.95 / Double(trials)).squareRoot())
  }

  @Test func `power against a small shift`() {
    for (rows, shift) in [(1000, 0.1), (1000, 0.2), (10_000, 0.1)] {
      let rate = share(100) { trial in
        let data = try DriftedColumns(rows, rows, seed: trial, shift: shift)
        var plan = ClassifierTwoSampleTest.Plan(seed: own(trial))
        plan.mostRemovals = 0
        plan.mostRowsForColumns = 100
        return try ClassifierTwoSampleTest(data.joined, keys: data.keys, plan: plan).pValue < 0.05
      }
      let other = share(100) { trial in
        let data = try DriftedColumns(rows, rows, seed: trial, shift: shift)
        return try MaximumMeanDiscrepancy(
          data.joined, keys: data.keys, plan: .init(seed: own(trial))
        )
        .pValue < 0.05
      }
      print("power, n = \(rows), shift \(shift): learner \(rate), discrepancy \(other)")
    }
  }
}

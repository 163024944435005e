import Testing
import VaglioFindings

@testable import VaglioMonitoring

@Suite struct LabelDelaysTests {
  /// Parts of a day.
  private let horizon = TimeSpan.days(64)

  @Test func `without predictions that still wait it is the share itself`() throws {
    var delays = LabelDelays(horizon: horizon)
    for day in [0.5, 3.5, 3.6, 40] { delays.add(delay: .days(day)) }
    for _ in 0..<4 { delays.add(waiting: horizon) }
    #expect(delays.coverage(at: .days(1)).value == 1.0 / 8)
    #expect(delays.coverage(at: .days(4)).value == 3.0 / 8)
    #expect(delays.coverage(at: horizon).value == 0.5)
    #expect(delays.coverage(at: .zero).value == 0)
  }

  @Test func `predictions that still wait count for as long as they were watched`() throws {
    var delays = LabelDelays(horizon: horizon)
    delays.add(delay: .days(0.5))
    delays.add(waiting: .days(2.5))
    delays.add(waiting: .days(2.5))
    delays.add(delay: .days(5.5))
    // Part 0: 1 of 4 labelled, S = 3/4; two leave after day 2; part 5: 1 of 1, S = 0.
    #expect(delays.coverage(at: .days(5)).value == 0.25)
    #expect(delays.coverage(at: .days(6)).value == 1)
    // Greenwood at day 1: Σd/(n(n − d)) = 1/(4·3); on the scale of log(−log S) with S = ¾:
    // √(1/12)/0.28768 = 1.00346, times 1.95996 = 1.96675; ¾^(e^±1.96675) = 0.1280, 0.9605.
    let interval = try #require(delays.coverage(at: .days(1)).interval)
    #expect(abs(interval.lower - (1 - 0.96052)) < 5e-5)
    #expect(abs(interval.upper - (1 - 0.12795)) < 5e-5)
  }

  @Test func `merging parts equals one pass`() {
    var (whole, parts) = (
      LabelDelays(horizon: horizon),
      [LabelDelays](
        repeating: LabelDelays(horizon: TimeSpan.days(64)), count: 3)
    )
    var numbers = SeededNumbers(4)
    for place in 0..<300 {
      let delay = TimeSpan.days(80 * numbers.uniform())
      if place % 2 == 0 {
        whole.add(delay: delay)
        parts[place % 3].add(delay: delay)
      } else {
        whole.add(waiting: delay)
        parts[place % 3].add(waiting: delay)
      }
    }
    var merged = parts[2]
    merged.merge(parts[0])
    merged.merge(parts[1])
    #expect(merged == whole)
  }

  @Test func `the expected share is that of the ages`() {
    var delays = LabelDelays(horizon: horizon)
    for day in 0..<32 { delays.add(delay: .days(Double(day) + 0.5)) }
    for _ in 0..<32 { delays.add(waiting: horizon) }
    // Half get a label, evenly over 32 days: at 16 days a half of it, at 0 none, at 64 all.
    #expect(delays.expectedShare(atAges: [.days(16)]) == 0.5)
    #expect(delays.expectedShare(atAges: [.zero, .days(64)]) == 0.5)
  }

  @Test func `nothing watched says nothing`() {
    let delays = LabelDelays(horizon: horizon)
    #expect(delays.coverage(at: .days(1)).undefined != nil)
    #expect(delays.expectedShare(atAges: [.days(1)]) == nil)
    var young = LabelDelays(horizon: horizon)
    young.add(waiting: .days(3))
    #expect(young.coverage(at: .days(9)).undefined != nil)
    #expect(young.expectedShare(atAges: [.days(1)]) == nil)
  }
}

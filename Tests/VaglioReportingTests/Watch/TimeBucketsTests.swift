import Testing

@testable import VaglioReporting

struct TimeBucketsTests {
  @Test func `few windows stand by themselves`() {
    let starts = [3.0, 1, 2, 2, 9]
    let buckets = TimeBuckets(starts)
    #expect(!buckets.areMerged && buckets.largest == 1 && buckets.remark.isEmpty)
    #expect(buckets.groups(starts, start: \.self) == [[1], [2, 2], [3], [9]])
    #expect(buckets.position(of: 4) == nil)
  }

  @Test func `many windows are put together, none lost, in order`() {
    let starts = (0..<10_000).map { Double($0) * 3600 }
    let buckets = TimeBuckets(starts)
    let groups = buckets.groups(starts, start: \.self)
    #expect(buckets.areMerged && groups.count <= TimeBuckets.limit && groups.count > 140)
    #expect(groups.flatMap(\.self) == starts)
    #expect(groups.map(\.count).max() == buckets.largest)
    #expect(buckets.remark.contains("\(buckets.largest) neighbouring windows"))
  }

  @Test func `a missing month parts the line, a steady pace does not`() {
    let starts = (0..<90).filter { !(30..<60).contains($0) }.map { Double($0) * 86_400 }
    let runs = TimeBuckets(starts).runs(starts, start: \.self)
    #expect(runs.map(\.count) == [30, 30])
    #expect(TimeBuckets((0..<9).map(Double.init)).runs([0, 1, 2.0], start: \.self).count == 1)
    let hours = (0..<9000).filter { !(3000..<4000).contains($0) }.map { Double($0) * 3600 }
    let merged = TimeBuckets(hours)
    let firsts = merged.groups(hours, start: \.self).map { $0[0] }
    #expect(merged.runs(firsts, start: \.self).count == 2)
  }

  @Test func `months of unequal length are no gaps`() {
    let months = (0..<24).map { CalendarTime.seconds(year: 2024, month: 1 + $0) }
    #expect(TimeBuckets(months).runs(months, start: \.self).count == 1)
  }

  @Test func `no window and one window are buckets too`() {
    #expect(TimeBuckets([]).count == 0)
    #expect(TimeBuckets([5]).groups([5.0], start: \.self) == [[5]])
    #expect(TimeBuckets([5]).runs([5.0], start: \.self) == [[5]])
  }
}

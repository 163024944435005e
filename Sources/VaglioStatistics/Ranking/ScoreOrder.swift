/// Rows in ascending order of their scores, with the groups of equal scores.
public struct ScoreOrder: Hashable, Sendable {
  /// The row numbers by ascending score; within a group by row.
  public let rows: [UInt32]
  /// Where each group of equal scores ends in ``rows``, ascending; the last is the row count.
  public let groupEnds: [UInt32]

  /// The order of `scores`; infinite scores are allowed.
  ///
  /// - Precondition: no score is NaN, and there are fewer than 2³² − 1.
  public init(_ scores: UnsafeBufferPointer<Double>) {
    (rows, groupEnds) = RadixSort.sorted(scores) { entries, count in
      var rows: [UInt32] = []
      var groups = count > 0 ? 1 : 0
      rows = [UInt32](unsafeUninitializedCapacity: count) { rows, filled in
        for index in 0..<count {
          rows[index] = entries[index].row
          if index > 0, entries[index].key != entries[index &- 1].key { groups &+= 1 }
        }
        filled = count
      }
      let ends = [UInt32](unsafeUninitializedCapacity: groups) { ends, filled in
        for index in 0..<count
        where index &+ 1 == count || entries[index].key != entries[index &+ 1].key {
          ends[filled] = UInt32(truncatingIfNeeded: index &+ 1)
          filled &+= 1
        }
      }
      return (rows, ends)
    }
  }

  /// The order of `scores`.
  public init(_ scores: [Double]) { self = scores.withUnsafeBufferPointer { Self($0) } }

  /// How many distinct scores there are.
  public var groupCount: Int { groupEnds.count }

  /// Where a group starts in ``rows``.
  public func start(ofGroup group: Int) -> Int { group == 0 ? 0 : Int(groupEnds[group - 1]) }

  /// The rows of a group.
  public func rows(inGroup group: Int) -> ArraySlice<UInt32> {
    rows[start(ofGroup: group)..<Int(groupEnds[group])]
  }
}

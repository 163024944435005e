internal import VaglioStatistics

/// A column of numbers as counts in fixed buckets, to be made from a stream and merged.
///
/// A bucket holds the doubles with one sign, one exponent and the same eight leading digits of the
/// significand: 256 to each power of two, so that a value is known to within 1/256 of itself, and at
/// most 2²⁰ altogether. Buckets do not depend on the data, so that counts add up whatever the order of
/// blocks and merges, to the bit, and tests between two summaries are exact tests of grouped numbers:
/// they don't go wrong with many rows, as those between sketches of ranks do.
public struct NumberSummary: Hashable, Sendable {
  /// The rows in each bucket, by the bucket's number in ascending order of its values.
  private(set) var buckets: [UInt32: Int] = [:]
  /// Rows without a value.
  public private(set) var missing = 0
  /// Rows that are +∞, and rows that are −∞.
  public private(set) var positiveInfinite = 0
  public private(set) var negativeInfinite = 0

  /// The bits of a double's ordered key below a bucket's number.
  static let shift: UInt64 = 44

  /// The summary of no rows.
  public init() {}

  /// The summary of some numbers, NaN where one is missing.
  public init(_ numbers: [Double]) { add(numbers) }

  /// The summary of ascending numbers, none of them NaN.
  init(ascending numbers: [Double]) {
    var (bucket, rows) = (UInt32(0), 0)
    for number in numbers {
      guard number.isFinite else {
        if number > 0 { positiveInfinite += 1 } else { negativeInfinite += 1 }
        continue
      }
      let next = UInt32(RadixSort.key(number) >> Self.shift)
      if next != bucket, rows > 0 {
        buckets[bucket, default: 0] += rows
        rows = 0
      }
      bucket = next
      rows += 1
    }
    if rows > 0 { buckets[bucket, default: 0] += rows }
  }

  /// Adds a block of numbers, NaN where one is missing.
  public mutating func add(_ numbers: [Double]) {
    for number in numbers {
      if number.isNaN {
        missing += 1
      } else if number.isInfinite {
        if number > 0 { positiveInfinite += 1 } else { negativeInfinite += 1 }
      } else {
        buckets[UInt32(RadixSort.key(number) >> Self.shift), default: 0] += 1
      }
    }
  }

  /// Adds all rows of another summary.
  public mutating func merge(_ other: NumberSummary) {
    buckets.merge(other.buckets) { $0 + $1 }
    missing += other.missing
    positiveInfinite += other.positiveInfinite
    negativeInfinite += other.negativeInfinite
  }

  /// The rows with a finite value.
  public var count: Int { buckets.values.reduce(0, +) }

  /// The least and the greatest value of a bucket.
  static func range(of bucket: UInt32) -> ClosedRange<Double> {
    let first = UInt64(bucket) << shift
    let low = RadixSort.value(ofKey: first)
    let high = RadixSort.value(ofKey: first | ((1 << shift) - 1))
    return low...max(low, high)
  }
}

/// A column of texts as counts of its levels, to be made from a stream and merged.
public struct LevelSummary: Hashable, Sendable {
  /// The rows of each level.
  public private(set) var counts: [String: Int] = [:]
  /// Rows without a value.
  public private(set) var missing = 0

  /// The summary of no rows.
  public init() {}

  /// The summary of some texts, `nil` where one is missing.
  public init(_ texts: [String?]) { add(texts) }

  /// Adds a block of texts, `nil` where one is missing.
  public mutating func add(_ texts: [String?]) {
    for text in texts {
      if let text { counts[text, default: 0] += 1 } else { missing += 1 }
    }
  }

  /// Adds all rows of another summary.
  public mutating func merge(_ other: LevelSummary) {
    counts.merge(other.counts) { $0 + $1 }
    missing += other.missing
  }
}

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A window of rows summed up in buckets of 1, 2, 4, … rows, at most five of each size between inserts
/// (Datar, Gionis, Indyk and Motwani 2002, doi:10.1137/S0097539701398363).
struct BucketedWindow: Hashable, Sendable {
  private static let capacity = 5

  private struct Bucket: Codable, Hashable, Sendable {
    var total: Double
    var squares: Double
  }

  /// Buckets of 2ᵏ rows at k, the oldest first.
  private var levels: [[Bucket]] = [[]]
  private(set) var width = 0.0
  private(set) var total = 0.0
  /// The sum of squares about the mean.
  private(set) var squares = 0.0

  mutating func insert(_ x: Double) {
    width += 1
    if width > 1 {
      let distance = x - total / (width - 1)
      squares += (width - 1) * distance * distance / width
    }
    total += x
    levels[0].append(Bucket(total: x, squares: 0))
    compress()
  }

  /// Joins the two oldest buckets of a size of which there are too many.
  private mutating func compress() {
    var level = 0
    while level < levels.count, levels[level].count > Self.capacity {
      let (first, second) = (levels[level][0], levels[level][1])
      let size = Double(1 << level)
      let gap = first.total / size - second.total / size
      let joined = Bucket(
        total: first.total + second.total,
        squares: first.squares + second.squares + size * 0.5 * gap * gap)
      levels[level].removeFirst(2)
      if level + 1 == levels.count { levels.append([]) }
      levels[level + 1].append(joined)
      level += 1
    }
  }

  /// Drops the oldest bucket.
  mutating func dropOldest() {
    guard let level = levels.lastIndex(where: { !$0.isEmpty }) else { return }
    let bucket = levels[level].removeFirst()
    let size = Double(1 << level)
    width -= size
    total -= bucket.total
    if width > 0 {
      let gap = bucket.total / size - total / width
      squares -= bucket.squares + size * width * gap * gap / (size + width)
    } else {
      (width, total, squares) = (0, 0, 0)
    }
    while levels.count > 1, levels[levels.count - 1].isEmpty { levels.removeLast() }
  }

  /// The greatest difference of means over its bound ε among the cuts, the search ending at the first
  /// cut that exceeds it.
  func greatestShare(delta: Double, minimumLength: Double) -> Double {
    guard width > 1 else { return 0 }
    let odds = log(2 * log(width) / delta)
    let variance = max(0, squares) / width
    var (before, sum, greatest) = (0.0, 0.0, 0.0)
    for level in levels.indices.reversed() {
      let size = Double(1 << level)
      for bucket in levels[level] {
        before += size
        sum += bucket.total
        let after = width - before
        guard before >= minimumLength, after >= minimumLength else { continue }
        let gap = abs(sum / before - (total - sum) / after)
        let reciprocal = 1 / (before - minimumLength + 1) + 1 / (after - minimumLength + 1)
        let epsilon = (2 * reciprocal * variance * odds).squareRoot() + 2 / 3.0 * odds * reciprocal
        // A window of one value has no gap, and a difference of rounding alone is none.
        greatest = max(greatest, gap / epsilon)
        if greatest > 1 { return greatest }
      }
    }
    return greatest
  }
}

extension BucketedWindow: Codable {
  private enum CodingKeys: String, CodingKey { case levels, width, total, squares }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    levels = try container.decode([[Bucket]].self, forKey: .levels)
    width = try container.decode(Double.self, forKey: .width)
    total = try container.decode(Double.self, forKey: .total)
    squares = try container.decode(Double.self, forKey: .squares)
    let rows = levels.enumerated().reduce(0.0) { sum, level in
      sum + Double(level.element.count) * Double(1 << min(level.offset, 60))
    }
    guard 1...60 ~= levels.count, rows == width else {
      throw SavedState.damaged(container, "the buckets of a window")
    }
  }
}

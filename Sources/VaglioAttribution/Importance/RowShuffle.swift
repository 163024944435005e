internal import VaglioEvaluation
internal import VaglioStatistics

/// Random orders of rows in which each row takes over the values of another.
///
/// Rows are put on a circle in the order of a hash of their identity, the seed, the group's name and
/// the number of the repeat; each takes from its neighbour. So no row takes from itself, every row
/// gives once, and the pairs depend neither on the order of the rows nor on the number of threads.
///
/// With weights the rows are arcs of the circle as long as their weights, and each takes from the row
/// that lies a random distance away from its middle: a row gives in proportion to its weight, and may
/// then take from itself. A row without weight gives nothing.
struct RowShuffle: Sendable {
  let rows: Rows
  let seed: UInt64

  /// For each row the row that it takes from.
  func donors(group: String, repetition: Int) -> [Int32] {
    let seed = seed ^ Self.hash(group)
    let words = (0..<rows.count).map { row in
      HashedDraws(seed: seed, key: rows.keys?[row] ?? UInt64(row))[repetition]
    }
    let circle = (0..<Int32(rows.count)).sorted {
      (words[Int($0)], $0) < (words[Int($1)], $1)
    }
    guard let weights = rows.weights else { return neighbours(circle) }
    let turn = KeyedUniform(seed: seed).number(ofKey: UInt64(repetition))
    return weighted(circle, weights, turn)
  }

  private func neighbours(_ circle: [Int32]) -> [Int32] {
    var donors = [Int32](repeating: 0, count: circle.count)
    for (place, row) in circle.enumerated() {
      donors[Int(row)] = circle[place + 1 < circle.count ? place + 1 : 0]
    }
    return donors
  }

  private func weighted(_ circle: [Int32], _ weights: Weights, _ turn: Double) -> [Int32] {
    var donors = Array(0..<Int32(rows.count))
    let giving = circle.filter { weights[Int($0)] > 0 }
    var ends: [Double] = []
    for row in giving { ends.append((ends.last ?? 0) + weights[Int(row)]) }
    guard let length = ends.last, let last = giving.last else { return donors }
    for (place, row) in giving.enumerated() {
      let middle = ends[place] - weights[Int(row)] / 2 + turn * length
      let target = middle >= length ? middle - length : middle
      let donor = ends.partitioningIndex { $0 > target }
      donors[Int(row)] = donor < giving.count ? giving[donor] : last
    }
    return donors
  }

  /// FNV-1a of the name's bytes: the same feature is shuffled alike wherever it stands.
  private static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}

extension [Double] {
  /// The first index whose element meets a condition that all later ones meet too.
  fileprivate func partitioningIndex(_ isMet: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isMet(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Densities of classes in weighted cells: all that the likelihood of the classes' shares hangs on.
struct DensityCells: Sendable {
  /// How many classes there are.
  let classes: Int
  /// The density of each class in each cell, cell by cell.
  private let densities: [Double]
  /// The cells' shares of all weight.
  private let weights: [Double]

  /// `columns`: One list per class, in it one density per cell. The weights need not sum to 1.
  init(columns: [[Double]], weights: [Double]) {
    classes = columns.count
    let total = weights.reduce(0, +)
    self.weights = weights.map { $0 / total }
    densities = weights.indices.flatMap { cell in columns.map { $0[cell] } }
  }

  /// The likelihood near some shares.
  struct Expansion: Sendable {
    let shares: [Double]
    /// mean log f with f = Σ qₖaₖ; −∞ where a cell is impossible.
    let value: Double
    /// mean(aₖ/f) − 1.
    let slopes: [Double]
    /// mean (aₖ/f − 1)(aₗ/f − 1).
    let curvature: [[Double]]

    /// The greatest slope, 0 at the maximum and above 0 elsewhere.
    var gap: Double { slopes.max() ?? 0 }

    /// The curvature along shares that some classes take from `base`.
    func reduced(_ others: [Int], _ base: Int) -> [[Double]] {
      others.map { k in
        others.map { l in
          curvature[k][l] - curvature[k][base] - curvature[base][l] + curvature[base][base]
        }
      }
    }
  }

  func expansion(at shares: [Double]) -> Expansion {
    let count = classes
    var sums = [Double](repeating: 0, count: 1 + count + count * count)
    // Sums of blocks are added up, so that a million cells cost a few ulps.
    for start in stride(from: 0, to: weights.count, by: 1024) {
      let block = start..<min(start + 1024, weights.count)
      let part = self.sums(of: block, shares)
      for place in sums.indices { sums[place] += part[place] }
    }
    return Expansion(
      shares: shares, value: sums[0].isNaN ? -.infinity : sums[0], slopes: Array(sums[1...count]),
      curvature: (0..<count).map { k in
        (0..<count).map { sums[1 + count + max(k, $0) * count + min(k, $0)] }
      })
  }

  private func sums(of block: Range<Int>, _ shares: [Double]) -> [Double] {
    let count = classes
    var sums = [Double](repeating: 0, count: 1 + count + count * count)
    sums.withUnsafeMutableBufferPointer { sums in
      densities.withUnsafeBufferPointer { densities in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { excess in
          for cell in block {
            var density = 0.0
            for k in 0..<count { density += shares[k] * densities[cell * count + k] }
            let weight = weights[cell]
            sums[0] += weight * log(density)
            for k in 0..<count {
              excess[k] = densities[cell * count + k] / density - 1
              sums[1 + k] += weight * excess[k]
              let own = weight * excess[k]
              for l in 0...k { sums[1 + count + k * count + l] += own * excess[l] }
            }
          }
        }
      }
    }
    return sums
  }

  /// aₖ/f − 1 of a cell, one per class.
  func excesses(of cell: Int, at shares: [Double]) -> [Double] {
    let own = densities[cell * classes..<(cell + 1) * classes]
    let density = zip(shares, own).reduce(0) { $0 + $1.0 * $1.1 }
    return own.map { $0 / density - 1 }
  }
}

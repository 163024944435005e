internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// √(1/D)·(cos ωx, sin ωx) of every row for D hashed frequencies ω ~ N(0, 1/σ²); the squared length is 1.
struct FourierFeatures {
  /// One row behind the other, ``width`` numbers each.
  let values: [Double]
  /// 2D.
  let width: Int
  let count: Int

  init(
    _ encoding: DenseEncoding, _ rows: [Int32], count frequencies: Int, bandwidth: Double,
    seed: UInt64
  ) {
    let (size, normals) = (encoding.width, HashedNormals(seed: seed))
    var ω: [Double] = []
    for frequency in 0..<frequencies {
      for place in 0..<size { ω.append(normals[frequency, place] / bandwidth) }
    }
    let scale = 1 / Double(frequencies).squareRoot()
    let width = 2 * frequencies
    values = [Double](unsafeUninitializedCapacity: rows.count * width) { buffer, written in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { row in
        for (position, number) in rows.enumerated() {
          encoding.write(number, into: row)
          for frequency in 0..<frequencies {
            var phase = 0.0
            for place in 0..<size { phase += ω[frequency &* size &+ place] * row[place] }
            buffer[position &* width &+ 2 &* frequency] = scale * cos(phase)
            buffer[position &* width &+ 2 &* frequency &+ 1] = scale * sin(phase)
          }
        }
      }
      written = rows.count * width
    }
    (self.width, count) = (width, rows.count)
  }

  /// The sums of the features of some rows.
  func sums(_ rows: some Sequence<Int>) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        for row in rows {
          for place in 0..<width { sums[place] += values[row &* width &+ place] }
        }
      }
    }
    return sums
  }

  /// The covariance of the features, each sample about its own mean.
  func pooledCovariance(first n: Int) -> [[Double]] {
    let (one, two) = (covariance(0..<n), covariance(n..<count))
    let (a, b) = (Double(n) / Double(count), Double(count - n) / Double(count))
    return zip(one, two).map { zip($0, $1).map { a * $0 + b * $1 } }
  }

  /// The covariance of the difference of the two means.
  func differenceCovariance(first n: Int) -> [[Double]] {
    let (one, two) = (covariance(0..<n), covariance(n..<count))
    let (a, b) = (1 / Double(n), 1 / Double(count - n))
    return zip(one, two).map { zip($0, $1).map { a * $0 + b * $1 } }
  }

  /// How many rows a covariance is found from.
  private static let mostRows = 4_000

  private func covariance(_ rows: Range<Int>) -> [[Double]] {
    // Rows stand in the order of hashed keys: the first ones are as good a part as any.
    let kept = rows.prefix(Self.mostRows)
    let mean = sums(kept).map { $0 / Double(kept.count) }
    var covariance = [Double](repeating: 0, count: width * width)
    values.withUnsafeBufferPointer { values in
      covariance.withUnsafeMutableBufferPointer { sums in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { centred in
          for row in kept {
            for place in 0..<width { centred[place] = values[row &* width &+ place] - mean[place] }
            for first in 0..<width {
              let left = centred[first]
              for second in 0...first {
                sums[first &* width &+ second] += left * centred[second]
              }
            }
          }
        }
      }
    }
    let scale = 1 / Double(max(1, kept.count - 1))
    return (0..<width).map { first in
      (0..<width).map { second in
        covariance[max(first, second) * width + min(first, second)] * scale
      }
    }
  }
}

/// The squared distance of the mean features of two samples.
struct Discrepancy {
  /// ‖mean − mean‖².
  let plain: Double
  /// Without the products of rows with themselves, each of which is 1.
  let unbiased: Double
  private let features: FourierFeatures
  private let total: [Double]

  init(_ features: FourierFeatures, first n: Int) {
    let (one, two) = (features.sums(0..<n), features.sums(n..<features.count))
    total = zip(one, two).map { $0 + $1 }
    (plain, unbiased) = Self.values(one, two, Double(n), Double(features.count - n))
    self.features = features
  }

  private static func values(
    _ one: [Double], _ two: [Double], _ n: Double, _ m: Double
  ) -> (plain: Double, unbiased: Double) {
    var (own, other, across) = (0.0, 0.0, 0.0)
    for (a, b) in zip(one, two) {
      own += a * a
      other += b * b
      across += a * b
    }
    let plain = own / (n * n) + other / (m * m) - 2 * across / (n * m)
    let unbiased =
      (own - n) / (n * (n - 1)) + (other - m) / (m * (m - 1)) - 2 * across / (n * m)
    return (max(0, plain), unbiased)
  }

  /// The share of hashed permutations, with the sample itself, whose discrepancy is at least this.
  func permutationP(keys: [UInt64], first n: Int, _ permutations: Int, seed: UInt64) -> Double {
    let m = features.count - n
    var reached = 1
    // Reference and current rows may share a key; the side parts them.
    let draws = keys.enumerated().map { row, key in
      HashedDraws(seed: seed ^ 0x7065_726D_5F30_3031, key: row < n ? key : ~key)
    }
    for permutation in 0..<permutations {
      let order = draws.indices.sorted {
        (draws[$0][permutation], $0) < (draws[$1][permutation], $1)
      }
      let one = features.sums(order.prefix(n))
      let two = zip(total, one).map { $0 - $1 }
      let value = Self.values(one, two, Double(n), Double(m)).unbiased
      if value >= unbiased - 1e-12 { reached += 1 }
    }
    return Double(reached) / Double(permutations + 1)
  }
}

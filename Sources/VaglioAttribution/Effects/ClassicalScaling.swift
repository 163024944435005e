/// Places on a line whose distances are as near to given ones as classical scaling makes them
/// (Torgerson 1952, doi:10.1007/BF02288916).
enum ClassicalScaling {
  /// The eigenvector of the greatest eigenvalue of −½JD²J, J taking means off rows and columns; 0 where
  /// all distances are. Either sign may come out. O(count³).
  ///
  /// - Precondition: count × count symmetric distances.
  static func firstCoordinate(_ distances: [Double], count: Int) -> [Double] {
    let squares = distances.map { -$0 * $0 / 2 }
    let means = (0..<count).map { row in
      squares[row * count..<(row + 1) * count].reduce(0, +) / Double(count)
    }
    let mean = means.reduce(0, +) / Double(max(1, count))
    let centred = squares.indices.map {
      squares[$0] - means[$0 / count] - means[$0 % count] + mean
    }
    let (values, vectors) = eigen(centred, count)
    guard let best = values.indices.max(by: { values[$0] < values[$1] }), values[best] > 0 else {
      return Array(repeating: 0, count: count)
    }
    return (0..<count).map { vectors[$0 * count + best] }
  }

  /// Eigenvalues and, in columns, eigenvectors of a symmetric matrix by Jacobi's rotations (1846,
  /// doi:10.1515/crll.1846.30.51), each pair in turn.
  private static func eigen(
    _ matrix: [Double], _ count: Int
  ) -> (values: [Double], vectors: [Double]) {
    var a = matrix
    var vectors = [Double](repeating: 0, count: count * count)
    for place in 0..<count { vectors[place * count + place] = 1 }
    let size = matrix.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<60 {
      var off = 0.0
      for p in 0..<count { for q in 0..<p { off += a[p * count + q] * a[p * count + q] } }
      if off <= size * 0x1p-100 { break }
      for p in 0..<count {
        for q in p + 1..<max(count, p + 1) where a[p * count + q] != 0 {
          rotate(&a, &vectors, p, q, count)
        }
      }
    }
    return ((0..<count).map { a[$0 * count + $0] }, vectors)
  }

  /// Turns two axes so that their entry becomes 0.
  private static func rotate(
    _ a: inout [Double], _ vectors: inout [Double], _ p: Int, _ q: Int, _ count: Int
  ) {
    let entry = a[p * count + q]
    let θ = (a[q * count + q] - a[p * count + p]) / (2 * entry)
    let t = (θ < 0 ? -1 : 1) / (abs(θ) + (θ * θ + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    for k in 0..<count {
      let (kp, kq) = (a[k * count + p], a[k * count + q])
      (a[k * count + p], a[k * count + q]) = (c * kp - s * kq, s * kp + c * kq)
    }
    for k in 0..<count {
      let (pk, qk) = (a[p * count + k], a[q * count + k])
      (a[p * count + k], a[q * count + k]) = (c * pk - s * qk, s * pk + c * qk)
      let (vp, vq) = (vectors[k * count + p], vectors[k * count + q])
      (vectors[k * count + p], vectors[k * count + q]) = (c * vp - s * vq, s * vp + c * vq)
    }
  }
}

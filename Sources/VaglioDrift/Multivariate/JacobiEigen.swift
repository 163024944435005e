/// The eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations.
///
/// O(k³) a sweep, for some hundreds of columns at most. Golub and Van Loan 2013, Matrix Computations,
/// section 8.5.
struct JacobiEigen {
  /// Descending.
  let values: [Double]
  /// One per value, of length 1.
  let vectors: [[Double]]

  init(_ symmetric: [[Double]]) {
    let size = symmetric.count
    var a = symmetric
    var v = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
    let whole = a.joined().reduce(0) { $0 + $1 * $1 }
    for _ in 0..<60 {
      var off = 0.0
      for row in 0..<size {
        for column in 0..<row { off += 2 * a[row][column] * a[row][column] }
      }
      guard off > 1e-26 * whole else { break }
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) { Self.rotate(&a, &v, p, q) }
      }
    }
    let order = (0..<size).sorted { (a[$1][$1], $0) < (a[$0][$0], $1) }
    values = order.map { a[$0][$0] }
    // v holds eigenvectors in its rows.
    vectors = order.map { v[$0] }
  }

  private static func rotate(_ a: inout [[Double]], _ v: inout [[Double]], _ p: Int, _ q: Int) {
    guard abs(a[p][q]) > 1e-300 else { return }
    let θ = (a[q][q] - a[p][p]) / (2 * a[p][q])
    let t = (θ >= 0 ? 1.0 : -1) / (abs(θ) + (θ * θ + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    for k in a.indices {
      let (x, y) = (a[k][p], a[k][q])
      a[k][p] = c * x - s * y
      a[k][q] = s * x + c * y
    }
    for k in a.indices {
      let (x, y) = (a[p][k], a[q][k])
      a[p][k] = c * x - s * y
      a[q][k] = s * x + c * y
      let (r, w) = (v[p][k], v[q][k])
      v[p][k] = c * r - s * w
      v[q][k] = s * r + c * w
    }
  }
}

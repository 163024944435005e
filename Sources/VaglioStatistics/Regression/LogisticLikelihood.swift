#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The log likelihood of a logistic regression as a function of its coefficients, with its slopes.
struct LogisticLikelihood: Sendable {
  private let targets: [Double]
  private let columns: [[Double]?]
  private let offset: [Double]?
  private let weights: [Double]?
  /// Σw.
  let weight: Double

  /// - Precondition: one entry per row in every list.
  init(
    targets: [Double], terms: [LogisticRegression.Term], offset: [Double]?, weights: [Double]?
  ) {
    columns = terms.map { term in
      switch term {
      case .intercept: nil
      case .column(let column): column
      }
    }
    for list in columns + [offset, weights] {
      precondition(list.map { $0.count == targets.count } ?? true, "one per row")
    }
    (self.targets, self.offset, self.weights) = (targets, offset, weights)
    weight = weights.map { ExactSum($0).value } ?? Double(targets.count)
  }

  /// The value at a place, its gradient, and the information: the negative second derivatives.
  struct Slopes {
    let value: Double
    let gradient: [Double]
    /// The lower triangle, row by row.
    let information: [[Double]]
  }

  /// The slopes at some coefficients.
  func slopes(at coefficients: [Double]) -> Slopes {
    var sums = Sums(terms: columns.count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.block * 4) { room in
      let parts = (0..<4).map {
        UnsafeMutableBufferPointer(rebasing: room[$0 * Self.block..<($0 + 1) * Self.block])
      }
      for start in stride(from: 0, to: targets.count, by: Self.block) {
        let rows = start..<min(start + Self.block, targets.count)
        write(rows, coefficients, value: parts[0], residual: parts[1], curvature: parts[2])
        add(rows, parts, to: &sums)
      }
    }
    return sums.slopes
  }

  /// How many rows are worked on at once.
  private static let block = 1024

  /// The exact sums that the slopes are made of.
  private struct Sums {
    var value = ExactSum()
    var gradient: [ExactSum]
    var information: [[ExactSum]]

    init(terms: Int) {
      gradient = [ExactSum](repeating: ExactSum(), count: terms)
      information = (0..<terms).map { [ExactSum](repeating: ExactSum(), count: $0 + 1) }
    }

    var slopes: Slopes {
      Slopes(
        value: value.value, gradient: gradient.map(\.value),
        information: information.map { row in row.map(\.value) })
    }
  }

  /// Writes each row's part of the likelihood, w(y − p), and wp(1 − p).
  private func write(
    _ rows: Range<Int>, _ coefficients: [Double], value: UnsafeMutableBufferPointer<Double>,
    residual: UnsafeMutableBufferPointer<Double>, curvature: UnsafeMutableBufferPointer<Double>
  ) {
    for (position, row) in rows.enumerated() { value[position] = offset?[row] ?? 0 }
    for (column, coefficient) in zip(columns, coefficients) {
      for (position, row) in rows.enumerated() {
        value[position] += coefficient * (column?[row] ?? 1)
      }
    }
    for (position, row) in rows.enumerated() {
      let (η, y, w) = (value[position], targets[row], weights?[row] ?? 1)
      // e^−|η| never overflows; 1 − p is taken from it, not from p, so that no digit is lost.
      let e = exp(-abs(η))
      let (larger, smaller) = (1 / (1 + e), e / (1 + e))
      let (p, q) = η >= 0 ? (larger, smaller) : (smaller, larger)
      value[position] = w * (y * η - max(η, 0) - log1p(e))
      residual[position] = w * (y * q - (1 - y) * p)
      curvature[position] = w * p * q
    }
  }

  private func add(
    _ rows: Range<Int>, _ parts: [UnsafeMutableBufferPointer<Double>], to sums: inout Sums
  ) {
    let (count, products) = (rows.count, parts[3])
    func filled(_ part: UnsafeMutableBufferPointer<Double>) -> UnsafeBufferPointer<Double> {
      UnsafeBufferPointer(rebasing: part[0..<count])
    }
    sums.value.add(filled(parts[0]))
    for (first, left) in columns.enumerated() {
      Self.multiply(parts[1], left, nil, rows, into: products)
      sums.gradient[first].add(filled(products))
      for second in 0...first {
        Self.multiply(parts[2], left, columns[second], rows, into: products)
        sums.information[first][second].add(filled(products))
      }
    }
  }

  private static func multiply(
    _ factor: UnsafeMutableBufferPointer<Double>, _ left: [Double]?, _ right: [Double]?,
    _ rows: Range<Int>, into products: UnsafeMutableBufferPointer<Double>
  ) {
    for position in 0..<rows.count { products[position] = factor[position] }
    for column in [left, right] {
      guard let column else { continue }
      for (position, row) in rows.enumerated() { products[position] *= column[row] }
    }
  }

  /// The place after a step, halved until the likelihood does not fall; `nil` if it always does.
  func ascent(
    from place: [Double], _ here: Slopes, by step: [Double]
  ) -> (place: [Double], slopes: Slopes)? {
    // What rounding may take from a likelihood that does not fall.
    let slack = 1e-12 * abs(here.value)
    var share = 1.0
    for _ in 0..<30 {
      let next = zip(place, step).map { $0 + share * $1 }
      let slopes = slopes(at: next)
      if slopes.value >= here.value - slack { return (next, slopes) }
      share /= 2
    }
    return nil
  }
}

internal import VaglioStatistics

/// Rows pooled by the probabilities of their classes.
struct ProbabilityCells: Sendable {
  /// One list per class, in it the probability in each cell; each cell's sum to 1.
  let shares: [[Double]]
  /// How much the rows of each cell weigh together.
  let weights: [Double]
  /// The cell of each row.
  let cells: [Int32]

  /// Pools rows with equal probabilities, one list per class; the order of rows shows only in `cells`.
  ///
  /// - Throws: ``WithoutLabelsError/unusable(_:)`` where a row has no probability of any class.
  init(_ columns: [[Double]], _ rows: Rows, part: String) throws(WithoutLabelsError) {
    let sums = (0..<rows.count).map { row in columns.reduce(0) { $0 + $1[row] } }
    if let row = sums.firstIndex(where: { !($0 > 0) }) {
      throw .unusable("\(part), row \(row + 1): the probabilities of all classes are 0")
    }
    let order = Self.order(columns)
    var cells = [Int32](repeating: 0, count: rows.count)
    var (shares, ticks) = ([[Double]](repeating: [], count: columns.count), [Int128]())
    for (place, row) in order.enumerated() {
      let isNew = place == 0 || columns.contains { $0[row] != $0[order[place - 1]] }
      if isNew {
        ticks.append(0)
        for (k, column) in columns.enumerated() { shares[k].append(column[row] / sums[row]) }
      }
      ticks[ticks.count - 1] += Int128(rows.weights?.ticks[row] ?? 1)
      cells[row] = Int32(ticks.count - 1)
    }
    let shift = rows.weights?.shift ?? 0
    weights = ticks.map { $0.asDouble.scaled(by: -shift) }
    (self.shares, self.cells) = (shares, cells)
  }

  /// The rows by the last class's probability, then by the others'.
  private static func order(_ columns: [[Double]]) -> [Int] {
    let first = ScoreOrder(columns[columns.count - 1])
    var order = first.rows.map { Int($0) }
    for group in 0..<first.groupCount {
      let rows = first.rows(inGroup: group)
      let head = Int(rows[rows.startIndex])
      let isUniform = rows.allSatisfy { row in
        columns.allSatisfy { $0[Int(row)] == $0[head] }
      }
      guard !isUniform else { continue }
      order[rows.startIndex..<rows.endIndex].sort { a, b in
        for column in columns.dropLast() where column[a] != column[b] {
          return column[a] < column[b]
        }
        return false
      }
    }
    return order
  }

  /// The mean probability of each class.
  var means: [Double] {
    let total = ExactSum(weights).value
    return shares.map { column in
      var sum = ExactSum()
      for (weight, share) in zip(weights, column) { sum.add(product: weight, share) }
      return sum.value / total
    }
  }

  /// The classes' densities relative to the reference's mixture, of which `priors` are the shares.
  func densities(priors: [Double]) -> DensityCells {
    DensityCells(
      columns: zip(shares, priors).map { column, prior in column.map { $0 / prior } },
      weights: weights)
  }
}

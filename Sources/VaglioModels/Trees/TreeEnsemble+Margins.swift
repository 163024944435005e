extension TreeEnsemble {
  /// The margins of rows, rows × outputs.
  ///
  /// - Precondition: as many columns as features; at least one thread.
  public func margins(of rows: CodedFeatures, threads: Int) -> OutputMatrix {
    precondition(rows.columns.count == featureCount, "as many columns as features")
    let divisors = divisors
    var margins: [Double] = []
    margins.reserveCapacity(rows.rowCount * outputCount)
    for row in 0..<rows.rowCount {
      let values = rows.columns.map { rounded($0[row], comparison) }
      margins += self.margins(of: values, divisors)
    }
    return OutputMatrix(values: margins, outputCount: outputCount)
  }

  /// The margins of one row: the plain definition, which the kernel is tested against.
  func margins(of values: [Double], _ divisors: [Double]) -> [Double] {
    var sums = startsFromBase ? base : Array(repeating: 0.0, count: base.count)
    for (tree, weight) in zip(trees, weights) {
      let leaf = tree.leaf(of: values)
      switch tree.target {
      case .output(let output): add(tree.value(of: leaf, values), weight, to: &sums[output])
      case .all:
        for output in sums.indices {
          add(tree.leafValues[leaf * sums.count + output], weight, to: &sums[output])
        }
      }
    }
    if isMean { sums = sums.indices.map { rounded(sums[$0] / divisors[$0], sum) } }
    return startsFromBase ? sums : zip(base, sums).map { rounded($0 + $1, sum) }
  }

  /// In single precision the product is rounded before the sum is; a sum or product of two floats in
  /// doubles, rounded, is theirs in floats.
  private func add(_ value: Double, _ weight: Double, to sum: inout Double) {
    sum = rounded(sum + rounded(value * weight, self.sum), self.sum)
  }

  private func rounded(_ value: Double, _ precision: Precision) -> Double {
    precision == .single ? Double(Float(value)) : value
  }
}

extension Tree {
  /// The number of the leaf that a row comes to.
  func leaf(of values: [Double]) -> Int {
    var node = 0
    while let split = nodes[node].split {
      node = split.side(of: values[split.feature]) == .left ? node + 1 : nodes[node].link
    }
    return nodes[node].link
  }

  /// What a leaf with one value gives for a row.
  func value(of leaf: Int, _ values: [Double]) -> Double {
    guard !linearLeaves.isEmpty else { return leafValues[leaf] }
    let linear = linearLeaves[leaf]
    guard linear.terms.allSatisfy({ !values[$0.feature].isNaN }) else { return leafValues[leaf] }
    return linear.terms.reduce(linear.intercept) { $0 + $1.coefficient * values[$1.feature] }
  }
}

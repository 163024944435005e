extension TreeEnsemble {
  /// The margins of rows, rows × outputs. Who asks more than once compiles the ensemble once.
  ///
  /// - Precondition: as many columns as features; at least one thread.
  public func margins(of rows: CodedFeatures, threads: Int) -> OutputMatrix {
    CompiledEnsemble(self).margins(of: rows, threads: threads)
  }

  /// The margins of one row: the plain definition, which ``CompiledEnsemble`` is tested against.
  func margins(of values: [Double]) -> [Double] {
    let values = values.map(compared)
    var sums = base.map { startsFromBase ? rounded($0, sum) : 0 }
    for (tree, weight) in zip(trees, weights) {
      let leaf = tree.leaf(of: values)
      switch tree.target {
      case .output(let output):
        add(tree.value(of: leaf) { values[$0] }, weight, to: &sums[output])
      case .all:
        for output in sums.indices {
          add(tree.leafValues[leaf * sums.count + output], weight, to: &sums[output])
        }
      }
    }
    let divisors = divisors
    return sums.indices.map { margin(of: sums[$0], divisor: divisors[$0], output: $0) }
  }

  /// The margin of an output from the sum of its trees and what that is divided by.
  func margin(of sum: Double, divisor: Double, output: Int) -> Double {
    if startsFromBase { return sum }
    let part = isMean ? rounded(sum / divisor, self.sum) : sum
    return rounded(base[output] + part, self.sum)
  }

  /// A value as it is compared.
  func compared(_ value: Double) -> Double { rounded(value, comparison) }

  /// In single precision the product is rounded before the sum is. A sum or product of two floats
  /// taken in doubles and rounded is theirs in floats.
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

  /// What a leaf with one value gives for a row, whose features `value` gives.
  func value(of leaf: Int, _ value: (Int) -> Double) -> Double {
    guard !linearLeaves.isEmpty else { return leafValues[leaf] }
    let linear = linearLeaves[leaf]
    guard linear.terms.allSatisfy({ !value($0.feature).isNaN }) else { return leafValues[leaf] }
    return linear.terms.reduce(linear.intercept) { $0 + $1.coefficient * value($1.feature) }
  }
}

internal import VaglioEvaluation
internal import VaglioModels

/// The margins of rows with one feature set to each of some values, for many features in one walk
/// through each tree.
///
/// A row's own path is walked once. At each of its splits the other side is what the row comes to with
/// some values of that split's feature and of no other; so from there a second path is walked on which
/// that feature is open and all others are the row's own. Where it ends the tree says something else
/// than on the row's own path, for just the values that lead there, and the difference is noted. A
/// margin is the row's own margin and the differences of all trees. The cost per row is that of the
/// squares of the depths, whatever the number of features and nearly whatever the number of values,
/// where calling the model costs features × values × depth.
///
/// Values are in doubles: equal to the model's own calls up to the rounding of the model's sums.
struct SubstitutedTrees: Sendable {
  let inputs: [Feature]
  private let isSingle: Bool
  let outputCount: Int
  private let divisors: [Double]
  let trees: [Span]
  let nodes: [Node]
  let splits: [Split]
  let leaves: [Double]

  struct Span: Sendable {
    let root: Int
    let leaves: Int
    /// The output that the tree adds to; −1 for all.
    let output: Int
    let weight: Double
    let depth: Int
  }

  /// A node; of a leaf the feature is −1 and `link` the number of its value.
  struct Node: Sendable {
    let feature: Int32
    let link: Int32
    /// Whether the split compares with a threshold and nothing else.
    let isPlain: Bool
    let missingGoesLeft: Bool
    let threshold: Double
    let split: Int32
  }

  /// `nil` for trees with linear functions at their leaves, which change within a leaf.
  init?(_ model: TreeModel) {
    let ensemble = model.ensemble
    guard ensemble.trees.allSatisfy({ $0.linearLeaves.isEmpty }) else { return nil }
    (inputs, isSingle) = (model.inputs, ensemble.comparison == .single)
    outputCount = ensemble.outputCount
    var (spans, nodes, splits, leaves) = ([Span](), [Node](), [Split](), [Double]())
    var counts = [Double](repeating: 0, count: ensemble.outputCount)
    for (tree, weight) in zip(ensemble.trees, ensemble.weights) {
      let output: Int
      switch tree.target {
      case .output(let one):
        output = one
        counts[one] += 1
      case .all:
        output = -1
        for all in counts.indices { counts[all] += 1 }
      }
      spans.append(
        Span(
          root: nodes.count, leaves: leaves.count, output: output, weight: weight,
          depth: tree.depth))
      let root = nodes.count
      for node in tree.nodes {
        guard let split = node.split else {
          nodes.append(
            Node(
              feature: -1, link: Int32(node.link), isPlain: true, missingGoesLeft: false,
              threshold: 0, split: -1))
          continue
        }
        var (isPlain, threshold) = (false, 0.0)
        if case .below(let value) = split.condition, !split.countsZeroAsMissing {
          (isPlain, threshold) = (true, value)
        }
        nodes.append(
          Node(
            feature: Int32(split.feature), link: Int32(root + node.link), isPlain: isPlain,
            missingGoesLeft: split.missing == .left, threshold: threshold,
            split: Int32(splits.count)))
        splits.append(split)
      }
      leaves += tree.leafValues
    }
    (trees, self.nodes, self.splits, self.leaves) = (spans, nodes, splits, leaves)
    divisors = ensemble.isMean ? counts.map { max($0, 1) } : counts.map { _ in 1 }
  }

  /// How many values of a feature one walk looks at: one for each bit of a word.
  private static let width = 64

  /// For each request the margins, points × rows × outputs, `own` being those of the rows as they are.
  func margins(
    of rows: FeatureMatrix, own: OutputMatrix, _ requests: [Substitution.Request], threads: Int
  ) -> [OutputMatrix] {
    let columns = CodedFeatures(rows, as: inputs).columns.map { $0.map(compared) }
    let points = requests.map { coded($0, rows).map(compared) }
    var values = points.map { points in
      [Double](unsafeUninitializedCapacity: points.count * own.values.count) { buffer, count in
        for point in points.indices {
          for index in own.values.indices {
            buffer[point * own.values.count + index] = own.values[index]
          }
        }
        count = points.count * own.values.count
      }
    }
    let most = points.map(\.count).max() ?? 0
    for first in stride(from: 0, to: most, by: Self.width) {
      let part = points.map { Array($0.dropFirst(first).prefix(Self.width)) }
      let walk = Walk(self, requests.map(\.feature), part)
      let size = max(1, min(64, (1 << 19) / max(1, walk.cellCount * outputCount)))
      let blocks = (rows.rowCount + size - 1) / size
      // A few blocks for each thread at a time, so that their results are never many.
      let together = 4 * threads
      for start in stride(from: 0, to: blocks, by: together) {
        let found = concurrentMap(min(together, blocks - start), threads: threads) { block in
          walk.differences(
            columns, (start + block) * size..<min(rows.rowCount, (start + block + 1) * size))
        }
        for (position, differences) in found.enumerated() {
          add(
            differences, firstRow: (start + position) * size, firstPoint: first, part,
            rows: rows.rowCount, to: &values)
        }
      }
    }
    return values.map { OutputMatrix(values: $0, outputCount: outputCount) }
  }

  private func add(
    _ differences: [Double], firstRow: Int, firstPoint: Int, _ points: [[Double]], rows: Int,
    to values: inout [[Double]]
  ) {
    let cells = points.reduce(0) { $0 + $1.count }
    let count = differences.count / max(1, cells * outputCount)
    var cell = 0
    for request in points.indices {
      values[request].withUnsafeMutableBufferPointer { values in
        for point in points[request].indices {
          for row in 0..<count {
            let from = (row * cells + cell + point) * outputCount
            let to = ((firstPoint + point) * rows + firstRow + row) * outputCount
            for output in 0..<outputCount {
              values[to + output] += differences[from + output] / divisors[output]
            }
          }
        }
      }
      cell += points[request].count
    }
  }

  /// The points as the trees compare them.
  private func coded(_ request: Substitution.Request, _ rows: FeatureMatrix) -> [Double] {
    let column = rows.columns[request.feature].filled(with: request.points, rows: 1)
    return CodedFeatures(
      FeatureMatrix([column], rowCount: request.points.count), as: [inputs[request.feature]]
    ).columns[0]
  }

  private func compared(_ value: Double) -> Double { isSingle ? Double(Float(value)) : value }
}

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
  private let inputs: [Feature]
  private let isSingle: Bool
  private let outputCount: Int
  private let divisors: [Double]
  private let trees: [Span]
  private let nodes: [Node]
  private let splits: [Split]
  private let leaves: [Double]

  private struct Span: Sendable {
    let root: Int
    let leaves: Int
    /// The output that the tree adds to; −1 for all.
    let output: Int
    let weight: Double
    let depth: Int
  }

  /// A node; of a leaf the feature is −1 and `link` the number of its value.
  private struct Node: Sendable {
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

extension SubstitutedTrees {
  /// A walk of blocks of rows with up to 64 values of each feature.
  private struct Walk: Sendable {
    private let trees: SubstitutedTrees
    /// How many values there are in all.
    let cellCount: Int
    /// The first cell of each feature of the model; those that are not asked for have no values.
    private let cells: [Int32]
    /// A bit for each value of a feature.
    private let full: [UInt64]
    /// The values of a node's feature that go left, bit by bit.
    private let lefts: [UInt64]
    private let deepest: Int

    init(_ trees: SubstitutedTrees, _ features: [Int], _ points: [[Double]]) {
      self.trees = trees
      var cells = [Int32](repeating: 0, count: trees.inputs.count)
      var full = [UInt64](repeating: 0, count: trees.inputs.count)
      var known = [[Double]](repeating: [], count: trees.inputs.count)
      var count = 0
      for (feature, points) in zip(features, points) {
        precondition(known[feature].isEmpty, "a feature once")
        cells[feature] = Int32(count)
        full[feature] = points.isEmpty ? 0 : UInt64.max >> UInt64(64 - points.count)
        known[feature] = points
        count += points.count
      }
      (self.cells, self.full, cellCount) = (cells, full, count)
      lefts = trees.nodes.map { node in
        guard node.feature >= 0 else { return 0 }
        let split = trees.splits[Int(node.split)]
        return known[Int(node.feature)].enumerated().reduce(0) { bits, point in
          split.side(of: point.element) == .left ? bits | 1 << UInt64(point.offset) : bits
        }
      }
      deepest = trees.trees.map(\.depth).max() ?? 0
    }

    /// What the trees say more than on the rows' own paths: rows × cells × outputs.
    func differences(_ columns: [[Double]], _ rows: Range<Int>) -> [Double] {
      let outputs = trees.outputCount
      let size = rows.count * cellCount * outputs
      let features = columns.count
      let values = [Double](unsafeUninitializedCapacity: rows.count * features) { buffer, count in
        for (position, row) in rows.enumerated() {
          for feature in 0..<features {
            buffer[position * features + feature] = columns[feature][row]
          }
        }
        count = rows.count * features
      }
      var differences = [Double](repeating: 0, count: size)
      var open = full
      differences.withUnsafeMutableBufferPointer { differences in
        open.withUnsafeMutableBufferPointer { open in
          values.withUnsafeBufferPointer { values in
            for tree in trees.trees {
              for position in 0..<rows.count {
                walk(
                  tree,
                  UnsafeBufferPointer(
                    rebasing: values[position * features..<(position + 1) * features]),
                  open,
                  UnsafeMutableBufferPointer(
                    rebasing: differences[
                      position * cellCount * outputs..<(position + 1) * cellCount * outputs]))
              }
            }
          }
        }
      }
      return differences
    }

    /// A path that begins where a row would go with other values of a feature.
    private struct Detour {
      let node: Int32
      let feature: Int32
      /// The values that lead there.
      let bits: UInt64
    }

    private func walk(
      _ tree: Span, _ row: UnsafeBufferPointer<Double>,
      _ open: UnsafeMutableBufferPointer<UInt64>,
      _ differences: UnsafeMutableBufferPointer<Double>
    ) {
      // At most one detour waits for each node of a path, of the row's own and of the detour's.
      withUnsafeTemporaryAllocation(of: Detour.self, capacity: 2 * deepest + 2) { detours in
        trees.nodes.withUnsafeBufferPointer { nodes in
          lefts.withUnsafeBufferPointer { lefts in
            var (node, count) = (tree.root, 0)
            while nodes[node].feature >= 0 {
              let feature = nodes[node].feature
              let bits = open[Int(feature)]
              let goesLeft = self.goesLeft(nodes[node], row)
              let others = bits & (goesLeft ? ~lefts[node] : lefts[node])
              if others != 0 {
                let other = goesLeft ? nodes[node].link : Int32(node + 1)
                detours[count] = Detour(node: other, feature: feature, bits: others)
                count += 1
              }
              open[Int(feature)] = bits & ~others
              node = goesLeft ? node + 1 : Int(nodes[node].link)
            }
            let own = Int(nodes[node].link)
            // Close the row's path: every feature on it is open again for the next tree.
            node = tree.root
            while nodes[node].feature >= 0 {
              open[Int(nodes[node].feature)] = full[Int(nodes[node].feature)]
              node = goesLeft(nodes[node], row) ? node + 1 : Int(nodes[node].link)
            }
            while count > 0 {
              count -= 1
              follow(detours[count], tree, own, row, nodes, lefts, detours, &count, differences)
            }
          }
        }
      }
    }

    @inline(__always)
    private func follow(
      _ detour: Detour, _ tree: Span, _ own: Int, _ row: UnsafeBufferPointer<Double>,
      _ nodes: UnsafeBufferPointer<Node>, _ lefts: UnsafeBufferPointer<UInt64>,
      _ detours: UnsafeMutableBufferPointer<Detour>, _ count: inout Int,
      _ differences: UnsafeMutableBufferPointer<Double>
    ) {
      var (node, bits) = (Int(detour.node), detour.bits)
      while nodes[node].feature >= 0 {
        guard nodes[node].feature == detour.feature else {
          node = goesLeft(nodes[node], row) ? node + 1 : Int(nodes[node].link)
          continue
        }
        let (left, right) = (bits & lefts[node], bits & ~lefts[node])
        if left != 0, right != 0 {
          detours[count] = Detour(node: nodes[node].link, feature: detour.feature, bits: right)
          count += 1
        }
        (node, bits) = left != 0 ? (node + 1, left) : (Int(nodes[node].link), right)
      }
      note(tree, own, Int(nodes[node].link), Int(cells[Int(detour.feature)]), bits, differences)
    }

    @inline(__always)
    private func note(
      _ tree: Span, _ own: Int, _ other: Int, _ cell: Int, _ bits: UInt64,
      _ differences: UnsafeMutableBufferPointer<Double>
    ) {
      let outputs = trees.outputCount
      func add(_ difference: Double, _ output: Int) {
        guard difference != 0 else { return }
        var bits = bits
        while bits != 0 {
          differences[(cell + bits.trailingZeroBitCount) * outputs + output] += difference
          bits &= bits - 1
        }
      }
      if tree.output >= 0 {
        add(
          (trees.leaves[tree.leaves + other] - trees.leaves[tree.leaves + own]) * tree.weight,
          tree.output)
      } else {
        for output in 0..<outputs {
          let values = (other * outputs + output, own * outputs + output)
          add(
            (trees.leaves[tree.leaves + values.0] - trees.leaves[tree.leaves + values.1])
              * tree.weight, output)
        }
      }
    }

    @inline(__always)
    private func goesLeft(_ node: Node, _ row: UnsafeBufferPointer<Double>) -> Bool {
      let value = row[Int(node.feature)]
      guard node.isPlain else { return trees.splits[Int(node.split)].side(of: value) == .left }
      return value.isNaN ? node.missingGoesLeft : value < node.threshold
    }
  }
}

internal import VaglioModels

extension SubstitutedTrees {
  /// A walk of blocks of rows with up to 64 values of each feature.
  struct Walk: Sendable {
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

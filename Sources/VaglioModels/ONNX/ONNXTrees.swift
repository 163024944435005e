/// The trees of a tree operator as its attributes have them: nodes of all trees one after another.
struct ONNXTrees {
  /// How a node asks.
  enum Mode {
    case leaf, atMost, below, atLeast, above, equal, unequal
    /// Whether the value is one of a set.
    case member([Double])
  }

  /// A node; its children are indices among all nodes.
  struct Node {
    var mode: Mode
    var feature: Int
    var threshold: Double
    var whenTrue: Int
    var whenFalse: Int
    /// Whether a missing value goes where true ones go.
    var tracksMissing: Bool
  }

  /// The nodes of all trees.
  var nodes: [Node]
  /// For each tree its nodes, the root first or named.
  var trees: [(nodes: Range<Int>, root: Int)]
  /// What the leaves add.
  var votes: ONNXVotes
  /// The precision of the addends and of their sum.
  var precision: TreeEnsemble.Precision
}

extension ONNXTrees {
  /// The ensemble of the trees.
  ///
  /// `comparison` is the precision in which the features come. A tree without votes adds nothing and
  /// is left out, unless a mean counts it.
  func ensemble(
    base: [Double], isMean: Bool, featureCount: Int, comparison: TreeEnsemble.Precision,
    _ node: ONNXNode
  ) throws(ModelError) -> TreeEnsemble {
    try checkVotes(node)
    var made: [Tree] = []
    made.reserveCapacity(trees.count)
    for (place, tree) in trees.enumerated() {
      let isVoting = tree.nodes.contains { !votes[$0].isEmpty }
      guard isVoting || isMean else { continue }
      do throws(MalformedTree) {
        // A mean divides by all trees, whichever outputs they vote for.
        let only = isMean && votes.outputCount > 1 ? nil : singleOutput(of: tree.nodes)
        let (one, fused) = try self.tree(tree, only: only, featureCount, comparison)
        guard one.nodes.count + fused == tree.nodes.count else {
          throw MalformedTree(node: 0, reason: "not all nodes hang together")
        }
        made.append(one)
      } catch {
        throw node.malformed("tree \(place), node \(error.node): \(error.reason)")
      }
    }
    return TreeEnsemble(
      made, base: base, featureCount: featureCount, isMean: isMean, comparison: comparison,
      sum: precision)
  }

  /// The forms hold one addend per leaf and output: not two, and not zeros by the billion.
  private func checkVotes(_ node: ONNXNode) throws(ModelError) {
    if let voter = votes.repeatedVoter {
      throw node.unsupported("entry \(voter) has two weights for one output")
    }
    let (cells, overflows) = nodes.count.multipliedReportingOverflow(by: votes.outputCount)
    guard !overflows, cells <= max(1 << 22, 64 * votes.count) else {
      throw node.unsupported("\(votes.count) weights for \(votes.outputCount) outputs")
    }
  }

  /// A tree, and how many of its nodes went into others.
  private func tree(
    _ tree: (nodes: Range<Int>, root: Int), only: Int?, _ featureCount: Int,
    _ comparison: TreeEnsemble.Precision
  ) throws(MalformedTree) -> (Tree, fused: Int) {
    let (nodes, fused) = fusedNodes(of: tree.nodes)
    let first = tree.nodes.lowerBound
    let width = only == nil ? votes.outputCount : 1
    var values: [Double] = []
    var draft: [Tree.DraftNode] = []
    draft.reserveCapacity(tree.nodes.count)
    for (index, node) in zip(tree.nodes, nodes) {
      guard case .leaf = node.mode else {
        draft.append(branch(node, first, comparison))
        continue
      }
      draft.append(Tree.DraftNode(leaf: values.count / width))
      values += repeatElement(0, count: width)
      for vote in votes[index] {
        values[values.count - width + (only == nil ? vote.output : 0)] = vote.weight
      }
    }
    let made = try Tree(
      draft, root: tree.root - first, values: values, target: only.map(Tree.Target.output) ?? .all,
      width: width, featureCount: featureCount)
    return (made, fused)
  }

  /// The nodes of a tree, chains of `x = a`, else `x = b`, … with one child for all answers "yes"
  /// made one question for {a, b, …}: so LightGBM's converter writes sets of categories.
  private func fusedNodes(of range: Range<Int>) -> (nodes: [Node], fused: Int) {
    var own = Array(nodes[range])
    var isFused = [Bool](repeating: false, count: own.count)
    var fused = 0
    for index in own.indices where !isFused[index] {
      guard case .equal = own[index].mode else { continue }
      var values = [own[index].threshold]
      while true {
        let next = own[index].whenFalse - range.lowerBound
        guard next != index, !isFused[next], case .equal = own[next].mode,
          own[next].feature == own[index].feature, own[next].whenTrue == own[index].whenTrue,
          own[next].tracksMissing == own[index].tracksMissing
        else { break }
        values.append(own[next].threshold)
        isFused[next] = true
        fused += 1
        own[index].whenFalse = own[next].whenFalse
      }
      if values.count > 1 { own[index].mode = .member(values) }
    }
    return (own, fused)
  }

  /// The output that all leaves of a tree vote for, where it is one.
  private func singleOutput(of nodes: Range<Int>) -> Int? {
    if votes.outputCount == 1 { return 0 }
    var output: Int?
    for node in nodes {
      for vote in votes[node] {
        guard output ?? vote.output == vote.output else { return nil }
        output = vote.output
      }
    }
    return output ?? 0
  }

  /// A question as the tree form has it: left is below. `x ≤ t` becomes `x < t′` with the next
  /// number t′ above t; beyond infinity there is none, and no number is below −∞.
  private func branch(
    _ node: Node, _ first: Int, _ comparison: TreeEnsemble.Precision
  ) -> Tree.DraftNode {
    let threshold = node.threshold
    let condition: Split.Condition
    var trueIsLeft = true
    switch node.mode {
    case .leaf: preconditionFailure("a leaf asks nothing")
    case .below: condition = .below(Self.firstAtLeast(threshold, comparison))
    case .atLeast:
      (condition, trueIsLeft) = (.below(Self.firstAtLeast(threshold, comparison)), false)
    case .atMost where threshold == .infinity: (condition, trueIsLeft) = (.below(-.infinity), false)
    case .above where threshold == .infinity: condition = .below(-.infinity)
    case .atMost: condition = .below(Self.firstAbove(threshold, comparison))
    case .above: (condition, trueIsLeft) = (.below(Self.firstAbove(threshold, comparison)), false)
    case .equal: condition = .oneOf([threshold])
    case .unequal: (condition, trueIsLeft) = (.oneOf([threshold]), false)
    case .member(let values): condition = .oneOf(values)
    }
    // A missing value differs from every threshold, and is in no other relation to it.
    var missingIsTrue = node.tracksMissing
    if case .unequal = node.mode { missingIsTrue = true }
    let split = Split(
      feature: node.feature, condition, missing: missingIsTrue == trueIsLeft ? .left : .right)
    let (left, right) =
      trueIsLeft
      ? (node.whenTrue, node.whenFalse) : (node.whenFalse, node.whenTrue)
    return Tree.DraftNode(split, left: left - first, right: right - first)
  }

  /// The first number that is not below a threshold.
  private static func firstAtLeast(
    _ threshold: Double, _ precision: TreeEnsemble.Precision
  ) -> Double {
    guard precision == .single else { return threshold }
    let near = Float(threshold)
    return Double(Double(near) < threshold ? near.nextUp : near)
  }

  /// The first number above a threshold.
  private static func firstAbove(
    _ threshold: Double, _ precision: TreeEnsemble.Precision
  ) -> Double {
    guard precision == .single else { return threshold.nextUp }
    let near = Float(threshold)
    return Double(Double(near) <= threshold ? near.nextUp : near)
  }
}

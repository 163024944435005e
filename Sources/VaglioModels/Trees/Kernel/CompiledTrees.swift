/// Trees as arrays for fast prediction, with codes and sums of given precisions.
struct CompiledTrees<Code: OrderedCode, Sum: BinaryFloatingPoint & Sendable>: Sendable {
  let ensemble: TreeEnsemble
  let divisors: [Double]
  private(set) var trees: [CompiledTree] = []
  /// What nodes look at; features that no node looks at have none.
  private(set) var slots: [FeatureSlot] = []
  private(set) var completeNodes: [CompleteNode<Code>] = []
  private(set) var linkedNodes: [LinkedNode<Code>] = []
  private(set) var categoricalNodes: [CategoricalNode<Code>] = []
  /// The leaves of entries or nodes.
  private(set) var numbers: [UInt32] = []
  /// Leaf values times the tree's weight.
  private(set) var values: [Sum] = []
  /// Sets of category codes: bit c + 1 is category c's, bit 0 is set for missing values that go to
  /// the left. The first word, 0, is the set of nodes that ask for a number.
  private(set) var words: [UInt64] = [0]
  private var placeOfSlot: [FeatureSlot: Int] = [:]

  /// The number of rows that go through a tree side by side.
  static var lanes: Int { 8 }

  init(_ ensemble: TreeEnsemble) {
    (self.ensemble, divisors) = (ensemble, ensemble.divisors)
    for index in ensemble.trees.indices { append(ensemble.trees[index], at: index) }
  }

  private mutating func append(_ tree: Tree, at index: Int) {
    let isCategorical = tree.nodes.contains {
      if case .among = $0.split?.condition { true } else { false }
    }
    let isComplete = !isCategorical && tree.depth <= 12 && 1 << tree.depth <= 3 * tree.leafCount + 8
    let layout: CompiledTree.Layout =
      isCategorical ? .categorical : isComplete ? .complete : .linked
    let output: Int? = if case .output(let output) = tree.target { output } else { nil }
    let firstNode =
      switch layout {
      case .complete: completeNodes.count
      case .linked: linkedNodes.count
      case .categorical: categoricalNodes.count
      }
    let compiled = CompiledTree(
      layout: layout, depth: tree.depth, firstNode: firstNode, firstNumber: numbers.count,
      firstValue: values.count, output: output, linear: tree.linearLeaves.isEmpty ? nil : index)
    let weight = ensemble.weights[index]
    switch layout {
    case .complete: appendComplete(tree)
    case .linked: linkedNodes += linked(tree).map(\.linked)
    case .categorical: categoricalNodes += linked(tree)
    }
    if compiled.isDirect {
      values += numbers[compiled.firstNumber...].map { Sum(tree.leafValues[Int($0)] * weight) }
      numbers.removeSubrange(compiled.firstNumber...)
    } else {
      values += tree.leafValues.map { Sum($0 * weight) }
    }
    trees.append(compiled)
  }

  /// Where the codes of a question's slot begin in those of a group.
  private mutating func offset(of split: Split) -> UInt32 {
    let slot = FeatureSlot(split)
    let place = placeOfSlot[slot] ?? slots.count
    if place == slots.count {
      slots.append(slot)
      placeOfSlot[slot] = place
    }
    return UInt32(place * Self.lanes)
  }

  private mutating func appendComplete(_ tree: Tree) {
    let entries = 1 << tree.depth
    let (start, first) = (completeNodes.count, numbers.count)
    completeNodes += Array(repeating: CompleteNode(threshold: 0, slot: 0), count: entries)
    numbers += Array(repeating: 0, count: entries)
    // Each entry: a node of the tree, its place, and how many levels lie below it.
    var stack = [(node: 0, place: 1, levels: tree.depth)]
    while let (node, place, levels) = stack.popLast() {
      guard let split = tree.nodes[node].split else {
        let number = UInt32(tree.nodes[node].link)
        let begin = place << levels - entries
        for entry in begin..<begin + 1 << levels { numbers[first + entry] = number }
        continue
      }
      let slot = offset(of: split)
      completeNodes[start + place] = CompleteNode(threshold: threshold(of: split), slot: slot)
      stack.append((node + 1, 2 * place, levels - 1))
      stack.append((tree.nodes[node].link, 2 * place + 1, levels - 1))
    }
  }

  /// The nodes by levels, so that those which most rows pass lie together; their leaves go into the
  /// numbers.
  private mutating func linked(_ tree: Tree) -> [CategoricalNode<Code>] {
    var nodes: [CategoricalNode<Code>] = []
    var queue = [0]
    while nodes.count < queue.count {
      let node = tree.nodes[queue[nodes.count]]
      numbers.append(node.split == nil ? UInt32(node.link) : 0)
      guard let split = node.split else {
        // No code is below 0: the step is to the right of the place before. A root that is a leaf
        // has no steps.
        let left = UInt32(truncatingIfNeeded: nodes.count - 1)
        nodes.append(CategoricalNode(linked: LinkedNode(left: left)))
        continue
      }
      nodes.append(compiled(split, left: UInt32(queue.count)))
      queue += [queue[nodes.count - 1] + 1, node.link]
    }
    return nodes
  }

  private mutating func compiled(_ split: Split, left: UInt32) -> CategoricalNode<Code> {
    let slot = offset(of: split)
    guard case .among(let set) = split.condition else {
      let linked = LinkedNode(threshold: threshold(of: split), slot: slot, left: left)
      return CategoricalNode(linked: linked)
    }
    let start = UInt32(words.count)
    var carry: UInt64 = split.missing == .left ? 1 : 0
    for word in set.words {
      words.append(word << 1 | carry)
      carry = word >> 63
    }
    words.append(carry)
    return CategoricalNode(
      linked: LinkedNode(slot: slot, left: left), start: start,
      bound: UInt32(set.words.count * 64 + 1))
  }

  /// What codes that go to the left are below; a set of categories has words instead.
  private func threshold(of split: Split) -> Code {
    switch split.condition {
    case .below(let threshold): Code.code(ofThreshold: threshold)
    case .among: 0
    case .oneOf: 1
    }
  }
}

/// How a tree lies in the arrays of ``CompiledTrees``.
struct CompiledTree: Sendable {
  enum Layout: Sendable {
    /// A complete binary tree: the children of node i are 2i and 2i + 1, the root is 1; each leaf of
    /// the greatest depth has an entry.
    case complete
    /// Both children side by side, the root at 0; a leaf's step leads to itself.
    case linked
    /// Linked, and some nodes ask for a category.
    case categorical
  }

  let layout: Layout
  /// The number of steps to the deepest leaf.
  let depth: Int
  /// Where the nodes begin.
  let firstNode: Int
  /// Where the numbers of the leaves begin, by entry or by node.
  let firstNumber: Int
  /// Where the leaves' values begin: by entry in a complete tree of single values, else by number.
  let firstValue: Int
  /// The output of single values; `nil` for vectors.
  let output: Int?
  /// Where the linear functions of the leaves are, the tree's place in the ensemble; `nil` if none.
  let linear: Int?

  /// Whether entries are looked up straight in the values.
  var isDirect: Bool { layout == .complete && output != nil && linear == nil }
}

/// A node of a complete tree.
struct CompleteNode<Code: OrderedCode>: Sendable {
  /// Codes below go to the left; nodes below a leaf have 0, which sends all to the right.
  var threshold: Code
  /// Where the codes of the slot begin in those of a group.
  var slot: UInt32
}

/// A node of a linked tree.
struct LinkedNode<Code: OrderedCode>: Sendable {
  /// Codes below go to the left.
  var threshold: Code = 0
  /// Where the codes of the slot begin in those of a group.
  var slot: UInt32 = 0
  /// The place of the left child among the tree's nodes, the right one behind it; of a leaf its own
  /// place less 1.
  var left: UInt32 = 0
}

/// A node of a tree that asks for categories: a row goes to the left if its code is below the
/// threshold or in the set, so that neither kind of question needs a jump.
struct CategoricalNode<Code: OrderedCode>: Sendable {
  /// The place of the children, and the threshold: 0, which no code is below, for a category.
  var linked = LinkedNode<Code>()
  /// Where the words of the set begin.
  var start: UInt32 = 0
  /// What codes are cut to: the first bit behind the set, which is 0; 0 for a number.
  var bound: UInt32 = 0
}

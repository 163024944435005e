/// A decision tree. Its nodes stand in preorder: the root first, each left child right behind its
/// parent.
public struct Tree: Hashable, Sendable {
  /// A node.
  public struct Node: Hashable, Sendable {
    /// The question; `nil` at a leaf.
    public let split: Split?
    /// The index of the right child, the left being the next node; of a leaf its number among the
    /// leaves.
    public let link: Int
    /// The weight of the training rows that came here, in the unit of the format (hessians of
    /// XGBoost, rows of LightGBM); `nil` where the file doesn't tell.
    public let cover: Double?
  }

  /// A linear function at a leaf (LightGBM's `linear_tree`). Where a feature of it is missing the
  /// leaf's constant value counts.
  public struct LinearLeaf: Hashable, Sendable {
    /// The value where all features are 0.
    public let intercept: Double
    /// The indices of the features, and the coefficient of each.
    public let terms: [Term]

    /// A feature with its coefficient.
    public struct Term: Hashable, Sendable {
      public let feature: Int
      public let coefficient: Double

      /// A term.
      public init(feature: Int, coefficient: Double) {
        (self.feature, self.coefficient) = (feature, coefficient)
      }
    }

    /// A linear function.
    public init(intercept: Double, terms: [Term]) {
      (self.intercept, self.terms) = (intercept, terms)
    }
  }

  /// What a leaf adds to.
  public enum Target: Hashable, Sendable {
    /// One value a leaf, added to this output.
    case output(Int)
    /// One value per output.
    case all
  }

  /// The nodes in preorder; never empty.
  public let nodes: [Node]
  /// Leaf-major: leaves × outputs that ``target`` names.
  public let leafValues: [Double]
  /// A linear function per leaf instead of its value; empty where no leaf has one.
  public let linearLeaves: [LinearLeaf]
  /// What a leaf adds to.
  public let target: Target
  /// The number of questions on the longest way to a leaf.
  public let depth: Int

  /// The number of leaves.
  public var leafCount: Int { (nodes.count + 1) / 2 }
}

extension Tree {
  /// A node as files have it: the children by their index, any order.
  public struct DraftNode: Sendable {
    /// The question and the indices of the children; `nil` at a leaf.
    public let branch: (split: Split, left: Int, right: Int)?
    /// The index in the draft's values; a leaf's alone is read.
    public let leaf: Int
    /// The weight of the training rows that came here.
    public let cover: Double?

    /// An inner node.
    public init(_ split: Split, left: Int, right: Int, cover: Double? = nil) {
      (branch, leaf, self.cover) = ((split, left, right), -1, cover)
    }

    /// A leaf with the number of its value.
    public init(leaf: Int, cover: Double? = nil) {
      (branch, self.leaf, self.cover) = (nil, leaf, cover)
    }
  }

  /// The deepest tree that is read: what a file with a longer path would be for is to exhaust us.
  public static let deepest = 4096

  /// A tree from nodes in any order, the root at `root`. Nodes that are not reached are left out.
  ///
  /// `values` are leaf-major with `width` values a leaf (1 for one output), and `linear` one function
  /// per leaf or none. What is out of range, reached twice, too deep, or not finite is refused with
  /// the node's index in the reason.
  public init(
    _ draft: [DraftNode], root: Int = 0, values: [Double], linear: [LinearLeaf] = [],
    target: Target, width: Int = 1, featureCount: Int
  ) throws(MalformedTree) {
    var nodes: [Node] = []
    var leafValues: [Double] = []
    var linearLeaves: [LinearLeaf] = []
    var reached = [Bool](repeating: false, count: draft.count)
    // Each entry: a node to visit, its depth, and the node whose right child it is.
    var stack: [(index: Int, depth: Int, rightOf: Int?)] = [(root, 0, nil)]
    var depth = 0
    while let (index, level, parent) = stack.popLast() {
      guard draft.indices.contains(index) else {
        throw MalformedTree(node: index, reason: "there is no such node")
      }
      guard !reached[index] else {
        throw MalformedTree(node: index, reason: "the node has two parents")
      }
      guard level <= Self.deepest else {
        throw MalformedTree(node: index, reason: "deeper than \(Self.deepest) questions")
      }
      reached[index] = true
      depth = max(depth, level)
      if let parent {
        let old = nodes[parent]
        nodes[parent] = Node(split: old.split, link: nodes.count, cover: old.cover)
      }
      let node = draft[index]
      if let cover = node.cover, !(cover >= 0 && cover.isFinite) {
        throw MalformedTree(node: index, reason: "the cover \(cover) is negative or not finite")
      }
      guard let (split, left, right) = node.branch else {
        guard node.leaf >= 0, node.leaf < values.count / width,
          linear.isEmpty || node.leaf < linear.count
        else { throw MalformedTree(node: index, reason: "the leaf has no value") }
        let own = values[node.leaf * width..<(node.leaf + 1) * width]
        guard own.allSatisfy(\.isFinite) else {
          throw MalformedTree(node: index, reason: "the leaf's value is not finite")
        }
        leafValues += own
        nodes.append(Node(split: nil, link: leafValues.count / width - 1, cover: node.cover))
        if !linear.isEmpty {
          try Self.check(linear[node.leaf], at: index, featureCount: featureCount)
          linearLeaves.append(linear[node.leaf])
        }
        continue
      }
      try Self.check(split, at: index, featureCount: featureCount)
      stack.append((right, level + 1, nodes.count))
      stack.append((left, level + 1, nil))
      nodes.append(Node(split: split, link: 0, cover: node.cover))
    }
    (self.nodes, self.leafValues, self.linearLeaves) = (nodes, leafValues, linearLeaves)
    (self.target, self.depth) = (target, depth)
  }

  private static func check(
    _ split: Split, at index: Int, featureCount: Int
  ) throws(MalformedTree) {
    guard (0..<featureCount).contains(split.feature) else {
      throw MalformedTree(
        node: index, reason: "feature \(split.feature) is asked for, of \(featureCount)")
    }
    if case .below(let threshold) = split.condition, threshold.isNaN {
      throw MalformedTree(node: index, reason: "the threshold is not a number")
    }
  }

  private static func check(
    _ leaf: LinearLeaf, at index: Int, featureCount: Int
  ) throws(MalformedTree) {
    let isSound =
      leaf.intercept.isFinite
      && leaf.terms.allSatisfy {
        (0..<featureCount).contains($0.feature) && $0.coefficient.isFinite
      }
    guard isSound else {
      throw MalformedTree(node: index, reason: "the leaf's linear function is damaged")
    }
  }
}

/// Why nodes are not a tree.
public struct MalformedTree: Error, Hashable, Sendable {
  /// The node's index in the file's order.
  public let node: Int
  /// What is wrong with it.
  public let reason: String
}

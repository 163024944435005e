/// A block `Tree=` of a text file of LightGBM.
///
/// Inner nodes and leaves are numbered apart: a child c ≥ 0 is an inner node, c < 0 the leaf ~c.
struct LightGBMTree {
  private let fields: LightGBMFields
  /// The line of the file where the block begins.
  private let line: Int
  private let featureCount: Int
  private let leafCount: Int

  init(_ fields: LightGBMFields, _ line: Int, _ featureCount: Int) throws(ModelError) {
    (self.fields, self.line, self.featureCount) = (fields, line, featureCount)
    leafCount = try fields.integer("num_leaves", in: line)
    guard leafCount > 0 else { throw fields.failure("num_leaves", "a tree has a leaf") }
  }

  private var innerCount: Int { leafCount - 1 }

  /// The tree, which adds to an output.
  func tree(_ output: Int) throws(ModelError) -> Tree {
    let values = try fields.numbers("leaf_value", count: leafCount, in: line)
    let isLinear = fields.has("is_linear") ? try fields.integer("is_linear") != 0 : false
    let linear = isLinear ? try linearLeaves() : []
    let draft = try self.draft()
    let tree: Tree
    do throws(MalformedTree) {
      tree = try Tree(
        draft, values: values, linear: linear, target: .output(output), featureCount: featureCount)
    } catch {
      throw malformed("\(name(ofNode: error.node)): \(error.reason)")
    }
    guard tree.leafCount == leafCount else {
      throw malformed("\(tree.leafCount) of \(leafCount) leaves can be reached")
    }
    return tree
  }

  private func malformed(_ problem: String) -> ModelError {
    ModelError(.malformed, place: "line \(line)", problem: problem)
  }

  private func name(ofNode node: Int) -> String {
    node < innerCount ? "node \(node)" : "leaf \(node - innerCount)"
  }

  /// The inner nodes, and behind them the leaves.
  private func draft() throws(ModelError) -> [Tree.DraftNode] {
    let covers = try self.covers()
    var draft: [Tree.DraftNode] = []
    if innerCount > 0 {
      let splits = try self.splits()
      let (left, right) = (try children("left_child"), try children("right_child"))
      for node in 0..<innerCount {
        let (split, isTurned) = splits[node]
        draft.append(
          .init(
            split, left: isTurned ? right[node] : left[node],
            right: isTurned ? left[node] : right[node], cover: covers?.inner[node]))
      }
    }
    for leaf in 0..<leafCount { draft.append(.init(leaf: leaf, cover: covers?.leaves[leaf])) }
    return draft
  }

  private func children(_ key: String) throws(ModelError) -> [Int] {
    var children: [Int] = []
    for child in try fields.integers(key, count: innerCount, in: line) {
      guard child < innerCount, ~child < leafCount else {
        throw fields.failure(key, "there is no node \(child)")
      }
      children.append(child < 0 ? innerCount + ~child : child)
    }
    return children
  }

  /// Counts of training rows, where the file has them.
  private func covers() throws(ModelError) -> (inner: [Double], leaves: [Double])? {
    guard fields.hasValue("leaf_count"), innerCount == 0 || fields.hasValue("internal_count") else {
      return nil
    }
    let inner =
      innerCount == 0 ? [] : try fields.numbers("internal_count", count: innerCount, in: line)
    return (inner, try fields.numbers("leaf_count", count: leafCount, in: line))
  }

  /// The questions, and whether the sides of each are turned round.
  private func splits() throws(ModelError) -> [(split: Split, isTurned: Bool)] {
    let features = try fields.integers("split_feature", count: innerCount, in: line)
    let thresholds = try fields.unboundedNumbers("threshold", count: innerCount, in: line)
    let types =
      fields.has("decision_type")
      ? try fields.integers("decision_type", count: innerCount, in: line)
      : Array(repeating: 0, count: innerCount)
    let sets = try categorySets()
    var splits: [(Split, Bool)] = []
    // A set that many nodes share would be kept for each of them.
    var room = sets.reduce(0) { $0 + $1.words.count }
    for node in 0..<innerCount {
      guard let type = DecisionType(rawValue: types[node]) else {
        throw fields.failure("decision_type", "\(types[node]) is no type of a decision")
      }
      guard type.isCategorical else {
        splits.append(Self.split(features[node], thresholds[node], type))
        continue
      }
      guard let place = Int(exactly: thresholds[node]), sets.indices.contains(place) else {
        throw fields.failure("threshold", "there is no set of categories \(thresholds[node])")
      }
      room -= sets[place].words.count
      guard room >= 0 else {
        throw fields.failure("threshold", "nodes ask for more sets of categories than there are")
      }
      splits.append((Split(feature: features[node], .among(sets[place]), missing: .right), false))
    }
    return splits
  }

  /// x ≤ t goes left. Where values are never missing NaN counts as 0, and where zeros are missing
  /// as one of them. With t = ∞ all values go left, which is to say that those below −∞ go right:
  /// none.
  private static func split(
    _ feature: Int, _ threshold: Double, _ type: DecisionType
  ) -> (Split, isTurned: Bool) {
    let goesLeft = type.missing == .none ? 0 <= threshold : type.goesLeft
    let isTurned = threshold == .infinity
    let split = Split(
      feature: feature, .below(isTurned ? -.infinity : threshold.nextUp),
      missing: goesLeft == isTurned ? .right : .left, countsZeroAsMissing: type.missing == .zero)
    return (split, isTurned)
  }

  /// The sets of categories that go left: the bits of `cat_threshold` from `cat_boundaries[i]` to
  /// `cat_boundaries[i + 1]`, in words of 32.
  private func categorySets() throws(ModelError) -> [CategorySet] {
    let count = fields.has("num_cat") ? try fields.integer("num_cat") : 0
    guard count > 0 else { return [] }
    let bounds = try fields.integers("cat_boundaries", in: line)
    let words = try fields.integers("cat_threshold", in: line)
    guard bounds.count - 1 == count, zip(bounds, bounds.dropFirst()).allSatisfy({ $0 <= $1 }),
      bounds[0] >= 0, bounds[count] <= words.count
    else { throw fields.failure("cat_boundaries", "the bounds do not fit cat_threshold") }
    guard words.allSatisfy({ 0 <= $0 && $0 <= Int(UInt32.max) }) else {
      throw fields.failure("cat_threshold", "a word has more than 32 bits")
    }
    return zip(bounds, bounds.dropFirst()).map { start, end in
      CategorySet(
        (start..<end).lazy.flatMap { word in
          (0..<32).lazy.filter { words[word] >> $0 & 1 == 1 }.map { (word - start) * 32 + $0 }
        })
    }
  }

  private func linearLeaves() throws(ModelError) -> [Tree.LinearLeaf] {
    let intercepts = try fields.numbers("leaf_const", count: leafCount, in: line)
    let counts = try fields.integers("num_features", count: leafCount, in: line)
    let features = try fields.integers("leaf_features", in: line)
    let coefficients = try fields.numbers("leaf_coeff", in: line)
    guard counts.allSatisfy({ 0 <= $0 && $0 <= features.count }),
      counts.reduce(0, &+) == features.count, features.count == coefficients.count
    else { throw fields.failure("num_features", "the counts do not fit the features") }
    var leaves: [Tree.LinearLeaf] = []
    var start = 0
    for (intercept, count) in zip(intercepts, counts) {
      guard start + count <= features.count else {
        throw fields.failure("num_features", "the counts do not fit the features")
      }
      let terms = (start..<start + count).map {
        Tree.LinearLeaf.Term(feature: features[$0], coefficient: coefficients[$0])
      }
      leaves.append(.init(intercept: intercept, terms: terms))
      start += count
    }
    return leaves
  }
}

/// The bits of a `decision_type`: 1 categorical, 2 missing values go left, 4 and 8 what is missing.
private struct DecisionType {
  enum Missing: Int {
    case none, zero, nan
  }

  let isCategorical: Bool
  let goesLeft: Bool
  let missing: Missing

  init?(rawValue: Int) {
    guard (0..<16).contains(rawValue), let missing = Missing(rawValue: rawValue >> 2) else {
      return nil
    }
    (isCategorical, goesLeft) = (rawValue & 1 != 0, rawValue & 2 != 0)
    self.missing = missing
  }
}

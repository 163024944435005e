import VaglioModels

/// Ensembles with covers drawn from a seed: thresholds, categories, exact values, missing values
/// both ways, zeros that count as missing, leaves of one value and of several.
struct DrawnEnsemble {
  var random: SeededRandom
  let featureCount: Int
  let outputCount: Int

  init(seed: UInt64, features: Int, outputs: Int) {
    random = SeededRandom(state: seed)
    (featureCount, outputCount) = (features, outputs)
  }

  /// An ensemble of trees with up to so many questions on a way.
  mutating func ensemble(
    trees: Int, depth: Int, comparison: TreeEnsemble.Precision = .double, isMean: Bool = false,
    emptyNodes: Bool = false
  ) throws -> TreeEnsemble {
    var all: [Tree] = []
    for _ in 0..<trees { all.append(try tree(depth: depth, emptyNodes: emptyNodes)) }
    let weights = (0..<trees).map { _ in Double.random(in: -1...2, using: &random) }
    let base = (0..<outputCount).map { _ in Double.random(in: -3...3, using: &random) }
    return TreeEnsemble(
      all, weights: weights, base: base, featureCount: featureCount, isMean: isMean,
      comparison: comparison, sum: .double)
  }

  private mutating func tree(depth: Int, emptyNodes: Bool) throws -> Tree {
    var nodes: [Tree.DraftNode?] = [nil]
    var leaves = 0
    var stack = [(place: 0, level: 0, cover: 1000.0)]
    while let (place, level, cover) = stack.popLast() {
      if level == depth || nodes.count > 500
        || level > 0 && Int.random(in: 0..<5, using: &random) == 0
      {
        nodes[place] = .init(leaf: leaves, cover: cover)
        leaves += 1
        continue
      }
      var part = Double.random(in: 0.05...0.95, using: &random)
      if emptyNodes, Int.random(in: 0..<4, using: &random) == 0 { part = 0 }
      nodes[place] = .init(split(), left: nodes.count, right: nodes.count + 1, cover: cover)
      stack.append((nodes.count, level + 1, cover * part))
      stack.append((nodes.count + 1, level + 1, cover * (1 - part)))
      nodes += [nil, nil]
    }
    let isVector = outputCount > 1 && Bool.random(using: &random)
    let width = isVector ? outputCount : 1
    return try Tree(
      nodes.compactMap { $0 },
      values: (0..<leaves * width).map { _ in Double.random(in: -1...1, using: &random) },
      target: isVector ? .all : .output(.random(in: 0..<outputCount, using: &random)),
      width: width, featureCount: featureCount)
  }

  /// An ensemble some of whose trees have linear functions at their leaves, of up to three features.
  mutating func linearEnsemble(trees: Int, depth: Int) throws -> TreeEnsemble {
    let plain = try ensemble(trees: trees, depth: depth)
    let linear = try plain.trees.enumerated().map { index, tree in
      guard index % 3 != 2, case .output = tree.target else { return tree }
      return try Tree(
        tree.nodes.enumerated().map { place, node in
          node.split.map {
            .init($0, left: place + 1, right: node.link, cover: node.cover)
          } ?? .init(leaf: node.link, cover: node.cover)
        }, values: tree.leafValues, linear: (0..<tree.leafCount).map { _ in function() },
        target: tree.target, featureCount: featureCount)
    }
    return TreeEnsemble(
      linear, weights: plain.weights, base: plain.base, featureCount: featureCount,
      comparison: .double, sum: .double)
  }

  private mutating func function() -> Tree.LinearLeaf {
    Tree.LinearLeaf(
      intercept: .random(in: -1...1, using: &random),
      terms: (0..<Int.random(in: 0...3, using: &random)).map { _ in
        .init(
          feature: .random(in: 0..<featureCount, using: &random),
          coefficient: .random(in: -1...1, using: &random))
      })
  }

  private mutating func split() -> Split {
    let condition: Split.Condition =
      switch Int.random(in: 0..<6, using: &random) {
      case 0: .among(CategorySet((0..<4).filter { _ in Bool.random(using: &random) }))
      case 1: .oneOf([0, 2])
      default: .below(Double(Int.random(in: -1...4, using: &random)) + 0.5)
      }
    return Split(
      feature: .random(in: 0..<featureCount, using: &random), condition,
      missing: Bool.random(using: &random) ? .left : .right,
      countsZeroAsMissing: Int.random(in: 0..<4, using: &random) == 0)
  }

  /// Rows of small whole numbers, a sixth of them missing.
  mutating func rows(_ count: Int) -> CodedFeatures {
    CodedFeatures(
      (0..<featureCount).map { _ in
        (0..<count).map { _ in
          let value = Int.random(in: -1...4, using: &random)
          return value < 0 ? .nan : Double(value)
        }
      }, rowCount: count)
  }
}

/// A generator that repeats (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

@testable import VaglioModels

/// Ensembles drawn from a seed, of every kind of question and leaf, and rows that lie where it
/// matters.
struct RandomEnsemble {
  var random: RepeatableRandom
  let featureCount: Int
  let outputCount: Int
  private let thresholds: [Double]

  init(seed: UInt64) {
    random = RepeatableRandom(state: seed)
    featureCount = .random(in: 1...6, using: &random)
    outputCount = .random(in: 1...3, using: &random)
    var numbers = Self.special
    for _ in 0..<20 { numbers.append(.random(in: -2...2, using: &random)) }
    for _ in 0..<10 { numbers.append(Double(Float.random(in: -2...2, using: &random))) }
    thresholds = numbers
  }

  private static let special: [Double] = [
    0, -0.0, 1, -1, 1e-35, -1e-35, 1.0000001e-35, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    1e-40, 0x1p-149, 0x1p-150,
    0.1, 3.4e38, 1e39, -1e39, 1e300, .greatestFiniteMagnitude, .infinity, -.infinity,
  ]

  mutating func ensemble(
    trees: Int, depth: Int, comparison: TreeEnsemble.Precision, sum: TreeEnsemble.Precision
  ) throws -> TreeEnsemble {
    let place = Int.random(in: 0..<3, using: &random)
    var all: [Tree] = []
    for _ in 0..<trees { all.append(try tree(depth: depth)) }
    let weights = (0..<trees).map { _ in Double.random(in: -1...2, using: &random) }
    return TreeEnsemble(
      all, weights: Bool.random(using: &random) ? weights : nil,
      base: (0..<outputCount).map { _ in .random(in: -3...3, using: &random) },
      featureCount: featureCount, isMean: place == 0, startsFromBase: place == 1,
      comparison: comparison, sum: sum)
  }

  private mutating func tree(depth: Int) throws -> Tree {
    let kind = Int.random(in: 0..<4, using: &random)
    let hasCategories = Int.random(in: 0..<3, using: &random) == 0
    // Some trees are full, others stop early.
    let stops = ([0, 0.15, 0.5] as [Double]).randomElement(using: &random) ?? 0
    var nodes: [Tree.DraftNode?] = []
    var leaves = 0
    var stack = [(place: 0, level: 0)]
    nodes.append(nil)
    while let (place, level) = stack.popLast() {
      if level == depth || nodes.count > 500 || Double.random(in: 0..<1, using: &random) < stops {
        nodes[place] = .init(leaf: leaves)
        leaves += 1
        continue
      }
      nodes[place] = .init(
        split(hasCategories), left: nodes.count, right: nodes.count + 1)
      stack += [(nodes.count, level + 1), (nodes.count + 1, level + 1)]
      nodes += [nil, nil]
    }
    let isVector = kind == 0
    let width = isVector ? outputCount : 1
    let values = (0..<leaves * width).map { _ in Double.random(in: -1...1, using: &random) }
    let linear = kind == 1 ? (0..<leaves).map { _ in linearLeaf() } : []
    let output = Int.random(in: 0..<outputCount, using: &random)
    return try Tree(
      nodes.compactMap { $0 }, values: values, linear: linear,
      target: isVector ? .all : .output(output), width: width, featureCount: featureCount)
  }

  private mutating func split(_ hasCategories: Bool) -> Split {
    let feature = Int.random(in: 0..<featureCount, using: &random)
    let missing: Split.Side = Bool.random(using: &random) ? .left : .right
    let countsZero = Int.random(in: 0..<5, using: &random) == 0
    if Int.random(in: 0..<10, using: &random) == 0 {
      let values = thresholds.shuffled(using: &random).prefix(3)
      return Split(
        feature: feature, .oneOf(Array(values)), missing: missing, countsZeroAsMissing: countsZero)
    }
    guard hasCategories, Bool.random(using: &random) else {
      return Split(
        feature: feature, .below(thresholds.randomElement(using: &random) ?? 0), missing: missing,
        countsZeroAsMissing: countsZero)
    }
    let codes = (0..<Int.random(in: 0...9, using: &random)).map { _ in
      [0, 1, 2, 3, 62, 63, 64, 127, 128, 200].randomElement(using: &random) ?? 0
    }
    return Split(
      feature: feature,
      .among(CategorySet(codes, holdsNegativeFractions: .random(using: &random))),
      missing: missing, countsZeroAsMissing: countsZero)
  }

  private mutating func linearLeaf() -> Tree.LinearLeaf {
    let terms = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      Tree.LinearLeaf.Term(
        feature: .random(in: 0..<featureCount, using: &random),
        coefficient: .random(in: -1...1, using: &random))
    }
    return Tree.LinearLeaf(intercept: .random(in: -1...1, using: &random), terms: terms)
  }

  /// Rows of thresholds, their neighbours in both precisions, categories, and missing values.
  mutating func rows(_ count: Int) -> CodedFeatures {
    let columns = (0..<featureCount).map { _ in
      (0..<count).map { _ -> Double in
        let threshold = thresholds.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .nan
        case 1: return threshold
        case 2: return threshold.nextUp
        case 3: return threshold.nextDown
        case 4: return Double(Float(threshold).nextUp)
        case 5: return Double(Float(threshold).nextDown)
        case 6: return Double(Int.random(in: -2...205, using: &random))
        default:
          return [-0.5, 0.5, -1, 63.9, 128.5, 0x1p31, 0x1p63, -0x1p63]
            .randomElement(using: &random) ?? 0
        }
      }
    }
    return CodedFeatures(columns, rowCount: count)
  }
}

/// The trees of an XGBoost model.
struct XGBoostTrees {
  private let place: DocumentPlace
  private let weights: DocumentPlace
  private let base: [Double]
  private let features: Int

  init(_ place: DocumentPlace, weights: DocumentPlace, base: [Double], features: Int) {
    (self.place, self.weights, self.base, self.features) = (place, weights, base, features)
  }

  /// The trees. They are added up in single precision, beginning with the base margin.
  func ensemble() throws(ModelError) -> TreeEnsemble {
    let places = try place["trees"].elements()
    let groups = try place["tree_info"].integers()
    guard groups.count == places.count else {
      throw place["tree_info"].malformed("\(groups.count) groups for \(places.count) trees")
    }
    var trees: [Tree] = []
    var room = Self.categoryWords
    for (tree, group) in zip(places, groups) {
      guard base.indices.contains(group) else {
        throw place["tree_info"].malformed("there is no output \(group)")
      }
      let reader = try XGBoostTree(tree, features: features)
      trees.append(try reader.tree(output: group, of: base.count, room: &room))
    }
    return TreeEnsemble(
      trees, weights: try treeWeights(trees.count), base: base, featureCount: features,
      startsFromBase: true, comparison: .single, sum: .single)
  }

  /// How many words all sets of categories may take (128 MB): a damaged file could ask for more than
  /// there is.
  private static let categoryWords = 1 << 24

  private func treeWeights(_ count: Int) throws(ModelError) -> [Double]? {
    guard weights.exists else { return nil }
    let numbers = try weights.numbers()
    if numbers.isEmpty { return nil }
    guard numbers.count == count, numbers.allSatisfy(\.isFinite) else {
      throw weights.failure(expected: "\(count) finite numbers, one per tree")
    }
    return numbers.map { Double(Float($0)) }
  }
}

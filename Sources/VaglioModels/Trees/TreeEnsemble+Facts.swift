extension TreeEnsemble {
  /// What people ask of an ensemble first: features, trees, leaves, depth.
  var facts: [ModelSummary.Fact] {
    [
      .init("features", .count(featureCount)), .init("trees", .count(trees.count)),
      .init("leaves", .count(trees.reduce(0) { $0 + $1.leafCount })),
      .init("depth", .count(trees.map(\.depth).max() ?? 0)),
    ]
  }
}

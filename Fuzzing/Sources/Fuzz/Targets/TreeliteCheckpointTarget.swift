internal import VaglioModels

extension FuzzTarget {
  /// Treelite's binary checkpoints.
  static let treeliteCheckpoint = FuzzTarget(
    name: "treelite-checkpoint",
    seeds: [Seeds(folder: "fixtures/models/treelite", ending: ".treelite")]
  ) {
    ModelAttack(format: TreeliteCheckpoint.self).attack($0)
  }
}

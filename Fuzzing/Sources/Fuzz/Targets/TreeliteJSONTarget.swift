internal import VaglioModels

extension FuzzTarget {
  /// Treelite's models in JSON.
  static let treeliteJSON = FuzzTarget(
    name: "treelite-json",
    seeds: [Seeds(folder: "fixtures/models/treelite", ending: ".json")],
    mutation: JSONMutation.mutated
  ) {
    ModelAttack(format: TreeliteJSON.self).attack($0)
  }
}

internal import VaglioModels

extension FuzzTarget {
  /// CatBoost's models in JSON.
  static let catboostJSON = FuzzTarget(
    name: "catboost-json",
    seeds: [Seeds(folder: "fixtures/models/catboost", ending: ".json")],
    mutation: JSONMutation.mutated
  ) {
    ModelAttack(format: CatBoostJSON.self).attack($0)
  }
}

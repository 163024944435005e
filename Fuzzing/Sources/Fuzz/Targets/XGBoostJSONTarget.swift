internal import VaglioModels

extension FuzzTarget {
  /// XGBoost's models in JSON.
  static let xgboostJSON = FuzzTarget(
    name: "xgboost-json",
    seeds: [Seeds(folder: "fixtures/models/xgboost", ending: ".json")],
    mutation: JSONMutation.mutated
  ) {
    ModelAttack(format: XGBoostJSON.self).attack($0)
  }
}

internal import VaglioModels

extension FuzzTarget {
  /// XGBoost's models in universal binary JSON.
  static let xgboostUBJSON = FuzzTarget(
    name: "xgboost-ubjson",
    seeds: [Seeds(folder: "fixtures/models/xgboost", ending: ".ubj")]
  ) {
    ModelAttack(format: XGBoostUBJSON.self).attack($0)
  }
}

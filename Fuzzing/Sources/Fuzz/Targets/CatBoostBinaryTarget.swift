internal import VaglioModels

extension FuzzTarget {
  /// CatBoost's binary files, which are refused by name.
  static let catboostBinary = FuzzTarget(
    name: "catboost-binary",
    seeds: []
  ) {
    ModelAttack(format: CatBoostBinary.self).attack($0)
  }
}

internal import VaglioModels

extension FuzzTarget {
  /// LightGBM's dumps in JSON, which are refused by name.
  static let lightgbmDump = FuzzTarget(
    name: "lightgbm-dump",
    seeds: []
  ) {
    ModelAttack(format: LightGBMDump.self).attack($0)
  }
}

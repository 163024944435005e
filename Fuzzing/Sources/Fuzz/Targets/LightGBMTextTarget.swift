internal import VaglioModels

extension FuzzTarget {
  /// LightGBM's models in text.
  static let lightgbmText = FuzzTarget(
    name: "lightgbm-text",
    seeds: [Seeds(folder: "fixtures/models/lightgbm", ending: ".txt")]
  ) {
    ModelAttack(format: LightGBMText.self).attack($0)
  }
}

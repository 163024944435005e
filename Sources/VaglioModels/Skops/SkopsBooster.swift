/// XGBoost's and LightGBM's estimators: the library's own file stands inside, and is read as such.
enum SkopsBooster {
  /// Whether the object is one of these estimators.
  static func isBooster(_ object: SkopsValue) throws(ModelError) -> Bool {
    let name = try object.qualifiedName()
    return name.hasPrefix("xgboost.") || name.hasPrefix("lightgbm.")
  }

  /// Reads the estimator; its columns are called by `inputs`, if these are known.
  static func model(_ object: SkopsValue, inputs: [String]?) throws(ModelError) -> any Model {
    let className = try object.className()
    let isLightGBM = try object.qualifiedName().hasPrefix("lightgbm.")
    let booster: SkopsValue
    if ["Booster"].contains(className) {
      booster = object
    } else {
      let known = ["Classifier", "Regressor", "Ranker", "RFClassifier", "RFRegressor"]
      guard known.contains(where: { className == (isLightGBM ? "LGBM" : "XGB") + $0 }) else {
        throw object.unsupported("\(try object.qualifiedName()) is not read")
      }
      booster = object["_Booster"]
    }
    let bytes =
      isLightGBM ? Array(try booster["_handle"].string().utf8) : try booster["handle"].bytes()
    let model = try ModelCatalogue.model(bytes, name: isLightGBM ? "_handle" : "handle")
    let classes = try classes(of: object, isLightGBM: isLightGBM)
    guard let named = (model as? any RenamableModel)?.renamed(features: inputs, classes: classes)
    else { throw object.unsupported("\(className) holds a model whose columns can't be named") }
    return named
  }

  /// LightGBM keeps the labels of classes; XGBoost takes 0, 1, … alone.
  private static func classes(
    of object: SkopsValue, isLightGBM: Bool
  ) throws(ModelError) -> [String]? {
    let classes = object["_classes"]
    guard isLightGBM, classes.exists, try !classes.isNone() else { return nil }
    return try classes.scalars().map(\.label)
  }
}

/// Linear models. scikit-learn adds the products up in whatever order its BLAS does, and the
/// intercept last, so that margins agree to the rounding of such a sum.
enum SklearnLinear: SklearnFamily {
  private static let regressors: Set = [
    "LinearRegression", "Ridge", "RidgeCV", "Lasso", "LassoCV", "ElasticNet", "ElasticNetCV",
    "LassoLars", "LassoLarsCV", "LassoLarsIC", "Lars", "LarsCV", "MultiTaskLasso",
    "MultiTaskLassoCV", "MultiTaskElasticNet", "MultiTaskElasticNetCV", "OrthogonalMatchingPursuit",
    "OrthogonalMatchingPursuitCV", "BayesianRidge", "ARDRegression", "HuberRegressor",
    "TheilSenRegressor", "QuantileRegressor", "SGDRegressor", "LinearSVR",
    "PassiveAggressiveRegressor", "PoissonRegressor", "GammaRegressor", "TweedieRegressor",
  ]
  private static let classifiers: Set = [
    "LogisticRegression", "LogisticRegressionCV", "SGDClassifier", "LinearSVC", "RidgeClassifier",
    "RidgeClassifierCV", "Perceptron", "PassiveAggressiveClassifier", "LinearDiscriminantAnalysis",
  ]

  static let classNames = regressors.union(classifiers)

  static func model(_ estimator: SklearnEstimator) throws(ModelError) -> any Model {
    let isRegressor = regressors.contains(estimator.className)
    let coefficients = try estimator["coef_"].finiteNumbers()
    let width = estimator.inputs.count
    guard width > 0, coefficients.count >= width, coefficients.count % width == 0 else {
      throw estimator["coef_"].failure(expected: "\(width) coefficients per output")
    }
    let count = coefficients.count / width
    let intercepts = try intercepts(estimator["intercept_"], count: count)
    let output: ModelOutput
    let link: Link
    if isRegressor {
      (output, link) = (estimator.values(count), try self.link(ofRegressor: estimator))
    } else {
      let classes = try classes(of: estimator)
      guard count == (classes.count == 2 ? 1 : classes.count) else {
        throw estimator["coef_"].failure(expected: "coefficients of \(classes.count) classes")
      }
      link = try self.link(ofClassifier: estimator, classes: classes.count) ?? .identity
      output =
        link == .identity ? estimator.scores(of: classes) : estimator.probabilities(of: classes)
    }
    return LinearModel(
      coefficients: coefficients, intercepts: intercepts, features: estimator.features, link: link,
      output: output, refusesMissing: true,
      summary: estimator.summary([.init("coefficients", .count(coefficients.count))]))
  }

  /// One per output; without an intercept the file has the one number 0.
  private static func intercepts(
    _ place: SkopsValue, count: Int
  ) throws(ModelError) -> [Double] {
    let intercepts = try place.finiteNumbers()
    if intercepts.count == count { return intercepts }
    guard intercepts.count == 1 else { throw place.failure(expected: "\(count) intercepts") }
    return Array(repeating: intercepts[0], count: count)
  }

  /// Ridge classifiers have their classes in a binarizer.
  private static func classes(of estimator: SklearnEstimator) throws(ModelError) -> [String] {
    let binarizer = estimator["_label_binarizer"]
    guard binarizer.exists else { return try estimator.classes() }
    return try SklearnEstimator(binarizer, inputs: estimator.inputs).classes()
  }

  private static func link(ofRegressor estimator: SklearnEstimator) throws(ModelError) -> Link {
    switch estimator.className {
    case "PoissonRegressor", "GammaRegressor": return .exponential
    case "TweedieRegressor":
      switch try estimator["link"].string() {
      case "log": return .exponential
      case "identity": return .identity
      default: return try estimator["power"].number() <= 0 ? .identity : .exponential
      }
    default: return .identity
    }
  }

  /// The function from scores to probabilities; `nil` where the estimator has none.
  private static func link(
    ofClassifier estimator: SklearnEstimator, classes: Int
  ) throws(ModelError) -> Link? {
    let oneAgainstRest = classes == 2 ? Link.logistic(slope: 1) : .logisticShares
    switch estimator.className {
    case "LogisticRegression", "LogisticRegressionCV":
      return try link(ofLogistic: estimator, classes: classes)
    case "LinearDiscriminantAnalysis": return classes == 2 ? .logistic(slope: 1) : .softmax
    case "SGDClassifier":
      switch try estimator["loss"].string() {
      case "log_loss", "log": return oneAgainstRest
      case "modified_huber": return .huberShares
      default: return nil
      }
    default: return nil
    }
  }

  /// Before scikit-learn 1.8 `multi_class` decided. With `multinomial` the two classes have the
  /// scores −m and m, whose softmax is logistic of slope 2.
  private static func link(
    ofLogistic estimator: SklearnEstimator, classes: Int
  ) throws(ModelError) -> Link {
    var isShared = classes > 2
    let choice = estimator["multi_class"]
    if choice.exists {
      switch try choice.string() {
      case "ovr": return classes == 2 ? .logistic(slope: 1) : .logisticShares
      case "multinomial": isShared = true
      default:
        if isShared, try estimator["solver"].isText("liblinear") { return .logisticShares }
      }
    }
    if !isShared { return .logistic(slope: 1) }
    return classes == 2 ? .logistic(slope: 2) : .softmax
  }
}

/// A fitted estimator of scikit-learn in a skops file, and the columns that it is given.
struct SklearnEstimator {
  let object: SkopsValue
  let className: String
  /// The names of the columns, in their order.
  let inputs: [String]
  /// The version of scikit-learn that saved it, as far as it matters: 1.9 is (1, 9).
  let version: (Int, Int)

  /// An estimator; one that was fitted to another number of columns is refused.
  init(_ object: SkopsValue, inputs: [String]) throws(ModelError) {
    (self.object, self.inputs) = (object, inputs)
    className = try object.className()
    version = try Self.version(of: object)
    let count = object["n_features_in_"]
    if count.exists, try count.integer() != inputs.count {
      throw count.unsupported(
        "\(className) takes \(try count.integer()) columns, but is given \(inputs.count)")
    }
  }

  private static func version(of object: SkopsValue) throws(ModelError) -> (Int, Int) {
    let version = object["_sklearn_version"]
    guard version.exists else { return (0, 0) }
    let parts = try version.string().split(separator: ".").prefix(2).map { Int($0) ?? 0 }
    return parts.count == 2 ? (parts[0], parts[1]) : (0, 0)
  }

  /// An attribute; it may be absent.
  subscript(name: String) -> SkopsValue { object[name] }

  /// The columns as features of numbers.
  var features: [Feature] { inputs.map { Feature($0) } }

  /// The error that a piece of the estimator is not read, by its name.
  func unsupported(_ problem: String, remedy: String? = nil) -> ModelError {
    object.unsupported("\(className) \(problem)", remedy: remedy)
  }

  /// The names of the classes, at least two. Whole numbers are without a point and truth values in
  /// lower case, as tables have them.
  func classes(_ attribute: String = "classes_") throws(ModelError) -> [String] {
    let place = object[attribute]
    if place.exists, try place.elementsAreLists() {
      throw unsupported("with several outputs is not read")
    }
    let classes = try place.scalars().map(\.label)
    guard classes.count > 1 else { throw unsupported("was fitted to one class only") }
    return classes
  }

  /// What the probabilities of classes are: of two classes the second's alone.
  func probabilities(of classes: [String]) -> ModelOutput {
    classes.count == 2
      ? ModelOutput(.probability, task: .binary, names: ["prediction"], classes: classes)
      : ModelOutput(.probability, task: .multiclass, names: classes, classes: classes)
  }

  /// What the decision scores of classes are: of two classes the second's alone.
  func scores(of classes: [String]) -> ModelOutput {
    classes.count == 2
      ? ModelOutput(.score, task: .binary, names: ["prediction"], classes: classes)
      : ModelOutput(.score, task: .multiclass, names: classes, classes: classes)
  }

  /// What the predictions of so many targets are.
  func values(_ count: Int) -> ModelOutput {
    ModelOutput(
      .value, task: .regression,
      names: count == 1 ? ["prediction"] : (0..<count).map { "y\($0)" })
  }

  /// What is told about the estimator.
  func summary(_ facts: [ModelSummary.Fact], notes: [String] = []) -> ModelSummary {
    var all = [ModelSummary.Fact("estimator", .text(className))]
    if version != (0, 0) {
      all.append(.init("scikit-learn", .text("\(version.0).\(version.1)")))
    }
    all.append(.init("features", .count(inputs.count)))
    return ModelSummary(format: SkopsFile.name, facts: all + facts, notes: notes)
  }

  /// What is told about trees.
  func summary(_ ensemble: TreeEnsemble, notes: [String] = []) -> ModelSummary {
    summary(
      [
        .init("trees", .count(ensemble.trees.count)),
        .init("leaves", .count(ensemble.trees.reduce(0) { $0 + $1.leafCount })),
        .init("depth", .count(ensemble.trees.map(\.depth).max() ?? 0)),
      ], notes: notes)
  }
}

extension SkopsValue {
  /// Whether the elements are lists or arrays themselves.
  fileprivate func elementsAreLists() throws(ModelError) -> Bool {
    if try place["__loader__"].string() == "ListNode" {
      return try elements().contains { (try? $0.scalar()).flatMap { $0 } == nil }
    }
    return try shape().count != 1
  }
}

/// Estimators that are read in one way.
protocol SklearnFamily: Sendable {
  /// The names of the classes.
  static var classNames: Set<String> { get }

  /// Reads an estimator of one of these classes.
  static func model(_ estimator: SklearnEstimator) throws(ModelError) -> any Model
}

/// What a model's predictions are.
public struct ModelOutput: Hashable, Sendable {
  /// What a prediction means.
  public enum Kind: String, Hashable, Sendable {
    /// A probability between 0 and 1: of the positive class, or of each class.
    case probability
    /// A number in the units of the label.
    case value
    /// A number by which rows are ordered, of no unit.
    case score
    /// The index of a class in ``classes``: the model says no more.
    case label
  }

  /// What the model was fitted to do.
  public enum Task: String, Hashable, Sendable {
    case binary, multiclass, regression, ranking, survival, anomaly
  }

  /// What the predictions mean.
  public let kind: Kind
  /// What the model was fitted to do.
  public let task: Task
  /// One name per prediction of a row: `prediction`, or the class, target or quantile.
  public let names: [String]
  /// The classes, if the model knows their names: of two the second is the positive one.
  public let classes: [String]?

  /// The predictions of a model.
  public init(_ kind: Kind, task: Task, names: [String], classes: [String]? = nil) {
    precondition(!names.isEmpty, "a model predicts something")
    (self.kind, self.task, self.names, self.classes) = (kind, task, names, classes)
  }
}

public import VaglioModels

/// What the caller knows about the predictions of a model that doesn't tell: nothing, by default.
public struct OutputExpectation: Hashable, Sendable {
  /// What the model was fitted to do.
  public var task: ModelOutput.Task?
  /// What the predictions mean.
  public var kind: ModelOutput.Kind?
  /// The only column that counts, by name or by its place from 0.
  public var column: String?
  /// The classes in the order of their probabilities or codes; of two the second is the positive one.
  public var classes: [String]?

  /// Nothing is known.
  public init(
    task: ModelOutput.Task? = nil, kind: ModelOutput.Kind? = nil, column: String? = nil,
    classes: [String]? = nil
  ) {
    (self.task, self.kind, self.column, self.classes) = (task, kind, column, classes)
  }
}

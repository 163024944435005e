/// A fitted model: the features that it takes, and its predictions for rows of them.
///
/// Calls are synchronous whether the model is a file, a process or a server, and safe from any
/// thread. A model never changes: equal rows get equal predictions, whatever else is in the call.
public protocol Model: Sendable {
  /// What is known about the model, for people and for the record.
  var summary: ModelSummary { get }
  /// The features in the order of the model's input; `nil` where the model doesn't tell, and takes
  /// any.
  var features: [Feature]? { get }
  /// What the predictions are.
  var output: ModelOutput { get }

  /// The predictions, rows × `output.names`.
  ///
  /// - Precondition: as many columns as ``features``, in their order; at least one thread.
  func predictions(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix
}

/// A model whose predictions are a function of sums: the margins, on which attributions are exact.
public protocol MarginModel: Model {
  /// The margins, rows × outputs: what the model adds up before its link, as its own library gives
  /// them.
  ///
  /// - Precondition: as many columns as ``features``, in their order; at least one thread.
  func margins(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix

  /// The function from the margins of a row to its predictions.
  var link: Link { get }
}

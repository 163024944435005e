/// A model behind a preprocessing.
public struct PipelineModel: MarginModel {
  public let summary: ModelSummary
  /// How the features become the columns that ``inner`` takes.
  public let preprocessing: Preprocessing
  /// The model of the encoded columns.
  public let inner: any MarginModel

  public var features: [Feature]? { preprocessing.inputs }
  public var output: ModelOutput { inner.output }
  public var link: Link { inner.link }

  /// A model of these parts.
  ///
  /// - Precondition: the preprocessing has as many outputs as the model has features.
  public init(_ preprocessing: Preprocessing, _ inner: any MarginModel, summary: ModelSummary) {
    precondition(
      inner.features.map { $0.count == preprocessing.outputs.count } ?? true,
      "as many columns as the model takes")
    (self.preprocessing, self.inner, self.summary) = (preprocessing, inner, summary)
  }

  public func margins(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    try preprocessing.mapped(rows) { rows throws(ModelError) in
      try inner.margins(of: rows, threads: threads)
    }
  }

  public func predictions(
    of rows: FeatureMatrix, threads: Int
  ) throws(ModelError) -> OutputMatrix {
    try preprocessing.mapped(rows) { rows throws(ModelError) in
      try inner.predictions(of: rows, threads: threads)
    }
  }
}

/// A model without margins behind a preprocessing.
public struct PreprocessedModel: Model {
  public let summary: ModelSummary
  /// How the features become the columns that ``inner`` takes.
  public let preprocessing: Preprocessing
  /// The model of the encoded columns.
  public let inner: any Model

  public var features: [Feature]? { preprocessing.inputs }
  public var output: ModelOutput { inner.output }

  /// A model of these parts.
  ///
  /// - Precondition: the preprocessing has as many outputs as the model has features.
  public init(_ preprocessing: Preprocessing, _ inner: any Model, summary: ModelSummary) {
    precondition(
      inner.features.map { $0.count == preprocessing.outputs.count } ?? true,
      "as many columns as the model takes")
    (self.preprocessing, self.inner, self.summary) = (preprocessing, inner, summary)
  }

  public func predictions(
    of rows: FeatureMatrix, threads: Int
  ) throws(ModelError) -> OutputMatrix {
    try preprocessing.mapped(rows) { rows throws(ModelError) in
      try inner.predictions(of: rows, threads: threads)
    }
  }
}

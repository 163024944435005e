/// Transformers that are read in one way.
protocol SklearnTransformer: Sendable {
  /// The names of the classes.
  static var classNames: Set<String> { get }

  /// Adds what a transformer does with some columns, and gives the columns that it makes.
  static func apply(
    _ transformer: SklearnEstimator, to columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int]
}

/// Reads transformers of scikit-learn by their classes.
enum SklearnTransformers {
  private static let all: [any SklearnTransformer.Type] = [
    SklearnEncoder.self, SklearnImputer.self, SklearnOrdinalEncoder.self, SklearnScaler.self,
    SklearnUnion.self,
  ]

  /// Adds what the transformer here does with some columns: an estimator, `passthrough` or `drop`.
  static func apply(
    _ object: SkopsValue, to columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    if try object.isText("drop") { return [] }
    if try object.isNone() { return columns }
    if try object.isText("passthrough") { return columns }
    let name = try object.qualifiedName()
    let className = try object.className()
    guard name.hasPrefix("sklearn."),
      let kind = all.first(where: { $0.classNames.contains(className) })
    else {
      throw object.unsupported(
        "the transformer \(name) is not read",
        remedy: "export the pipeline to ONNX, or transform the data before")
    }
    let transformer = try SklearnEstimator(object, inputs: draft.names(of: columns))
    return try kind.apply(transformer, to: columns, &draft)
  }
}

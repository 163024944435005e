internal import VaglioTables

/// A model that is an ensemble of trees and a link.
public struct TreeModel: MarginModel {
  public let summary: ModelSummary
  public let link: Link
  public let output: ModelOutput
  /// The features in the order of the model's input.
  public let inputs: [Feature]
  /// The trees.
  public let ensemble: TreeEnsemble
  /// Whether rows that miss a value are refused, as scikit-learn's own model does.
  public let refusesMissing: Bool
  private let compiled: CompiledEnsemble

  public var features: [Feature]? { inputs }

  /// A model of these parts.
  ///
  /// - Precondition: the ensemble takes as many features as there are, and has as many outputs as
  ///   the link makes predictions of.
  public init(
    _ ensemble: TreeEnsemble, features: [Feature], link: Link, output: ModelOutput,
    refusesMissing: Bool = false, summary: ModelSummary
  ) {
    precondition(ensemble.featureCount == features.count, "as many features as the trees take")
    precondition(
      link.outputCount(margins: ensemble.outputCount) == output.names.count,
      "as many predictions as names")
    (self.ensemble, inputs, self.link) = (ensemble, features, link)
    compiled = CompiledEnsemble(ensemble)
    (self.output, self.summary, self.refusesMissing) = (output, summary, refusesMissing)
  }

  public func margins(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    let rows = CodedFeatures(rows, as: inputs)
    if refusesMissing { try rows.refuseMissing(inputs) }
    return compiled.margins(of: rows, threads: threads)
  }

  public func predictions(
    of rows: FeatureMatrix, threads: Int
  ) throws(ModelError) -> OutputMatrix {
    link.predictions(of: try margins(of: rows, threads: threads))
  }
}

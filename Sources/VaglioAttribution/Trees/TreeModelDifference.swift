public import VaglioModels

/// Two ensembles of trees as one: what the first says less what the second says.
///
/// Its attributions say which features made the two differ on a row. They are the differences of
/// the attributions of both (``Attributions/less(_:)``), as every attribution of games is linear;
/// base value + Σ attributions is the difference of the margins.
public struct TreeModelDifference: Sendable {
  private let first: TreeModelExplainer
  private let second: TreeModelExplainer
  /// The players of both models: those of the first, then those that the second has alone.
  public let features: [String]

  /// Makes two models ready, whose players and outputs are matched by name; the only outputs of
  /// both match whatever they are called.
  public init(
    _ first: TreeModelExplainer, less second: TreeModelExplainer
  ) throws(AttributionError) {
    _ = try Attributions.places(of: first.explainer.outputs, among: second.explainer.outputs)
    features = Attributions.united(first.explainer.features, second.explainer.features).all
    (self.first, self.second) = (first, second)
  }

  /// The attributions of the difference of the margins; `rows` are the same rows as either model
  /// takes them.
  public func attributions(
    of rows: FeatureMatrix, _ otherRows: FeatureMatrix, _ semivalue: Semivalue = .shapley,
    threads: Int
  ) throws(AttributionError) -> Attributions {
    guard rows.rowCount == otherRows.rowCount else {
      throw .refused("\(rows.rowCount) rows for one model and \(otherRows.rowCount) for the other")
    }
    return try first.attributions(of: rows, semivalue, threads: threads)
      .less(second.attributions(of: otherRows, semivalue, threads: threads))
  }
}

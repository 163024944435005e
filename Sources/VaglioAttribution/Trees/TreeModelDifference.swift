public import VaglioModels

/// Two ensembles of trees as one: what the first says less what the second says.
///
/// Its attributions say which features made the two differ on a row. They are the differences of the
/// attributions of both, as every attribution of games is linear; base value + Σ attributions is the
/// difference of the margins.
public struct TreeModelDifference: Sendable {
  private let first: TreeModelExplainer
  private let second: TreeModelExplainer
  /// Where each feature stands among ``features``.
  private let places: (first: [Int], second: [Int])
  /// The players of both models: those of the first, then those that the second has alone.
  public let features: [String]

  /// Makes two models ready, whose players are matched by name; outputs must be as many in both.
  public init(
    _ first: TreeModelExplainer, less second: TreeModelExplainer
  ) throws(AttributionError) {
    let outputs = (first.explainer.outputs, second.explainer.outputs)
    guard outputs.0.count == outputs.1.count else {
      throw .refused(
        "one model has \(outputs.0.count) margins and the other \(outputs.1.count), which have no difference"
      )
    }
    let own = first.explainer.features
    let known = Set(own)
    features = own + second.explainer.features.filter { !known.contains($0) }
    let place = Dictionary(zip(features, 0...)) { first, _ in first }
    places = (Array(own.indices), second.explainer.features.compactMap { place[$0] })
    (self.first, self.second) = (first, second)
  }

  /// The attributions of the difference of the margins; `rows` are the same rows as either model takes
  /// them.
  public func attributions(
    of rows: FeatureMatrix, _ otherRows: FeatureMatrix, _ semivalue: Semivalue = .shapley,
    threads: Int
  ) throws(AttributionError) -> Attributions {
    guard rows.rowCount == otherRows.rowCount else {
      throw .refused("\(rows.rowCount) rows for one model and \(otherRows.rowCount) for the other")
    }
    let one = try first.attributions(of: rows, semivalue, threads: threads)
    let other = try second.attributions(of: otherRows, semivalue, threads: threads)
    let (width, outputCount) = (features.count, one.outputs.count)
    var values = [Double](repeating: 0, count: rows.rowCount * outputCount * width)
    for block in 0..<rows.rowCount * outputCount {
      for (place, target) in places.first.enumerated() {
        values[block * width + target] = one.values[block * one.features.count + place]
      }
      for (place, target) in places.second.enumerated() {
        values[block * width + target] -= other.values[block * other.features.count + place]
      }
    }
    return Attributions(
      features: features, outputs: one.outputs, scale: .margin, values: values,
      baseValues: zip(one.baseValues, other.baseValues).map { $0 - $1 })
  }
}

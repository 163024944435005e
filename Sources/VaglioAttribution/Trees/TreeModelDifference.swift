public import VaglioModels

/// Two ensembles of trees as one: what the first says less what the second says.
///
/// Its attributions say which features made the two differ on a row. They are the differences of
/// the attributions of both, as every attribution of games is linear; base value + Σ attributions
/// is the difference of the margins.
public struct TreeModelDifference: Sendable {
  private let first: TreeModelExplainer
  private let second: TreeModelExplainer
  /// Where each feature stands among ``features``.
  private let places: (first: [Int], second: [Int])
  /// The players of both models: those of the first, then those that the second has alone.
  public let features: [String]

  /// For each output of the first model that of the second with the same name.
  private let otherOutputs: [Int]

  /// Makes two models ready, whose players and outputs are matched by name; the only outputs of
  /// both match whatever they are called.
  public init(
    _ first: TreeModelExplainer, less second: TreeModelExplainer
  ) throws(AttributionError) {
    otherOutputs = try Self.matched(first.explainer.outputs, second.explainer.outputs)
    let own = first.explainer.features
    let known = Set(own)
    features = own + second.explainer.features.filter { !known.contains($0) }
    let place = Dictionary(zip(features, 0...)) { first, _ in first }
    places = (Array(own.indices), second.explainer.features.compactMap { place[$0] })
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
    let one = try first.attributions(of: rows, semivalue, threads: threads)
    let other = try second.attributions(of: otherRows, semivalue, threads: threads)
    let (width, outputCount) = (features.count, one.outputs.count)
    var values = [Double](repeating: 0, count: rows.rowCount * outputCount * width)
    for row in 0..<rows.rowCount {
      for (output, otherOutput) in otherOutputs.enumerated() {
        let start = (row * outputCount + output) * width
        for (target, place) in zip(places.first, one.range(row: row, output: output)) {
          values[start + target] = one.values[place]
        }
        for (target, place) in zip(places.second, other.range(row: row, output: otherOutput)) {
          values[start + target] -= other.values[place]
        }
      }
    }
    return Attributions(
      features: features, outputs: one.outputs, scale: .margin, values: values,
      baseValues: zip(one.baseValues, otherOutputs).map { $0 - other.baseValues[$1] })
  }

  /// For each name its place among others.
  private static func matched(
    _ names: [String], _ others: [String]
  ) throws(AttributionError) -> [Int] {
    if names.count == 1, others.count == 1 { return [0] }
    let places = names.compactMap { others.firstIndex(of: $0) }
    guard places.count == names.count, others.count == names.count,
      Set(places).count == names.count
    else {
      let lists = [names, others].map { $0.prefix(12).joined(separator: ", ") }
      throw .refused(
        "the margins of one model are \(lists[0]) and of the other \(lists[1]), which have no "
          + "difference"
      )
    }
    return places
  }
}

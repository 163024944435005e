extension Attributions {
  /// The attributions of the difference of two models on the same rows: features and outputs matched
  /// by name, the own features first, a feature that one model doesn't take counting 0 there.
  ///
  /// By linearity base value + Σ values is the difference of the outputs. Outputs stand in the own
  /// order; the only outputs of both match whatever they are called. Errors are left out: those of
  /// both models may hang together.
  ///
  /// - Throws: a refusal of other numbers of rows, other outputs, and other scales.
  public func less(_ other: Attributions) throws(AttributionError) -> Attributions {
    guard rowCount == other.rowCount, scale == other.scale else {
      throw .refused(
        "attributions of \(rowCount) rows (\(scale.rawValue)) and of "
          + "\(other.rowCount) (\(other.scale.rawValue)) have no difference"
      )
    }
    let otherOutputs = try Self.places(of: outputs, among: other.outputs)
    let (all, otherPlaces) = Self.united(features, other.features)
    var sums = [Double](repeating: 0, count: rowCount * outputs.count * all.count)
    for row in 0..<rowCount {
      for (output, otherOutput) in otherOutputs.enumerated() {
        let start = (row * outputs.count + output) * all.count
        for (feature, place) in range(row: row, output: output).enumerated() {
          sums[start + feature] = values[place]
        }
        for (target, place) in zip(otherPlaces, other.range(row: row, output: otherOutput)) {
          sums[start + target] -= other.values[place]
        }
      }
    }
    return Attributions(
      features: all, outputs: outputs, scale: scale, values: sums,
      baseValues: zip(baseValues, otherOutputs).map { $0 - other.baseValues[$1] })
  }

  /// For each output its place among those of another model.
  ///
  /// - Throws: a refusal of outputs that are not the same ones, in any order, and of two of one name.
  static func places(
    of outputs: [String], among others: [String]
  ) throws(AttributionError) -> [Int] {
    if outputs.count == 1, others.count == 1 { return [0] }
    let places = outputs.compactMap { others.firstIndex(of: $0) }
    guard places.count == outputs.count, others.count == outputs.count,
      Set(places).count == outputs.count
    else {
      let lists = [outputs, others].map { $0.prefix(12).joined(separator: ", ") }
      throw .refused(
        "the outputs of one model are \(lists[0]) and of the other \(lists[1]), which have no "
          + "difference"
      )
    }
    return places
  }

  /// The features of two models, those of the first and then what the second has alone, and where
  /// each of the second stands among them.
  static func united(_ own: [String], _ others: [String]) -> (all: [String], places: [Int]) {
    let known = Set(own)
    let all = own + others.filter { !known.contains($0) }
    let place = Dictionary(zip(all, 0...)) { first, _ in first }
    return (all, others.compactMap { place[$0] })
  }
}

extension Attributions {
  /// The attributions of the difference of two models on the same rows: features matched by name, the
  /// own ones first, a feature that one model doesn't take counting 0 there.
  ///
  /// By linearity base value + Σ values is the difference of the outputs. Errors are left out: those of
  /// both models may hang together.
  ///
  /// - Throws: a refusal of other numbers of rows or outputs, and of other scales.
  public func less(_ other: Attributions) throws(AttributionError) -> Attributions {
    guard rowCount == other.rowCount, outputs.count == other.outputs.count, scale == other.scale
    else {
      throw .refused(
        "attributions of \(rowCount) rows and \(outputs.count) outputs (\(scale.rawValue)) and of "
          + "\(other.rowCount) and \(other.outputs.count) (\(other.scale.rawValue)) have no difference"
      )
    }
    let known = Set(features)
    let all = features + other.features.filter { !known.contains($0) }
    let place = Dictionary(zip(all, 0...)) { first, _ in first }
    let places = other.features.compactMap { place[$0] }
    var sums = [Double](repeating: 0, count: rowCount * outputs.count * all.count)
    for block in 0..<rowCount * outputs.count {
      for feature in features.indices {
        sums[block * all.count + feature] = values[block * features.count + feature]
      }
      for (feature, place) in places.enumerated() {
        sums[block * all.count + place] -= other.values[block * other.features.count + feature]
      }
    }
    return Attributions(
      features: all, outputs: outputs, scale: scale, values: sums,
      baseValues: zip(baseValues, other.baseValues).map { $0 - $1 })
  }
}

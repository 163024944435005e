extension Attributions {
  /// The same attributions with the error of the model, from those of the same rows by models that
  /// were fitted to other samples of the same population (bootstrap samples, or new data).
  ///
  /// The error is the standard deviation over the refits, since it is one fit that is explained and
  /// not their mean. What their coalitions' errors add to it is taken off.
  ///
  /// Refused: fewer than two refits, or refits of other rows, outputs, features or scale.
  public func withErrors(ofRefits refits: [Attributions]) throws(AttributionError) -> Attributions {
    guard refits.count > 1 else {
      throw .refused("the model's error takes two refits or more, and there are \(refits.count)")
    }
    guard
      refits.allSatisfy({
        $0.features == features && $0.outputs == outputs && $0.scale == scale
          && $0.values.count == values.count
      })
    else {
      throw .refused(
        "the refits' attributions are not of the same rows, outputs, features and scale")
    }
    let count = Double(refits.count)
    let spread = values.indices.map { index -> Double in
      let own = refits.map { $0.values[index] }
      let mean = own.reduce(0, +) / count
      let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
      let drawn = refits.reduce(0.0) { sum, refit in
        let error = refit.errors?.coalitions?[index] ?? 0
        return sum + error * error / count
      }
      return max(0, variance - drawn).squareRoot()
    }
    return Attributions(
      features: features, outputs: outputs, scale: scale, values: values, baseValues: baseValues,
      errors: AttributionErrors(
        coalitions: errors?.coalitions, background: errors?.background, refits: spread,
        coalitionDegreesOfFreedom: errors?.coalitionDegreesOfFreedom,
        backgroundDegreesOfFreedom: errors?.backgroundDegreesOfFreedom))
  }
}

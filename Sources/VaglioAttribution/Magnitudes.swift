/// The magnitudes |φ| of one feature's attributions, one per row, as far as they are known.
///
/// Where the attributions have errors, the magnitudes are corrected for being too great on average,
/// each row by itself (``FoldedNormal``), so that rows of two models can be paired and added up. What
/// that leaves, up to 0.47 errors where φ is 0, is told as ``residual``. ``AbsoluteMean`` leaves less by
/// reading the distribution of φ off all rows, at the price that a row's part is no magnitude of its
/// own.
struct Magnitudes {
  /// One per row; an estimate of a small magnitude may be negative.
  let values: [Double]
  /// By how much their mean may be too high, on average, and too low.
  let residual: (above: Double, below: Double)
  /// The variance of their mean that comes from the background and the refits, which all rows share:
  /// the square of the mean error, as if the errors of all rows went the same way.
  let noise: Double

  /// The magnitudes of a feature in an output of all rows.
  init(_ attributions: Attributions, feature: Int, output: Int, _ design: RowDesign) {
    let raw = attributions.column(feature: feature, output: output)
    guard let errors = attributions.errors else {
      (values, residual, noise) = (raw.map(\.magnitude), (0, 0), 0)
      return
    }
    let places = (0..<attributions.rowCount).map { row in
      attributions.range(row: row, output: output).lowerBound + feature
    }
    let total = places.map { errors.total(at: $0) }
    values = zip(raw, total).map(FoldedNormal.magnitude)
    let residuals = zip(raw, total).map(FoldedNormal.residual)
    residual = (
      design.mean(of: residuals.map(\.above)), design.mean(of: residuals.map(\.below))
    )
    noise = attributions.sharedNoise(
      feature: feature, output: output, rows: Array(0..<attributions.rowCount), design)
  }

  /// Their mean.
  func mean(_ design: RowDesign) -> RowMean {
    RowMean(
      values, design, noise: noise, excess: residual.above, shortfall: residual.below)
  }

  /// The mean of these less others, row by row.
  func difference(from other: Magnitudes, _ design: RowDesign) -> RowMean {
    RowMean(
      zip(values, other.values).map(-), design, noise: noise + other.noise,
      excess: residual.above + other.residual.below,
      shortfall: residual.below + other.residual.above)
  }
}

extension Attributions {
  /// The variance that the mean of a feature's attributions over some rows owes to the background and
  /// the refits, which all rows share: the square of the mean error, as if the errors of all rows went
  /// the same way. The design is that of these rows.
  func sharedNoise(feature: Int, output: Int, rows: [Int], _ design: RowDesign) -> Double {
    [errors?.background, errors?.refits].compactMap(\.self).reduce(0) { sum, source in
      let mean = design.mean(
        of: rows.map { source[range(row: $0, output: output).lowerBound + feature] })
      return sum + mean * mean
    }
  }
}

extension AttributionErrors {
  /// The total error of one value.
  func total(at index: Int) -> Double {
    var sum = 0.0
    for source in [coalitions, background, refits] {
      if let error = source?[index] { sum += error * error }
    }
    return sum.squareRoot()
  }
}

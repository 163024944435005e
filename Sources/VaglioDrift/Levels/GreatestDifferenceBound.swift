internal import VaglioStatistics

/// Bounds of max |p − q| over cells, by a union bound over normal differences.
struct GreatestDifferenceBound: Hashable, Sendable {
  private let differences: [Double]
  private let deviations: [Double]
  /// The standard errors where both samples have the pooled shares.
  private let pooled: [Double]

  /// The bounds of cells of two samples of at least two rows.
  init(_ cells: CellCounts) {
    let (n, m) = (Double(cells.referenceCount), Double(cells.currentCount))
    var (differences, deviations, pooled) = ([Double](), [Double](), [Double]())
    for (a, b) in zip(cells.reference, cells.current) {
      let (p, q, h) = (Double(a) / n, Double(b) / m, Double(a + b) / (n + m))
      differences.append(p - q)
      let null = (h * (1 - h) * (1 / n + 1 / m)).squareRoot()
      let own = (p * (1 - p) / (n - 1) + q * (1 - q) / (m - 1)).squareRoot()
      // The own error of a share that is nearly 0 on one side by chance is too small.
      deviations.append(max(own, null))
      pooled.append(null)
    }
    (self.differences, self.deviations, self.pooled) = (differences, deviations, pooled)
  }

  /// The bounds at a two-sided level: that each |p − q| lies within its share of the error.
  func bounds(_ distance: Double, deviate z: Double) -> (lower: Double, upper: Double) {
    let each = Normal.upperQuantile(Normal.survival(z) / Double(differences.count))
    var (lower, upper) = (0.0, distance)
    for (difference, deviation) in zip(differences, deviations) {
      lower = max(lower, difference.magnitude - each * deviation)
      upper = max(upper, difference.magnitude + each * deviation)
    }
    return (min(lower, distance), min(1, upper))
  }

  /// The least p-value of any cell times the number of cells.
  func pValue() -> Double {
    let least = zip(differences, pooled).reduce(1.0) { least, cell in
      cell.1 > 0 ? min(least, Normal.twoSidedP(cell.0 / cell.1)) : least
    }
    // Of two cells each says what the other does.
    return min(1, least * Double(differences.count > 2 ? differences.count : 1))
  }
}

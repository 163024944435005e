internal import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The test of equal shares that belongs to a divergence.
struct CellTest: Hashable, Sendable {
  let significance: SignificanceTest
  let statistic: Double

  /// Pearson's χ² for Cramér's V, G for Jensen and Shannon's, the divergence over its scale for the
  /// others, each against χ², G after Williams' correction (1976,
  /// doi:10.1093/biomet/63.1.33), with one degree of freedom fewer than cells; Fisher's exact test where
  /// there are two cells and one is expected fewer than five times.
  init(_ divergence: Divergence, _ cells: CellCounts, value: Double, scale: Double) {
    let name: String
    switch divergence {
    case .meanSquareContingency: (name, statistic) = ("chi-squared", value / scale)
    case .jensenShannon: (name, statistic) = ("g-test", Self.likelihoodRatio(cells))
    case .hellingerSquare: (name, statistic) = ("hellinger-chi-squared", value / scale)
    case .populationStability: (name, statistic) = ("psi-chi-squared", value / scale)
    }
    if cells.count == 2, cells.fewestExpected < CellCounts.fewestExpected {
      let fisher = FisherExact(
        successes: cells.reference[0], trials: cells.referenceCount,
        otherSuccesses: cells.current[0], otherTrials: cells.currentCount)
      significance = SignificanceTest(name: "fisher-exact", pValue: fisher.exactP)
    } else {
      let law = ChiSquared(degreesOfFreedom: Double(cells.count - 1))
      let corrected = divergence == .jensenShannon ? statistic / cells.williams : statistic
      let pValue = (try? law.survival(corrected)) ?? 1
      significance = SignificanceTest(name: name, pValue: min(1, max(0, pValue)))
    }
  }

  /// G = 2Σ O ln(O/E) (Wilks 1938, doi:10.1214/aoms/1177732360).
  private static func likelihoodRatio(_ cells: CellCounts) -> Double {
    let (n, m) = (Double(cells.referenceCount), Double(cells.currentCount))
    var sum = RunningSum()
    for (a, b) in zip(cells.reference, cells.current) {
      let share = Double(a + b) / (n + m)
      if a > 0 { sum.add(Double(a) * log(Double(a) / (n * share))) }
      if b > 0 { sum.add(Double(b) * log(Double(b) / (m * share))) }
    }
    return max(0, 2 * sum.value)
  }
}

extension CellCounts {
  /// What Williams divides G by, so that its mean is that of χ² to the second order.
  var williams: Double {
    let (n, m) = (Double(referenceCount), Double(currentCount))
    let inverse = zip(reference, current).reduce(0) { $0 + 1 / Double($1.0 + $1.1) }
    let (rows, cells) = ((n + m) * (1 / n + 1 / m) - 1, (n + m) * inverse - 1)
    return 1 + rows * cells / (6 * (n + m) * Double(max(1, count - 1)))
  }

  /// The least number of rows that any cell is expected to have on either side.
  var fewestExpected: Double {
    let scale =
      Double(min(referenceCount, currentCount)) / Double(referenceCount + currentCount)
    return zip(reference, current).reduce(.infinity) { min($0, Double($1.0 + $1.1) * scale) }
  }
}

internal import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// All distances between the shares of cells in two samples.
struct LevelComparison: Sendable {
  /// The cells as they came, in canonical order of the samples.
  private let all: CellCounts
  private let context: ComparisonContext

  /// The comparison of cells with rows on both sides.
  init(_ cells: CellCounts, _ context: ComparisonContext) {
    (all, self.context) = (cells.canonical, context)
  }

  /// Some distances, in the order asked for.
  func columnDistances(_ distances: [DriftDistance]) -> [ColumnDistance] {
    guard all.referenceCount > 1, all.currentCount > 1 else {
      return distances.map { .undefined($0, .fewRows) }
    }
    guard all.count > 1 else { return distances.map(constant) }
    do throws(Undefined) {
      let cells = try all.joiningRare()
      let work = CellWork(cells, context)
      return distances.map(work.distance)
    } catch {
      return distances.map { .undefined($0, error) }
    }
  }

  /// A distance of 0 where both samples have one and the same level only.
  ///
  /// The upper bound is the distance that there would be if another level had as large a share as
  /// the smaller sample leaves open (Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404).
  func constant(_ distance: DriftDistance) -> ColumnDistance {
    let rows = min(all.referenceCount, all.currentCount)
    let estimate = context.estimate(0, method: "clopper-pearson") { z in
      let share = -expm1(log(Normal.survival(z)) / Double(rows))
      return (0, distance.ofNewLevel(share: share, rows: Double(rows)))
    }
    return ColumnDistance(
      distance, estimate, plugIn: 0, test: SignificanceTest(name: "identical", pValue: 1),
      cells: 1, notes: ["all values of both samples are equal"])
  }
}

extension DriftDistance {
  /// The distance between a constant and a sample of which a share has another level.
  fileprivate func ofNewLevel(share ε: Double, rows: Double) -> Double {
    let nats = ((1 - ε) * log1p(-ε) + ε * log(2)) / 2 - (1 - ε / 2) * log1p(-ε / 2)
    let bits = ε < 1 ? min(1, max(0, nats / log(2))) : 1
    switch self {
    case .populationStability:
      let (p, q) = (0.5 / (rows + 1), (ε * rows + 0.5) / (rows + 1))
      return (p - q) * log(p / q) + (q - p) * log((1 - p) / (1 - q))
    case .jensenShannon: return bits.squareRoot()
    case .jensenShannonDivergence: return bits
    case .hellinger: return (1 - (1 - ε).squareRoot()).squareRoot()
    case .cramersV: return min(1, ε.squareRoot())
    case .cramerVonMises: return ε * ε
    case .andersonDarling: return ε
    default: return ε
    }
  }
}

extension CellCounts {
  /// The cells or the exchanged ones, whichever come first by size and counts, so that random draws
  /// fall alike on both.
  var canonical: CellCounts {
    let isFirst =
      referenceCount != currentCount
      ? referenceCount < currentCount : !current.lexicographicallyPrecedes(reference)
    return isFirst ? self : exchanged
  }
}

/// The distances between the shares of cells whose rare levels are joined.
private struct CellWork {
  let cells: CellCounts
  let context: ComparisonContext
  private let shares: CellShares
  private let noise: NormNoise
  private let notes: [String]

  init(_ cells: CellCounts, _ context: ComparisonContext) {
    (self.cells, self.context) = (cells, context)
    shares = CellShares(cells)
    noise = CellNoise.totalVariation(cells, context.draws)
    notes = cells.joined > 0 ? ["\(cells.joined) rare levels are joined"] : []
  }

  func distance(_ distance: DriftDistance) -> ColumnDistance {
    switch distance {
    case .populationStability: quadratic(distance, .populationStability, most: .infinity) { $0 }
    case .jensenShannon:
      quadratic(distance, .jensenShannon, most: 1) { ($0 / log(2)).squareRoot() }
    case .jensenShannonDivergence: quadratic(distance, .jensenShannon, most: 1) { $0 / log(2) }
    case .hellinger: quadratic(distance, .hellingerSquare, most: 1) { $0.squareRoot() }
    case .cramersV: quadratic(distance, .meanSquareContingency, most: 1) { $0.squareRoot() }
    case .greatestDifference: greatestDifference
    default: totalVariation
    }
  }

  private func quadratic(
    _ distance: DriftDistance, _ divergence: Divergence, most: Double,
    _ map: (Double) -> Double
  ) -> ColumnDistance {
    let shares =
      divergence == .populationStability ? CellShares(cells, smoothing: true) : self.shares
    let (value, scale) = (divergence.value(shares), divergence.scale(shares))
    let inflation = value > 0 ? divergence.variance(shares) / (4 * scale * value) : 1
    let degrees = Double(cells.count - 1)
    let law = QuadraticLaw(
      chiSquared: degrees, scale: scale, inflation: min(max(inflation, 0.25), 100))
    let test = CellTest(divergence, cells, value: value, scale: scale)
    return ColumnDistance(
      distance, context.estimate(value, law, most: most, map), plugIn: min(most, map(value)),
      test: test.significance, statistic: test.statistic, cells: cells.count, notes: notes)
  }

  private var totalVariation: ColumnDistance {
    let distance = zip(shares.first, shares.second).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    return ColumnDistance(
      .totalVariation, context.estimate(distance, noise, most: 1, isCorrected: true),
      plugIn: distance,
      test: SignificanceTest(name: "total-variation-simulated", pValue: noise.pValue(distance)),
      cells: cells.count, notes: notes)
  }

  private var greatestDifference: ColumnDistance {
    let distance = zip(shares.first, shares.second).reduce(0) { max($0, abs($1.0 - $1.1)) }
    let bound = GreatestDifferenceBound(cells)
    return ColumnDistance(
      .greatestDifference,
      context.estimate(distance, method: "union-bound") { bound.bounds(distance, deviate: $0) },
      plugIn: distance,
      test: SignificanceTest(name: "l-infinity-union", pValue: bound.pValue()), cells: cells.count,
      notes: notes)
  }
}

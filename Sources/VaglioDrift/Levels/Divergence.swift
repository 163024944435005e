#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A squared distance between the shares p and q of cells that is to second order
/// weight·Σ(p − q)²/h near p = q.
enum Divergence: Hashable, Sendable, CaseIterable {
  /// Σ(p − q)ln(p/q), in nats.
  case populationStability
  /// ½Σp ln(p/m) + ½Σq ln(q/m), in nats (Lin 1991, doi:10.1109/18.61115).
  case jensenShannon
  /// ½Σ(√p − √q)².
  case hellingerSquare
  /// χ²/N = ab·Σ(p − q)²/(ap + bq) with the samples' shares a and b of the rows.
  case meanSquareContingency

  /// The value between the shares of some cells.
  func value(_ shares: CellShares) -> Double {
    var sum = RunningSum()
    for (p, q) in zip(shares.first, shares.second) { sum.add(term(p, q, shares)) }
    return max(0, sum.value)
  }

  /// κ of the null distribution κ·χ² with one degree of freedom fewer than cells.
  ///
  /// The mean is right to the second order in 1/n: with S = 1/n² + 1/m² and w = 1/n + 1/m the terms of
  /// fourth order in the shares' errors add Σ1/h times S/2 to the population stability index,
  /// S/16 − w²/64 to Jensen and Shannon's and 7S/128 − 1/(64nm) to the squared Hellinger distance, by
  /// the expansions of E p̂ ln p̂, E ln p̂ and E √p̂ of a binomial share. Of cells with ten rows that is a
  /// twentieth of a part, which many cells add up to more than their noise.
  func scale(_ shares: CellShares) -> Double {
    let (n, m) = shares.rows
    let (rows, squares) = (1 / n + 1 / m, 1 / (n * n) + 1 / (m * m))
    let inverse = shares.inverseSum / Double(max(1, shares.first.count - 1))
    switch self {
    case .populationStability: return rows + inverse * squares / 2
    case .jensenShannon: return rows / 8 + inverse * (squares / 16 - rows * rows / 64)
    case .hellingerSquare:
      return rows / 8 + inverse * (7 * squares / 128 - 1 / (64 * n * m))
    case .meanSquareContingency: return 1 / (n + m)
    }
  }

  /// The variance of the value by the delta method for two multinomial samples.
  func variance(_ shares: CellShares) -> Double {
    var (first, firstSquare, second, secondSquare) = (0.0, 0.0, 0.0, 0.0)
    for (p, q) in zip(shares.first, shares.second) {
      let slopes = slopes(p, q, shares)
      first += p > 0 ? p * slopes.first : 0
      firstSquare += p > 0 ? p * slopes.first * slopes.first : 0
      second += q > 0 ? q * slopes.second : 0
      secondSquare += q > 0 ? q * slopes.second * slopes.second : 0
    }
    return max(0, firstSquare - first * first) / shares.rows.first
      + max(0, secondSquare - second * second) / shares.rows.second
  }

  private func term(_ p: Double, _ q: Double, _ shares: CellShares) -> Double {
    switch self {
    case .populationStability:
      return p == q ? 0 : (p - q) * log(p / q)
    case .jensenShannon:
      let middle = (p + q) / 2
      return ((p > 0 ? p * log(p / middle) : 0) + (q > 0 ? q * log(q / middle) : 0)) / 2
    case .hellingerSquare:
      let difference = p.squareRoot() - q.squareRoot()
      return difference * difference / 2
    case .meanSquareContingency:
      let (a, b) = shares.parts
      let pooled = a * p + b * q
      return pooled > 0 ? a * b * (p - q) * (p - q) / pooled : 0
    }
  }

  /// The derivatives by p and by q.
  private func slopes(
    _ p: Double, _ q: Double, _ shares: CellShares
  ) -> (first: Double, second: Double) {
    switch self {
    case .populationStability:
      return (log(p / q) + 1 - q / p, log(q / p) + 1 - p / q)
    case .jensenShannon:
      let middle = (p + q) / 2
      return (p > 0 ? log(p / middle) / 2 : 0, q > 0 ? log(q / middle) / 2 : 0)
    case .hellingerSquare:
      return (p > 0 ? -(q / p).squareRoot() / 2 : 0, q > 0 ? -(p / q).squareRoot() / 2 : 0)
    case .meanSquareContingency:
      let (a, b) = shares.parts
      let (pooled, difference) = (a * p + b * q, p - q)
      guard pooled > 0 else { return (0, 0) }
      let ratio = difference / pooled
      return (a * b * (2 * ratio - a * ratio * ratio), -a * b * (2 * ratio + b * ratio * ratio))
    }
  }
}

/// The shares of cells in two samples.
struct CellShares: Hashable, Sendable {
  let first: [Double]
  let second: [Double]
  let rows: (first: Double, second: Double)

  /// The shares of counts. With `smoothing` half a row is added to every cell where one is empty on
  /// one side (Haldane 1956, doi:10.1111/j.1469-1809.1956.tb01285.x).
  init(_ cells: CellCounts, smoothing: Bool = false) {
    let isEmpty = cells.reference.contains(0) || cells.current.contains(0)
    let added = smoothing && isEmpty ? 0.5 : 0
    func shares(_ counts: [Int], _ total: Int) -> [Double] {
      let whole = Double(total) + added * Double(counts.count)
      return counts.map { (Double($0) + added) / whole }
    }
    first = shares(cells.reference, cells.referenceCount)
    second = shares(cells.current, cells.currentCount)
    rows = (Double(cells.referenceCount), Double(cells.currentCount))
  }

  /// Σ1/h over the pooled shares of the cells.
  var inverseSum: Double {
    let (a, b) = parts
    return zip(first, second).reduce(0) { $0 + 1 / (a * $1.0 + b * $1.1) }
  }

  /// The samples' shares of all rows.
  var parts: (Double, Double) {
    (rows.first / (rows.first + rows.second), rows.second / (rows.first + rows.second))
  }

  static func == (left: CellShares, right: CellShares) -> Bool {
    left.first == right.first && left.second == right.second && left.rows == right.rows
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(first)
    hasher.combine(second)
  }
}

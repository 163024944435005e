internal import VaglioEvaluation
internal import VaglioStatistics

/// The sums of the cells' mean second differences, without the effects of either feature alone, centred,
/// with their errors.
struct LocalSurface: Sendable {
  /// First edges × second edges.
  let effects: [Double]
  /// One per effect; `nil` where rows or clusters are too few.
  let errors: [StandardError?]

  /// The surface of one second difference per row.
  init(_ differences: [Double], _ cells: LocalCells, _ design: Rows) {
    let weight = differences.indices.map { design.weights?[$0] ?? 1 }
    var (sums, weights) = (
      [ExactSum](repeating: ExactSum(), count: cells.counts.count),
      [ExactSum](repeating: ExactSum(), count: cells.counts.count)
    )
    for (row, cell) in cells.cellOfRow.enumerated() {
      sums[cell].add(product: weight[row], differences[row])
      weights[cell].add(weight[row])
    }
    let total = ExactSum(weights.map(\.value)).value
    let shares = weights.map { $0.value / total }
    let means = cells.sources.map { sums[$0].value / weights[$0].value }
    let shape = SurfaceShape(cells, shares)
    let surface = shape.surface(of: means)
    effects = surface.effects
    let influences = SurfaceInfluences(surface, shape, differences, means: means, cells)
    let linearization = Linearization(design)
    errors = surface.effects.indices.map { place in
      influences.isKnown
        ? linearization.standardError(of: Influence(influences.values(at: place))) : nil
    }
  }
}

/// How cells become a surface, the cells' shares of the rows being as they are.
struct SurfaceShape: Sendable {
  /// The numbers of bins.
  let (down, across): (Int, Int)
  /// The share of the rows in each cell, and in each bin of either feature.
  let shares: [Double]
  let firstShares: [Double]
  let secondShares: [Double]

  init(_ cells: LocalCells, _ shares: [Double]) {
    (down, across) = (cells.first.counts.count, cells.second.counts.count)
    let across = across
    self.shares = shares
    firstShares = (0..<down).map { x in
      shares[x * across..<(x + 1) * across].reduce(0, +)
    }
    secondShares = (0..<across).map { y in
      stride(from: y, to: shares.count, by: across).reduce(0) { $0 + shares[$1] }
    }
  }

  /// A surface with what was taken off on the way.
  struct Surface {
    /// The effects.
    var effects: [Double]
    /// Of each cell: the mean of the steps along either feature at the cell's two ends of the other.
    var firstSteps: [Double]
    var secondSteps: [Double]
    /// The steps of either feature alone: the means of these over the rows of a bin.
    var firstMeans: [Double]
    var secondMeans: [Double]
    /// The mean of the four corners of each cell, before the last mean is taken off.
    var middles: [Double]
    /// The mean over all rows, which was taken off.
    var level: Double
  }

  /// The surface of the cells' second differences.
  func surface(of means: [Double]) -> Surface {
    let width = across + 1
    var sums = [Double](repeating: 0, count: (down + 1) * width)
    for x in 1...down {
      for y in 1...across {
        sums[x * width + y] =
          sums[(x - 1) * width + y] + sums[x * width + y - 1] - sums[(x - 1) * width + y - 1]
          + means[(x - 1) * across + y - 1]
      }
    }
    func cell(_ body: (_ corners: (Double, Double, Double, Double)) -> Double) -> [Double] {
      (0..<down * across).map { cell in
        let corner = cell / across * width + cell % across
        return body(
          (sums[corner], sums[corner + 1], sums[corner + width], sums[corner + width + 1]))
      }
    }
    let firstSteps = cell { ($0.2 - $0.0 + $0.3 - $0.1) / 2 }
    let secondSteps = cell { ($0.1 - $0.0 + $0.3 - $0.2) / 2 }
    let firstMeans = (0..<down).map { x in
      (0..<across).reduce(0) { $0 + shares[x * across + $1] * firstSteps[x * across + $1] }
        / firstShares[x]
    }
    let secondMeans = (0..<across).map { y in
      (0..<down).reduce(0) { $0 + shares[$1 * across + y] * secondSteps[$1 * across + y] }
        / secondShares[y]
    }
    let (first, second) = (Self.added(firstMeans), Self.added(secondMeans))
    for place in sums.indices { sums[place] -= first[place / width] + second[place % width] }
    let middles = cell { ($0.0 + $0.1 + $0.2 + $0.3) / 4 }
    let level = zip(shares, middles).reduce(0) { $0 + $1.0 * $1.1 }
    return Surface(
      effects: sums.map { $0 - level }, firstSteps: firstSteps, secondSteps: secondSteps,
      firstMeans: firstMeans, secondMeans: secondMeans, middles: middles, level: level)
  }

  private static func added(_ steps: [Double]) -> [Double] {
    steps.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1) }
  }
}

/// How far each row moves the surface.
struct SurfaceInfluences {
  private let surface: SurfaceShape.Surface
  private let shape: SurfaceShape
  private let cells: LocalCells
  /// For each cell with rows what one more of its mean adds to each effect.
  private let units: [[Double]]
  /// How far each row is from the mean of its cell, for there being few rows in it.
  private let deviations: [Double]
  /// How much of the step of each bin lies in the mean that is taken off.
  private let taken: (first: [Double], second: [Double])
  /// Whether any cell has two rows.
  let isKnown: Bool

  init(
    _ surface: SurfaceShape.Surface, _ shape: SurfaceShape, _ differences: [Double],
    means: [Double], _ cells: LocalCells
  ) {
    (self.surface, self.shape, self.cells) = (surface, shape, cells)
    units = cells.counts.indices.map { cell in
      cells.counts[cell] == 0
        ? [] : shape.surface(of: cells.sources.map { $0 == cell ? 1 : 0 }).effects
    }
    var (squares, freedom) = (0.0, 0)
    for (row, cell) in cells.cellOfRow.enumerated() {
      let apart = differences[row] - means[cell]
      squares += apart * apart
    }
    for count in cells.counts where count > 1 { freedom += count - 1 }
    let pooled = (squares / Double(max(1, freedom))).squareRoot()
    isKnown = freedom > 0
    deviations = cells.cellOfRow.enumerated().map { row, cell in
      let count = Double(cells.counts[cell])
      return count > 1
        ? (count / (count - 1)).squareRoot() * (differences[row] - means[cell]) : pooled
    }
    taken = (Self.taken(shape.firstShares), Self.taken(shape.secondShares))
  }

  /// Half of a bin's own share, all of those above.
  private static func taken(_ shares: [Double]) -> [Double] {
    var (above, taken) = (0.0, shares)
    for bin in shares.indices.reversed() {
      taken[bin] = above + shares[bin] / 2
      above += shares[bin]
    }
    return taken
  }

  /// φ of each row for one effect.
  func values(at place: Int) -> [Double] {
    let across = shape.across
    let (x, y) = (place / (across + 1), place % (across + 1))
    let byCell = cells.counts.indices.map { cell -> (own: Double, factor: Double) in
      guard cells.counts[cell] > 0 else { return (0, 0) }
      let (down, right) = (cell / across, cell % across)
      let first = (down < x ? 1 : 0) - taken.first[down]
      let second = (right < y ? 1 : 0) - taken.second[right]
      let own =
        -first * (surface.firstSteps[cell] - surface.firstMeans[down]) / shape.firstShares[down]
        - second * (surface.secondSteps[cell] - surface.secondMeans[right])
        / shape.secondShares[right] - (surface.middles[cell] - surface.level)
      return (own, units[cell][place] / shape.shares[cell])
    }
    return deviations.indices.map { row in
      let (own, factor) = byCell[cells.cellOfRow[row]]
      return own + factor * deviations[row]
    }
  }
}

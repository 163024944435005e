internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioModels

/// What small steps of two features together change in a model's answers beyond what each changes by
/// itself, added up: second-order accumulated local effects (Apley and Zhu 2020,
/// doi:10.1111/rssb.12377, equations 17 to 19).
///
/// The values of both are cut into bins as in ``AccumulatedLocalEffects``. In each cell stands the mean,
/// over its rows, of the second difference f(z, u) − f(z′, u) − f(z, u′) + f(z′, u′) between the upper
/// edges z, u and the lower ones z′, u′; a cell without rows has that of the nearest with rows, between
/// middles, distances being in shares of each feature's range. The cells are added up from the lower
/// corner on; then what either feature does to the sum by itself, and the mean over all rows, are taken
/// off, as in the authors' package and in PyALE. Of a sum of functions of one feature each the effects are 0.
///
/// The band is t · the error of the surface as a function of all rows: of each cell's mean, of the cells'
/// shares, and of what is taken off, the cells being as they are. Cells of a single row count with the
/// deviation that rows have in the others. Rows that miss either feature are left out.
public struct AccumulatedPairEffects: Hashable, Sendable {
  /// The features.
  public let features: [String]
  /// The bins' edges of each, ascending.
  public let edges: [[Double]]
  /// How many rows each cell has, first bins × second bins.
  public let counts: [Int]
  /// How many rows miss either feature.
  public let missingCount: Int
  /// One surface per output.
  public let surfaces: [Surface]
  /// The level of the bands.
  public let level: ConfidenceLevel

  /// The surface of one output.
  public struct Surface: Hashable, Sendable {
    /// The name of the output.
    public let output: String
    /// The effect at each two edges, first edges × second edges.
    public let effects: [BandPoint]
  }

  /// The share of the cells that have no rows, whose steps were taken from neighbours.
  public var filledShare: Double {
    Double(counts.count { $0 == 0 }) / Double(counts.count)
  }

  /// The exhibit `accumulated_pair_effects`, one for each output.
  ///
  /// Words: `feature`, `other`, `output`, the same in every line. Numbers: `x`, `y`, the edges; `effect`
  /// with its band `lower`, `upper`; `count`, the rows of the cell that ends there, none at the first
  /// edges. Scalars: `level`, `rows`, `missing`, `filled`, the share of cells without rows.
  public func exhibits(subject: Subject, slice: Slice = .all) -> [Exhibit] {
    let (across, down) = (edges[1].count, edges[0].count)
    let places = (0..<down).flatMap { x in (0..<across).map { (x: x, y: $0) } }
    let counts = places.map { place in
      place.x == 0 || place.y == 0
        ? nil : Double(self.counts[(place.x - 1) * (across - 1) + place.y - 1])
    }
    return surfaces.map { surface in
      Exhibit(
        kind: "accumulated_pair_effects", subject: subject, slice: slice,
        series: [
          "feature": .words(places.map { _ in features[0] }),
          "other": .words(places.map { _ in features[1] }),
          "output": .words(places.map { _ in surface.output }),
          "x": .numbers(places.map { edges[0][$0.x] }),
          "y": .numbers(places.map { edges[1][$0.y] }),
          "effect": .numbers(surface.effects.map(\.value)),
          "lower": .numbers(surface.effects.map(\.lower)),
          "upper": .numbers(surface.effects.map(\.upper)), "count": .numbers(counts),
        ],
        scalars: [
          "level": level.fraction, "rows": Double(self.counts.reduce(0, +)),
          "missing": Double(missingCount), "filled": filledShare,
        ])
    }
  }
}

extension FeatureEffects {
  /// The most cells of a surface.
  static let mostCells = 2500

  /// The second-order accumulated local effects of two features of numbers over at most so many bins of
  /// each.
  ///
  /// Bins are joined as in ``accumulatedLocalEffects(of:bins:edges:)``. The model is asked about four
  /// corners for each row; O(bins² · (rows + bins²)) besides. Refused are categories, features of a
  /// single value, edges that leave out rows, and more than 2,500 cells.
  public func accumulatedLocalEffects(
    ofPair first: Int, _ second: Int, bins: Int = 10, edges: [[Double]]? = nil
  ) throws(AttributionError) -> AccumulatedPairEffects {
    precondition(bins > 0, "at least one bin")
    precondition(first != second, "a pair of two features")
    precondition(edges.map { $0.count == 2 } ?? true, "edges of both features")
    let columns = [try numbers(of: first), try numbers(of: second)]
    let missing =
      rows.rowCount
      - columns[0].indices.count { row in
        columns.allSatisfy { !$0[row].isNaN }
      }
    let taken = columns[0].indices.filter { row in
      columns.allSatisfy { !$0[row].isNaN } && (design.weights?[row] ?? 1) > 0
    }.map { Int32($0) }
    var cuts: [LocalBins] = []
    for (place, feature) in [first, second].enumerated() {
      let values = taken.map { columns[place][Int($0)] }
      cuts.append(try binning(values, of: feature, bins: bins, edges: edges?[place]))
    }
    guard cuts[0].counts.count * cuts[1].counts.count <= Self.mostCells else {
      throw .refused(
        "\(cuts[0].counts.count) × \(cuts[1].counts.count) cells are more than \(Self.mostCells)",
        remedy: "ask for fewer bins")
    }
    let cells = LocalCells(cuts[0], cuts[1])
    let differences = try corners(first, second, cells, taken)
    let rows = design.taking(taken)
    return AccumulatedPairEffects(
      features: [names[first].name, names[second].name], edges: cuts.map(\.edges),
      counts: cells.counts, missingCount: missing,
      surfaces: outputs.indices.map { output in
        let surface = LocalSurface(
          stride(from: output, to: differences.count, by: outputs.count).map { differences[$0] },
          cells, rows)
        return AccumulatedPairEffects.Surface(
          output: outputs[output],
          effects: zip(surface.effects, surface.errors).map { BandPoint($0, $1, level) })
      }, level: level)
  }

  /// The second difference of each row, rows × outputs.
  private func corners(
    _ first: Int, _ second: Int, _ cells: LocalCells, _ taken: [Int32]
  ) throws(AttributionError) -> [Double] {
    let asked = taken.count == rows.rowCount ? rows : rows.gathered(taken)
    func place(_ row: Int) -> String {
      "row \(taken[row] + 1) at a corner of its cell of columns \(first + 1) and \(second + 1)"
    }
    var sums = [Double](repeating: 0, count: taken.count * outputs.count)
    for (up, right, sign) in [(1, 1, 1.0), (0, 1, -1), (1, 0, -1), (0, 0, 1)] {
      let (one, other) = (cells.first, cells.second)
      let answers = try model.answers(
        to: asked.replacing([
          first: .numbers(one.bins.map { one.edges[$0 + up] }),
          second: .numbers(other.bins.map { other.edges[$0 + right] }),
        ]), place: place)
      for index in sums.indices { sums[index] += sign * answers.values[index] }
    }
    return sums
  }
}

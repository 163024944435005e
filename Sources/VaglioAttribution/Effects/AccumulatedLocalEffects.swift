internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioModels
internal import VaglioStatistics

/// What small steps of a feature change in a model's answers, added up: accumulated local effects
/// (Apley and Zhu 2020, doi:10.1111/rssb.12377).
///
/// The values are cut into bins z₀ < z₁ < … at quantiles, each (z₍ₖ₋₁₎, zₖ] and the first with z₀. The
/// effect of bin k is the mean of f(zₖ, x₋ⱼ) − f(z₍ₖ₋₁₎, x₋ⱼ) over its rows; the curve at zₖ is the sum of
/// the effects up to k, less the mean over all rows of the curve at the middle of their bin, as in the
/// authors' package and in alibi. Unlike partial dependence it asks only about values near those that
/// occur.
///
/// The band is t · the error of the curve as a function of all rows: of each bin's mean, of the bins'
/// shares, and of what is taken off, the bins being as they are.
///
/// Rows that miss the feature have no neighbouring value and are left out.
public struct AccumulatedLocalEffects: Hashable, Sendable {
  /// The feature.
  public let feature: String
  /// The bins' edges, ascending: one more than there are bins.
  public let edges: [Double]
  /// How many rows each bin has.
  public let counts: [Int]
  /// How many rows miss the feature.
  public let missingCount: Int
  /// One curve per output, a number for each edge.
  public let curves: [Curve]
  /// The level of the bands.
  public let level: ConfidenceLevel

  /// The curve of one output.
  public struct Curve: Hashable, Sendable {
    /// The name of the output.
    public let output: String
    /// The effect at each edge.
    public let effects: [BandPoint]
  }

  /// The exhibit `accumulated_local_effects`, one for each output.
  ///
  /// Words: `feature`, `output`, the same in every line. Numbers: `x`, the edges; `effect` with its
  /// band `lower`, `upper`; `count`, the rows of the bin that ends there, none at the first edge.
  /// Scalars: `level`, `rows`, `missing`.
  public func exhibits(subject: Subject, slice: Slice = .all) -> [Exhibit] {
    curves.map { curve in
      Exhibit(
        kind: "accumulated_local_effects", subject: subject, slice: slice,
        series: [
          "feature": .words(edges.map { _ in feature }),
          "output": .words(edges.map { _ in curve.output }), "x": .numbers(edges.map { $0 }),
          "effect": .numbers(curve.effects.map(\.value)),
          "lower": .numbers(curve.effects.map(\.lower)),
          "upper": .numbers(curve.effects.map(\.upper)),
          "count": .numbers([nil] + counts.map { Double($0) }),
        ],
        scalars: [
          "level": level.fraction, "rows": Double(counts.reduce(0, +)),
          "missing": Double(missingCount),
        ])
    }
  }
}

extension FeatureEffects {
  /// The accumulated local effects of a feature of numbers over at most so many bins.
  ///
  /// Bins that share an edge, and bins of a single row, are joined with their neighbours; edges of the
  /// caller's own choice, ascending, stay as they are apart from that. Refused are categories, whose
  /// values have no order, features of a single value, and edges that leave out rows.
  public func accumulatedLocalEffects(
    of feature: Int, bins: Int = 20, edges: [Double]? = nil
  ) throws(AttributionError) -> AccumulatedLocalEffects {
    precondition(bins > 0, "at least one bin")
    let numbers = try numbers(of: feature)
    let known = numbers.indices.filter { !numbers[$0].isNaN && (design.weights?[$0] ?? 1) > 0 }
    let binning = try binning(
      known.map { numbers[$0] }, of: feature, bins: bins, edges: edges)
    let taken = known.map { Int32($0) }
    let answers = try ends(of: feature, binning, taken)
    let rows = design.taking(taken)
    let curves = outputs.indices.map { output in
      let steps = taken.indices.map { row in
        answers.upper.values[row * answers.upper.outputCount + output]
          - answers.lower.values[row * answers.lower.outputCount + output]
      }
      let curve = LocalCurve(steps, binning, rows)
      return AccumulatedLocalEffects.Curve(
        output: outputs[output],
        effects: zip(curve.effects, curve.errors).map { BandPoint($0, $1, level) })
    }
    return AccumulatedLocalEffects(
      feature: names[feature].name, edges: binning.edges, counts: binning.counts,
      missingCount: numbers.count { $0.isNaN }, curves: curves, level: level)
  }

  /// The numbers of a feature; categories are refused.
  func numbers(of feature: Int) throws(AttributionError) -> [Double] {
    guard names[feature].kind == .number, case .numbers(let numbers) = rows.columns[feature] else {
      throw .refused(
        "the values of \"\(names[feature].name)\" have no order along which effects could be added up",
        remedy: "ask for its partial dependence, or for the accumulated effects of a category")
    }
    return numbers
  }

  /// The bins of a feature's values; edges that leave out values, and a single value, are refused.
  func binning(
    _ values: [Double], of feature: Int, bins: Int, edges: [Double]?
  ) throws(AttributionError) -> LocalBins {
    let name = names[feature].name
    if let first = edges?.first, let last = edges?.last,
      values.contains(where: { $0 < first || $0 > last })
    {
      throw .refused("the edges for \"\(name)\" leave out rows", remedy: "widen the outer bins")
    }
    let binning = LocalBins(
      values, edges: edges ?? EffectGrid.quantiles(values.sorted(), bins + 1))
    guard binning.edges.count > 1 else {
      throw .refused("the feature \"\(name)\" has a single value", remedy: "leave it out")
    }
    return binning
  }

  /// What the model says of rows at both ends of their bins.
  private func ends(
    of feature: Int, _ bins: LocalBins, _ taken: [Int32]
  ) throws(AttributionError) -> (lower: OutputMatrix, upper: OutputMatrix) {
    let asked = taken.count == rows.rowCount ? rows : rows.gathered(taken)
    func place(_ row: Int) -> String {
      "row \(taken[row] + 1) at an end of its bin of column \(feature + 1)"
    }
    let lower = try model.answers(
      to: asked.replacing([feature: .numbers(bins.bins.map { bins.edges[$0] })]), place: place)
    let upper = try model.answers(
      to: asked.replacing([feature: .numbers(bins.bins.map { bins.edges[$0 + 1] })]), place: place)
    return (lower, upper)
  }
}

/// Values cut into bins of at least two rows.
struct LocalBins: Sendable {
  private(set) var edges: [Double]
  /// The bin of each row.
  private(set) var bins: [Int]
  /// How many rows each bin has.
  private(set) var counts: [Int]

  /// - Precondition: edges ascend, and no value lies beyond them.
  init(_ values: [Double], edges: [Double]) {
    self.edges = edges
    precondition(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }, "edges ascend")
    (bins, counts) = Self.assigned(values, edges)
    while let lonely = counts.firstIndex(where: { $0 < 2 }), counts.count > 1 {
      self.edges.remove(at: lonely == 0 ? 1 : lonely)
      (bins, counts) = Self.assigned(values, self.edges)
    }
  }

  private static func assigned(_ values: [Double], _ edges: [Double]) -> ([Int], [Int]) {
    let last = max(0, edges.count - 2)
    let bins = values.map { value in
      var (low, high) = (0, last)
      while low < high {
        let middle = (low + high) / 2
        if value <= edges[middle + 1] { high = middle } else { low = middle + 1 }
      }
      return low
    }
    var counts = [Int](repeating: 0, count: last + 1)
    for bin in bins { counts[bin] += 1 }
    return (bins, counts)
  }
}

/// The sum of the bins' mean steps, centred, with its errors.
struct LocalCurve: Sendable {
  /// One per edge.
  let effects: [Double]
  /// One per edge; `nil` where rows or clusters are too few.
  let errors: [StandardError?]

  init(_ steps: [Double], _ bins: LocalBins, _ design: Rows) {
    let weight = steps.indices.map { design.weights?[$0] ?? 1 }
    let count = bins.counts.count
    var (sums, weights) = (
      [ExactSum](repeating: ExactSum(), count: count),
      [ExactSum](repeating: ExactSum(), count: count)
    )
    for row in steps.indices {
      sums[bins.bins[row]].add(product: weight[row], steps[row])
      weights[bins.bins[row]].add(weight[row])
    }
    let means = zip(sums, weights).map { $0.value / $1.value }
    let total = ExactSum(weights.map(\.value)).value
    let shares = weights.map { $0.value / total }
    var curve = [0.0]
    for mean in means { curve.append((curve.last ?? 0) + mean) }
    let middles = (0..<count).map { (curve[$0] + curve[$0 + 1]) / 2 }
    let level = zip(middles, shares).reduce(0) { $0 + $1.0 * $1.1 }
    effects = curve.map { $0 - level }
    // How much of bin l's mean lies in what is taken off: half of its own share, all of those above.
    var above = 0.0
    var taken = [Double](repeating: 0, count: count)
    for bin in (0..<count).reversed() {
      taken[bin] = above + shares[bin] / 2
      above += shares[bin]
    }
    let linearization = Linearization(design)
    errors = curve.indices.map { edge in
      let φ = steps.indices.map { row in
        let bin = bins.bins[row]
        let factor = (bin < edge ? 1 : 0) - taken[bin]
        // A bin's own mean is estimated from its own rows.
        let few = (Double(bins.counts[bin]) / Double(max(1, bins.counts[bin] - 1))).squareRoot()
        return factor * few * (steps[row] - means[bin]) / shares[bin] - (middles[bin] - level)
      }
      return linearization.standardError(of: Influence(φ))
    }
  }
}

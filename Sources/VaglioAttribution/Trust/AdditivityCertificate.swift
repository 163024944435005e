public import VaglioFindings
public import VaglioModels
internal import VaglioStatistics

/// Whether base value and attributions add up to what the model itself says, row by row.
///
/// What the model says is its file evaluated natively, not an explainer's own account of it.
public struct AdditivityCertificate: Sendable {
  /// One row and output.
  public struct Place: Hashable, Sendable {
    public let row: Int
    public let output: Int
    /// What the model says.
    public let said: Double
    /// said − (base value + Σ attributions), the sum being exact.
    public let residual: Double
    /// |residual| in units of the last place of what the model says, in its own precision.
    public let ulps: Double
    /// The residual that rounding may explain.
    public let tolerance: Double
  }

  /// The names of the outputs.
  public let outputs: [String]
  /// The number of rows.
  public let rowCount: Int
  /// Rows × outputs, row-major.
  public let places: [Place]
  /// The greatest |residual|, of equals the first.
  public let worst: Place
  /// The mean |residual|.
  public let mean: Double
  /// Whether every residual is within its tolerance.
  public var holds: Bool { places.allSatisfy { $0.residual.magnitude <= $0.tolerance } }

  /// The certificate of attributions of what a model said.
  ///
  /// A sum of n terms is off by at most 6·√n·u·Σ|terms|, but for once in 10⁷ (Higham and Mary 2019,
  /// doi:10.1137/18M1226312, with independent rounding errors), u being half the distance from 1 to
  /// the next number of `precision`. `terms` is the number of terms that the model adds up, and
  /// `magnitude` per output the most that they sum up to in magnitude; where it isn't known |base| +
  /// Σ|φ| + |said| stands for it. The attributions' own sum, in 64 bits, counts as well.
  ///
  /// - Throws: a refusal of no rows, other rows, and values that are not finite.
  public init(
    of attributions: Attributions, said: OutputMatrix, precision: TreeEnsemble.Precision,
    terms: Int, magnitude: [Double]? = nil
  ) throws(AttributionError) {
    let width = attributions.outputs.count
    guard attributions.rowCount > 0 else { throw .refused("there are no rows") }
    guard said.outputCount == width, said.rowCount == attributions.rowCount else {
      throw .refused(
        "the attributions are of \(attributions.rowCount) rows and \(width) outputs, what the "
          + "model says of \(said.rowCount) and \(said.outputCount)")
    }
    try attributions.check(of: "the model")
    if let index = said.values.firstIndex(where: { !$0.isFinite }) {
      throw .refused("the model says \(said.values[index]) of row \(index / width + 1)")
    }
    (outputs, rowCount) = (attributions.outputs, attributions.rowCount)
    let places = said.values.indices.map { index in
      Place(
        attributions, row: index / width, output: index % width, said: said.values[index],
        precision, terms: terms, magnitude: magnitude?[index % width])
    }
    self.places = places
    worst = places.reduce(places[0]) {
      $1.residual.magnitude > $0.residual.magnitude ? $1 : $0
    }
    mean = ExactSum(places.map(\.residual.magnitude)).value / Double(places.count)
  }

  /// The certificate of attributions of a model that is evaluated here on the rows that they explain.
  ///
  /// Of trees the tolerance follows from the leaves: of every tree the greatest counts.
  ///
  /// - Throws: a refusal where the model has no margins and they are what is explained, and what the
  ///   model throws.
  public init(
    of attributions: Attributions, model: any Model, rows: FeatureMatrix, threads: Int = 1
  ) throws(AttributionError) {
    let said: OutputMatrix
    do throws(ModelError) {
      switch attributions.scale {
      case .prediction: said = try model.predictions(of: rows, threads: threads)
      case .margin:
        guard let model = model as? any MarginModel else {
          throw ModelError(
            .mismatch, problem: "the model has no margins, which the attributions are of")
        }
        said = try model.margins(of: rows, threads: threads)
      }
    } catch { throw .model(error) }
    let isMargin = attributions.scale == .margin
    let core: any Model = (model as? PipelineModel)?.inner ?? model
    let trees = isMargin ? (core as? TreeModel)?.ensemble : nil
    let linear = core as? LinearModel
    try self.init(
      of: attributions, said: said, precision: trees?.sum ?? linear?.sum ?? .double,
      terms: 1 + (trees?.trees.count ?? attributions.features.count),
      magnitude: trees?.greatestMagnitudes)
  }
}

extension AdditivityCertificate.Place {
  fileprivate init(
    _ attributions: Attributions, row: Int, output: Int, said: Double,
    _ precision: TreeEnsemble.Precision, terms: Int, magnitude: Double?
  ) {
    let base = attributions.baseValues[output]
    let range = attributions.range(row: row, output: output)
    var (sum, size) = (ExactSum(), base.magnitude)
    sum.add(-base)
    for value in attributions.values[range] {
      sum.add(-value)
      size += value.magnitude
    }
    sum.add(said)
    residual = sum.value
    let own =
      6 * Double(terms).squareRoot() * precision.roundoff
      * (magnitude ?? size + said.magnitude)
    let ours = 6 * Double(range.count + 1).squareRoot() * 0x1p-53 * (size + said.magnitude)
    (self.row, self.output, self.said) = (row, output, said)
    (tolerance, ulps) = (own + ours, residual.magnitude / precision.ulp(of: said))
  }
}

extension TreeEnsemble.Precision {
  /// Half the distance from 1 to the next number.
  fileprivate var roundoff: Double { self == .single ? 0x1p-24 : 0x1p-53 }

  /// The distance from a number to the next.
  fileprivate func ulp(of value: Double) -> Double {
    self == .single ? Double(Float(value).ulp) : value.ulp
  }
}

extension TreeEnsemble {
  /// |base| + Σ |weight| · the greatest |leaf| over the trees of each output, of a mean divided by the
  /// number of trees; `nil` where leaves are linear functions, which have no greatest value.
  fileprivate var greatestMagnitudes: [Double]? {
    guard trees.allSatisfy(\.linearLeaves.isEmpty) else { return nil }
    var sums = [Double](repeating: 0, count: outputCount)
    var counts = sums
    for (tree, weight) in zip(trees, weights) {
      switch tree.target {
      case .output(let output):
        sums[output] += (weight * (tree.leafValues.map(\.magnitude).max() ?? 0)).magnitude
        counts[output] += 1
      case .all:
        for output in 0..<outputCount {
          let leaves = stride(from: output, to: tree.leafValues.count, by: outputCount)
          let greatest = leaves.map { tree.leafValues[$0].magnitude }.max() ?? 0
          sums[output] += (weight * greatest).magnitude
          counts[output] += 1
        }
      }
    }
    return (0..<outputCount).map {
      base[$0].magnitude + (isMean ? sums[$0] / max(1, counts[$0]) : sums[$0])
    }
  }
}

extension AdditivityCertificate {
  /// The greatest residual, and the same in units of the last place.
  public func findings(_ subject: Subject) -> [Finding] {
    let ulps = places.map(\.ulps).max() ?? 0
    return [
      finding(TrustMeasures.additivityResidual, worst.residual.magnitude, subject),
      finding(TrustMeasures.additivityUlps, ulps, subject),
    ]
  }

  private func finding(_ measure: Measure, _ value: Double, _ subject: Subject) -> Finding {
    let estimate = Estimate(
      value,
      Uncertainty(at: .ninetyFivePercent) {
        Interval(lower: value, upper: value, level: $0, method: "greatest-of-rows")
      })
    return Finding(
      measure: measure.name, subject: subject, estimate: estimate, count: rowCount,
      notes: holds ? [] : ["beyond what rounding explains"])
  }

  /// The rows of the greatest residuals, at most `limit`: `additivity`.
  public func exhibit(_ subject: Subject, limit: Int = 20) -> Exhibit {
    let shown = places.indices.sorted {
      let (a, b) = (places[$0].residual.magnitude, places[$1].residual.magnitude)
      return a != b ? a > b : $0 < $1
    }.prefix(limit).map { places[$0] }
    return Exhibit(
      kind: "additivity", subject: subject,
      series: [
        "row": .numbers(shown.map { Double($0.row) }),
        "output": .words(shown.map { outputs[$0.output] }),
        "said": .numbers(shown.map(\.said)), "residual": .numbers(shown.map(\.residual)),
        "ulps": .numbers(shown.map(\.ulps)), "tolerance": .numbers(shown.map(\.tolerance)),
      ],
      scalars: [
        "rows": Double(rowCount), "maximum": worst.residual.magnitude, "mean": mean,
        "holds": holds ? 1 : 0,
      ])
  }
}

public import VaglioFindings

/// (m + 1)/m·Σ(xᵢ − x̄)²/(m − 1) of a row's members; NaN for a single one.
public struct EnsembleVariance: SingleRowLoss {
  public typealias Observed = EnsembleOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: EnsembleOutcomes) -> Double {
    let m = outcomes.members.count
    guard m > 1 else { return .nan }
    let mean = outcomes.meanOfMembers(row: row)
    let squares = outcomes.sorted[row * m..<(row + 1) * m].reduce(0) { $0 + ($1 - mean).square }
    return squares / Double(m - 1) * Double(m + 1) / Double(m)
  }
}

/// (x̄ − y)² of the members' mean x̄ and a label y.
public struct SquaredEnsembleError: SingleRowLoss {
  public typealias Observed = EnsembleOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: EnsembleOutcomes) -> Double {
    (outcomes.meanOfMembers(row: row) - outcomes.actual[row]).square
  }
}

/// The members' spread in proportion to the error of their mean: 1 where the ensemble knows how wrong
/// it is, below where it is too sure.
///
/// √((m + 1)/m·mean s²/mean (x̄ − y)²) with the members' variance s² that divides by m − 1: Fortin et
/// al. 2014, doi:10.1175/JHM-D-14-0008.1, equation 15. Undefined with one member, and where the mean is
/// never wrong.
public struct SpreadSkillRatio: CalibrationMetric {
  public typealias Observed = EnsembleOutcomes
  public typealias Statistic = RatioMoments<EnsembleVariance, SquaredEnsembleError>

  public init() {}

  public var measure: Measure {
    Measure(
      name: "spread_skill_ratio", title: "Spread–skill ratio",
      definition: "√((m + 1)/m·mean s²/mean (x̄ − y)²) of the members' variance s² and mean x̄.",
      range: 0...Double.infinity, direction: .nearerIsBetter(to: 1),
      source: "doi:10.1175/JHM-D-14-0008.1")
  }

  public var intervalMethod: String {
    "Roots of Fieller's bounds of the ratio of variances; linearisation on the logarithmic scale "
      + "where the error may be 0, and of a difference"
  }

  public func makeStatistic() -> Statistic { VarianceRatio().makeStatistic() }

  public func value(of reading: MeanPair) throws(Undefined) -> Double {
    (try VarianceRatio().value(of: reading)).squareRoot()
  }

  public func intervals(of reading: MeanPair) -> Intervals? {
    VarianceRatio().intervals(of: reading).map { square in
      { level in square(level)?.mapped { max(0, $0).squareRoot() } }
    }
  }

  /// φᵢ = ψᵢ/(2·root) with the influence ψ on the ratio of variances.
  public func influence(of reading: MeanPair, on outcomes: EnsembleOutcomes) -> Influence? {
    guard let root = try? value(of: reading), root > 0,
      let square = VarianceRatio().influence(of: reading, on: outcomes)
    else { return nil }
    return Influence { rows, φ in
      square.write(rows, φ)
      for position in φ.indices { φ[position] /= 2 * root }
    }
  }

  public var scale: IntervalScale { .logarithm }
}

extension Metric where Self == SpreadSkillRatio {
  /// The spread of an ensemble in proportion to its error.
  public static var spreadSkillRatio: SpreadSkillRatio { SpreadSkillRatio() }
}

/// The square of the spread–skill ratio.
private struct VarianceRatio: RatioMetric {
  var measure: Measure { SpreadSkillRatio().measure }
  var top: EnsembleVariance { EnsembleVariance() }
  var bottom: SquaredEnsembleError { SquaredEnsembleError() }
  var emptiness: String { "there are no rows with two members" }
  var vanishing: String { "the ensemble's mean is never wrong" }
}

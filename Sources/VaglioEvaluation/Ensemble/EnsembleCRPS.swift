public import VaglioFindings

/// How the members' distances from each other enter the score.
public enum CRPSEstimator: String, Hashable, Codable, Sendable, CaseIterable {
  /// Σᵢⱼ|xᵢ − xⱼ|/(2m²): the score of the members' own distribution.
  case energy = "nrg"
  /// Σᵢⱼ|xᵢ − xⱼ|/(2m(m − 1)): without bias for the distribution that the members are drawn from, so
  /// that ensembles of different sizes can be compared.
  case fair
}

/// Mean |x − y| over a row's members x less half their mean distance from each other; NaN where a
/// single member has no distance.
public struct EnsembleScore: RowLoss {
  /// How the members' distances enter.
  public let estimator: CRPSEstimator

  /// The score by an estimator.
  public init(estimator: CRPSEstimator) { self.estimator = estimator }

  /// From the sorted members: Σᵢ<ⱼ(xⱼ − xᵢ) = Σᵢ(2i − m − 1)xᵢ, O(m) a row.
  @discardableResult
  public func write(
    _ outcomes: EnsembleOutcomes, rows: Range<Int>,
    into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    let (size, m) = (outcomes.members.count, Double(outcomes.members.count))
    let pairs = estimator == .fair ? m * (m - 1) : m * m
    outcomes.sorted.withUnsafeBufferPointer { sorted in
      for (position, row) in rows.enumerated() {
        let label = outcomes.actual[row]
        var (distance, spread) = (0.0, 0.0)
        for member in 0..<size {
          // From the label, so that what is common to all falls out first.
          let error = sorted[row * size + member] - label
          distance += abs(error) / m
          spread += Double(2 * member + 1 - size) * error / pairs
        }
        losses[position] = size == 1 && estimator == .fair ? .nan : distance - spread
      }
    }
    return 0
  }
}

/// The continuous ranked probability score of an ensemble: mean |X − y| − ½·mean |X − X′|.
///
/// Gneiting and Raftery 2007, doi:10.1198/016214506000001437, equation 21, over the members (the
/// energy form, `nrg` elsewhere); `crps[estimator=fair]` is the fair score of Ferro 2014,
/// doi:10.1002/qj.2270, which needs two members and may fall below 0. With one member the absolute
/// error.
public struct EnsembleCRPS: MeanMetric {
  /// How the members' distances enter.
  public let estimator: CRPSEstimator

  /// The score by an estimator.
  public init(estimator: CRPSEstimator = .energy) { self.estimator = estimator }

  private var isFair: Bool { estimator == .fair }

  public var measure: Measure {
    Measure(
      name: isFair ? "crps[estimator=fair]" : "crps",
      title: "Continuous ranked probability score" + (isFair ? ", fair" : ""),
      definition: isFair
        ? "Mean over rows of Σ|xᵢ − y|/m − Σᵢⱼ|xᵢ − xⱼ|/(2m(m − 1)) over the members x."
        : "Mean over rows of Σ|xᵢ − y|/m − Σᵢⱼ|xᵢ − xⱼ|/(2m²) over the members x.",
      range: (isFair ? -Double.infinity : 0)...Double.infinity, direction: .lowerIsBetter,
      unit: "the label's unit",
      source: isFair ? "doi:10.1002/qj.2270" : "doi:10.1198/016214506000001437")
  }

  public var loss: EnsembleScore { EnsembleScore(estimator: estimator) }
  public var emptiness: String { "there are no rows with two members" }

  public var options: [MetricOption] {
    [
      MetricOption(
        "estimator", "nrg or fair", "whether the members are the forecast, or a sample from it",
        standard: "nrg",
        example: "fair")
    ]
  }

  public func configured(_ options: [String: String]) -> EnsembleCRPS? {
    guard let text = options["estimator"] else { return options.isEmpty ? self : nil }
    guard options.count == 1 else { return nil }
    return CRPSEstimator(rawValue: text).map(EnsembleCRPS.init(estimator:))
  }
}

extension Metric where Self == EnsembleCRPS {
  /// The continuous ranked probability score of an ensemble.
  public static func ensembleCRPS(estimator: CRPSEstimator = .energy) -> EnsembleCRPS {
    EnsembleCRPS(estimator: estimator)
  }
}

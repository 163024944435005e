public import VaglioFindings

/// x̄ − y of the members' mean x̄ and a label y.
public struct SignedEnsembleError: SingleRowLoss {
  public typealias Observed = EnsembleOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: EnsembleOutcomes) -> Double {
    outcomes.meanOfMembers(row: row) - outcomes.actual[row]
  }
}

/// Mean of the members' mean less the label: above 0 when forecasts are too high.
public struct EnsembleBias: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "ensemble_bias", title: "Bias of the ensemble's mean",
      definition: "Mean of x̄ − y for the members' mean x̄; above 0 when forecasts are too high.",
      range: -Double.infinity...Double.infinity, direction: .nearerIsBetter(to: 0),
      unit: "the label's unit")
  }

  public var loss: SignedEnsembleError { SignedEnsembleError() }
}

extension Metric where Self == EnsembleBias {
  /// The bias of the ensemble's mean.
  public static var ensembleBias: EnsembleBias { EnsembleBias() }
}

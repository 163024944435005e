public import VaglioFindings

/// The distances between the reference's and the current values of a column.
public enum DriftDistance: String, Hashable, Sendable, CaseIterable {
  case kolmogorovSmirnov = "ks"
  case wasserstein
  case scaledWasserstein = "wasserstein_scaled"
  case cramerVonMises = "cramer_von_mises"
  case andersonDarling = "anderson_darling"
  case energy
  case populationStability = "psi"
  case jensenShannon = "jensen_shannon"
  case jensenShannonDivergence = "jensen_shannon_divergence"
  case hellinger
  case totalVariation = "total_variation"
  case cramersV = "cramers_v"
  case greatestDifference = "l_infinity"

  /// Those of numbers and times; the ones after `energy` between the shares of bins.
  public static let ofNumbers: [DriftDistance] = [
    .kolmogorovSmirnov, .wasserstein, .scaledWasserstein, .cramerVonMises, .andersonDarling,
    .energy, .populationStability, .jensenShannon, .jensenShannonDivergence, .hellinger,
    .totalVariation,
  ]

  /// Those of texts and truth values.
  public static let ofLevels: [DriftDistance] = [
    .populationStability, .jensenShannon, .jensenShannonDivergence, .hellinger, .totalVariation,
    .cramersV, .greatestDifference,
  ]

  /// The measure's contract, without a column: `drift.ks`.
  public var measure: Measure {
    Measure(
      name: "drift." + rawValue, title: title, definition: definition, range: 0...most,
      direction: .lowerIsBetter, unit: unit, source: source)
  }

  /// The greatest value.
  public var most: Double {
    switch self {
    case .wasserstein, .scaledWasserstein, .energy, .populationStability, .andersonDarling:
      .infinity
    case .cramerVonMises: 1.0 / 3
    default: 1
    }
  }

  /// The name of the measure of a column: `drift.ks[column=age]`; a role other than that of a feature
  /// stands beside the column: `drift.psi[column=score,role=prediction]`.
  public func measureName(column: String, role: DriftRole = .feature) -> String {
    DriftMeasureName.of("drift." + rawValue, column: column, role: role)
  }
}

/// What a column is to the model.
public enum DriftRole: String, Hashable, Sendable, CaseIterable {
  case feature
  case target
  case prediction
}

/// Names of measures of a column.
package enum DriftMeasureName {
  /// `drift.ks[column=age]`, with the role where it is not a feature's.
  package static func of(_ base: String, column: String, role: DriftRole) -> String {
    let option = "column=" + OptionText.escaped(column)
    return role == .feature ? "\(base)[\(option)]" : "\(base)[\(option),role=\(role.rawValue)]"
  }
}

extension DriftDistance {
  private var title: String {
    switch self {
    case .kolmogorovSmirnov: "Kolmogorov–Smirnov distance"
    case .wasserstein: "Wasserstein-1 distance"
    case .scaledWasserstein: "Wasserstein-1 distance, scaled"
    case .cramerVonMises: "Cramér–von Mises distance"
    case .andersonDarling: "Anderson–Darling distance"
    case .energy: "Energy distance"
    case .populationStability: "Population stability index"
    case .jensenShannon: "Jensen–Shannon distance"
    case .jensenShannonDivergence: "Jensen–Shannon divergence"
    case .hellinger: "Hellinger distance"
    case .totalVariation: "Total variation distance"
    case .cramersV: "Cramér's V"
    case .greatestDifference: "Greatest difference of shares"
    }
  }

  private var definition: String {
    switch self {
    case .kolmogorovSmirnov: "max |F − G| between the two distribution functions."
    case .wasserstein: "∫|F − G|dx between the two distribution functions."
    case .scaledWasserstein:
      "∫|F − G|dx divided by the interquartile range of both samples pooled, or by 1.349 pooled "
        + "standard deviations where that is 0; the interval takes the divisor as it is."
    case .cramerVonMises:
      "∫(F − G)²dH over the pooled distribution H, less what chance adds."
    case .andersonDarling:
      "∫(F − G)²/(H(1 − H))dH over the pooled distribution H, less what chance adds."
    case .energy: "√(2∫(F − G)²dx), less what chance adds to the square."
    case .populationStability:
      "Σ(p − q)ln(p/q) over bins or levels, less what chance adds; bins are those of the pooled "
        + "quantiles, and half a row is added to every cell where one is empty on one side."
    case .jensenShannon:
      "Square root of ½Σp log₂(p/m) + ½Σq log₂(q/m), m = (p + q)/2, over bins or levels, less what "
        + "chance adds to the square."
    case .jensenShannonDivergence:
      "½Σp log₂(p/m) + ½Σq log₂(q/m), m = (p + q)/2, over bins or levels, less what chance adds."
    case .hellinger: "√(½Σ(√p − √q)²) over bins or levels, less what chance adds to the square."
    case .totalVariation: "½Σ|p − q| over bins or levels, less what chance adds."
    case .cramersV:
      "√(χ²/N) of the table of levels and sides, less what chance adds to the square."
    case .greatestDifference: "max |p − q| over the levels."
    }
  }

  private var unit: String {
    switch self {
    case .wasserstein: "the column's unit"
    case .energy: "the square root of the column's unit"
    case .populationStability: "nats"
    case .jensenShannonDivergence: "bits"
    default: ""
    }
  }

  private var source: String {
    switch self {
    case .cramerVonMises: "doi:10.1214/aoms/1177704477"
    case .andersonDarling: "doi:10.1080/01621459.1987.10478517"
    case .energy: "doi:10.1016/j.jspi.2013.03.018"
    case .jensenShannon: "doi:10.1109/TIT.2003.813506"
    case .jensenShannonDivergence: "doi:10.1109/18.61115"
    default: ""
    }
  }
}

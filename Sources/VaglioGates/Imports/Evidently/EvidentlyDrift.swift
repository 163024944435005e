internal import VaglioFindings

/// A method by which Evidently scores the drift of a column.
///
/// Distances drift at `score >= threshold`, tests at `p-value < threshold`
/// (legacy/calculations/stattests).
struct EvidentlyDrift {
  private let method: String

  /// A method by its name in configurations, or as results show it.
  init(_ name: String) { method = Self.shown[name] ?? name }

  /// The threshold that Evidently takes where none is told.
  var usualThreshold: Double? { Self.measures[method] == nil ? nil : 0.1 }

  /// Carries a limit on the score over, or leaves it behind; no columns are all columns.
  func carry(
    _ nodes: [ImportNode], _ limit: Double, columns: [String], isStrict: Bool,
    into ledger: inout ImportLedger
  ) {
    guard let (measure, factor) = Self.measures[method] else {
      let (reason, instead) = refusal(limit)
      for node in nodes { ledger.leave(node, reason, instead: instead) }
      return
    }
    let scale = factor == 1 ? nil : "Evidently takes natural logarithms, so the limit is over √ln 2"
    let remarks = [
      scale,
      "bins are others, missing categories are a level, the bias is taken off, and rare levels are joined",
      EvidentlyCondition.remark(isStrict: isStrict),
    ]
    ledger.carry(
      nodes, as: .noDrift(measure, limit * factor, columns: columns),
      difference: remarks.compactMap { $0 }.joined(separator: "; "))
  }

  /// Distances that are measured here too, and what a limit is multiplied by.
  private static let measures: [String: (measure: String, factor: Double)] = [
    "hellinger": ("drift.hellinger", 1),
    // The root of the divergence in nats is √(ln 2) times that in bits.
    "jensenshannon": ("drift.jensen_shannon", 1.2011224087864498),
    "psi": ("drift.psi", 1),
  ]

  private func refusal(_ limit: Double) -> (reason: String, instead: String) {
    func gate(_ measure: String, _ value: String) -> String {
      "no-drift: {measure: \(measure), at-most: \(value)}"
    }
    switch method {
    case "wasserstein":
      return (
        "the distance is over the reference's standard deviation; here it is over the pooled "
          + "interquartile range, which no constant turns into the other",
        gate("drift.wasserstein_scaled", NumberText.rounded(limit / 1.349))
          + ", which is the same for normal columns"
      )
    case "kl_div":
      return (
        "the Kullback–Leibler divergence is infinite where a level is missing, and not measured here",
        gate("drift.jensen_shannon", "0.1")
      )
    case let name where Self.tests[name] != nil:
      return (
        "a test of whether there is any difference, which enough rows always show; no rule judges its "
          + "p-value",
        gate(Self.tests[name] ?? "drift.ks", "0.1") + ", with a limit of your choice"
      )
    case "":
      return (
        "without a method Evidently chooses by the number of rows, a test up to 1,000 and a distance "
          + "beyond",
        gate("drift.psi", "0.1")
      )
    default:
      return (
        "the method \(method.legible()) is not known here", gate("drift.psi", "0.1")
      )
    }
  }

  /// Tests by p-value, and the distance next to each.
  private static let tests: [String: String] = [
    "TVD": "drift.total_variation", "anderson": "drift.anderson_darling",
    "chisquare": "drift.cramers_v", "cramer_von_mises": "drift.cramer_von_mises",
    "ed": "drift.energy", "empirical_mmd": "drift.energy", "es": "drift.ks",
    "fisher_exact": "drift.cramers_v", "g_test": "drift.jensen_shannon", "ks": "drift.ks",
    "mannw": "drift.ks", "t_test": "drift.wasserstein_scaled", "z": "drift.total_variation",
  ]

  /// The names under which results show some methods.
  private static let shown: [String: String] = [
    "Anderson-Darling": "anderson", "Cramer-von Mises": "cramer_von_mises",
    "Energy-distance": "ed", "Epps-Singleton": "es", "Fisher's Exact test": "fisher_exact",
    "Hellinger distance": "hellinger", "Jensen-Shannon distance": "jensenshannon",
    "K-S p_value": "ks", "Kullback-Leibler divergence": "kl_div",
    "Mann-Whitney U-rank test": "mannw", "PSI": "psi", "Total-Variation-Distance": "TVD",
    "Wasserstein distance (normed)": "wasserstein", "Z-test p_value": "z",
    "chi-square p_value": "chisquare",
  ]
}

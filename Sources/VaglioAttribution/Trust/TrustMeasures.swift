public import VaglioFindings

/// The measures of how far an explanation is to be trusted, without their options.
public enum TrustMeasures {
  private static let unit = "the unit of the explained output"

  /// `additivity_residual`.
  public static let additivityResidual = Measure(
    name: "additivity_residual", title: "Additivity residual",
    definition:
      "The greatest |output − base value − Σφ| over the rows, the output being the model's "
      + "own.", range: 0...Double.infinity, direction: .lowerIsBetter, unit: unit)

  /// `additivity_ulps`.
  public static let additivityUlps = Measure(
    name: "additivity_ulps", title: "Additivity residual in last places",
    definition:
      "The greatest |output − base value − Σφ| over the rows, divided by the distance from "
      + "the output to the next number in the model's precision.", range: 0...Double.infinity,
    direction: .lowerIsBetter, unit: "units of the last place")

  /// `contribution_difference`.
  public static let contributionDifference = Measure(
    name: "contribution_difference", title: "Difference from the library's contributions",
    definition: "The greatest |φ − φ′| over rows, outputs and features, φ′ being another "
      + "implementation's.", range: 0...Double.infinity, direction: .lowerIsBetter, unit: unit)

  /// `contribution_agreement`.
  public static let contributionAgreement = Measure(
    name: "contribution_agreement", title: "Same top reason as the library's",
    definition: "Share of rows whose feature of greatest |φ| is that of another implementation.",
    range: 0...1, direction: .higherIsBetter)

  /// `stability_kendall_tau[against=…]`.
  public static let stabilityTau = Measure(
    name: "stability_kendall_tau", title: "Stability of the order of features",
    definition: "Mean over rows and pairs of runs of Kendall's τ_b between the two |φ| of the "
      + "features; where one is all ties 1 if the other is too, else 0.", range: -1...1,
    direction: .higherIsBetter, source: "doi:10.1093/biomet/33.3.239")

  /// `stability_jaccard[against=…,k=…]`.
  public static let stabilityJaccard = Measure(
    name: "stability_jaccard", title: "Stability of the top reasons",
    definition: "Mean over rows and pairs of runs of |A ∩ B|/|A ∪ B|, A and B being the k features "
      + "of greatest |φ| in the two runs.", range: 0...1, direction: .higherIsBetter)

  /// `stability_sign_flips[against=…,k=…]`.
  public static let stabilitySignFlips = Measure(
    name: "stability_sign_flips", title: "Sign flips among the top reasons",
    definition: "Mean over rows and pairs of runs of the share of A ∪ B whose attributions have "
      + "opposite signs in the two runs.", range: 0...1, direction: .lowerIsBetter)

  /// `stability_lipschitz`.
  public static let lipschitz = Measure(
    name: "stability_lipschitz", title: "Local Lipschitz estimate",
    definition: "Mean over rows of the greatest ‖φ(x) − φ(x′)‖₂/‖x − x′‖₂ over small changes x′ of "
      + "x, features in units of their spread.", range: 0...Double.infinity,
    direction: .lowerIsBetter, unit: unit + " per spread", source: "arXiv:1806.08049")

  /// `faithfulness_insertion[against=…]`.
  public static let insertion = Measure(
    name: "faithfulness_insertion", title: "Insertion area",
    definition: "Mean over rows of ∫₀¹(v(u) − v(0))du, v(u) being the output, mean over the "
      + "background, with the share u of features that push the output most taken from the row; "
      + "the sign is that of v(1) − v(0). With `against`, less that of another order.",
    range: -Double.infinity...Double.infinity, direction: .higherIsBetter, unit: unit,
    source: "arXiv:1806.07421")

  /// `faithfulness_deletion[against=…]`.
  public static let deletion = Measure(
    name: "faithfulness_deletion", title: "Deletion area",
    definition: "As faithfulness_insertion, with the share u of these features taken from the "
      + "background, so that less is better. With `against`, that of another order less this one, "
      + "so that more is better.", range: -Double.infinity...Double.infinity, direction: .neutral,
    unit: unit, source: "arXiv:1806.07421")

  /// All of them.
  public static let all = [
    additivityResidual, additivityUlps, contributionDifference, contributionAgreement, stabilityTau,
    stabilityJaccard, stabilitySignFlips, lipschitz, insertion, deletion,
  ]
}

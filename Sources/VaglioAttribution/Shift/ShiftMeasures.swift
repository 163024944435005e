public import VaglioFindings

/// The measures of a comparison of explanations, without their options.
public enum ShiftMeasures {
  /// `attribution_shift[feature=…]`.
  public static let shift = Measure(
    name: "attribution_shift", title: "Attribution shift",
    definition: "Mean over the rows of |φ_candidate| − |φ_production| of a feature.",
    range: -Double.infinity...Double.infinity, direction: .nearerIsBetter(to: 0),
    unit: "the unit of the explained output")

  /// `attribution_rank_change[feature=…]`.
  public static let rankChange = Measure(
    name: "attribution_rank_change", title: "Change of rank",
    definition: "Rank of a feature by mean |φ| among the shared features, 1 being the greatest, in "
      + "the candidate minus that in production; the interval is that of a joint region of all ranks.",
    range: -Double.infinity...Double.infinity, direction: .nearerIsBetter(to: 0), unit: "ranks",
    source: "doi:10.1111/rssa.12521")

  /// `attribution_sign_flips[feature=…]`.
  public static let signFlips = Measure(
    name: "attribution_sign_flips", title: "Sign flips",
    definition: "Share of rows in which candidate and production give a feature attributions of "
      + "opposite signs.", range: 0...1, direction: .lowerIsBetter)

  /// `attribution_wasserstein[feature=…]`.
  public static let wasserstein = Measure(
    name: "attribution_wasserstein", title: "Wasserstein-1 distance of attributions",
    definition: "∫₀¹|F⁻¹(u) − G⁻¹(u)|du between the distributions of a feature's φ over the rows.",
    range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the unit of the explained output")

  /// `top_reason_agreement`.
  public static let topReasonAgreement = Measure(
    name: "top_reason_agreement", title: "Same top reason",
    definition: "Share of rows whose feature of greatest |φ| is the same in both models.",
    range: 0...1, direction: .higherIsBetter)

  /// `top_reasons_jaccard[k=…]`.
  public static let topReasonsJaccard = Measure(
    name: "top_reasons_jaccard", title: "Likeness of top reasons",
    definition:
      "Mean over the rows of |A ∩ B|/|A ∪ B|, A and B being the k features of greatest |φ| "
      + "in the two models.", range: 0...1, direction: .higherIsBetter)

  /// `flip_attribution[feature=…]`.
  public static let flipAttribution = Measure(
    name: "flip_attribution", title: "Attribution of flipped decisions",
    definition:
      "Mean over the rows whose decision flips of the feature's attribution in f_candidate "
      + "− f_production, its sign turned where the decision flips to negative.",
    range: -Double.infinity...Double.infinity, direction: .neutral,
    unit: "the unit of the explained output")

  /// `attribution_share[features=…]`.
  public static let share = Measure(
    name: "attribution_share", title: "Share of attribution",
    definition: "Σ|φ| over the rows and some features, divided by that over all features.",
    range: 0...1, direction: .neutral)

  /// All of them.
  public static let all = [
    shift, rankChange, signFlips, wasserstein, topReasonAgreement, topReasonsJaccard,
    flipAttribution, share,
  ]
}

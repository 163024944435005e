internal import ArgumentParser
internal import VaglioAttribution

/// An explainer by its name.
enum ExplainerChoice: String, CaseIterable, ExpressibleByArgument {
  case banzhaf
  case exact
  case kernel
  case linear
  case linearCorrelated = "linear-correlated"
  case owen
  case permutation
  case saabas
  case treeInterventional = "tree-interventional"
  case treePathDependent = "tree-path-dependent"

  /// What it computes, for whom, in a sentence.
  var summary: String {
    switch self {
    case .banzhaf:
      "Banzhaf values of trees: every coalition counts alike; attributions do not add up to the output."
    case .exact: "Shapley values of any model by all coalitions of up to 16 features."
    case .kernel:
      "Shapley values of any model by least squares over sampled coalitions (Kernel SHAP), all features kept."
    case .linear: "Shapley values of linear models, features independent: exact."
    case .linearCorrelated:
      "Shapley values of linear models, features jointly normal with the background's covariance."
    case .owen:
      "Owen values of any model: features of a group enter together, and share what the group gets."
    case .permutation:
      "Shapley values of any model by pairs of permutations, until standard errors are small."
    case .saabas:
      "Saabas's attributions of trees along each row's own path: a baseline, no Shapley values."
    case .treeInterventional:
      "Shapley values of trees, absent features drawn from a background: exact."
    case .treePathDependent:
      "Shapley values of trees, absent features followed with the shares of the training rows: exact."
    }
  }

  /// Whether the model's trees must be known.
  var needsTrees: Bool {
    switch self {
    case .banzhaf, .saabas, .treeInterventional, .treePathDependent: true
    case .exact, .kernel, .linear, .linearCorrelated, .owen, .permutation: false
    }
  }

  /// Whether it tells exactly how pairs of features act together on a row.
  var tellsInteractions: Bool {
    switch self {
    case .banzhaf, .exact, .treeInterventional, .treePathDependent: true
    case .kernel, .linear, .linearCorrelated, .owen, .permutation, .saabas: false
    }
  }

  /// Whether the model is asked about composite rows.
  var isSampled: Bool {
    switch self {
    case .exact, .kernel, .owen, .permutation: true
    case .banzhaf, .linear, .linearCorrelated, .saabas, .treeInterventional, .treePathDependent:
      false
    }
  }
}

/// What is shared out.
enum ScaleChoice: String, CaseIterable, ExpressibleByArgument {
  case margin
  case prediction

  /// The scale of attributions.
  var scale: Attributions.Scale { self == .margin ? .margin : .prediction }
}

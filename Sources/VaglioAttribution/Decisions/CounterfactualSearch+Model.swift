public import VaglioModels

extension CounterfactualSearch {
  /// What the search is asked for.
  public struct Options: Sendable {
    /// How many counterfactuals are wanted at most.
    public var count = 3
    /// How many features and groups may change together.
    public var greatestCount = 4
    /// The cost of each change beside its distance: the greater, the fewer features change.
    public var sparsity = 1.0
    /// How many values of a feature are tried at first.
    public var choices = 32
    /// How often the model may be asked for a row before the results are refined.
    public var budget = 200_000
    /// How many rows a call holds at most.
    public var batch = 16_384
    /// The threads that the model may use.
    public var threads = 1

    /// The defaults: three results, up to four changes, a cost of 1 each, 32 values, 200,000 rows.
    public init() {}
  }

  /// Searches the cheapest changes of a row with which the model decides the other way.
  ///
  /// The cost is the weighted distance, numbers in units of the reference rows' median absolute
  /// deviation (Wachter, Mittelstadt and Russell 2018, arXiv:1711.00399), and `sparsity` for each
  /// feature or one-hot group that changes. Numbers stay within the range that the reference rows
  /// span, whole where all of these are; categories and one-hot patterns are those that reference rows
  /// have. What is tried of a number are, of a model of trees, the nearest numbers of the cells between
  /// its thresholds, else numbers of the reference rows; at most `choices` of them.
  ///
  /// One change is tried after the other, then all pairs, and so on, as far as the budget reaches:
  /// then only from the most promising rows on (beam search). Last each result is refined: changes
  /// taken back, and numbers moved towards the row's own as far as the decision holds. Everything found
  /// has been confirmed by asking the model for this row alone. The same input gives the same result.
  ///
  /// - Throws: a refusal of rows, constraints, or a reference that don't fit; of a model that says
  ///   nothing finite, or two things of the same row; and what the model throws.
  public init(
    _ model: any Model, rows: FeatureMatrix, row: Int, reference: FeatureMatrix,
    threshold: DecisionThreshold, constraints: CounterfactualConstraints = .init(),
    scale: Attributions.Scale = .prediction, output: String? = nil, options: Options = Options()
  ) throws(AttributionError) {
    guard options.count > 0, options.greatestCount > 0, options.choices > 1, options.budget > 0,
      options.batch > 0, options.sparsity >= 0, options.sparsity.isFinite
    else {
      throw .refused(
        "counts and budgets are above zero, choices above one, sparsity not below zero")
    }
    let features =
      model.features ?? rows.columns.indices.map { Feature("f\($0)") }
    let thresholds = TreeThresholds(model)
    let movable = try MovableRow(
      rows, row: row, reference: reference, features: features, constraints: constraints,
      thresholds: thresholds, sparsity: options.sparsity,
      limit: max(2, min(options.choices, options.budget / (4 * max(1, features.count)))))
    let call = try ModelCall(model, scale: scale, output: output, threads: options.threads)
    var oracle = try CounterfactualOracle(movable, call, threshold, options)
    var beam = CounterfactualBeam(movable, oracle, options)
    try beam.search(&oracle)
    let refined = try beam.solutions.map { state throws(AttributionError) in
      try CounterfactualRefinement(movable).refine(state, thresholds, &oracle)
    }
    let verified = try CounterfactualBeam.diverse(refined, options.count).map {
      state throws(AttributionError) in try oracle.verified(state)
    }
    let choices = movable.moves.map {
      Searched.Choices(name: $0.name, count: $0.choices.count)
    }
    self.output = oracle.own
    self.threshold = threshold
    (side, found) = (oracle.target.other, verified)
    nearest = verified.isEmpty ? oracle.nearest : nil
    searched = Searched(
      choices: choices, fixed: movable.fixed,
      greatestCount: min(options.greatestCount, choices.count),
      completeCount: beam.completeCount, evaluations: oracle.evaluations)
  }
}

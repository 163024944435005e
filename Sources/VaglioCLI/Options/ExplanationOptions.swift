internal import ArgumentParser

/// How attributions are made, and what is drawn from them.
struct ExplanationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The explainer by its name in 'vaglio list explainers'. (default: the exact one of the model, else permutation)",
      valueName: "name"))
  var method: ExplainerChoice?

  @Option(
    help: ArgumentHelp(
      "The table whose rows stand for the population that rows are held against. (default: for trees the training rows as the model's covers tell, else the data)",
      valueName: "file"))
  var background: String?

  @Option(
    help: ArgumentHelp(
      "How many rows of the background are used, chosen by a hash of their place. (default: all for exact explainers, 100 for sampled ones and linear leaves)",
      valueName: "count"))
  var backgroundRows: Int?

  @Option(
    help: ArgumentHelp(
      "Explain the margin, what the model adds up before its link, or the prediction. (default: margin where that is exact, else prediction)",
      valueName: "scale"))
  var scale: ScaleChoice?

  @Option(
    help: ArgumentHelp(
      "Take several features as one, written name=feature,feature. Repeatable. With --method owen they keep attributions of their own.",
      valueName: "group"))
  var group: [String] = []

  @Option(
    help: ArgumentHelp(
      "Find groups in the background, else the data: one-hot, the indicators of one category; or correlated, features whose rank correlations are at least 0.7, or correlated:0.8.",
      valueName: "kind"))
  var findGroups: String?

  @Option(
    help: ArgumentHelp(
      "Explain these rows alone, by their places in the data: 1-100,205. (default: all)",
      valueName: "places"))
  var rows: String?

  @Option(
    help: ArgumentHelp(
      "Explain at most so many rows, chosen by a hash of their ids. (default: all, 200 by sampled explainers)",
      valueName: "count"))
  var sample: Int?

  @Option(
    help: ArgumentHelp(
      "How many of the most important features get curves of their effect. (default: 4)",
      valueName: "count"))
  var effects: Int?

  @Option(
    help: ArgumentHelp(
      "Measure how strongly so many of the most important features interact, pair by pair; with --row, of trees, also which pairs moved that row. (default: 0)",
      valueName: "count"))
  var interactions: Int?

  @Option(
    help: ArgumentHelp(
      "Write the interactions of all pairs of features, row by row, as a table: CSV, or .parquet or .arrow by its name. For trees, and --method exact.",
      valueName: "file"))
  var interactionValues: String?

  @Flag(
    help:
      "With --label: share out what the model takes off the loss, log loss or squared error, to its features (SAGE)."
  )
  var sage = false

  @Option(
    help: ArgumentHelp(
      "With --label: the metric that permutation importance is about. (default: roc_auc, log_loss or root_mean_squared_error)",
      valueName: "name"))
  var metric: String?

  @Option(
    help: ArgumentHelp(
      "Measure the share of attribution through these features together. Repeatable.",
      valueName: "feature,…"))
  var share: [String] = []

  @Option(
    help: ArgumentHelp(
      "With two models: the change of mean |attribution| up to which a feature counts as unchanged.",
      valueName: "number"))
  var margin: Double?

  @Flag(
    help:
      "Test the explanation: put in and take out features in its order, against random orders."
  )
  var faithfulness = false

  @Option(
    help: ArgumentHelp(
      "Explain so many times with other seeds or other halves of the background, and with rows moved a little, and tell how much changes.",
      valueName: "runs"))
  var stability: Int?

  @Option(
    help: ArgumentHelp(
      "The same kind of model fitted to another sample of the same population, to tell how sure attributions are of the model. Repeatable, twice or more, with --model.",
      valueName: "model"))
  var refit: [String] = []

  @Option(
    help: ArgumentHelp(
      "Compare with another implementation's attributions of the same rows, a library's own say: a table with a column per feature, and base_value if it has one.",
      valueName: "file"))
  var contributions: String?

  @Option(
    help: ArgumentHelp(
      "Draw coalitions until standard errors are below this share of a row's range of attributions. (default: 0.01)",
      valueName: "fraction"))
  var tolerance: Double?

  @Option(
    help: ArgumentHelp(
      "How often a sampled explainer may ask the model for one row. (default: 1000000)",
      valueName: "count"))
  var budget: Int?

  @Option(
    help: ArgumentHelp(
      "How long a sampled explainer may draw for each model. Results then hang on the machine's speed. (default: no limit)",
      valueName: "number"))
  var seconds: Double?

  @Option(
    help: ArgumentHelp(
      "Write the attributions as a table: CSV, or .parquet or .arrow by its name.",
      valueName: "file"))
  var attributions: String?

  @Option(
    help: ArgumentHelp("The level of the intervals. (default: 0.95)", valueName: "fraction"))
  var confidence: Double?

  @Option(help: ArgumentHelp("The seed of all draws. (default: 7)", valueName: "number"))
  var seed: Int?

  @Option(
    help: ArgumentHelp(
      "How many threads work; they change nothing but the time. (default: one per core)",
      valueName: "count"))
  var threads: Int?

  @Option(help: ArgumentHelp("The policy that judges.", valueName: "file"))
  var policy: String?
}

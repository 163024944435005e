internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioGates
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What `explain` is asked for, checked.
struct ExplanationPlan {
  /// A model and its part.
  struct Model {
    let role: Subject
    let location: String
    /// The option that named it.
    let option: String
  }

  let data: [String]
  let format: TableFormat?
  let separator: SeparatorOption?
  let missing: OutcomeTable.MissingValues
  let models: [Model]
  let opening: ModelOpening
  let columns: OutcomeTable.Columns?
  let id: String?
  let task: PredictionTask?
  let threshold: Double?

  let method: ExplainerChoice?
  let background: String?
  let backgroundRows: Int?
  let scale: ScaleChoice?
  let groups: [GroupOption]
  /// How groups are found; `nil` where features are by themselves, or groups named.
  let groupSearch: GroupSearch?
  let places: [ClosedRange<Int>]?
  let sample: Int?
  let effects: Int
  /// Between how many of the leading features interactions are measured.
  let interactions: Int
  /// The file that interactions of all pairs are written to.
  let pairTable: String?
  /// Models that were fitted to other samples.
  let refits: [String]
  /// The file of another implementation's attributions.
  let contributions: String?
  let sharesLoss: Bool
  let metric: String?
  /// The lists of features whose share of attribution is measured.
  let shares: [[String]]
  let margin: Double?
  let testsFaithfulness: Bool
  let stabilityRuns: Int?
  let tolerance: Double
  let budget: Int
  /// An option that only sampled explainers heed, where one was given.
  let samplingOption: String?
  /// An option that only explainers with a background heed, where one was given.
  let backgroundOption: String?
  /// The most seconds of drawing.
  let seconds: Double?
  let table: String?
  let level: ConfidenceLevel
  let seed: Int
  let threads: Int
  let policy: PolicyFile?

  let rows: [String]
  let top: Int
  let reasons: ReasonMap?
  let reference: String?
  let counterfactuals: Int
  let constraints: CounterfactualConstraints

  /// The plan of a command line.
  init(_ command: Explain) throws {
    let (explanation, decisions) = (command.explanation, command.decisions)
    data = command.data.data
    guard !data.isEmpty else {
      throw Trouble("no data: name one or more files, or - for standard input")
    }
    guard command.data.unlabelled == nil, command.data.proxy == nil else {
      throw Trouble("--unlabelled and --proxy: explanations need no labels; leave them out")
    }
    (format, separator) = (command.data.inputFormat, command.data.separator)
    missing = command.data.missing ?? .reject
    models = try Self.models(command.models)
    opening = try command.opening.opening()
    (columns, id, task) = (
      try Self.columns(command.columns), command.columns.id, command.columns.task
    )
    threshold = try Self.finite(command.columns.threshold, "threshold")
    method = explanation.method
    background = explanation.background
    backgroundRows = try AnalysisPlan.count(
      explanation.backgroundRows, "background-rows", 1...100_000_000)
    scale = explanation.scale
    groups = try explanation.group.map(GroupOption.init)
    groupSearch = try explanation.findGroups.map(GroupSearch.init)
    try Self.checkGroups(explanation)
    places = try explanation.rows.map(Self.places)
    sample = try AnalysisPlan.count(explanation.sample, "sample", 1...1_000_000_000)
    effects = try AnalysisPlan.count(explanation.effects, "effects", 0...1000) ?? 4
    interactions = try AnalysisPlan.count(explanation.interactions, "interactions", 0...50) ?? 0
    guard interactions != 1 else {
      throw Trouble("--interactions 1: an interaction is between two features; give 2 or more")
    }
    pairTable = explanation.interactionValues
    refits = explanation.refit
    contributions = explanation.contributions
    try Self.checkOfOneModel(explanation, count: models.count)
    sharesLoss = explanation.sage
    guard !sharesLoss || columns != nil else {
      throw Trouble("--sage: a loss needs labels; name their column by --label")
    }
    metric = explanation.metric
    guard metric == nil || columns != nil else {
      throw Trouble("--metric: permutation importance needs labels; name their column by --label")
    }
    margin = try Self.positive(explanation.margin, "margin")
    guard margin == nil || models.count == 2 else {
      throw Trouble("--margin: it is about two models; name them by --candidate and --production")
    }
    testsFaithfulness = explanation.faithfulness
    stabilityRuns = try AnalysisPlan.count(explanation.stability, "stability", 2...100)
    tolerance = try Self.positive(explanation.tolerance, "tolerance") ?? 0.01
    budget =
      try AnalysisPlan.count(explanation.budget, "budget", 1...1_000_000_000_000) ?? 1_000_000
    seconds = try Self.positive(explanation.seconds, "seconds")
    samplingOption = Self.given([
      ("tolerance", explanation.tolerance != nil), ("budget", explanation.budget != nil),
      ("seconds", explanation.seconds != nil),
    ])
    backgroundOption = Self.given([
      ("background", explanation.background != nil && explanation.findGroups == nil),
      ("background-rows", explanation.backgroundRows != nil),
    ])
    table = explanation.attributions
    if let table { try OutputFiles.check(table, option: "attributions") }
    if let pairTable { try OutputFiles.check(pairTable, option: "interaction-values") }
    level = try AnalysisPlan.level(explanation.confidence)
    seed = try AnalysisPlan.count(explanation.seed, "seed", 0...1 << 53) ?? 7
    threads =
      try AnalysisPlan.count(explanation.threads, "threads", 1...1024)
      ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    policy = try explanation.policy.map(PolicyFile.init(reading:))
    shares =
      try explanation.share.map(Self.features) + (policy?.policy.reliedFeatures ?? [])

    rows = decisions.row
    top = try AnalysisPlan.count(decisions.top, "top", 1...100) ?? 4
    counterfactuals =
      try AnalysisPlan.count(decisions.counterfactuals, "counterfactuals", 0...100) ?? 0
    try Self.check(decisions, counterfactuals: counterfactuals)
    reasons = try decisions.reasons.map { path in
      try Self.named(path) { try ReasonMap(StructuredFile.value(of: path)) }
    }
    reference = decisions.reference
    constraints =
      try decisions.constraints.map { path in
        try Self.named(path) { try CounterfactualConstraints(StructuredFile.value(of: path)) }
      } ?? CounterfactualConstraints()
  }
}

extension ExplanationPlan {
  /// The options that the result hangs on, by name, defaults included.
  func options(method: String, scale: String, background: Int?) -> [String: String] {
    var options = [
      "confidence": CanonicalJSON.number(level.fraction), "seed": "\(seed)", "method": method,
      "scale": scale, "effects": "\(effects)", "missing": missing.rawValue,
    ]
    for model in models { options[model.option] = PathName(model.location).lastComponent }
    if let columns {
      options["label"] = columns.label
      options["positive"] = columns.positive
      options["weight"] = columns.weight
      options["cluster"] = columns.cluster
    }
    options["id"] = id
    options["threshold"] = threshold.map(CanonicalJSON.number)
    options["background"] = self.background.map { PathName($0).lastComponent }
    options["background-rows"] = background.map { "\($0)" }
    if !groups.isEmpty { options["group"] = groups.map(\.text).joined(separator: " ") }
    options["rows"] = places.map { $0.map { "\($0.lowerBound)-\($0.upperBound)" } }?
      .joined(separator: ",")
    options["sample"] = sample.map { "\($0)" }
    options["metric"] = metric
    options["find-groups"] = groupSearch.map { search in
      switch search {
      case .oneHot: "one-hot"
      case .correlated(let cut): "correlated:\(CanonicalJSON.number(cut))"
      }
    }
    if !refits.isEmpty {
      options["refit"] = refits.map { PathName($0).lastComponent }.joined(separator: ", ")
    }
    options["contributions"] = contributions.map { PathName($0).lastComponent }
    options["seconds"] = seconds.map(CanonicalJSON.number)
    if interactions > 0 { options["interactions"] = "\(interactions)" }
    if sharesLoss { options["sage"] = "true" }
    options["margin"] = margin.map(CanonicalJSON.number)
    if !rows.isEmpty {
      options["row"] = rows.joined(separator: ", ")
      options["top"] = "\(top)"
      options["counterfactuals"] = "\(counterfactuals)"
    }
    options["stability"] = stabilityRuns.map { "\($0)" }
    options["separator"] = separator?.text
    return options
  }
}

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
  let places: [ClosedRange<Int>]?
  let sample: Int?
  let effects: Int
  /// Between how many of the leading features interactions are measured.
  let interactions: Int
  let sharesLoss: Bool
  let metric: String?
  /// The lists of features whose share of attribution is measured.
  let shares: [[String]]
  let margin: Double?
  let testsFaithfulness: Bool
  let stabilityRuns: Int?
  let tolerance: Double
  let budget: Int
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
    places = try explanation.rows.map(Self.places)
    sample = try AnalysisPlan.count(explanation.sample, "sample", 1...1_000_000_000)
    effects = try AnalysisPlan.count(explanation.effects, "effects", 0...1000) ?? 4
    interactions = try AnalysisPlan.count(explanation.interactions, "interactions", 0...50) ?? 0
    guard interactions != 1 else {
      throw Trouble("--interactions 1: an interaction is between two features; give 2 or more")
    }
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
    table = explanation.attributions
    if let table { try OutputFiles.check(table, option: "attributions") }
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
    reasons = try decisions.reasons.map { path in
      try Self.named(path) { try ReasonMap(StructuredFile.value(of: path)) }
    }
    reference = decisions.reference
    counterfactuals =
      try AnalysisPlan.count(decisions.counterfactuals, "counterfactuals", 0...100) ?? 0
    constraints =
      try decisions.constraints.map { path in
        try Self.named(path) { try CounterfactualConstraints(StructuredFile.value(of: path)) }
      } ?? CounterfactualConstraints()
    guard !rows.isEmpty || counterfactuals == 0 else {
      throw Trouble("--counterfactuals: name the rows whose decisions are to turn by --row")
    }
  }
}

extension ExplanationPlan {
  private static func models(_ options: ExplainedModelOptions) throws(Trouble) -> [Model] {
    switch (options.model, options.candidate, options.production) {
    case (let model?, nil, nil): return [try self.model(.model, model, "model")]
    case (nil, let candidate?, let production?):
      return [
        try model(.candidate, candidate, "candidate"),
        try model(.production, production, "production"),
      ]
    case (nil, nil, nil):
      throw Trouble("no --model: name the model to explain, or --candidate and --production")
    case (nil, _, _):
      throw Trouble("--candidate and --production: name both, or one model by --model")
    default: throw Trouble("--model explains one model; leave --candidate and --production out")
    }
  }

  private static func model(
    _ role: Subject, _ location: String, _ option: String
  ) throws(Trouble) -> Model {
    guard !location.hasPrefix("column:") else {
      throw Trouble(
        "--\(option) \(location): a column of scores can't be asked why; name the model itself")
    }
    return Model(role: role, location: location, option: option)
  }

  /// The columns beside the features; `nil` without labels.
  private static func columns(
    _ options: ColumnOptions
  ) throws(Trouble) -> OutcomeTable.Columns? {
    guard let label = options.label else {
      for (name, value) in [("weight", options.weight), ("cluster", options.cluster)]
      where value != nil {
        throw Trouble("--\(name): serves only beside labels; name their column by --label")
      }
      return nil
    }
    return OutcomeTable.Columns(
      label: label, positive: options.positive, scores: [], weight: options.weight,
      weightKind: options.weightKind ?? .importance, id: options.id, cluster: options.cluster,
      task: options.task)
  }

  private static func finite(_ value: Double?, _ name: String) throws(Trouble) -> Double? {
    guard let value, !value.isFinite else { return value }
    throw Trouble("--\(name) \(value): give a finite number")
  }

  private static func positive(_ value: Double?, _ name: String) throws(Trouble) -> Double? {
    guard let value, !(value > 0 && value.isFinite) else { return value }
    throw Trouble("--\(name) \(value): give a number above 0")
  }

  /// Ranges of places, from 1: `1-100,205`.
  private static func places(_ text: String) throws(Trouble) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first >= 1, first <= last
      else {
        throw Trouble("--rows \(text): write places in the data from 1 on, such as 1-100,205")
      }
      ranges.append(first...last)
    }
    return ranges
  }

  private static func features(_ list: String) throws(Trouble) -> [String] {
    let names = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.allSatisfy({ !$0.isEmpty }), Set(names).count == names.count else {
      throw Trouble("--share \(list): name features once each, separated by commas")
    }
    return names
  }

  /// What a file holds; errors name the file.
  private static func named<Value>(_ path: String, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch let error as AttributionError {
      throw Trouble("\(path): \(error.description)")
    }
  }

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

/// Several features that are taken as one: `name=feature,feature`.
struct GroupOption {
  let name: String
  let features: [String]
  /// How the option was written.
  let text: String

  init(_ text: String) throws(Trouble) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw Trouble("--group \(text): write it as name=feature,feature")
    }
    name = String(parts[0])
    features = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard features.allSatisfy({ !$0.isEmpty }), Set(features).count == features.count else {
      throw Trouble("--group \(text): name features once each, separated by commas")
    }
    self.text = text
  }
}

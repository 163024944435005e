internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What `compare` and `evaluate` are asked for: command line and project file together, checked.
struct AnalysisPlan {
  /// A model and its part in the analysis.
  struct Model {
    let role: Subject
    let reference: ModelReference
    /// What is applied to its scores before anything is measured.
    var recalibrator: RecalibratorFile?
    /// The option that named it.
    let option: String

    /// A model by role and columns.
    init(
      role: Subject, reference: ModelReference, recalibrator: RecalibratorFile? = nil,
      option: String? = nil
    ) {
      (self.role, self.reference, self.recalibrator) = (role, reference, recalibrator)
      self.option = option ?? (role == .model ? "score" : role.rawValue)
    }
  }

  let data: [String]
  let format: TableFormat?
  let separator: SeparatorOption?
  let missing: OutcomeTable.MissingValues
  /// What is done with rows without a label, where it differs from ``missing``.
  let unlabelled: UnlabelledRows?
  /// The columns beside those of the models.
  let columns: OutcomeTable.Columns
  let models: [Model]
  /// What is known about models that their files don't tell.
  let opening: ModelOpening
  let threshold: Double
  let slices: [String]
  /// The metrics that were named; none for the task's standard set.
  let metrics: [String]
  /// The slicings whose groups are held against each other.
  let fairness: [String]
  /// The columns that are searched for subgroups; none where no search is wanted.
  let searchedColumns: [String]
  /// The metric of the search, if it was named.
  let searchMetric: String?
  let level: ConfidenceLevel
  let interval: IntervalChoice
  let resamples: Int
  let seed: Int
  let threads: Int
  let policy: PolicyFile?
  /// What rows are to be planned for; `nil` where nothing is planned.
  var power: PowerRequest?
  /// Options of single commands that the result hangs on.
  var further: [String: String] = [:]

  /// The plan of some options, with those of the project file where they are silent.
  init(
    _ data: DataOptions, _ columns: ColumnOptions, _ analysis: AnalysisOptions, models: [Model],
    project: ProjectFile
  ) throws {
    self.data = project.values(data.data, "data")
    guard !self.data.isEmpty else {
      throw Trouble("no data: name one or more files, or - for standard input")
    }
    format = try project.value(data.inputFormat, "input-format")
    separator = try project.value(data.separator, "separator")
    missing = try project.value(data.missing, "missing") ?? .reject
    unlabelled = try project.value(data.unlabelled, "unlabelled")
    let proxy = try project.value(data.proxy, "proxy")
    guard proxy == nil || unlabelled == .use else {
      throw Trouble("--proxy: guesses of labels serve only with --unlabelled use")
    }
    guard let label = try project.value(columns.label, "label") else {
      throw Trouble("no --label: name the column that holds what came true")
    }
    var columnNames = OutcomeTable.Columns(
      label: label, positive: try project.value(columns.positive, "positive"),
      scores: [], weight: try project.value(columns.weight, "weight"),
      weightKind: try project.value(columns.weightKind, "weight-kind") ?? .importance,
      id: try project.value(columns.id, "id"),
      cluster: try project.value(columns.cluster, "cluster"),
      task: try project.value(columns.task, "task"),
      stratum: try project.value(analysis.stratify, "stratify").map { $0 == "label" ? label : $0 })
    columnNames.proxy = proxy
    self.columns = columnNames
    interval = try project.value(analysis.interval, "interval") ?? .best
    try Self.checkStrata(self.columns, interval)
    self.models = models
    opening = try analysis.opening.opening(project)
    threshold = try Self.threshold(try project.value(columns.threshold, "threshold"))
    slices = project.values(analysis.slice, "slice")
    metrics = project.values(analysis.metric, "metric")
    fairness = project.values(analysis.fairness, "fairness")
    searchedColumns = try Self.columns(
      project.values(analysis.searchSubgroups, "search-subgroups"))
    searchMetric = try project.value(analysis.searchMetric, "search-metric")
    if searchMetric != nil, searchedColumns.isEmpty {
      throw Trouble("--search-metric: name the columns to search by --search-subgroups")
    }
    if unlabelled == .use, !fairness.isEmpty || !searchedColumns.isEmpty {
      throw Trouble(
        "--unlabelled use: --fairness and --search-subgroups need labels; pass --unlabelled drop")
    }
    level = try Self.level(try project.value(analysis.confidence, "confidence"))
    resamples =
      try Self.count(
        try project.value(analysis.resamples, "resamples"), "resamples", 100...1_000_000) ?? 2000
    seed = try Self.count(try project.value(analysis.seed, "seed"), "seed", 0...1 << 53) ?? 7
    threads =
      try Self.count(try project.value(analysis.threads, "threads"), "threads", 1...1024)
      ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    policy = try project.value(analysis.policy, "policy").map(PolicyFile.init(reading:))
  }

  /// Refuses strata where nothing is drawn within them.
  private static func checkStrata(
    _ columns: OutcomeTable.Columns, _ interval: IntervalChoice
  ) throws(Trouble) {
    guard let stratum = columns.stratum else { return }
    guard interval.isBootstrap else {
      throw Trouble(
        "--stratify \(stratum): only a bootstrap draws within strata; ask for --interval percentile, "
          + "basic or bca")
    }
    if columns.weight != nil, columns.weightKind == .frequency {
      throw Trouble(
        "--stratify \(stratum): rows of frequency weights can't be drawn within strata; repeat each "
          + "row as often as it counts")
    }
    if stratum == columns.id {
      throw Trouble("--stratify \(stratum): every row has an id of its own, so nothing would vary")
    }
  }

  private static func threshold(_ value: Double?) throws(Trouble) -> Double {
    guard let value else { return 0.5 }
    guard value.isFinite else { throw Trouble("--threshold \(value): give a finite number") }
    return value
  }

  /// The columns that lists separated by commas name, each once.
  private static func columns(_ lists: [String]) throws(Trouble) -> [String] {
    var columns: [String] = []
    for name in lists.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      guard !name.isEmpty else {
        throw Trouble("--search-subgroups: a column's name is missing beside a comma")
      }
      if !columns.contains(String(name)) { columns.append(String(name)) }
    }
    guard columns.count <= 50 else {
      throw Trouble("--search-subgroups: \(columns.count) columns; name at most 50")
    }
    return columns
  }

  static func level(_ value: Double?) throws(Trouble) -> ConfidenceLevel {
    guard let value else { return .ninetyFivePercent }
    guard let level = ConfidenceLevel(value) else {
      throw Trouble("--confidence \(value): give a level above 0 and below 1, such as 0.95")
    }
    return level
  }

  static func count(
    _ value: Int?, _ name: String, _ range: ClosedRange<Int>
  ) throws(Trouble) -> Int? {
    guard let value, !range.contains(value) else { return value }
    throw Trouble(
      "--\(name) \(value): give a number from \(range.lowerBound) to \(range.upperBound)")
  }
}

extension AnalysisPlan {
  /// The options that the result hangs on, by name, defaults included.
  func options(task: PredictionTask, positive: String?) -> [String: String] {
    var options = [
      "label": columns.label, "task": task.rawValue, "missing": missing.rawValue,
      "confidence": CanonicalJSON.number(level.fraction), "resamples": "\(resamples)",
      "interval": interval.rawValue, "seed": "\(seed)",
      "metric": metrics.isEmpty ? "all of the task" : metrics.joined(separator: ", "),
    ]
    for model in models {
      options[model.option] = model.reference.text
      let word = model.role == .model ? "recalibrator" : "\(model.role.rawValue)-recalibrator"
      options[word] = model.recalibrator?.text
    }
    if task == .binary {
      options["threshold"] = CanonicalJSON.number(threshold)
      options["positive"] = positive
    }
    if let weight = columns.weight {
      options["weight"] = weight
      options["weight-kind"] = columns.weightKind.rawValue
    }
    options["id"] = columns.id
    options["cluster"] = columns.cluster
    options["stratify"] = columns.stratum
    if !slices.isEmpty { options["slice"] = slices.joined(separator: " ") }
    options["unlabelled"] = unlabelled?.rawValue
    options["proxy"] = columns.proxy
    if !fairness.isEmpty { options["fairness"] = fairness.joined(separator: " ") }
    if !searchedColumns.isEmpty {
      options["search-subgroups"] = searchedColumns.joined(separator: ",")
      options["search-metric"] = searchMetric
    }
    options["separator"] = separator?.text
    if let power {
      options["power"] = CanonicalJSON.number(power.power)
      options["difference"] = power.difference.map(CanonicalJSON.number)
      options["margin"] = power.margin.map(CanonicalJSON.number)
    }
    options.merge(further) { _, own in own }
    return options
  }
}

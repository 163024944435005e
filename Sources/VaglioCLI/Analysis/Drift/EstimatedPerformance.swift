internal import VaglioDrift
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioStatistics
internal import VaglioTables

/// How good a model is likely to be on current rows that have no labels, from what its predictions were
/// worth on the labelled reference.
struct EstimatedPerformance {
  /// `roc_auc` of the reference as measured (`production`), `estimated_roc_auc` of the current rows, and
  /// `estimated_roc_auc[weighted=density_ratio]` with the reference weighted to look like them.
  private(set) var findings: [Finding] = []
  private(set) var exhibits: [Exhibit] = []
  private(set) var measures: [Measure] = []
  private(set) var notes: [String] = []

  private let plan: DriftPlan

  private static let binary = [
    "roc_auc", "average_precision", "log_loss", "brier_score", "accuracy", "recall", "precision",
  ]
  private static let multiclass = ["accuracy", "log_loss", "brier_score", "f1[average=macro]"]
  private static let regression = [
    "mean_absolute_error", "mean_squared_error", "root_mean_squared_error",
  ]

  /// Estimates from the tables of an analysis; `predictions` are the columns of the model.
  init(
    _ analysis: DriftAnalysis, reference: Table, current: Table, predictions: ModelColumns,
    task: PredictionTask?, positiveClass: String?, _ plan: DriftPlan
  ) throws {
    self.plan = plan
    guard plan.roles.targets.count == 1 else {
      throw Trouble(
        "--estimate: name the one column that holds the reference's labels by --target")
    }
    var columns = OutcomeTable.Columns(
      label: plan.roles.targets[0], positive: plan.positive, scores: predictions.names,
      id: plan.roles.key, task: task)
    columns.scoredClasses = predictions.classes
    if columns.positive == nil, task == .binary, let positiveClass,
      reference[columns.label]?.categorized.code(of: positiveClass) != nil
    {
      columns.positive = positiveClass
    }
    let outcomes = try OutcomeTable(reference, columns: columns, missing: .drop)
    if outcomes.dropped > 0 {
      notes.append("\(outcomes.dropped) rows of the reference without label or score left out")
    }
    let names = predictions.names
    let own = try names.map { try Self.numbers($0, in: current) }
    let ratio = Self.ratio(analysis, outcomes.table, current, plan)
    switch outcomes.labels {
    case .binary(let labels, _, _):
      let reference = BinaryOutcomes(
        labels: labels, scores: try outcomes.scores(names[0], areProbabilities: true),
        threshold: plan.threshold, rows: outcomes.rows)
      try add(reference, own, ratio, MetricCatalogue.binary, Self.binary)
    case .classes(let labels, let classes):
      let reference = MulticlassOutcomes(
        classes: classes, labels: labels,
        scores: try outcomes.scores(
          byClass: Dictionary(zip(predictions.classes, names)) { first, _ in first },
          names: classes, areProbabilities: true), rows: outcomes.rows)
      let order = try classes.map { name -> [Double] in
        guard let place = predictions.classes.firstIndex(of: name) else {
          throw Trouble("--estimate: the model gives no probability of class \"\(name)\"")
        }
        return own[place]
      }
      try add(reference, order, ratio, MetricCatalogue.multiclass, Self.multiclass)
    case .numbers(let actual):
      let reference = RegressionOutcomes(
        actual: actual, predicted: try outcomes.predictions(names[0]), rows: outcomes.rows)
      try add(reference, own[0], analysis, outcomes.table, current, ratio)
    }
  }

  private static func numbers(_ name: String, in table: Table) throws -> [Double] {
    guard let numbers = try table.column(name).numbers else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "holds no numbers", remedy: "name the column of probabilities or predictions")
    }
    return numbers
  }

  /// The features of both tables, as learners take them.
  private static func joined(
    _ analysis: DriftAnalysis, _ reference: Table, _ current: Table
  ) throws(Undefined) -> JoinedColumns {
    try JoinedColumns(
      reference: reference, current: current,
      columns: analysis.columns.filter { $0.role == .feature }.map(\.column))
  }

  private static func keys(_ count: Int) -> [UInt64] { (0..<count).map(RowKey.ofRow) }

  /// How much more often rows like each reference row occur now, or why that can't be learnt.
  private static func ratio(
    _ analysis: DriftAnalysis, _ reference: Table, _ current: Table, _ plan: DriftPlan
  ) -> Result<DensityRatio, Undefined> {
    Result { () throws(Undefined) in
      let joined = try joined(analysis, reference, current)
      return try DensityRatio(
        joined, keys: keys(joined.count),
        plan: DensityRatio.plan(seed: plan.options.seed, threads: plan.threads))
    }
  }
}

extension EstimatedPerformance {
  private mutating func add<Observed: SupposableOutcomes>(
    _ reference: Observed, _ current: [[Double]], _ ratio: Result<DensityRatio, Undefined>,
    _ catalogue: [any Metric<Observed>], _ names: [String]
  ) throws {
    let metrics = names.compactMap { MetricCatalogue.metric($0, in: catalogue) }
    let scores = try UnlabelledScores(classes: current)
    let plan = plan
    func estimates(_ ratio: DensityRatio?) throws(WithoutLabelsError) -> [PerformanceEstimate] {
      try ConfidenceBasedPerformance(
        reference: reference, ratio: ratio, seed: plan.options.seed, threads: plan.threads
      ).estimates(of: metrics, on: scores, level: plan.options.level)
    }
    let plain = try estimates(nil)
    let weighted = Self.weighted(ratio) { ratio throws(WithoutLabelsError) in try estimates(ratio) }
    let shares = EstimatedLabelShift(
      reference, scores, metrics: metrics, level: plan.options.level, seed: plan.options.seed,
      threads: plan.threads)
    tell(metrics, measured: reference, plain, weighted, shifted: shares.estimates)
    findings += shares.findings
    exhibits += shares.exhibits
    measures.append(EstimatedLabelShift.measure)
    notes += shares.notes.filter { !notes.contains($0) }
  }

  private mutating func add(
    _ reference: RegressionOutcomes, _ current: [Double], _ analysis: DriftAnalysis,
    _ table: Table, _ currentTable: Table, _ ratio: Result<DensityRatio, Undefined>
  ) throws {
    let metrics = Self.regression.compactMap {
      MetricCatalogue.metric($0, in: MetricCatalogue.regression)
    }
    let plan = plan
    var growing = CrossFittedTrees.Plan(seed: plan.options.seed)
    growing.threads = plan.threads
    let learning = growing
    let features: [LearnerColumn]
    do throws(Undefined) {
      features = try Self.joined(analysis, table, currentTable).columns
    } catch {
      throw Trouble("--estimate: \(error.reason)")
    }
    func estimates(_ ratio: DensityRatio?) throws(WithoutLabelsError) -> [PerformanceEstimate] {
      try DirectLossEstimation(
        reference: reference, current: current, features: features, ratio: ratio, plan: learning
      ).estimates(of: metrics, level: plan.options.level)
    }
    let plain = try estimates(nil)
    let weighted = Self.weighted(ratio) { ratio throws(WithoutLabelsError) in try estimates(ratio) }
    tell(metrics, measured: reference, plain, weighted)
  }

  /// The estimates with the reference weighted, or why it can't be.
  private static func weighted(
    _ ratio: Result<DensityRatio, Undefined>,
    _ estimates: (DensityRatio) throws(WithoutLabelsError) -> [PerformanceEstimate]
  ) -> (estimates: [PerformanceEstimate], objection: String?) {
    switch ratio {
    case .failure(let reason): return ([], reason.reason)
    case .success(let ratio):
      do throws(WithoutLabelsError) {
        return (try estimates(ratio), nil)
      } catch {
        return ([], error.description)
      }
    }
  }

  private mutating func tell<Observed: Outcomes>(
    _ metrics: [any Metric<Observed>], measured reference: Observed,
    _ plain: [PerformanceEstimate],
    _ reweighted: (estimates: [PerformanceEstimate], objection: String?),
    shifted byClass: [PerformanceEstimate] = []
  ) {
    let own = Evaluation(metrics: metrics, level: plan.options.level)
      .findings(on: reference, subject: .production)
    let now = plain.map { $0.finding(subject: .model) }
    let weighted = reweighted.estimates
    let shifted = weighted.map { Self.weighted($0, "weighted=density_ratio") }
    let classes = byClass.map { Self.weighted($0, "weighted=label_shift") }
    findings = own + now + shifted + classes
    measures = metrics.map { $0.measure } + metrics.map { Self.estimated($0.measure) }
    exhibits = [
      Self.exhibit(
        own,
        [("reference", own), ("estimated", now), ("weighted", shifted), ("label_shift", classes)],
        level: plan.options.level)
    ]
    if let objection = reweighted.objection {
      notes.append("not estimated with a weighted reference: \(objection)")
    }
    var told: Set<String> = []
    notes += (plain + weighted).flatMap(\.notes).filter { told.insert($0).inserted }
  }

  /// The finding of an estimate, named with the option that says how the reference was weighted.
  private static func weighted(_ estimate: PerformanceEstimate, _ option: String) -> Finding {
    let finding = estimate.finding(subject: .model)
    let name = finding.measure
    return Finding(
      measure: name.hasSuffix("]") ? "\(name.dropLast()),\(option)]" : "\(name)[\(option)]",
      subject: finding.subject, estimate: finding.estimate, count: finding.count,
      effectiveCount: finding.effectiveCount, notes: finding.notes)
  }

  /// The measure of what is estimated without labels.
  private static func estimated(_ measure: Measure) -> Measure {
    Measure(
      name: "estimated_" + measure.name, title: "Estimated " + measure.title,
      definition: "Estimated without labels from what predictions were worth on the reference: "
        + measure.definition, range: measure.lowest...measure.highest,
      direction: measure.direction, unit: measure.unit)
  }

  /// The exhibit `estimated_performance`: words `metric`; of each `reference`, `estimated`, `weighted` and
  /// `label_shift` with the bounds `…_lower` and `…_upper`.
  private static func exhibit(
    _ own: [Finding], _ columns: [(name: String, findings: [Finding])], level: ConfidenceLevel
  ) -> Exhibit {
    var series: [String: Exhibit.Series] = ["metric": .words(own.map(\.measure))]
    for (name, findings) in columns where !findings.isEmpty {
      series[name] = .numbers(findings.map(\.estimate.value))
      series[name + "_lower"] = .numbers(findings.map { $0.estimate.interval?.lower })
      series[name + "_upper"] = .numbers(findings.map { $0.estimate.interval?.upper })
    }
    return Exhibit(
      kind: "estimated_performance", subject: .difference, series: series,
      scalars: ["level": level.fraction])
  }
}

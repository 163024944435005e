internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels

/// How much explanations differ that were made with other seeds or other halves of the background, of
/// rows that were moved a little, or of models that were fitted to other samples.
struct StabilityPart {
  let findings: [Finding]
  let exhibits: [Exhibit]

  /// Explains as often as the plan says; refits have explained the same rows already.
  init(_ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan) throws {
    let design = try rows.rowDesign()
    var stabilities: [Stability] = []
    func add(_ attributions: [Attributions], _ source: Stability.Source) throws {
      stabilities += try explained.attributions.outputs.indices.map { output in
        try Stability(
          of: attributions, source: source, output: explained.optionalName(ofOutput: output),
          design: design)
      }
    }
    if let runs = plan.stabilityRuns, let source = explained.source {
      try add(Self.again(explained, source, plan, runs: runs), source)
    }
    var further: [Finding] = []
    if let runs = plan.stabilityRuns, let perturbation = explained.perturbation(plan, runs: runs) {
      let moved = try Self.moved(explained, perturbation, plan, design)
      stabilities += moved.stabilities
      further = moved.findings
    }
    if !explained.refits.isEmpty { try add([explained.attributions] + explained.refits, .refits) }
    findings =
      stabilities.flatMap { $0.findings(explained.model.role, level: plan.level) } + further
    exhibits =
      Stability.exhibit(stabilities, explained.model.role, level: plan.level).map { [$0] } ?? []
  }

  private static func again(
    _ explained: ModelExplanation, _ source: Stability.Source, _ plan: ExplanationPlan, runs: Int
  ) throws -> [Attributions] {
    try (0..<runs).map { run in
      var request = explained.request
      switch source {
      case .seeds: request.seed = plan.seed + run
      default: request.background = half(request.background, run, plan.seed)
      }
      return try explained.model.explanation(of: request, plan.explainers).attributions
    }
  }

  /// The explanations of rows that were moved a little, output by output, and how fast they move.
  private static func moved(
    _ explained: ModelExplanation, _ perturbation: Perturbation, _ plan: ExplanationPlan,
    _ design: RowDesign?
  ) throws -> (stabilities: [Stability], findings: [Finding]) {
    var request = explained.request
    let made = try perturbation.moved.map { rows in
      request.rows = rows
      return try explained.model.explanation(of: request, plan.explainers).attributions
    }
    var (stabilities, findings) = ([Stability](), [Finding]())
    for output in explained.attributions.outputs.indices {
      var runs = ([explained.attributions] + made).makeIterator()
      let found = try perturbation.stability(
        output: explained.optionalName(ofOutput: output), design: design
      ) { _ in runs.next() ?? explained.attributions }
      stabilities.append(found.stability)
      findings.append(found.lipschitz.finding(explained.model.role, level: plan.level))
    }
    return (stabilities, findings)
  }

  /// Refuses models of whose explanations none could have come out otherwise.
  static func check(_ explained: [ModelExplanation], _ plan: ExplanationPlan) throws(Trouble) {
    guard let runs = plan.stabilityRuns, let first = explained.first,
      !explained.contains(where: {
        $0.source != nil || $0.perturbation(plan, runs: runs) != nil
      })
    else { return }
    let name = first.model.explainer.rawValue
    throw Trouble(
      first.model.needsBackground
        ? "--stability: a background of \(first.request.background?.rowCount ?? 0) rows has no halves "
          + "to compare; give 4 or more"
        : "--stability: \(name) draws nothing and has no background, and no feature has fractions that could "
          + "be moved a little, so that it can't come out otherwise; give a --background")
  }

  /// A half of the background, by the hash of its rows' places and the run.
  private static func half(
    _ background: FeatureMatrix?, _ run: Int, _ seed: Int
  ) -> FeatureMatrix? {
    guard let background else { return nil }
    let rows = Array(0..<Int32(background.rowCount))
    let keys = rows.map { UInt64($0) }
    return background.gathered(
      ExplainedRows.hashed(rows, keys, background.rowCount / 2, seed: seed + run))
  }
}

extension ModelExplanation {
  /// The rows moved a little; `nil` where no feature has fractions.
  fileprivate func perturbation(_ plan: ExplanationPlan, runs: Int) -> Perturbation? {
    try? Perturbation(
      of: request.rows, background: reference, runs: runs, seed: UInt64(plan.seed))
  }

  /// What may be otherwise in another explanation of the same rows: its draws, else its background;
  /// `nil` where nothing can.
  fileprivate var source: Stability.Source? {
    if model.explainer.isSampled { return .seeds }
    return request.background.map({ $0.rowCount > 3 }) ?? false ? .backgrounds : nil
  }
}

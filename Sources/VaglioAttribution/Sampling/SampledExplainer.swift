public import VaglioModels

/// Explains any model by asking it about rows of which some features come from a background.
///
/// Attributions are Shapley values of the game ``FeatureGroups`` play: v(S) is the mean over the
/// background of what the model says with the features of S from the explained row and all others
/// from the background's. They add up to the model's answer to the row less the background's mean
/// answer, whatever is drawn. The same bytes come out for any number of threads and any batch size
/// (with a budget in seconds the number of rounds hangs on the clock).
///
/// The model is asked about some thousand rows at a time. What it answers is checked: finite numbers,
/// and the same ones for the same rows.
public struct SampledExplainer: Sendable {
  /// What the attributions are given to.
  public let groups: FeatureGroups
  /// What is shared out.
  public let scale: Attributions.Scale
  private let model: ScaledModel
  private let background: CellTable
  private let answers: OutputMatrix
  private let weights: [Double]
  private let names: [String]

  /// An explainer of a model against a background, each of whose rows counts once or by its weight.
  ///
  /// Refused: no background rows, weights that are negative or add up to nothing, groups of another
  /// number of features, a scale that the model doesn't have, a model that answers the background
  /// with numbers that are not finite, or otherwise when asked again.
  ///
  /// - Precondition: as many columns as the model has features, in their order and of their kinds;
  ///   at least one thread.
  public init(
    model: any Model, background: FeatureMatrix, weights: [Double]? = nil,
    groups: FeatureGroups? = nil, scale: Attributions.Scale = .prediction, threads: Int = 1
  ) throws(AttributionError) {
    guard background.rowCount > 0, !background.columns.isEmpty else {
      throw .refused("the background has no rows", remedy: "give rows that stand for a population")
    }
    if let features = model.features, features.count != background.columns.count {
      throw .refused(
        "the background has \(background.columns.count) columns, and the model takes "
          + "\(features.count)", remedy: "match the columns with the model's features")
    }
    let groups = groups ?? FeatureGroups(each: Self.features(model, background))
    guard groups.groupOfFeature.count == background.columns.count else {
      throw .refused(
        "the groups are of \(groups.groupOfFeature.count) features, and the background has "
          + "\(background.columns.count) columns")
    }
    self.model = try ScaledModel(model, scale: scale, threads: threads)
    try self.model.refuseLabels()
    self.weights = try BackgroundShares(weights, count: background.rowCount).values
    (self.groups, self.scale) = (groups, scale)
    let few = background.first(8)
    try self.model.refuseUnlessRepeatable(few, place: Self.backgroundRow)
    answers = try self.model.answers(to: background, place: Self.backgroundRow)
    names = self.model.names(outputCount: answers.outputCount)
    self.background = CellTable(background)
  }

  private static func backgroundRow(_ row: Int) -> String { "row \(row + 1) of the background" }

  private static func features(_ model: any Model, _ background: FeatureMatrix) -> [Feature] {
    model.features ?? background.columns.indices.map { Feature("f\($0)") }
  }

  /// What the model says of the background on average, one per output.
  public var baseValues: [Double] {
    (0..<answers.outputCount).map { output in
      weights.indices.reduce(0) {
        $0 + weights[$1] * answers.values[$1 * answers.outputCount + output]
      }
    }
  }

  /// How many rows a first look asks the model about at least: the background twice over its first
  /// eight rows.
  private var overhead: Int { 2 * min(8, background.rowCount) }

  /// The attributions of rows, with their errors.
  ///
  /// Randomness hangs on the seed and a row's key, its number where no keys are given. Errors of the
  /// coalitions are `nil` where every attribution is exact, those of the background where it has one
  /// row, which is a point of reference rather than a sample.
  ///
  /// Refused: no rows, rows of other columns than the background, a budget that doesn't hold a first
  /// round, exact enumeration of too many players, answers that are not finite.
  ///
  /// `keepsCovariances` returns covariances between features, rows × outputs × features² numbers
  /// twice; `batch` is the most composite rows in one call of the model.
  public func attributions(
    of rows: FeatureMatrix, method: SamplingMethod = .automatic,
    budget: SamplingBudget = SamplingBudget(), seed: UInt64 = 7, keys: [UInt64]? = nil,
    keepsCovariances: Bool = false, batch: Int = 1 << 14
  ) throws(AttributionError) -> SampledAttributions {
    try check(rows, method, keys)
    let deadline = Deadline(seconds: budget.seconds)
    let game = try game(rows, batch: batch)
    var run = SamplingRun(
      game, method, budget, seed: seed, keys: keys ?? (0..<rows.rowCount).map(UInt64.init),
      deadline: deadline)
    var result = SampledRows(
      game, rowCount: rows.rowCount, keepsCovariances: keepsCovariances)
    let length = run.blockLength
    for start in stride(from: 0, to: rows.rowCount, by: length) {
      let block = start..<min(start + length, rows.rowCount)
      let share = Double(block.count) / Double(rows.rowCount - start)
      for row in try run.attributions(of: block, seconds: deadline.left.map { $0 * share }) {
        result.append(row)
      }
    }
    return result.finished(
      features: groups.names, outputs: names, scale: scale, baseValues: baseValues,
      evaluations: run.evaluations + overhead)
  }

  /// The game of some rows.
  func game(_ rows: FeatureMatrix, batch: Int) throws(AttributionError) -> CoalitionGame {
    let own = try model.answers(to: rows)
    return CoalitionGame(
      model, groups: groups, background: background, backgroundAnswers: answers, weights: weights,
      rows: CellTable(rows, after: background), answers: own.values,
      batch: batch)
  }

  /// Refuses rows that don't fit.
  func check(
    _ rows: FeatureMatrix, _ method: SamplingMethod, _ keys: [UInt64]?
  ) throws(AttributionError) {
    guard rows.rowCount > 0 else { throw .refused("there are no rows to explain") }
    guard rows.columns.count == background.featureCount else {
      throw .refused(
        "the rows have \(rows.columns.count) columns, and the background has "
          + "\(background.featureCount)")
    }
    for (feature, column) in rows.columns.enumerated() {
      let isText = if case .texts = column { true } else { false }
      guard isText == (background.levels[feature] != nil) else {
        throw .refused(
          "column \(feature + 1) holds \(isText ? "texts" : "numbers") in the rows and "
            + "\(isText ? "numbers" : "texts") in the background")
      }
    }
    guard keys.map({ $0.count == rows.rowCount }) ?? true else {
      throw .refused("there are \(keys?.count ?? 0) keys for \(rows.rowCount) rows")
    }
    if case .owen(let groupOfPlayer) = method, groupOfPlayer.count != groups.count {
      throw .refused(
        "there are groups for \(groupOfPlayer.count) players, and \(groups.count) players")
    }
  }
}

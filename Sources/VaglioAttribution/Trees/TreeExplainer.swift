public import VaglioModels

/// Exact attributions of what an ensemble of trees adds up.
///
/// The game: a coalition of players is worth what the ensemble says on average when they are as in
/// the row that is explained, and the others are absent. Without a background absent players are
/// followed both ways at each of their questions, with the shares of the training rows
/// (path-dependent, as the libraries themselves do it); with a background they are taken from its
/// rows, each as likely as the other (interventional). Margins are explained: base value + Σ
/// attributions is the ensemble's margin to the rounding of the precision in which it adds up.
///
/// Exact for trees of any depth and any background. Time per row does not depend on the
/// background's size as long as the paths of the trees have few players (18 at most, and fewer
/// where few rows are expected); for others each row meets every distinct pattern of the
/// background.
///
/// Linear functions at leaves (LightGBM's `linear_tree`) are shared out against a background, in time
/// that is proportional to its size; what they give to the training rows on average no file tells.
public struct TreeExplainer: Sendable {
  /// One name per player.
  public let features: [String]
  /// One name per output.
  public let outputs: [String]
  /// What the ensemble says of no row in particular, one per output: the mean margin over the
  /// background, or that of the training rows as the covers tell.
  public let baseValues: [Double]
  /// How many rows each call is made ready for.
  public let expectedRows: Int

  let forest: PlayerForest
  let background: TreeBackground?
  /// The linear functions at the leaves, if there are any.
  let linear: LinearLeaves?
  let cache = TreePlanCache()

  /// Makes an ensemble ready: `outputs` has one name per output of it, `groups` are the players
  /// over its features, and absent players are drawn from the rows of `background`; `nil` follows
  /// the training rows.
  ///
  /// `expectedRows` is about how many rows are explained: with many, more is computed beforehand, at
  /// the first call, and what of it is small is kept for the next.
  /// The attributions of a row are the same bytes whatever else is in the call and on any number of
  /// threads; explainers that expect different numbers of rows may differ in rounding.
  public init(
    _ ensemble: TreeEnsemble, outputs: [String], groups: FeatureGroups,
    background: CodedFeatures? = nil, expectedRows: Int = 1000
  ) throws(AttributionError) {
    try self.init(
      ensemble, outputs: outputs, features: groups.names, playerOfFeature: groups.groupOfFeature,
      background: background, expectedRows: expectedRows)
  }

  /// The same with a player per feature; a player may have no feature, and gets 0.
  init(
    _ ensemble: TreeEnsemble, outputs: [String], features: [String], playerOfFeature: [Int],
    background: CodedFeatures?, expectedRows: Int
  ) throws(AttributionError) {
    precondition(outputs.count == ensemble.outputCount, "a name per output")
    precondition(playerOfFeature.count == ensemble.featureCount, "a player per feature")
    precondition(
      playerOfFeature.allSatisfy { features.indices.contains($0) }, "a player that exists")
    try Self.check(ensemble, background)
    (self.features, self.outputs, self.expectedRows) = (features, outputs, expectedRows)
    forest = PlayerForest(ensemble, playerOfFeature: playerOfFeature)
    let questions = forest.questions
    let ranked = background.map {
      RankedRows($0, 0..<$0.rowCount, questions, blockRows: 512, threads: 1)
    }
    self.background = ranked.map { TreeBackground(rows: $0) }
    let forest = forest
    if background != nil {
      try Self.checkPaths(forest.pieces.joined().map(\.players.count).max() ?? 0)
    }
    linear = background.flatMap { rows in
      ranked.flatMap {
        LinearLeaves(
          ensemble, forest, playerOfFeature: playerOfFeature, background: rows, ranked: $0)
      }
    }
    let means = self.background?.expectedMargins(forest) ?? forest.expectedMargins()
    try Self.checkPaths(linear?.mostPlayers ?? 0)
    let functions = linear?.expectedMargins(outputCount: means.count)
    baseValues = functions.map { zip(means, $0).map(+) } ?? means
    if let background { try refuseInfinity(in: background, called: "background") }
    guard baseValues.allSatisfy(\.isFinite) else {
      throw .refused("the ensemble's margins are not finite")
    }
  }
}

extension TreeExplainer {
  private static func check(
    _ ensemble: TreeEnsemble, _ background: CodedFeatures?
  ) throws(AttributionError) {
    guard let background else {
      guard ensemble.trees.allSatisfy(\.linearLeaves.isEmpty) else {
        throw .refused(
          "the leaves of this ensemble are linear functions, and its file does not say what they gave "
            + "to the training rows on average",
          remedy: "give a background: rows that absent features are drawn from")
      }
      guard ensemble.hasCovers else {
        throw .refused(
          "the model's file does not say how many training rows came to each node, so that nothing "
            + "is known of absent features",
          remedy: "give a background: rows that absent features are drawn from")
      }
      return
    }
    guard background.columns.count == ensemble.featureCount else {
      throw .refused(
        "the background has \(background.columns.count) columns, and the model takes "
          + "\(ensemble.featureCount)",
        remedy: "give rows of the same features")
    }
    guard background.rowCount > 0 else {
      throw .refused("the background has no rows", remedy: "give at least one row")
    }
  }

  /// Refuses values that make a linear function infinite; `name` says whose they are.
  func refuseInfinity(in rows: CodedFeatures, called name: String) throws(AttributionError) {
    guard let (row, feature) = linear?.infinity(in: rows) else { return }
    throw .refused(
      "feature \(feature + 1) of row \(row + 1) of the \(name) is "
        + "\(rows.columns[feature][row]), and leaves are linear functions of it",
      remedy: "leave such rows out")
  }

  /// Patterns of a path have a bit per player.
  private static func checkPaths(_ most: Int) throws(AttributionError) {
    guard most <= PatternTree.mostPlayers else {
      throw .refused(
        "a path of the trees, with its leaf, asks for \(most) features, and against a background "
          + "\(PatternTree.mostPlayers) are the most",
        remedy: "explain without a background, or group features")
    }
  }
}

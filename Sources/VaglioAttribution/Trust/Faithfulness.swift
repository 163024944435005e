public import VaglioModels

/// Whether the features that an explanation puts first are those that move the model.
///
/// For every row, features are taken over from the row one after the other into the background rows
/// (insertion), or replaced by the background's (deletion), in an order: the output after u of the
/// features is v(u), the mean over all background rows, and the area is ∫₀¹(v(u) − v₀)du by the
/// trapezium rule, v₀ being the mean output over the background. Everything counts in the direction
/// in which the row's own output lies from v₀. The explanation's order takes the features first that
/// push furthest in that direction, and is held against orders drawn at random and against one order
/// for all rows by importance (Petsiuk, Das and Saenko 2018, arXiv:1806.07421, of images; with the
/// background's own rows in place of a blank, Covert, Lundberg and Lee 2021, arXiv:2011.14878).
public struct Faithfulness: Sendable {
  /// What the test is asked for.
  public struct Options: Sendable {
    /// In how many steps the features are taken; at most one a feature.
    public var steps = 20
    /// How many random orders each row is held against.
    public var randomOrders = 4
    /// The seed of the random orders.
    public var seed: UInt64 = 7
    /// How many rows a call of the model holds at most, if the background has fewer.
    public var batch = 16_384
    /// The threads that the model may use.
    public var threads = 1

    /// The defaults: 20 steps, 4 orders, seed 7, calls of 16,384 rows, one thread.
    public init() {}
  }

  /// An order of features over all rows.
  public struct Curve: Sendable {
    /// The order's name: `attributions`, `random`, `importance`.
    public let order: String
    /// The share of features that were taken, from 0 to 1.
    public let shares: [Double]
    /// The mean over the rows of v(u) − v₀ with that share inserted, in the direction of the output.
    public let insertion: [Double]
    /// The same with that share deleted.
    public let deletion: [Double]
  }

  /// A difference of areas from another order, per row positive where the explanation is better.
  public struct Gain: Hashable, Sendable {
    /// The other order: `random`, `importance`.
    public let against: String
    /// Area of insertion less the other's.
    public let insertion: RowMean
    /// The other's area of deletion less this one.
    public let deletion: RowMean
  }

  /// The area of insertion, mean over the rows.
  public let insertion: RowMean
  /// The area of deletion, mean over the rows.
  public let deletion: RowMean
  /// The explanation against every other order.
  public let gains: [Gain]
  /// The mean curves, the explanation's first.
  public let curves: [Curve]
  /// How often the model was asked for a row.
  public let evaluations: Int
  /// The name of the output, where there are several.
  public let output: String?

  /// Tests attributions of `rows` on the model that they explain.
  ///
  /// The model is asked rows × orders × 2 · steps × background times, in calls of `batch` rows.
  /// `importance` holds one number per feature, the greater the earlier; where it is `nil` that order
  /// is left out. Intervals take the rows as units and the background as it is.
  ///
  /// - Throws: a refusal of rows, a background, or importances that don't fit the attributions, which
  ///   are to be of the model's own features; of values that are not finite; of a model that says two
  ///   things of the same row; and what the model throws.
  public init(
    of attributions: Attributions, model: any Model, rows: FeatureMatrix, background: FeatureMatrix,
    importance: [Double]? = nil, output: String? = nil, design: RowDesign? = nil,
    options: Options = Options()
  ) throws(AttributionError) {
    try attributions.check(of: "the model")
    let place = try attributions.index(ofOutput: output)
    try Self.check(attributions, rows, importance, options)
    let design = try RowDesign(design, rows: rows.rowCount)
    let call = try ModelCall(
      model, scale: attributions.scale, output: output, threads: options.threads)
    let walk = try FaithfulWalk(
      composites: CompositeRows(rows, background: background), call, options)
    let orders = FeatureOrders(attributions, output: place, directions: walk.directions, options)
    let own = try walk.areas(rows.rowCount) { [orders.explained($0)] }
    let random = try walk.areas(rows.rowCount) { orders.random($0) }
    let ranked = importance.map(FeatureOrders.byImportance)
    let fixed = try ranked.map { order throws(AttributionError) in
      try walk.areas(rows.rowCount) { _ in [order] }
    }
    insertion = RowMean(own.insertion, design)
    deletion = RowMean(own.deletion, design)
    let others: [(String, WalkedAreas?)] = [("random", random), ("importance", fixed)]
    gains = others.compactMap { name, other in
      other.map { Gain(against: name, own, $0, design) }
    }
    let walked: [(String, WalkedAreas?)] = [("attributions", own)] + others
    curves = walked.compactMap { name, areas in
      areas.map { $0.curve(name, walk.shares, design) }
    }
    let orderCount = 1 + options.randomOrders + (fixed == nil ? 0 : 1)
    evaluations =
      background.rowCount + 2 * rows.rowCount
      + rows.rowCount * orderCount * 2 * (walk.shares.count - 2) * background.rowCount
    self.output = attributions.outputs.count > 1 ? output : nil
  }

  private static func check(
    _ attributions: Attributions, _ rows: FeatureMatrix, _ importance: [Double]?, _ options: Options
  ) throws(AttributionError) {
    let count = attributions.features.count
    guard attributions.rowCount == rows.rowCount, rows.columns.count == count else {
      throw .refused(
        "the attributions are of \(attributions.rowCount) rows and \(count) features, the rows "
          + "\(rows.rowCount) of \(rows.columns.count)")
    }
    if let importance, importance.count != count || importance.contains(where: \.isNaN) {
      throw .refused("the importances are not one number for each of \(count) features")
    }
    guard options.steps > 0, options.randomOrders > 0, options.batch > 0 else {
      throw .refused("steps, random orders and batches are one or more")
    }
  }
}

extension Faithfulness.Gain {
  fileprivate init(
    against: String, _ own: WalkedAreas, _ other: WalkedAreas, _ design: RowDesign
  ) {
    self.against = against
    insertion = RowMean(zip(own.insertion, other.insertion).map(-), design)
    deletion = RowMean(zip(other.deletion, own.deletion).map(-), design)
  }
}

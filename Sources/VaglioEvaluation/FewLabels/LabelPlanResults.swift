public import VaglioFindings
internal import VaglioStatistics

/// What the labels say that came back for a ``LabelPlan``: metrics of all rows that were planned for, with
/// intervals.
///
/// A row with the inclusion probability π counts 1/π times (times its own weight), and a metric M is read
/// off these weighted rows: for means that is Hájek's ratio of two Horvitz–Thompson sums, biased by
/// the order of 1/m for m labels (``LabelPlan/meanLoss(_:guesses:level:)`` is unbiased without that). Every
/// metric with an influence function φ has the variance Σ(1 − π)(φ/π)²/(Σ1/π)²·m/(m − 1): given the rank of the
/// first row left out, errors of single rows are uncorrelated (see ``LabelPlan``), and the metric is linear in them
/// to first order (Deville 1999, Survey Methodology 25, 193). The interval is Student's on the metric's
/// scale, with the effective number of the variance's terms less one as degrees of freedom. The target
/// is the metric of these N rows, not of others like them.
///
/// Where the influence of a row hangs on its own label alone, its expectation f under the guessed
/// probabilities of labels is known for all N rows and serves as a control variate: M + λ·(mean over all of f − weighted mean of
/// f), with the λ of least variance between 0 and 1: PPI++ (Angelopoulos, Duchi and Zrnic 2023,
/// arXiv:2311.01453) under this design, or the optimal difference estimator of survey sampling (Särndal,
/// Swensson and Wretman 1992, section 6.8). Ranking metrics use the labels alone.
///
/// Labels that came back out of the plan's order are weighted alike, with the variance of rows drawn
/// with replacement; that is right only as far as it does not hang on the labels which of them came back.
public struct LabelPlanResults<Observed: Outcomes>: Sendable {
  /// How many rows were planned for.
  public let population: Int
  /// How many labels came back.
  public let count: Int
  /// Whether the labels that came back are the plan's first ones, so that estimates rest on the design alone.
  public let isInOrder: Bool
  /// The largest weight 1/π of a row.
  public let largestWeight: Double

  let model: PartlyLabelled<Observed>
  /// The labelled rows with their weights.
  let labelled: Observed
  /// π of each labelled row.
  let inclusions: [Double]
  let isCensus: Bool

  /// The labels that came back for a plan.
  ///
  /// `model`: All rows that were planned for, in their own order, with the labels that came back.
  ///
  /// - Throws: ``WithoutLabelsError`` where a labelled row was not planned, the rows are not as many as the
  ///   plan's, or fewer than two labels came back.
  public init(_ model: PartlyLabelled<Observed>, plan: LabelPlan) throws(WithoutLabelsError) {
    guard model.all.count == plan.population else {
      throw .unusable(
        "the plan is of \(plan.population) rows, and here are \(model.all.count)")
    }
    var places = [Int32](repeating: -1, count: plan.population)
    for (place, entry) in plan.entries.enumerated() {
      guard places.indices.contains(entry.row) else {
        throw .unusable("the plan names row \(entry.row + 1) of \(plan.population)")
      }
      places[entry.row] = Int32(place)
    }
    if let row = model.labelledRows.first(where: { places[Int($0)] < 0 }) {
      throw .unusable("row \(row + 1) has a label, but the plan did not ask for it")
    }
    let back = model.labelledRows.map { Int(places[Int($0)]) }
    guard back.count >= 2 else {
      throw .tooFewRows(part: "labelled data", count: back.count, fewest: 2)
    }
    isInOrder = (back.max() ?? 0) < back.count
    let used = isInOrder ? try plan.prefix(back.count) : plan
    inclusions = back.map { used.entries[$0].inclusion }
    isCensus = isInOrder && used.threshold == .infinity && back.count == plan.population
    (self.model, population, count) = (model, plan.population, back.count)
    largestWeight = inclusions.reduce(1) { max($0, 1 / $1) }
    let own = model.labelled.rows
    labelled = model.labelled.with(
      Rows(
        count: own.count,
        weights: Weights(
          inclusions.enumerated().map { (own.weights?[$0] ?? 1) / $1 }, kind: .importance),
        keys: own.keys))
  }

  /// The estimates of metrics of all rows that were planned for, in the order of the metrics.
  public func estimates(
    of metrics: [any Metric<Observed>], level: ConfidenceLevel
  ) -> [PlannedEstimate] {
    metrics.map { estimate($0, level) }
  }
}

/// What a metric of all rows that were planned for comes to, from the labels that came back.
public struct PlannedEstimate: Hashable, Sendable {
  /// The metric's name in the record.
  public let metric: String
  /// The value on all rows that were planned for, with its interval; methods `label-plan` and, with a
  /// control variate, `label-plan-ppi++`.
  public let estimate: Estimate
  /// How many labels it rests on.
  public let count: Int
  /// The variance of the weighted labels over that of as many labels of a simple random sample;
  /// below 1 where the plan did better. `nil` where no variance is to be seen.
  public let designEffect: Double?
  /// How many labels of a simple random sample would be worth as much, control variate included.
  public let effectiveCount: Double?
  /// λ, how much the guesses count: 0 not at all, 1 as much as labels.
  public let tuning: Double
  /// The standard error divided by that without the guesses.
  public let gain: Double
  /// What a reader must know.
  public let notes: [String]

  /// The finding of this estimate.
  public func finding(subject: Subject, slice: Slice = .all) -> Finding {
    Finding(
      measure: metric, subject: subject, slice: slice, estimate: estimate, count: count,
      effectiveCount: effectiveCount, notes: notes)
  }
}

public import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How much of an explanation runs through some features: Σ|φ| over the rows and these features,
/// divided by that over all.
public struct AttributionShare: Sendable {
  /// The features, in the order in which they were asked for.
  public let features: [String]
  /// The ones among them that the model doesn't take, so that nothing runs through them.
  public let notTaken: [String]
  /// The name of the output, where there are several.
  public let output: String?
  /// The share with its interval, or why there is none.
  public let estimate: Estimate
  /// The number of rows.
  public let count: Int
  /// Kish's effective number of rows; `nil` without importance weights.
  public let effectiveCount: Double?

  /// The share of some features.
  ///
  /// The interval is that of a ratio of two means on the scale log(x/(1 − x)), by linearisation, with
  /// Student's t. Where none of the rows has any attribution through the features the upper bound is
  /// Clopper and Pearson's for the share of rows that have some. With errors, magnitudes are
  /// corrected as in ``AttributionComparison``. `columns` names the columns of the data: a feature that is
  /// one of them but no feature of the model has share 0 for certain.
  ///
  /// - Throws: a refusal of no features, names that are neither a feature nor a column, and values
  ///   that aren't finite.
  public init(
    of names: [String], in attributions: Attributions, columns: [String] = [],
    output: String? = nil, design: RowDesign? = nil, level: ConfidenceLevel = .ninetyFivePercent
  ) throws(AttributionError) {
    guard !names.isEmpty else { throw .refused("no features are named") }
    guard Set(names).count == names.count else {
      throw .refused("a feature is named twice: \(names.joined(separator: ", "))")
    }
    try attributions.check(of: "the model")
    let place = try attributions.index(ofOutput: output)
    let design = try RowDesign(design, rows: attributions.rowCount)
    let known = attributions.features + columns
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw .refused(
        "\"\(unknown)\" is neither a feature of the explanation nor a column of the data",
        remedy: NearestWord(to: unknown, among: known).map { "did you mean \"\($0.word)\"?" })
    }
    features = names
    notTaken = names.filter { !attributions.features.contains($0) }
    self.output = attributions.outputs.count > 1 ? output : nil
    (count, effectiveCount) = (design.count, design.effectiveCount)
    let asked = Set(names)
    let places = attributions.features.indices.filter { asked.contains(attributions.features[$0]) }
    guard !places.isEmpty else {
      estimate = Self.certainZero(level)
      return
    }
    let parts = ShareParts(attributions, output: place, asked: Set(places), design)
    estimate = parts.estimate(level, design)
  }

  private static func certainZero(_ level: ConfidenceLevel) -> Estimate {
    Estimate(
      0,
      Uncertainty(at: level) { Interval(lower: 0, upper: 0, level: $0, method: "not-an-input") })
  }

  /// The measure's name: `attribution_share[features=age|sex]`, features sorted.
  public static func measureName(_ features: [String], output: String? = nil) -> String {
    let list = features.sorted().joined(separator: "|")
    var options = ["features": list]
    if let output { options["class"] = output }
    return AttributionMeasure.name(ShiftMeasures.share.name, options)
  }

  /// What was found.
  public func finding(_ subject: Subject) -> Finding {
    Finding(
      measure: Self.measureName(features, output: output), subject: subject, estimate: estimate,
      count: count, effectiveCount: effectiveCount,
      notes: notTaken.isEmpty
        ? [] : ["the model doesn't take \(notTaken.joined(separator: ", "))"])
  }
}

/// The magnitudes of each row: through the features asked for, and altogether.
private struct ShareParts {
  private var asked: [Double]
  private var all: [Double]
  private var isNothing = true
  /// What the corrections may leave, and the noise that rows share, of the mean of either.
  private var bounds = (asked: (above: 0.0, below: 0.0), all: (above: 0.0, below: 0.0))
  private var noise = (asked: 0.0, all: 0.0)

  init(_ attributions: Attributions, output: Int, asked places: Set<Int>, _ design: RowDesign) {
    asked = Array(repeating: 0, count: attributions.rowCount)
    all = asked
    for feature in attributions.features.indices {
      let part = Magnitudes(attributions, feature: feature, output: output, design)
      let isAsked = places.contains(feature)
      for row in all.indices { all[row] += part.values[row] }
      bounds.all.above += part.residual.above
      bounds.all.below += part.residual.below
      noise.all += part.noise.squareRoot()
      guard isAsked else { continue }
      for row in asked.indices { asked[row] += part.values[row] }
      bounds.asked.above += part.residual.above
      bounds.asked.below += part.residual.below
      noise.asked += part.noise.squareRoot()
      if attributions.column(feature: feature, output: output).contains(where: { $0 != 0 }) {
        isNothing = false
      }
    }
  }

  func estimate(_ level: ConfidenceLevel, _ design: RowDesign) -> Estimate {
    let (part, whole) = (design.mean(of: asked), design.mean(of: all))
    guard whole > 0 else {
      return .undefined(Undefined("no row has any attribution that is surely not zero"))
    }
    let share = min(max(part / whole, 0), 1)
    if isNothing { return nothing(level, design) }
    let mean = RowMean(
      value: share, influences: zip(asked, all).map { ($0 - share * $1) / whole }, design,
      noise: ((noise.asked + share * noise.all) / whole).squared,
      excess: (bounds.asked.above + share * bounds.all.below) / whole,
      shortfall: (bounds.asked.below + share * bounds.all.above) / whole)
    return Estimate(share, Uncertainty(at: level) { interval(of: mean, $0) })
  }

  /// On the scale log(x/(1 − x)), carried over by its derivative; plain beyond its ends.
  private func interval(of mean: RowMean, _ level: ConfidenceLevel) -> Interval? {
    guard mean.value > 0, mean.value < 1, let error = mean.standardError else {
      return mean.interval(level: level, within: 0...1)
    }
    let logit = MeanInterval.t(
      mean: log(mean.value) - log1p(-mean.value),
      standardError: error / (mean.value * (1 - mean.value)),
      degreesOfFreedom: mean.degreesOfFreedom, level: level,
      method: (mean.method == "t" ? "linearization" : mean.method) + "-logit")
    return logit?.mapped { 1 / (1 + exp(-$0)) }.lengthened(
      below: mean.excess, above: mean.shortfall
    ).stretched(to: mean.value)
  }

  private func nothing(_ level: ConfidenceLevel, _ design: RowDesign) -> Estimate {
    Estimate(
      0,
      Uncertainty(at: level) {
        ProportionInterval.clopperPearson(successes: 0, trials: design.parts, level: $0)
      })
  }
}

extension Double {
  fileprivate var squared: Double { self * self }
}

extension Interval {
  /// The interval with so much more on either side, within 0...1.
  fileprivate func lengthened(below: Double, above: Double) -> Interval {
    Interval(
      lower: max(0, lower - below), upper: min(1, upper + above),
      level: ConfidenceLevel(level) ?? .ninetyFivePercent, method: method)
  }
}

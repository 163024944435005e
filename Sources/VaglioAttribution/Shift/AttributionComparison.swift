public import VaglioFindings
public import VaglioStatistics

/// What changed in the explanations from production to candidate, on the same rows.
public struct AttributionComparison: Sendable {
  /// What the comparison is asked for.
  public struct Options: Sendable {
    /// The level of intervals, of the joint region of ranks, and of tests.
    public var level = ConfidenceLevel.ninetyFivePercent
    /// How p-values are corrected for the number of features.
    public var correction = MultiplicityCorrection.holm
    /// The difference of mean |φ| up to which a feature counts as unshifted; `nil` for no test of
    /// equivalence.
    public var margin: Double?
    /// How many top reasons of a row are compared as a set.
    public var topCount = 3

    /// The defaults: 95 %, Holm's correction, no margin, three reasons.
    public init() {}
  }

  /// The name of the output, where the attributions have several.
  public let output: String?
  /// What was asked for.
  public let options: Options
  /// The features of both models, in the candidate's order.
  public let features: [FeatureShift]
  /// The features that only the candidate has.
  public let onlyCandidate: [String]
  /// The features that only production has.
  public let onlyProduction: [String]
  /// The share of rows whose top reason, by |φ| over all features of each model, is the same.
  public let topReasonAgreement: RowShare
  /// The mean over rows of |A ∩ B|/|A ∪ B| of the sets of top reasons.
  public let topReasonsJaccard: RowMean
  /// What a reader must know.
  public let notes: [String]

  /// Compares two explanations of the same rows, features matched by name.
  ///
  /// With errors, magnitudes are corrected for being too great on average, and intervals hold the
  /// errors that the rows share, and what the correction may leave. `output` names the output where
  /// there are several; both must have it. `design` says how rows count, all alike unless given.
  ///
  /// - Throws: a refusal of other rows, other scales, no shared feature, values that aren't finite,
  ///   and a margin that is not above zero.
  public init(
    candidate: Attributions, production: Attributions, output: String? = nil,
    design: RowDesign? = nil, options: Options = Options()
  ) throws(AttributionError) {
    try Self.check(candidate, production, options)
    let places = (
      try candidate.index(ofOutput: output), try production.index(ofOutput: output)
    )
    let design = try RowDesign(design, rows: candidate.rowCount)
    let columns = Dictionary(zip(production.features, 0...)) { first, _ in first }
    let shared = candidate.features.indices.filter { columns[candidate.features[$0]] != nil }
    guard !shared.isEmpty else {
      throw .refused("candidate and production have no feature in common")
    }
    let passed = shared.map { index in
      ShiftedFeature(
        candidate.features[index], candidate: (candidate, index, places.0),
        production: (production, columns[candidate.features[index]] ?? 0, places.1), design)
    }
    features = Self.completed(passed, options)
    let names = Set(candidate.features)
    onlyCandidate = candidate.features.filter { columns[$0] == nil }
    onlyProduction = production.features.filter { !names.contains($0) }
    let reasons = RowReasons(candidate, production, places, count: options.topCount)
    topReasonAgreement = RowShare(reasons.sameFirst, design)
    topReasonsJaccard = RowMean(reasons.jaccard, design)
    notes = Self.notes(candidate, production, onlyCandidate, onlyProduction)
    self.output = candidate.outputs.count > 1 ? output : nil
    self.options = options
  }

  private static func check(
    _ candidate: Attributions, _ production: Attributions, _ options: Options
  ) throws(AttributionError) {
    guard candidate.rowCount == production.rowCount else {
      throw .refused(
        "the candidate explains \(candidate.rowCount) rows, production \(production.rowCount)",
        remedy: "explain the same rows with both")
    }
    guard candidate.scale == production.scale else {
      throw .refused(
        "the candidate's attributions are of the \(candidate.scale.rawValue), production's of the "
          + production.scale.rawValue, remedy: "explain the same scale with both")
    }
    if let margin = options.margin, !(margin > 0 && margin.isFinite) {
      throw .refused("a margin of equivalence is above zero, not \(margin)")
    }
    guard options.topCount > 0 else { throw .refused("no top reasons are asked for") }
    try candidate.check(of: "the candidate")
    try production.check(of: "production")
  }

  /// Adds to each feature what depends on all of them: corrected p-values and ranks.
  private static func completed(
    _ features: [ShiftedFeature], _ options: Options
  ) -> [FeatureShift] {
    let family = 2 * features.count
    let own = RankRegion(
      features.map(\.candidate), isZero: features.map(\.isZero.candidate), family: family,
      level: options.level)
    let other = RankRegion(
      features.map(\.production), isZero: features.map(\.isZero.production), family: family,
      level: options.level)
    let tests = features.map(\.pValue)
    let equivalences = features.map { feature in
      options.margin.flatMap { feature.equivalencePValue($0) }
    }
    let adjusted = options.correction.adjusted(tests)
    let adjustedEquivalences = options.correction.adjusted(equivalences)
    return features.indices.map { index in
      let feature = features[index]
      return FeatureShift(
        feature: feature.feature, candidate: feature.candidate, production: feature.production,
        difference: feature.difference, isIdentical: feature.isIdentical, pValue: tests[index],
        adjustedPValue: adjusted[index], equivalencePValue: equivalences[index],
        adjustedEquivalencePValue: adjustedEquivalences[index], signFlips: feature.signFlips,
        distance: feature.distance,
        rank: RankChange(candidate: own.ranks[index], production: other.ranks[index]))
    }
  }

  private static func notes(
    _ candidate: Attributions, _ production: Attributions, _ onlyCandidate: [String],
    _ onlyProduction: [String]
  ) -> [String] {
    var notes: [String] = []
    if !onlyCandidate.isEmpty {
      notes.append("features of the candidate alone: \(onlyCandidate.joined(separator: ", "))")
    }
    if !onlyProduction.isEmpty {
      notes.append("features of production alone: \(onlyProduction.joined(separator: ", "))")
    }
    if candidate.errors != nil || production.errors != nil {
      notes.append(
        "attributions are estimates: magnitudes are corrected for their errors, and intervals hold "
          + "what that leaves")
    }
    return notes
  }
}

/// The top reasons of each row in two models, compared.
private struct RowReasons {
  /// Whether the first reason is the same, or there is none in both.
  let sameFirst: [Bool]
  /// The likeness of the sets.
  let jaccard: [Double]

  init(
    _ candidate: Attributions, _ production: Attributions, _ outputs: (Int, Int), count: Int
  ) {
    var (same, likeness) = ([Bool](), [Double]())
    for row in 0..<candidate.rowCount {
      let first = TopReasons.ofRow(row, output: outputs.0, count: count, in: candidate)
        .map { candidate.features[$0] }
      let second = TopReasons.ofRow(row, output: outputs.1, count: count, in: production)
        .map { production.features[$0] }
      same.append(first.first == second.first)
      likeness.append(TopReasons.jaccard(Set(first), Set(second)))
    }
    (sameFirst, jaccard) = (same, likeness)
  }
}

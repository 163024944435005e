public import VaglioFindings
internal import VaglioStatistics

/// Why a row was decided as it was: what pushed its output furthest to the side of the decision.
///
/// For an adverse action these are the "specific reasons" of Regulation B, 12 CFR 1002.9(b)(2), of
/// which the official comment 9(b)(2)-1 holds more than four unlikely to be helpful. What they are held
/// against, by comment 9(b)(2)-5 those who just qualified or the average applicant, is the population
/// that the base value stands for.
public struct ReasonCodes: Hashable, Sendable {
  /// A principal reason.
  public struct Reason: Hashable, Sendable {
    /// The code of the map; `nil` where the map has none for the feature.
    public let code: String?
    /// The text of the map, or else the feature's name.
    public let text: String
    /// The features behind it.
    public let features: [String]
    /// The sum of their attributions.
    public let attribution: Double
    /// By how much they push to the side of the decision; above zero.
    public let push: Double
    /// The standard error of the push; `nil` where attributions are exact. Of several features the
    /// sum, whatever they have in common.
    public let standardError: Double?
    /// Whether the push is above zero for certain, at the level.
    public let isCertain: Bool
    /// Reasons of one number can't be told apart: their pushes are equal, or their errors too great.
    public let rank: Int
    /// Whether nobody can change the features.
    public let isImmutable: Bool
    /// Whether the law forbids deciding by them.
    public let isProtected: Bool
  }

  /// The side of the decision.
  public let side: DecisionThreshold.Side
  /// The population that the row is held against.
  public let reference: String
  /// The output of no row in particular, on the scale that is explained.
  public let baseValue: Double
  /// The principal reasons, the furthest push first.
  public let reasons: [Reason]
  /// The texts of those reasons beyond the last that can't be told apart from it.
  public let tiedBeyond: [String]
  /// What a reader must know.
  public let notes: [String]

  /// Whether a reason shares its rank with another, shown or not.
  public func isTied(_ reason: Reason) -> Bool {
    reasons.count { $0.rank == reason.rank } > 1
      || !tiedBeyond.isEmpty && reason.rank == reasons.last?.rank
  }

  /// The reasons why an output lies where it does.
  ///
  /// Two neighbours are told apart where the difference of their pushes is significant at the level,
  /// one-sided, over as many comparisons as reasons are asked for (Bonferroni); the error of the
  /// difference is the sum of both, what they have in common not being known. The comparison of
  /// neighbours settles the order (Goldwasser and Hooker 2024, arXiv:2401.15800).
  ///
  /// `row` counts from 0, `side` is where the decision fell, `reference` the population of the base
  /// value, which the map has to name where it is `nil`, and `count` how many reasons at most.
  ///
  /// - Throws: a refusal of a row that isn't there, a map that doesn't fit, a reference that nobody
  ///   names, and attributions that are not finite.
  public init(
    of attributions: Attributions, row: Int, output: String? = nil, side: DecisionThreshold.Side,
    map: ReasonMap? = nil, reference: String? = nil, count: Int = 4,
    level: ConfidenceLevel = .ninetyFivePercent
  ) throws(AttributionError) {
    guard row >= 0, row < attributions.rowCount else {
      throw .refused("there is no row \(row + 1) among \(attributions.rowCount)")
    }
    guard count > 0 else { throw .refused("no reasons are asked for") }
    guard let reference = reference ?? map?.reference else {
      throw .refused(
        "nobody says which population the row is held against",
        remedy: "name the reference population: whom the background rows stand for")
    }
    try map?.check(features: attributions.features)
    let place = try attributions.index(ofOutput: output)
    let range = attributions.range(row: row, output: place)
    if let index = range.first(where: { !attributions.values[$0].isFinite }) {
      throw .refused(
        "the attribution to \"\(attributions.features[index - range.lowerBound])\" in row "
          + "\(row + 1) is \(attributions.values[index])")
    }
    let pushes = Push.all(attributions, range, side, map).filter { $0.push > 0 }.sorted {
      $0.push != $1.push ? $0.push > $1.push : $0.order < $1.order
    }
    let deviate = Normal.upperQuantile(level.alpha / Double(count))
    let ranks = Push.ranks(pushes, deviate)
    reasons = zip(pushes, ranks).prefix(count).map { $0.reason(rank: $1, deviate: deviate) }
    let last = reasons.last?.rank
    tiedBeyond = zip(pushes, ranks).dropFirst(count).filter { $0.1 == last }.map { $0.0.text }
    (self.side, self.reference, baseValue) = (side, reference, attributions.baseValues[place])
    notes = Self.notes(reasons, tiedBeyond, map)
  }

  private static func notes(
    _ reasons: [Reason], _ tiedBeyond: [String], _ map: ReasonMap?
  ) -> [String] {
    var notes: [String] = []
    if reasons.isEmpty { notes.append("no feature pushes to the side of the decision") }
    for reason in reasons where reason.isProtected {
      notes.append("protected: \(reason.text)")
    }
    for reason in reasons where map != nil && reason.code == nil {
      notes.append("the map has no code for \(reason.text)")
    }
    for reason in reasons where !reason.isCertain {
      notes.append("within its error of no push at all: \(reason.text)")
    }
    if !tiedBeyond.isEmpty {
      notes.append("as strong as the last reason: \(tiedBeyond.joined(separator: ", "))")
    }
    return notes
  }
}

/// What a reason's features do together.
private struct Push {
  let order: Int
  let code: String?
  let text: String
  let features: [String]
  let attribution: Double
  let push: Double
  let error: Double?
  let isImmutable: Bool
  let isProtected: Bool

  /// One for each reason of the map, then one for each feature that it doesn't name.
  static func all(
    _ attributions: Attributions, _ range: Range<Int>, _ side: DecisionThreshold.Side,
    _ map: ReasonMap?
  ) -> [Push] {
    let named = Set((map?.reasons ?? []).flatMap(\.features))
    let rest = attributions.features.filter { !named.contains($0) }.map {
      ReasonMap.Reason(code: "", text: $0, features: [$0])
    }
    let places = Dictionary(zip(attributions.features, range)) { first, _ in first }
    return ((map?.reasons ?? []) + rest).enumerated().map { order, reason in
      let indices = reason.features.compactMap { places[$0] }
      let sum = indices.reduce(0) { $0 + attributions.values[$1] }
      let error = attributions.errors.map { errors in
        indices.reduce(0) { $0 + errors.total(at: $1) }
      }
      return Push(
        order: order, code: reason.code.isEmpty ? nil : reason.code, text: reason.text,
        features: reason.features, attribution: sum, push: side.sign * sum, error: error,
        isImmutable: reason.isImmutable, isProtected: reason.isProtected)
    }
  }

  /// Ranks from 1 for pushes in descending order: the next one begins where neighbours are told
  /// apart.
  static func ranks(_ pushes: [Push], _ deviate: Double) -> [Int] {
    var ranks: [Int] = []
    for index in pushes.indices {
      guard index > 0 else {
        ranks.append(1)
        continue
      }
      let difference = pushes[index - 1].push - pushes[index].push
      let error = (pushes[index - 1].error ?? 0) + (pushes[index].error ?? 0)
      let isApart = difference > deviate * error
      ranks.append(isApart ? index + 1 : ranks[index - 1])
    }
    return ranks
  }

  func reason(rank: Int, deviate: Double) -> ReasonCodes.Reason {
    ReasonCodes.Reason(
      code: code, text: text, features: features, attribution: attribution, push: push,
      standardError: error, isCertain: push > deviate * (error ?? 0), rank: rank,
      isImmutable: isImmutable, isProtected: isProtected)
  }
}

extension ReasonCodes {
  /// The reasons for a record or a letter.
  public var json: JSONValue {
    [
      "side": .string(side.rawValue), "reference": .string(reference),
      "base_value": .number(baseValue), "reasons": .array(reasons.map(json(of:))),
      "tied_beyond": .array(tiedBeyond.map(JSONValue.string)),
      "notes": .array(notes.map(JSONValue.string)),
    ]
  }

  private func json(of reason: Reason) -> JSONValue {
    .members([
      "code": reason.code.map(JSONValue.string), "text": .string(reason.text),
      "features": .array(reason.features.map(JSONValue.string)),
      "attribution": .number(reason.attribution), "rank": .count(reason.rank),
      "standard_error": reason.standardError.map(JSONValue.number),
      "certain": .boolean(reason.isCertain), "tied": .boolean(isTied(reason)),
      "immutable": .boolean(reason.isImmutable), "protected": .boolean(reason.isProtected),
    ])
  }

  /// The reasons as a table: `reason_codes`; `nil` where there are none.
  public func exhibit(_ subject: Subject) -> Exhibit? {
    guard !reasons.isEmpty else { return nil }
    return Exhibit(
      kind: "reason_codes", subject: subject,
      series: [
        "code": .words(reasons.map { $0.code ?? "" }), "text": .words(reasons.map(\.text)),
        "features": .words(reasons.map { $0.features.joined(separator: ", ") }),
        "attribution": .numbers(reasons.map(\.attribution)),
        "standard_error": .numbers(reasons.map(\.standardError)),
        "rank": .numbers(reasons.map { Double($0.rank) }),
        "flags": .words(reasons.map(flags)), "reference": .words(reasons.map { _ in reference }),
      ], scalars: ["base_value": baseValue])
  }

  private func flags(_ reason: Reason) -> String {
    let all = [
      (isTied(reason), "tied"), (!reason.isCertain, "uncertain"),
      (reason.isImmutable, "immutable"), (reason.isProtected, "protected"),
    ]
    return all.filter(\.0).map(\.1).joined(separator: ", ")
  }
}

public import VaglioFindings
internal import VaglioStatistics

/// The bias audit of New York City's Local Law 144 of 2021 (Administrative Code § 20-870 ff.; rules
/// of the Department of Consumer and Worker Protection, 6 RCNY § 5-300 ff.).
///
/// For each sex, each race or ethnicity, and each crossing of both: the number of applicants, the
/// selection rate (or the scoring rate, the share above the median score of all applicants), and
/// the impact ratio, that rate divided by the highest category's. Applicants whose category is
/// unknown are counted, not calculated with. The law asks for no intervals; they are added, as are
/// Fisher's exact tests, because a ratio of small counts is mostly chance.
public struct LocalLaw144: Sendable {
  /// Below this share of all applicants a category may be left out of the impact ratios (§ 5-301(d)).
  public static let smallShare = 0.02

  private let audit: AuditTable
  private let level: ConfidenceLevel
  private let leavesOutSmall: Bool

  /// The audit of some applicants. `leavingOutSmall` makes use of the rule's permission to leave
  /// categories of less than 2 % out of the impact ratios; they are still listed.
  public init(_ audit: AuditTable, level: ConfidenceLevel, leavingOutSmall: Bool) {
    (self.audit, self.level, leavesOutSmall) = (audit, level, leavingOutSmall)
  }

  /// The rate that is measured.
  public var measure: Measure {
    guard audit.median != nil else { return SelectionRate().measure }
    return Measure(
      name: "scoring_rate", title: "Scoring rate",
      definition: "Share of applicants whose score is above the median of all applicants.",
      range: 0...1, direction: .neutral, source: "6 RCNY § 5-300")
  }

  /// One table of the audit: by sex, by race, by both.
  struct Part {
    let demographics: [AuditTable.Demographic]
    /// The categories that have applicants.
    let categories: [(slice: Slice, count: FourFifths.Count)]
    /// The applicants whose category is unknown.
    let unknown: Int
  }

  var parts: [Part] {
    let single = audit.demographics.map { [$0] }
    return (single + (single.count > 1 ? [audit.demographics] : [])).map(part)
  }

  private func part(_ demographics: [AuditTable.Demographic]) -> Part {
    let width = demographics.reduce(1) { $0 * $1.names.count }
    var (applicants, favoured) = (
      Array(repeating: 0, count: width), Array(repeating: 0, count: width)
    )
    var unknown = 0
    for row in audit.favoured.indices {
      guard let cell = Self.cell(of: row, demographics) else {
        unknown += 1
        continue
      }
      applicants[cell] += 1
      favoured[cell] += audit.favoured[row] ? 1 : 0
    }
    return Part(
      demographics: demographics,
      categories: (0..<width).filter { applicants[$0] > 0 }.map { cell in
        (
          Self.slice(cell, demographics),
          FourFifths.Count(selected: favoured[cell], applicants: applicants[cell])
        )
      }, unknown: unknown)
  }

  private static func cell(of row: Int, _ demographics: [AuditTable.Demographic]) -> Int? {
    var cell = 0
    for demographic in demographics {
      let code = Int(demographic.codes[row])
      guard code >= 0 else { return nil }
      cell = cell * demographic.names.count + code
    }
    return cell
  }

  private static func slice(_ cell: Int, _ demographics: [AuditTable.Demographic]) -> Slice {
    var (rest, conditions) = (cell, [Slice.Condition]())
    for demographic in demographics.reversed() {
      let level = rest % demographic.names.count
      conditions.insert(
        .init(column: demographic.column, value: demographic.names[level]), at: 0)
      rest /= demographic.names.count
    }
    return Slice(conditions)
  }

  /// Whether a category is so small that the rule lets it be left out.
  private func isSmall(_ count: FourFifths.Count) -> Bool {
    Double(count.applicants) < Self.smallShare * Double(audit.favoured.count)
  }
}

extension LocalLaw144 {
  /// The rate of all applicants; by every part the rate of every category, then its impact ratio and its difference from the highest.
  ///
  /// The tests are not yet corrected for the number of categories.
  public var findings: [Finding] {
    [overall]
      + parts.flatMap { part -> [Finding] in
        let rates = part.categories.map { rate($0.slice, $0.count) }
        let excluded = zip(rates, part.categories).filter { leavesOutSmall && isSmall($1.count) }
          .map(\.0)
        let left = Set(excluded.map(\.slice))
        let contrasts = GroupContrast(level: level)
          .findings(of: rates.filter { !left.contains($0.slice) })
        return FourFifths.tested(rates + contrasts, rate: measure.name) + excluded.map(absence)
      }
  }

  /// The rate of all applicants.
  private var overall: Finding {
    rate(
      .all,
      FourFifths.Count(
        selected: audit.favoured.count { $0 }, applicants: audit.favoured.count))
  }

  private func rate(_ slice: Slice, _ count: FourFifths.Count) -> Finding {
    Finding(
      measure: measure.name, subject: .model, slice: slice,
      estimate: Estimate(
        count.rate ?? 0,
        Uncertainty(at: level) {
          ProportionInterval.wilson(
            successes: Double(count.selected), trials: Double(count.applicants), level: $0)
        }), count: count.applicants,
      notes: isSmall(count) ? ["less than 2 % of all applicants"] : [])
  }

  private func absence(_ rate: Finding) -> Finding {
    Finding(
      measure: "\(measure.name).ratio", subject: rate.subject, slice: rate.slice,
      estimate: .undefined(
        Undefined("less than 2 % of all applicants: left out of the impact ratios by choice")),
      count: rate.count)
  }

  /// `local_law_144`: one table each by sex, by race or ethnicity, and by both.
  public var exhibits: [Exhibit] {
    let ratios = Findings(findings)
    return parts.map { part in
      let rates = part.categories.map { $0.count.rate ?? 0 }
      let slices = part.categories.map(\.slice)
      let isLeftOut = part.categories.map { leavesOutSmall && isSmall($0.count) }
      let highest = zip(rates, isLeftOut).filter { !$0.1 }.map(\.0).max() ?? 0
      let series: [String: Exhibit.Series] = [
        "category": .words(slices.map(\.description)),
        "applicants": .numbers(part.categories.map { Double($0.count.applicants) }),
        "favoured": .numbers(part.categories.map { Double($0.count.selected) }),
        "rate": .numbers(rates),
        "impact_ratio": .numbers(
          zip(rates, isLeftOut).map { $1 || highest == 0 ? nil : $0 / highest }),
        "small": .numbers(part.categories.map { isSmall($0.count) ? 1 : 0 }),
        "columns": .words(part.demographics.map(\.column)),
        "lower": .numbers(slices.map { interval(of: $0, in: ratios)?.lower }),
        "upper": .numbers(slices.map { interval(of: $0, in: ratios)?.upper }),
      ]
      var scalars = [
        "unknown": Double(part.unknown), "applicants": Double(audit.favoured.count),
      ]
      scalars["median"] = audit.median
      return Exhibit(kind: "local_law_144", subject: .model, series: series, scalars: scalars)
    }
  }

  private func interval(of slice: Slice, in findings: Findings) -> Interval? {
    findings.finding("\(measure.name).ratio", .model, on: slice)?.estimate.interval
  }

  /// What a reader must know: how many are unknown, and which categories are small.
  public var notes: [String] {
    var notes = ["\(audit.favoured.count) applicants"]
    if let median = audit.median {
      notes.append("the median score of all applicants is \(CanonicalJSON.number(median))")
    }
    for part in parts {
      let columns = part.demographics.map(\.column).joined(separator: "*")
      notes.append(
        "by \(columns): \(part.categories.count) categories; \(part.unknown) applicants are not "
          + "in the calculation because their category is unknown")
    }
    return notes
  }
}

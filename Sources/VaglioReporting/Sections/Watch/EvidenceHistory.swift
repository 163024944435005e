internal import VaglioFindings

/// How the evidence of an alert on a segment grew, look by look.
struct EvidenceHistory: Sendable {
  /// One look, or several together.
  struct Look: Sendable {
    let at: Double
    /// The evidence as a share of its threshold; it rings at 1.
    let share: Double?
    /// The value that is held against a limit.
    let value: Estimate?
    let isFiring: Bool
  }

  let alert: String
  let slice: Slice
  let looks: [Look]
  let buckets: TimeBuckets
  let (atLeast, atMost): (Double?, Double?)

  /// The history that an exhibit tells; `nil` where no look has a number.
  init?(_ exhibit: Exhibit) {
    let phases = exhibit.words("phase") ?? []
    let columns = exhibit.columns("at", "share")
    let all = columns[0].indices.compactMap { row -> Look? in
      guard let at = CalendarTime.valid(columns[0].entry(row)) else { return nil }
      return Look(
        at: at, share: columns[1].entry(row).map { max($0, 0) },
        value: exhibit.estimate("value", row: row, lower: "lower", upper: "upper"),
        isFiring: phases.entry(row) == "firing")
    }.sorted { $0.at < $1.at }
    guard all.contains(where: { $0.share != nil || $0.value?.value != nil }) else { return nil }
    let buckets = TimeBuckets(all.lazy.map(\.at))
    (alert, slice) = (exhibit.words("alert")?.first ?? "", exhibit.slice)
    self.buckets = buckets
    looks = buckets.groups(all, start: \.at).map(Look.init(merging:))
    (atLeast, atMost) = (exhibit.scalars["limit_at_least"], exhibit.scalars["limit_at_most"])
  }

  /// Whether the alert weighs evidence, rather than hold a value against a limit.
  var weighsEvidence: Bool { looks.contains { $0.share != nil } }

  /// The most evidence that there was.
  var highest: Double { looks.compactMap(\.share).max() ?? 0 }

  /// The first look at which the alert fired; `nil` where it did not.
  var firstFiring: Double? { looks.first(where: \.isFiring)?.at }

  var title: String { AlertLog.title(of: alert, slice.description) }

  /// The histories of what fired, the latest first; where nothing did, of what came nearest.
  static func all(in dossier: Dossier) -> [EvidenceHistory] {
    let fired = AlertLog(dossier).fired
    let rank = Dictionary(
      fired.enumerated().map { (AlertLog.title(of: $1.alert, $1.slice), $0) }
    ) { first, _ in first }
    let all = dossier.exhibits.filter { $0.kind == "watch_evidence" }
      .compactMap { EvidenceHistory($0) }
    let rung = all.filter { $0.firstFiring != nil || rank[$0.title] != nil }
    guard rung.isEmpty else {
      return rung.enumerated().sorted {
        (rank[$0.element.title] ?? .max, $0.offset) < (rank[$1.element.title] ?? .max, $1.offset)
      }.map(\.element)
    }
    return all.enumerated().sorted {
      (-$0.element.highest, $0.offset) < (-$1.element.highest, $1.offset)
    }.map(\.element)
  }
}

extension EvidenceHistory.Look {
  /// Looks of one time as one: the most evidence, the mean value within all intervals, firing if one
  /// fired.
  init(merging looks: [EvidenceHistory.Look]) {
    guard looks.count > 1 else {
      self = looks[0]
      return
    }
    at = looks.first { $0.isFiring }?.at ?? looks[0].at
    share = looks.compactMap(\.share).max()
    value = Estimate(spanning: looks.map { ($0.value, 1) })
    isFiring = looks.contains(where: \.isFiring)
  }
}

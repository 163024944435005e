internal import VaglioFindings

/// What became of the events?
struct WatchEventSection: Section {
  let identifier = "watch-events"

  func title(for dossier: Dossier) -> String { "What became of the events?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let counts = Self.counts(in: dossier)
    guard !counts.isEmpty else { return [] }
    let plain = Self.plain.compactMap { name in counts[name].map { (name, $0) } }
      .filter { $0.1 > 0 }
      .map { "\(WatchBanner.whole($1)) \($0)" }
    let lead =
      plain.isEmpty ? "No event was taken." : "Taken plainly: \(plain.joined(separator: ", "))."
    let rows = Self.rows(counts)
    guard !rows.isEmpty else {
      return [.prose(.paragraph(.text(lead + " No event was set aside, and none came twice.")))]
    }
    return [
      .prose(.paragraph(.text(lead))),
      .table(
        DataTable(
          caption: "Events that were not taken plainly",
          columns: [.words("What"), .numbers("Events"), .words("What became of them")], rows: rows)),
    ]
  }

  /// How often each kind of event happened.
  static func counts(in dossier: Dossier) -> [String: Double] {
    guard let exhibit = dossier.exhibit("watch_events", .model),
      let names = exhibit.words("event"), let numbers = exhibit.numbers("count")
    else { return [:] }
    return Dictionary(
      names.enumerated().compactMap { row, name in numbers.entry(row).map { (name, max($0, 0)) } }
    ) { first, _ in first }
  }

  private static let plain = ["predictions", "labels", "corrections"]

  private static let meanings: KeyValuePairs<String, String> = [
    "duplicates": "The same content came twice and counts once.",
    "conflicting_predictions": "One id had two predictions; the later one holds.",
    "conflicting_labels":
      "A label contradicted an earlier one without being a correction; the later "
      + "one holds.",
    "labels_before_predictions": "The label came first, waited, and was joined to its prediction.",
    "unknown_ids": "No prediction with the label's id was held; the label was set aside.",
    "late_labels": "The label became known after the horizon; it was set aside.",
    "too_late": "The event came after the allowed disorder; it was set aside.",
    "before_start": "The event lies before the start; it was set aside.",
    "clock_jumps": "The event lies beyond a gap that too few others confirm; it was set aside.",
    "missing_scores": "The prediction counts, but has no usable score.",
    "invalid_labels": "The label is none of the task's; it was set aside.",
    "other_subjects": "The event is another model's; it was set aside.",
    "dropped_at_capacity": "There was no room to keep it; results are those of the others.",
  ]

  private static func rows(_ counts: [String: Double]) -> [[DataTable.Cell]] {
    let known = meanings.compactMap { name, meaning in
      counts[name].flatMap { $0 > 0 ? row(name, $0, meaning) : nil }
    }
    let names = Set(meanings.map(\.key) + plain)
    let others = counts.filter { !names.contains($0.key) && $0.value > 0 }
      .sorted { $0.key < $1.key }.prefix(20)
      .map { row($0.key, $0.value, NumberFormat.missing) }
    return known + others
  }

  private static func row(_ name: String, _ count: Double, _ meaning: String) -> [DataTable.Cell] {
    let words = SafeText.shortened(name.replacing("_", with: " "))
    return [
      .init(words.prefix(1).uppercased() + words.dropFirst()), .init(WatchBanner.whole(count)),
      .init(meaning),
    ]
  }
}

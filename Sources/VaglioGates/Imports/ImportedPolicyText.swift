internal import VaglioFindings

/// An imported policy as YAML with comments.
struct ImportedPolicyText {
  /// The items left behind that the comments name; the list has all.
  private static let mostNamed = 40

  private let ledger: ImportLedger
  private let items: [CarriedItem]
  private let files: [String]

  init(_ ledger: ImportLedger, _ items: [CarriedItem], files: [String]) {
    (self.ledger, self.items, self.files) = (ledger, items, files)
  }

  /// The text of all gates, or of those about one thing; `nil` without any.
  func text(about matter: ImportedMatter? = nil) -> String? {
    let positions = ledger.gates.indices.filter {
      matter == nil || matter == ImportedMatter(kind: ledger.gates[$0].kind)
    }
    guard !positions.isEmpty else { return nil }
    let byGate = Dictionary(grouping: items, by: \.gate)
    let count = positions.reduce(0) { $0 + (byGate[$1]?.count ?? 0) }
    var lines = head(count) + ["version: 1", "on-inconclusive: report", "gates:"]
    for position in positions {
      lines += remarks(on: byGate[position] ?? []).map { "  # \($0)" }
      lines.append("  - \(ledger.gates[position].text)")
    }
    return (lines + tail).joined(separator: "\n") + "\n"
  }

  private func head(_ count: Int) -> [String] {
    let names = files.map { QuotedWord.comment($0, atMost: 120) }.joined(separator: ", ")
    return [
      "# Read from \(ledger.format.title): \(names)",
      "# Settings carried over: \(count). Not carried over: \(ledger.left.count).",
      "#",
      "# \(ledger.format.title) held estimates against these bounds. A gate holds the whole interval",
      "# against them: it passes or fails where the rows settle it, and is inconclusive where they",
      "# don't. With on-inconclusive: pass only what is surely beyond its bound stands in the way.",
    ]
  }

  private func remarks(on items: [CarriedItem]) -> [String] {
    guard let first = items.first else { return [] }
    let others = items.count > 1 ? ", and \(NumberText.grouped(items.count - 1)) more" : ""
    var differences: [String] = []
    for difference in items.compactMap(\.difference) where !differences.contains(difference) {
      differences.append(difference)
    }
    let place = files.count > 1 ? "\(first.file), \(first.path)" : first.path
    return ([place + others] + differences).map { QuotedWord.comment($0) }
  }

  private var tail: [String] {
    guard !ledger.left.isEmpty else { return [] }
    let named = ledger.left.prefix(Self.mostNamed).map { item in
      let place = files.count > 1 ? "\(item.file), \(item.path)" : item.path
      return "# - " + QuotedWord.comment("\(place): \(item.reason)", atMost: 200)
    }
    let rest = ledger.left.count - named.count
    return ["", "# Not carried over:"] + named + (rest > 0 ? ["# and \(rest) more"] : [])
  }
}

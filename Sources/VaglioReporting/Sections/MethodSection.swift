internal import VaglioFindings
internal import VaglioGates

/// How was this measured, and what are the limits?
struct MethodSection: Section {
  let identifier = "method"

  func title(for dossier: Dossier) -> String { "How was this measured?" }

  func blocks(for dossier: Dossier) -> [Block] {
    var blocks: [Block] = [.prose(reading(of: dossier))]
    let notes = notes(of: dossier)
    if !notes.isEmpty {
      blocks.append(.prose(.element("h3", [:], "Notes on these data")))
      blocks.append(
        .prose(
          .element(
            "ul", ["class": "plain"],
            containing: notes.map { .element("li", [:], .text($0)) })))
    }
    if let table = methods(of: dossier) { blocks.append(.table(table)) }
    if let table = definitions(of: dossier) {
      blocks.append(
        .folded(summary: "Definitions of all \(table.rows.count) metrics", table))
    }
    return blocks
  }

  private func reading(of dossier: Dossier) -> Markup {
    let level = NumberFormat.level(dossier.level)
    if dossier.isPlan {
      return .paragraph(
        .text(
          "From the guesses alone, by the normal approximation: the numbers of rows are as good as "
            + "the guesses. With labelled rows of both models, vaglio power measures them instead.")
      )
    }
    var text =
      "An interval at \(level) covers the truth in about \(level) of repetitions with new rows "
      + "from the same source. It speaks of chance in these rows, not of data that differ from "
      + "them. "
    if dossier.isWatch {
      text += WatchReading.sequences
    } else if dossier.isDrift {
      text +=
        "A p-value tells how surely anything changed; a distance and its interval tell how much. "
    } else if dossier.isComparison {
      text +=
        "Differences are candidate minus production on the same rows, so what both models find "
        + "hard cancels out. "
    }
    return .paragraph(.text(text + multiplicity(of: dossier)))
  }

  private func multiplicity(of dossier: Dossier) -> String {
    let tests = dossier.findings.all.compactMap(\.test).filter { $0.family > 1 }
    let families = Dictionary(grouping: tests, by: \.adjustmentTitle).sorted { $0.key < $1.key }
      .map { "\($0.key) method over \(Self.sizes($0.value.map(\.family))) hypotheses" }
    let levels = Set((dossier.verdict?.judgements ?? []).map(\.level)).sorted()
    var sentences: [String] = []
    if !families.isEmpty {
      sentences.append("P-values are corrected by \(families.joined(separator: ", ")).")
    }
    if let highest = levels.last, levels.count > 1 || highest > dossier.level {
      let lowest = levels[0] < highest ? "\(NumberFormat.level(levels[0])) to " : ""
      sentences.append(
        "After correction for several gates, gates decide at \(lowest)\(NumberFormat.level(highest))."
      )
    }
    return sentences.joined(separator: " ")
  }

  /// Sizes of families: `7`, or `2 to 5`.
  private static func sizes(_ sizes: [Int]) -> String {
    let ends = (sizes.min() ?? 0, sizes.max() ?? 0)
    return (ends.0 < ends.1 ? "\(NumberFormat.count(ends.0)) to " : "") + NumberFormat.count(ends.1)
  }

  private func notes(of dossier: Dossier) -> [String] {
    var seen: Set<String> = []
    let own = dossier.findings.all.flatMap { finding in
      finding.notes.map { note in
        "\(dossier.contract(of: finding.measure).shortTitle), \(finding.subject.rawValue)"
          + (finding.slice == .all ? "" : ", \(finding.slice.shortDescription)") + ": \(note)"
      }
    }
    let all = (dossier.notes + own).map { SafeText.shortened($0, to: 240) }
      .filter { seen.insert($0).inserted }
    let rest = all.count - 20
    return all.prefix(20) + (rest > 0 ? ["\(rest) further notes stand in the record."] : [])
  }

  private func methods(of dossier: Dossier) -> DataTable? {
    var users: [String: [String]] = [:]
    var order: [String] = []
    func note(_ method: String, _ user: String) {
      if users[method] == nil { order.append(method) }
      if users[method]?.contains(user) != true { users[method, default: []].append(user) }
    }
    var titles: [String: String] = [:]
    for finding in dossier.findings.all {
      let title = titles[finding.measure] ?? Self.user(dossier.contract(of: finding.measure))
      titles[finding.measure] = title
      let user = finding.subject == .difference ? "Δ \(title)" : title
      if let interval = finding.estimate.interval { note(interval.method, user) }
      if let test = finding.test {
        note(test.name, user)
        if !test.adjustment.isEmpty { note(test.adjustment, "tests") }
      }
    }
    guard !order.isEmpty else { return nil }
    return DataTable(
      caption: "Methods of intervals and tests (Δ: of the difference)",
      columns: [.words("Method"), .words("What it does"), .words("Used for")],
      rows: order.sorted().prefix(60).map { method in
        [
          .init(SafeText.shortened(method)),
          .init(SafeText.shortened(MethodCatalogue.sentence(for: method), to: 900)),
          .init(SafeText.shortened((users[method] ?? []).joined(separator: ", "), to: 900)),
        ]
      })
  }

  /// The measure as one that uses a method; measures of single classes are told together.
  private static func user(_ measure: Measure) -> String {
    measure.isOfOneClass ? "\(measure.titleWithoutClass) by class" : measure.shortTitle
  }

  private func definitions(of dossier: Dossier) -> DataTable? {
    guard !dossier.measures.isEmpty else { return nil }
    return DataTable(
      caption: "What each metric is",
      columns: [
        .words("Metric"), .words("Name in the record"), .words("Definition"), .words("Range"),
        .words("Better"),
      ],
      rows: dossier.measures.prefix(100).map { measure in
        let ends = (
          measure.lowest.isFinite ? NumberFormat.bare(measure.lowest) : "−∞",
          measure.highest.isFinite ? NumberFormat.bare(measure.highest) : "∞"
        )
        let definition = [measure.definition, measure.source].filter { !$0.isEmpty }
        return [
          .init(measure.shortTitle), .code(SafeText.shortened(measure.name)),
          .init(SafeText.shortened(definition.joined(separator: " "), to: 400)),
          .init("\(ends.0) … \(ends.1)"), .init(measure.direction.words),
        ]
      })
  }
}

extension SignificanceTest {
  /// The correction as its authors are written.
  var adjustmentTitle: String {
    switch adjustment {
    case "holm": "Holm's"
    case "benjamini-hochberg": "Benjamini and Hochberg's"
    case "benjamini-yekutieli": "Benjamini and Yekutieli's"
    default: SafeText.shortened(adjustment)
    }
  }
}

extension Direction {
  /// Which way is better, in a word.
  var words: String {
    switch self {
    case .higherIsBetter: "higher"
    case .lowerIsBetter: "lower"
    case .neutral: "neither"
    case .nearerIsBetter(let ideal): "nearer to \(NumberFormat.bare(ideal))"
    }
  }
}

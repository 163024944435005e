internal import VaglioFindings
internal import VaglioGates

/// How unlike the groups of one slicing are treated, as tables.
struct FairnessTables: Sendable {
  /// The slicing: `sex`, `sex*race`.
  let slicing: String
  private let names: [(name: String, parts: GroupMeasureName)]
  private let dossier: Dossier

  /// One for each slicing whose groups are held against each other, in the record's order.
  static func all(of dossier: Dossier) -> [FairnessTables] {
    let names = dossier.measures.compactMap { measure in
      GroupMeasureName(measure.name).map { (name: measure.name, parts: $0) }
    }
    var seen: Set<String> = []
    return names.map(\.parts.slicing).filter { seen.insert($0).inserted }.map { slicing in
      FairnessTables(
        slicing: slicing, names: names.filter { $0.parts.slicing == slicing }, dossier: dossier)
    }
  }

  /// How many groups were looked at.
  var groups: Int {
    dossier.findings.slices.filter { $0.columns.joined(separator: "*") == slicing }.count
  }

  /// The groups and the comparisons in a sentence.
  var lead: String {
    let pairs = groups * (groups - 1) / 2
    return "\(NumberFormat.count(groups)) groups by \(SafeText.shortened(slicing)) were looked at, "
      + "\(NumberFormat.count(pairs)) \(pairs == 1 ? "pair" : "pairs") of them; intervals hold for "
      + "all of them together."
  }

  /// The subjects whose findings are shown.
  private var subject: Subject { dossier.isComparison ? .candidate : .model }

  /// The notions of fairness: largest differences and smallest ratios, between groups and to all
  /// rows; `nil` where there are none.
  var notions: DataTable? {
    let stems = names.map(\.parts).filter { !$0.base.contains(".") }.map { parts in
      Stem(
        text: String(parts.base.dropLast(parts.base.hasSuffix("_ratio") ? 6 : 11)),
        isMean: parts.options.contains("aggregate=mean"))
    }
    var seen: Set<Stem> = []
    let rows = stems.filter { seen.insert($0).inserted }.map { stem -> [DataTable.Cell] in
      [.init(title(of: stem))]
        + [("_difference", false), ("_ratio", false), ("_difference", true), ("_ratio", true)]
        .map { ending, toAll in cell(of: stem, ending, toAll: toAll) }
    }
    guard !rows.isEmpty else { return nil }
    return DataTable(
      caption: "Fairness by \(SafeText.shortened(slicing))" + side,
      columns: [
        .words("Alike should be"), .numbers("Largest difference"), .numbers("Smallest ratio"),
        .numbers("Difference to all rows"), .numbers("Ratio to all rows"),
      ], rows: rows)
  }

  private var side: String { dossier.isComparison ? ", candidate" : "" }

  private struct Stem: Hashable {
    let text: String
    let isMean: Bool
  }

  private func title(of stem: Stem) -> String {
    let words = stem.text.split(separator: "_").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst() + (stem.isMean ? " (mean)" : "")
  }

  private func cell(of stem: Stem, _ ending: String, toAll: Bool) -> DataTable.Cell {
    let name = names.first {
      $0.parts.base == stem.text + ending && $0.parts.options.contains("against=overall") == toAll
        && $0.parts.options.contains("aggregate=mean") == stem.isMean
    }
    return cell(name?.name)
  }

  private func cell(_ name: String?) -> DataTable.Cell {
    guard let name, let finding = dossier.findings.finding(name, subject) else {
      return .init(NumberFormat.missing)
    }
    guard finding.estimate.value != nil else { return .init("none") }
    return .init(NumberFormat.estimate(finding.estimate))
  }

  /// Every metric at its worst group, its largest difference and its smallest ratio; `nil` where
  /// there are none.
  var extremes: DataTable? {
    var seen: Set<String> = []
    let stems = names.map(\.parts.base).compactMap { base in
      [".worst_group", ".largest_difference", ".smallest_ratio"].first { base.hasSuffix($0) }
        .map { String(base.dropLast($0.count)) }
    }.filter { seen.insert($0).inserted }
    let rows = stems.map { stem -> [DataTable.Cell] in
      let worst = dossier.findings.finding(name(stem, ".worst_group") ?? "", subject)
      let spread = dossier.findings.finding(name(stem, ".largest_difference") ?? "", subject)
      return [
        .init(dossier.contract(of: stem).arrowedTitle),
        .init(Self.worstGroup(worst).map { SafeText.shortened($0) } ?? NumberFormat.missing),
        cell(name(stem, ".worst_group")), cell(name(stem, ".largest_difference")),
        cell(name(stem, ".smallest_ratio")),
        .init(spread?.test.map { NumberFormat.pValue($0.pValue) } ?? NumberFormat.missing),
      ]
    }
    guard !rows.isEmpty else { return nil }
    return DataTable(
      caption: "The spread of every metric over the \(NumberFormat.count(groups)) groups by "
        + SafeText.shortened(slicing) + side,
      columns: [
        .words("Metric"), .words("Worst group"), .numbers("There"),
        .numbers("Largest difference"), .numbers("Smallest ratio"), .words("All alike"),
      ], rows: rows)
  }

  private func name(_ stem: String, _ ending: String) -> String? {
    names.first { $0.parts.base == stem + ending }?.name
  }

  private static func worstGroup(_ finding: Finding?) -> String? {
    let opening = "the worst is "
    return finding?.notes.first { $0.hasPrefix(opening) }.map {
      String($0.dropFirst(opening.count))
    }
  }
}

internal import VaglioFindings
internal import VaglioGates

/// Who gains, and who loses?
struct SliceSection: Section {
  let identifier = "slices"

  private static let (charted, tabled, columns) = (24, 60, 5)

  func title(for dossier: Dossier) -> String {
    guard !dossier.isWatch else { return "For whom was it good in the latest final window?" }
    return dossier.isComparison ? "Who gains, and who loses?" : "For whom is it good?"
  }

  func blocks(for dossier: Dossier) -> [Block] {
    let measures = Self.measures(of: dossier)
    guard let first = measures.first else { return [] }
    let slices = Self.slices(of: dossier, by: first)
    let charts = chart(of: first, slices.prefix(Self.charted), dossier).map { [Block.charts([$0])] }
    let table = table(
      measures.prefix(Self.columns), slices.prefix(Self.tabled), dossier)
    return [.prose(lead(measures, slices, dossier))] + (charts ?? []) + [.table(table)]
  }

  /// The measures that were looked at by slice, the most telling first.
  static func measures(of dossier: Dossier) -> [Measure] {
    let sliced = Set(
      dossier.findings.all
        .filter { $0.slice != .all && $0.subject == dossier.decisive && $0.estimate.value != nil }
        .map(\.measure))
    var seen: Set<String> = []
    return (dossier.headline + dossier.orderedMeasures)
      .filter { seen.insert($0.name).inserted }
      .filter { sliced.contains($0.name) && $0.judges && !$0.comparesGroups }
  }

  /// The slices, those with the worst bound first, those without a value last.
  static func slices(of dossier: Dossier, by measure: Measure) -> [Slice] {
    let worst = dossier.findings.slices.filter { $0 != .all }.compactMap {
      slice -> (Slice, Double)? in
      guard let finding = dossier.findings.finding(measure.name, dossier.decisive, on: slice) else {
        return nil
      }
      let estimate = finding.estimate
      let bounds = [
        estimate.interval?.lower ?? estimate.value, estimate.interval?.upper ?? estimate.value,
      ]
      let oriented = bounds.compactMap { $0.map { $0 * measure.orientation } }
      return (slice, oriented.min() ?? .infinity)
    }
    return worst.enumerated()
      .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
      .map(\.element.0)
  }

  private func lead(_ measures: [Measure], _ slices: [Slice], _ dossier: Dossier) -> Markup {
    var sentences = ["Slices with the worst bound first."]
    let family = dossier.findings.all.first { $0.slice != .all && ($0.test?.family ?? 1) > 1 }?.test
    if let family {
      sentences.append(
        "▼ worse and ▲ better: the interval excludes zero; on strong ground they remain so after "
          + "\(family.adjustmentTitle) correction for \(NumberFormat.count(family.family)) comparisons."
      )
    } else if dossier.isComparison {
      sentences.append("▼ worse and ▲ better: the interval excludes zero, each slice by itself.")
    }
    if slices.count > Self.tabled {
      sentences.append(
        "The \(Self.tabled) worst of \(NumberFormat.count(slices.count)) slices; the record has all."
      )
    }
    if measures.count > Self.columns {
      sentences.append(
        "\(measures.count - Self.columns) further metrics by slice stand in the record.")
    }
    return .paragraph(.text(sentences.joined(separator: " ")))
  }

  private func chart(
    of measure: Measure, _ slices: ArraySlice<Slice>, _ dossier: Dossier
  ) -> Chart? {
    let rows = slices.compactMap { slice -> MetricRow? in
      guard let finding = dossier.findings.finding(measure.name, dossier.decisive, on: slice),
        finding.estimate.value != nil
      else { return nil }
      let key = Findings.Key(measure: measure.name, subject: dossier.decisive, slice: slice)
      return MetricRow(
        measure, finding.estimate, judgement: dossier.judgement(of: key),
        label: slice.shortDescription)
    }
    if dossier.isComparison {
      return ForestChart(
        rows: rows, level: dossier.level, noun: "slice", prefix: "\(measure.shortTitle) by slice: "
      ).chart
    }
    return LevelChart(
      rows: rows, names: (measure.arrowedTitle, nil),
      reference: dossier.findings.finding(measure.name, .model)?.estimate.value,
      title: "\(measure.shortTitle) by slice, against all rows (dashed)",
      noun: "Slice", reading: "Each slice with its interval, the worst first."
    ).chart
  }

  private func table(
    _ measures: ArraySlice<Measure>, _ slices: ArraySlice<Slice>, _ dossier: Dossier
  ) -> DataTable {
    DataTable(
      caption: dossier.isComparison
        ? "Candidate minus production by slice" : "Metrics by slice",
      columns: [.words("Slice"), .numbers("Rows")]
        + measures.map { .numbers($0.arrowedTitle) },
      rows: slices.map { slice in
        let findings = measures.map {
          dossier.findings.finding($0.name, dossier.decisive, on: slice)
        }
        let count = findings.compactMap { $0?.count }.max() ?? 0
        return [.init(slice.shortDescription), .init(NumberFormat.count(count))]
          + zip(measures, findings).map { cell($0, $1) }
      })
  }

  private func cell(_ measure: Measure, _ finding: Finding?) -> DataTable.Cell {
    guard let finding else { return .init(NumberFormat.missing) }
    guard finding.estimate.value != nil else {
      return .init("n = \(NumberFormat.count(finding.count)), not evaluated")
    }
    guard finding.subject == .difference else {
      return .init(NumberFormat.estimate(finding.estimate))
    }
    let text = NumberFormat.difference(finding.estimate)
    let endures = (finding.test?.adjustedPValue).map {
      $0 < 1 - (finding.estimate.interval?.level ?? 0.95)
    }
    switch Tendency(of: finding.estimate, by: measure) {
    case .better: return .init("▲ \(text)", ground: endures == true ? "b2" : "b1")
    case .worse: return .init("▼ \(text)", ground: endures == true ? "w2" : "w1")
    case .undecided, .neither: return .init(text)
    }
  }
}

extension Slice {
  /// The slice's text, cut to a label's length.
  var shortDescription: String { SafeText.shortened(description) }
}

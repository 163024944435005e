internal import VaglioFindings

/// The metrics of single classes: a row for each class, a column for each metric.
enum ClassMetricTable {
  /// So many classes are shown; the record has all.
  static let limit = 50

  /// The classes' metrics of a model, or the differences; `nil` where there are none.
  static func table(of subject: Subject, in dossier: Dossier) -> DataTable? {
    let measures = dossier.orderedMeasures.filter {
      $0.isOfOneClass && dossier.findings.finding($0.name, subject)?.estimate.value != nil
    }
    let named = measures.compactMap { measure in
      ClassMeasureName(measure.name).map { (measure: measure, parts: $0) }
    }
    let labels = inOrder(named.map(\.parts.label))
    let bases = inOrder(named.map(\.parts.base)).prefix(6)
    guard !labels.isEmpty else { return nil }
    let headings = bases.compactMap { base in
      named.first { $0.parts.base == base }.map { heading(of: $0.measure) }
    }
    return DataTable(
      caption: caption(subject, labels.count, level: dossier.level),
      columns: [.words("Class")] + headings.map { .numbers($0) },
      rows: labels.prefix(limit).map { label in
        [.init(label)]
          + bases.map { base in
            cell(
              named.first { $0.parts.label == label && $0.parts.base == base }?.measure,
              subject, dossier)
          }
      })
  }

  private static func inOrder(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  private static func heading(of measure: Measure) -> String {
    measure.titleWithoutClass + (measure.direction == .lowerIsBetter ? " ↓" : "")
  }

  private static func caption(_ subject: Subject, _ classes: Int, level: Double) -> String {
    let what = subject == .difference ? "Candidate minus production" : "Metrics"
    let whose = [.difference, .model].contains(subject) ? "" : " of \(subject.rawValue)"
    let rest = classes > limit ? ", the first \(limit) of \(NumberFormat.count(classes))" : ""
    return "\(what) by class\(whose)\(rest), with \(NumberFormat.level(level)) intervals, each by "
      + "itself"
  }

  private static func cell(
    _ measure: Measure?, _ subject: Subject, _ dossier: Dossier
  ) -> DataTable.Cell {
    guard let measure, let finding = dossier.findings.finding(measure.name, subject) else {
      return .init(NumberFormat.missing)
    }
    guard finding.estimate.value != nil else { return .init("not evaluated") }
    guard subject == .difference else { return .init(NumberFormat.estimate(finding.estimate)) }
    let text = NumberFormat.difference(finding.estimate)
    switch Tendency(of: finding.estimate, by: measure) {
    case .better: return .init("▲ \(text)", ground: "b1")
    case .worse: return .init("▼ \(text)", ground: "w1")
    case .undecided, .neither: return .init(text)
    }
  }
}

internal import VaglioFindings

/// The measures of calibration, each beside what a calibrated model would show by chance.
struct CalibrationTable {
  private let entries: [(subject: Subject, exhibit: Exhibit)]

  init(_ dossier: Dossier) {
    entries = SubjectExhibits("calibration_measures", of: dossier).members
  }

  /// The table; `nil` where there is nothing to show.
  var table: DataTable? {
    let rows = entries.flatMap { self.rows(of: $0.exhibit, $0.subject) }
    guard !rows.isEmpty else { return nil }
    return DataTable(
      caption: "Calibration beside chance; p: how often a calibrated model shows as much",
      columns: [
        .words("Measure"), .words("Model"), .numbers("Value"),
        .numbers("If calibrated, on average"), .numbers("p"),
      ], rows: rows)
  }

  private func rows(of exhibit: Exhibit, _ subject: Subject) -> [[DataTable.Cell]] {
    guard let names = exhibit.words("measure"), let titles = exhibit.words("title"),
      let values = exhibit.numbers("value"), let expected = exhibit.numbers("expected"),
      let pValues = exhibit.numbers("p_value")
    else { return [] }
    let count = min(
      names.count, titles.count, values.count, expected.count, pValues.count)
    return (0..<count).map { row in
      [
        .init(SafeText.shortened(title(titles[row], names[row]))), .init(subject.rawValue),
        .init(number(values[row])), .init(number(expected[row])), .init(pValue(pValues[row])),
      ]
    }
  }

  /// The title with the name's options, if it has any.
  private func title(_ title: String, _ name: String) -> String {
    guard let bracket = name.firstIndex(of: "["), name.hasSuffix("]") else { return title }
    let options = name[name.index(after: bracket)...].dropLast()
    return "\(title) (\(options.split(separator: ",").joined(separator: ", ")))"
  }

  private func number(_ value: Double?) -> String {
    guard let value else { return NumberFormat.missing }
    guard value != 0, value.magnitude < 0.00005 else {
      return NumberFormat.fixed(value, decimals: 4)
    }
    return value > 0 ? "<0.0001" : ">\(NumberFormat.minus)0.0001"
  }

  private func pValue(_ value: Double?) -> String {
    guard let value else { return NumberFormat.missing }
    return value <= 0.001 ? "≤ 0.001" : NumberFormat.fixed(value, decimals: 3)
  }
}

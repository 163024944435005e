internal import VaglioFindings

/// How far are the probabilities off, beyond chance?
struct CalibrationSection: Section {
  let identifier = "calibration"

  func title(for dossier: Dossier) -> String { "How far are the probabilities off?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let curves = SubjectExhibits("calibration_curve", of: dossier).members.compactMap {
      CalibrationCurveChart(
        curve: $0.exhibit, band: dossier.exhibit("calibration_band", $0.subject),
        scores: dossier.exhibit("score_histogram", $0.subject), subject: $0.subject
      ).chart
    }
    let bins = SubjectExhibits("reliability_equal_mass", of: dossier).members.compactMap {
      ReliabilityChart(
        exhibit: $0.exhibit, subject: $0.subject, kind: "bins of equal weight"
      ).chart
    }
    let measures = CalibrationTable(dossier).table
    guard !curves.isEmpty || !bins.isEmpty || measures != nil else { return [] }
    var blocks: [Block] = [.prose(.paragraph(.text(reading(of: dossier))))]
    for charts in [curves, bins] where !charts.isEmpty { blocks.append(.charts(charts)) }
    if let measures { blocks.append(.table(measures)) }
    return blocks
  }

  private func reading(of dossier: Dossier) -> String {
    let parts = SubjectExhibits("calibration_curve", of: dossier).members.compactMap { member in
      member.exhibit.scalars["miscalibration"].map {
        "\(member.subject.rawValue) \(NumberFormat.fixed($0, decimals: 4))"
      }
    }
    let text =
      "A calibrated model's bins and curves miss the diagonal too, by chance and the more, the "
      + "fewer rows there are: compare a value with what such a model would show."
    guard !parts.isEmpty else { return text }
    return "Recalibration would take so much off the Brier score: "
      + "\(parts.joined(separator: ", ")). \(text)"
  }
}

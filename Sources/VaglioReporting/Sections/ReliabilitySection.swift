internal import VaglioFindings

/// Can the probabilities be trusted?
struct ReliabilitySection: Section {
  let identifier = "reliability"

  func title(for dossier: Dossier) -> String { "Can the probabilities be trusted?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let charts = SubjectExhibits("reliability", of: dossier).members.compactMap {
      ReliabilityChart(exhibit: $0.exhibit, subject: $0.subject).chart
    }
    guard !charts.isEmpty else { return [] }
    let measures = ["expected_calibration_error", "brier_score", "log_loss"].filter {
      dossier.measure($0) != nil
    }
    let sentences = measures.map { sentence(of: dossier.contract(of: $0), in: dossier) }
    let prose = Markup.paragraph(.text(sentences.joined(separator: " ")))
    return (sentences.isEmpty ? [] : [.prose(prose)]) + [.charts(charts)]
  }

  private func sentence(of measure: Measure, in dossier: Dossier) -> String {
    let parts = dossier.sides.compactMap { side in
      dossier.findings.finding(measure.name, side).map {
        "\(side.rawValue) \(NumberFormat.estimate($0.estimate))"
      }
    }
    return "\(measure.shortTitle): \(parts.joined(separator: ", "))."
  }
}

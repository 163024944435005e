internal import VaglioFindings

/// Is the threshold right?
struct CurveSection: Section {
  let identifier = "threshold"

  func title(for dossier: Dossier) -> String { "How do they rank, and is the threshold right?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let ranking = [
      CurveChart.receiverOperating(of: dossier), CurveChart.precisionRecall(of: dossier),
    ].compactMap(\.self)
    let histograms = SubjectExhibits("score_histogram", of: dossier).members.compactMap {
      ScoreHistogramChart(
        exhibit: $0.exhibit, subject: $0.subject, threshold: dossier.threshold
      ).chart
    }
    let groups = [ranking, CurveChart.thresholds(of: dossier), histograms]
    return groups.filter { !$0.isEmpty }.map(Block.charts)
  }
}

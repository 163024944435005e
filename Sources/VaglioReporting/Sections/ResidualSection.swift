internal import VaglioFindings

/// How far off are the predictions, and where?
struct ResidualSection: Section {
  let identifier = "residuals"

  func title(for dossier: Dossier) -> String { "How far off are the predictions, and where?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let heat = SubjectExhibits("predicted_actual", of: dossier).members.compactMap {
      PredictedActualChart(exhibit: $0.exhibit, subject: $0.subject).chart
    }
    let quantiles = SubjectExhibits("residual_quantiles", of: dossier).members
    let reach = quantiles.flatMap { ResidualQuantileChart.reach(of: $0.exhibit) }
    let spread = quantiles.compactMap {
      ResidualQuantileChart(exhibit: $0.exhibit, subject: $0.subject, shared: reach).chart
    }
    let residuals = SubjectExhibits("residual_histogram", of: dossier).members
    let bins = residuals.flatMap { ResidualHistogramChart.bins(of: $0.exhibit) }
    let histograms = residuals.compactMap {
      ResidualHistogramChart(exhibit: $0.exhibit, subject: $0.subject, shared: bins).chart
    }
    return [heat, spread, histograms].filter { !$0.isEmpty }.map(Block.charts)
  }
}

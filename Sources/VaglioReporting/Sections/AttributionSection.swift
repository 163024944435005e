internal import VaglioFindings

/// How do the features move single predictions?
struct AttributionSection: Section {
  let identifier = "attributions"

  func title(for dossier: Dossier) -> String { "How do the features move single predictions?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let swarms = dossier.exhibits.filter { $0.kind == "attribution_sample" }.compactMap {
      BeeswarmChart(
        exhibit: $0, unit: dossier.attributionUnit, title: title(of: $0, among: dossier)
      ).chart
    }
    let scatters = dossier.exhibits.filter { $0.kind == "attribution_dependence" }.compactMap {
      DependenceChart(exhibit: $0, unit: dossier.attributionUnit).chart
    }
    return swarms.map { .charts([$0]) } + (scatters.isEmpty ? [] : [.charts(scatters)])
  }

  private func title(of exhibit: Exhibit, among dossier: Dossier) -> String {
    let rows = exhibit.scalars["rows"].map { NumberFormat.count(Int($0)) } ?? "some"
    let output = exhibit.words("output")?.first.map { ", \(SafeText.shortened($0))" } ?? ""
    let subject = exhibit.subject == .model ? "" : ", \(exhibit.subject.rawValue)"
    return "The features of \(rows) rows\(output)\(subject)"
  }
}

internal import VaglioFindings

/// How does the prediction move with a feature?
struct EffectSection: Section {
  let identifier = "effects"

  /// The most curves that are drawn of each kind.
  static let limit = 12

  func title(for dossier: Dossier) -> String { "How does the prediction move with a feature?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let mean = charts("partial-dependence", "mean", "mean prediction", of: dossier)
    let local = charts("accumulated-local-effects", "effect", "accumulated effect", of: dossier)
    var blocks: [Block] = []
    if !mean.isEmpty {
      blocks.append(
        .prose(
          .paragraph(
            .text(
              "Partial dependence: the mean prediction where all rows are given the same value of "
                + "the feature. It puts values together that may never occur together."))))
      blocks.append(.charts(mean))
    }
    if !local.isEmpty {
      blocks.append(
        .prose(
          .paragraph(
            .text(
              "Accumulated local effects: how the prediction changes over short steps of the "
                + "feature, taken only where there are rows."))))
      blocks.append(.charts(local))
    }
    return blocks
  }

  private func charts(
    _ kind: String, _ column: String, _ quantity: String, of dossier: Dossier
  ) -> [Chart] {
    dossier.exhibits.filter { $0.kind == kind && $0.slice == .all }.prefix(Self.limit)
      .compactMap { exhibit in
        EffectChart(
          exhibit: exhibit, column: column, quantity: quantity,
          title: title(of: exhibit, among: dossier)
        ).chart
      }
  }

  private func title(of exhibit: Exhibit, among dossier: Dossier) -> String {
    let feature = SafeText.shortened(exhibit.words("feature")?.first ?? "feature")
    let output = exhibit.words("output")?.first.map { SafeText.shortened($0) }
    let subject = exhibit.subject == .model ? "" : " (\(exhibit.subject.rawValue))"
    let isOneOfSeveral = dossier.task == "multiclass"
    return feature + (isOneOfSeveral ? output.map { ": \($0)" } ?? "" : "") + subject
  }
}

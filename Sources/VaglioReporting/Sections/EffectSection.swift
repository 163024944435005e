internal import VaglioFindings

/// How does the prediction move with a feature?
struct EffectSection: Section {
  let identifier = "effects"

  /// The most curves that are drawn of each kind.
  static let limit = 12

  func title(for dossier: Dossier) -> String { "How does the prediction move with a feature?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let mean = charts("partial_dependence", "mean", "mean prediction", of: dossier)
    let local =
      charts("accumulated_local_effects", "effect", "accumulated effect", of: dossier)
      + charts("accumulated_category_effects", "effect", "accumulated effect", of: dossier)
    let pairs = dossier.exhibits.filter { $0.kind == "accumulated_pair_effects" }
      .prefix(Self.limit).compactMap { exhibit in
        PairEffectChart(exhibit: exhibit, title: title(of: exhibit, among: dossier)).chart
      }
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
    if !pairs.isEmpty {
      blocks.append(
        .prose(
          .paragraph(
            .text(
              "What pairs of features do together, beyond the accumulated effects of each: nothing, "
                + "where their effects simply add up."))))
      blocks.append(.charts(Array(pairs)))
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
    let other = exhibit.words("other")?.first.map { " × \(SafeText.shortened($0))" } ?? ""
    let feature = SafeText.shortened(exhibit.words("feature")?.first ?? "feature") + other
    let output = exhibit.words("output")?.first.map { SafeText.shortened($0) }
    let subject = exhibit.subject == .model ? "" : " (\(exhibit.subject.rawValue))"
    let isOneOfSeveral = dossier.task == "multiclass"
    return feature + (isOneOfSeveral ? output.map { ": \($0)" } ?? "" : "") + subject
  }
}

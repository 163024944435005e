internal import VaglioFindings

/// The few numbers that a reader wants first.
struct HeadlineTiles {
  /// One number under its name, with what belongs beside it.
  struct Tile {
    let name: String
    let value: String
    let detail: String
  }

  let dossier: Dossier

  /// At most four tiles.
  var tiles: [Tile] {
    guard !dossier.isWatch else { return WatchBanner(dossier: dossier).tiles }
    guard !dossier.isPlan, !dossier.isDrift else { return [] }
    let first: Subject = dossier.isComparison ? .candidate : .model
    let prevalence = dossier.findings.finding("prevalence", first)?.estimate.value
    let metrics = dossier.headline.filter {
      dossier.findings.finding($0.name, first)?.estimate.value != nil
    }
    let dropped = dossier.provenance.data.compactMap(\.dropped).reduce(0, +)
    let details = [
      prevalence.map { "\(NumberFormat.percent($0)) positive" },
      dropped > 0 ? "\(NumberFormat.count(dropped)) left out" : nil,
    ].compactMap(\.self)
    let rows = Tile(
      name: "Rows", value: NumberFormat.count(dossier.rowCount),
      detail: details.joined(separator: ", "))
    return metrics.prefix(3).map { tile(of: $0, first) } + [rows]
  }

  private func tile(of measure: Measure, _ first: Subject) -> Tile {
    let estimate = dossier.findings.finding(measure.name, first)?.estimate
    let other = dossier.findings.finding(measure.name, .production)?.estimate
    let unit = measure.unit.isEmpty ? "" : ", \(measure.unit)"
    return Tile(
      name: measure.arrowedTitle + unit, value: estimate.map(NumberFormat.estimate) ?? "",
      detail: dossier.isComparison
        ? other.map { "production \(NumberFormat.estimate($0))" } ?? "" : "")
  }

  /// The tiles as HTML.
  var markup: Markup {
    guard !tiles.isEmpty else { return [] }
    return .element(
      "ul", ["class": "tiles"],
      containing: tiles.map { tile in
        .element(
          "li", [:], .element("span", ["class": "k"], .text(tile.name)),
          .element("span", ["class": "v"], .text(tile.value)),
          .element("span", ["class": "d"], .text(tile.detail)))
      })
  }
}

internal import VaglioFindings

/// The report as one HTML page: no script, no request, light and dark, printable.
public struct HTMLReport: Renderer {
  public static let name = "html"
  public static let fileName = "report.html"
  public static let summary = "one page to read, to print and to send: no script, no network"

  /// The renderer; it has no options.
  public init() {}

  public func render(_ dossier: Dossier) -> [UInt8] {
    let page = Markup.element("html", ["lang": "en"], head(of: dossier), body(of: dossier))
    return Array("<!DOCTYPE html>\n".utf8) + page.bytes + Array("\n".utf8)
  }

  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    + "form-action 'none'"

  private func head(of dossier: Dossier) -> Markup {
    let banner = VerdictBanner(dossier: dossier)
    return .element(
      "head", [:], .element("meta", ["charset": "utf-8"]),
      .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .element("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy]),
      .element("meta", ["name": "generator", "content": "Vaglio"]),
      .element("title", [:], .text("\(banner.word) — \(heading(of: dossier)) · Vaglio")),
      .element("style", [:], .style(.page)))
  }

  private func heading(of dossier: Dossier) -> String {
    if let title = dossier.ownTitle { return title }
    let names = dossier.sides.map { SafeText.shortened(dossier.name(of: $0)) }
    return names.joined(separator: " against ")
  }

  private func body(of dossier: Dossier) -> Markup {
    let answers = SectionCatalogue.all.map { (section: $0, blocks: $0.blocks(for: dossier)) }
      .filter { !$0.blocks.isEmpty }
    return .element(
      "body", [:], .element("a", ["class": "skip", "href": "#main"], "Skip to the report"),
      .element(
        "div", ["class": "page"], top(of: dossier),
        contents(answers.map { ($0.section.identifier, $0.section.title(for: dossier)) }),
        .element(
          "main", ["id": "main"],
          containing: answers.map { markup(of: $0.section, $0.blocks, dossier) }),
        foot(of: dossier)))
  }

  private func top(of dossier: Dossier) -> Markup {
    let kind =
      dossier.isPlan
      ? "Planning"
      : dossier.isWatch
        ? "Monitoring"
        : dossier.isDrift ? "Drift" : dossier.isComparison ? "Comparison" : "Evaluation"
    return .element(
      "header", ["class": "top"],
      .element(
        "p", ["class": "brand"], .element("b", [:], "Vaglio"),
        .element("span", [:], .text("\(kind) report")),
        .element("span", [:], .text(dossier.taskTitle))),
      .element("h1", [:], containing: title(of: dossier)),
      VerdictBanner(dossier: dossier).markup, HeadlineTiles(dossier: dossier).markup)
  }

  private func title(of dossier: Dossier) -> [Markup] {
    if let title = dossier.ownTitle { return [.text(title)] }
    guard dossier.isComparison else { return [.name(dossier.name(of: .model))] }
    return [
      .element("span", ["class": "c"], .name(dossier.name(of: .candidate))),
      .element("span", ["class": "vs"], " against "),
      .element("span", ["class": "p"], .name(dossier.name(of: .production))),
    ]
  }

  private func contents(_ sections: [(identifier: String, title: String)]) -> Markup {
    .element(
      "nav", ["aria-label": "Contents"],
      .element(
        "ol", [:],
        containing: sections.map {
          .element("li", [:], .link(to: $0.identifier, .text($0.title)))
        }))
  }

  private func markup(of section: any Section, _ blocks: [Block], _ dossier: Dossier) -> Markup {
    let heading = Markup.element(
      "h2", ["id": "\(section.identifier)-h"], .text(section.title(for: dossier)))
    let content = blocks.enumerated().map {
      $0.element.markup(identifier: "\(section.identifier)-\($0.offset + 1)")
    }
    return .element(
      "section",
      ["id": section.identifier, "aria-labelledby": "\(section.identifier)-h"],
      containing: [heading] + content)
  }

  private func foot(of dossier: Dossier) -> Markup {
    .element(
      "footer", [:],
      .paragraph(
        "Made by Vaglio ", .text(SafeText.shortened(dossier.provenance.vaglio)),
        " from the record ", .code(JSONReport.fileName),
        ", which holds every number in full. This page can be rendered from it again with ",
        .code("vaglio render report.json --format html"), "."))
  }
}

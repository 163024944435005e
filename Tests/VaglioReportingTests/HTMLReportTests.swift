import Testing
import VaglioFindings
import VaglioGates

@testable import VaglioReporting

struct HTMLReportTests {
  private static func page(_ name: String) throws -> (bytes: [UInt8], page: Page) {
    let bytes = HTMLReport().render(try #require(SampleDossier.all[name]))
    return (bytes, Page(bytes))
  }

  @Test(arguments: SampleDossier.all.keys.sorted())
  func `nothing runs, nothing is fetched, and every parser agrees`(name: String) throws {
    let (bytes, page) = try Self.page(name)
    #expect(page.problem == nil)
    let known: Set = [
      "html", "head", "meta", "title", "style", "body", "a", "div", "header", "p", "b", "span",
      "h1", "h2", "h3", "bdi", "ul", "ol", "li", "nav", "main", "section", "footer", "figure",
      "figcaption", "svg", "desc", "path", "rect", "circle", "text", "details", "summary", "table",
      "caption", "thead", "tbody", "tr", "th", "td", "small", "code",
    ]
    #expect(Set(page.elements.map(\.name)).subtracting(known) == [])
    for element in page.elements {
      #expect(
        element.attributes.keys.allSatisfy { !$0.hasPrefix("on") && $0 != "src" && $0 != "style" })
      if let link = element.attributes["href"] { #expect(link.hasPrefix("#")) }
    }
    let policy = page.named("meta").first { $0.attributes["http-equiv"] != nil }
    #expect(policy?.attributes["content"]?.hasPrefix("default-src 'none'") == true)
    #expect(bytes == HTMLReport().render(try #require(SampleDossier.all[name])))
  }

  @Test(arguments: SampleDossier.all.keys.sorted())
  func `headings descend in order, identifiers are unique, links arrive`(name: String) throws {
    let page = try Self.page(name).page
    let identifiers = page.elements.compactMap { $0.attributes["id"] }
    #expect(Set(identifiers).count == identifiers.count)
    for element in page.elements {
      if let link = element.attributes["href"] {
        #expect(identifiers.contains(String(link.dropFirst())))
      }
      for reference in element.attributes["aria-labelledby"]?.split(separator: " ") ?? [] {
        #expect(identifiers.contains(String(reference)))
      }
    }
    let levels = page.elements.compactMap { element -> Int? in
      element.name.count == 2 && element.name.hasPrefix("h") ? Int(element.name.suffix(1)) : nil
    }
    #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1)
    for (one, next) in zip(levels, levels.dropFirst()) { #expect(next <= one + 1) }
    for landmark in ["header", "nav", "main", "footer"] { #expect(page.named(landmark).count == 1) }
  }

  @Test(arguments: [
    ("binary", "FAIL — "), ("no-policy", "NO POLICY — "), ("evaluation", "NO POLICY — "),
    ("regression", "PASS — "), ("hostile", "INCONCLUSIVE — "),
  ])
  func `the title begins with the verdict`(name: String, opening: String) throws {
    let page = try Self.page(name).page
    let title = page.named("title").first { $0.ancestors.last == "head" }
    #expect(title?.text.hasPrefix(opening) == true)
  }

  @Test func `without a policy the banner says that nothing was decided`() throws {
    let page = try Self.page("no-policy").page
    let why = page.elements.first { $0.attributes["class"] == "why" }?.text
    #expect(
      why
        == "No policy was given: nothing was decided. ROC AUC: +0.006 ± 0.004, the candidate is better."
    )
  }

  @Test(arguments: ["binary", "evaluation", "hostile"])
  func `every finding without a value is told under what was not evaluated`(name: String) throws {
    let dossier = try #require(SampleDossier.all[name])
    let text = try Self.page(name).page.text(of: "unevaluated")
    for finding in dossier.findings.all {
      guard let reason = finding.estimate.undefined?.reason else { continue }
      #expect(text.contains(SafeText.shortened(reason, to: 200)))
      #expect(text.contains(SafeText.shortened(finding.slice.description)))
    }
    for measure in dossier.measures
    where !dossier.findings.all.contains(where: { $0.measure == measure.name }) {
      #expect(text.contains(measure.shortTitle))
    }
  }

  @Test func `a page stays small with fifty metrics on ten slices, and bounded beyond`() throws {
    #expect(HTMLReport().render(SampleDossier.large()).count <= 500_000)
    #expect(HTMLReport().render(SampleDossier.large(metrics: 120, slices: 150)).count <= 2_000_000)
    #expect(try Self.page("hostile").bytes.count <= 500_000)
  }

  @Test func `an empty dossier still makes a page`() {
    let dossier = Dossier(
      task: "binary", models: [], findings: Findings([]), measures: [], exhibits: [],
      verdict: Verdict(ruling: .notEvaluated, judgements: []),
      provenance: Provenance(vaglio: "0.1.0", seed: 0, data: [], options: [:]))
    for renderer in RendererCatalogue.all { #expect(!renderer.render(dossier).isEmpty) }
    #expect(Page(HTMLReport().render(dossier)).problem == nil)
  }

  @Test func `a long name is shown cut, and in full once`() throws {
    let page = try Self.page("hostile").page
    let long = String(repeating: "ab", count: 5000)
    #expect(page.text(of: "provenance").contains(long))
    #expect(!page.text(of: "differences").contains(long.prefix(400)))
  }
}

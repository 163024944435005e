import Testing
import VaglioFindings

@testable import VaglioReporting

struct SliceSectionTests {
  @Test func `slices stand with the worst bound first, those without a value last`() throws {
    let dossier = SampleDossier.binary()
    let measure = try #require(SliceSection.measures(of: dossier).first)
    #expect(measure.name == "roc_auc")
    let slices = SliceSection.slices(of: dossier, by: measure)
    let bounds = slices.compactMap {
      dossier.findings.finding("roc_auc", .difference, on: $0)?.estimate.interval?.lower
    }
    #expect(bounds.count == 11 && bounds == bounds.sorted())
    #expect(slices.last?.description == "education=unknown")
  }

  @Test func `where lower is better the worst bound is the upper one`() {
    let dossier = SampleDossier.regression()
    let measure = dossier.contract(of: "mean_absolute_error")
    let slices = SliceSection.slices(of: dossier, by: measure)
    let bounds = slices.compactMap {
      dossier.findings.finding(measure.name, .difference, on: $0)?.estimate.interval?.upper
    }
    #expect(bounds == bounds.sorted(by: >))
  }
}

struct MetricPanelTests {
  private func row(_ name: String, _ value: Double, unit: String = "") -> MetricRow {
    MetricRow(
      Measure(
        name: name, title: name, definition: "", range: -.infinity ... .infinity,
        direction: .higherIsBetter, unit: unit), .value(value, nil))
  }

  @Test func `rows share an axis when unit and magnitude agree`() {
    let rows = [row("a", 1), row("b", 100, unit: "s"), row("c", 0.5), row("d", 0.001), row("e", 0)]
    let panels = MetricPanel.panels(of: rows, contrast: 10)
    #expect(panels.map { $0.rows.map(\.measure.name) } == [["a", "c"], ["d", "e"], ["b"]])
  }
}

struct RendererCatalogueTests {
  @Test func `renderers are sorted, found by name, and deterministic`() {
    #expect(RendererCatalogue.names == ["html", "json", "junit", "markdown", "text"])
    #expect(RendererCatalogue.renderer(named: "pdf") == nil)
    for (_, dossier) in SampleDossier.all {
      for renderer in RendererCatalogue.all {
        #expect(renderer.render(dossier) == renderer.render(dossier))
      }
    }
  }
}

import Testing
import VaglioFindings

@testable import VaglioReporting

struct RecalibrationSectionTests {
  private static func dossier(_ exhibits: [Exhibit]) -> Dossier {
    let sample = SampleDossier.binary()
    return Dossier(
      task: sample.task, models: sample.models, findings: sample.findings,
      measures: sample.measures, exhibits: exhibits, verdict: nil, provenance: sample.provenance)
  }

  private static let trials = Exhibit(
    kind: "recalibrations", subject: .difference,
    series: [
      "method": .words(["platt", "beta<script>"]),
      "roc_auc": .numbers([0.77, 0.76]), "roc_auc.difference": .numbers([-0.001, nil]),
      "roc_auc.lower": .numbers([-0.002, nil]), "roc_auc.upper": .numbers([0, nil]),
      "log_loss": .numbers([0.43, 0.42]), "log_loss.difference": .numbers([-0.01, -0.02]),
      "log_loss.lower": .numbers([-0.014, nil]), "log_loss.upper": .numbers([-0.006, nil]),
    ], scalars: ["level": 0.9])

  @Test func `methods stand side by side, the deciding metric first`() throws {
    let table = try #require(RecalibrationSection.table(for: Self.dossier([Self.trials])))
    #expect(table.columns.map(\.heading) == ["Method", "Log loss ↓", "ROC AUC"])
    #expect(table.rows[0].map(\.text) == ["platt", "−0.010 ± 0.004", "−0.0010 ± 0.0010"])
    #expect(table.rows[1][2].text == "—")
    #expect(table.caption.contains("90 % intervals"))
    let page = String(decoding: MarkdownReport().render(Self.dossier([Self.trials])), as: UTF8.self)
    #expect(page.contains("### Recalibrations"))
    #expect(!page.contains("<script>"))
  }

  @Test func `without a choice of methods there is no table, and without a map no chart`() {
    #expect(RecalibrationSection.table(for: Self.dossier([])) == nil)
    #expect(RecalibrationSection().blocks(for: Self.dossier([])).isEmpty)
    let map = Exhibit(
      kind: "recalibration_map", subject: .candidate,
      series: ["score": .numbers([0, 0.5, 1]), "probability": .numbers([0.1, 0.4, 0.8])])
    #expect(RecalibrationSection().blocks(for: Self.dossier([map])).count == 1)
  }

  @Test func `columns of unequal length or bounds out of order break nothing`() {
    let hostile = Exhibit(
      kind: "recalibrations", subject: .difference,
      series: [
        "method": .words(["a", "b"]), "log_loss.difference": .numbers([1]),
        "log_loss.lower": .numbers([2, 3]), "log_loss.upper": .numbers([1]),
      ])
    let table = RecalibrationSection.table(for: Self.dossier([hostile]))
    #expect(table?.rows.count == 2)
    #expect(!TextReport().render(Self.dossier([hostile])).isEmpty)
  }
}

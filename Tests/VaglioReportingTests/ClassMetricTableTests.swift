import Testing
import VaglioFindings
import VaglioGates

@testable import VaglioReporting

struct ClassMetricTableTests {
  @Test(arguments: [
    ("recall[class=Fair]", "recall", "Fair"), ("recall[class=a%2Cb%5D%25]", "recall", "a,b]%"),
    ("f_beta[beta=2,class=a%3D%5B]", "f_beta[beta=2]", "a=["),
    ("precision[class=]", "precision", ""),
  ])
  func `a name is parted into metric and class`(name: String, base: String, label: String) throws {
    let parts = try #require(ClassMeasureName(name))
    #expect(parts.base == base)
    #expect(parts.label == label)
  }

  @Test(arguments: ["recall", "f1[average=macro]", "recall[class=a", "class=a]"])
  func `other names are about no single class`(name: String) {
    #expect(ClassMeasureName(name) == nil)
  }

  /// Two metrics of each class, and one over all.
  private func dossier(classes: [String], gated: String? = nil) -> Dossier {
    let names = classes.flatMap { ["precision[class=\($0)]", "recall[class=\($0)]"] }
    let measures = (["accuracy"] + names).map { name in
      Measure(
        name: name,
        title: ClassMeasureName(name).map { "\($0.base) of \($0.label)" } ?? "accuracy",
        definition: "", range: 0...1, direction: .higherIsBetter)
    }
    let findings = measures.enumerated().map { index, measure in
      SampleDossier.finding(
        measure.name, .difference, Double(index) / 100, 0.015, "paired-linearization")
    }
    let judgements = gated.map {
      [
        Judgement(
          rule: "no-worse", metric: $0, slice: .all, ruling: .pass, because: "", findings: [1],
          thresholds: [0], level: 0.95)
      ]
    }
    return Dossier(
      task: "multiclass", models: [.candidate, .production].map { .init(role: $0, name: "m") },
      findings: Findings(findings), measures: measures, exhibits: [],
      verdict: judgements.map { Verdict(ruling: .pass, judgements: $0) },
      provenance: Provenance(vaglio: "0.1.0", seed: 0, data: [], options: [:]))
  }

  @Test func `classes stand below each other and their metrics side by side`() throws {
    let table = try #require(
      ClassMetricTable.table(of: .difference, in: dossier(classes: ["a", "b"])))
    #expect(table.columns.map(\.heading) == ["Class", "Precision", "Recall"])
    #expect(table.rows.map { $0[0].text } == ["a", "b"])
    // 0.01 and 0.02 with a half-width of 0.015: only the latter is shown.
    #expect(table.rows[0].map(\.ground) == ["", "", "b1"])
    #expect(table.rows[1].map(\.ground) == ["", "b1", "b1"])
  }

  @Test func `what is over all classes leads, and what a gate reads`() {
    let plain = dossier(classes: ["a", "b"])
    #expect(plain.leadingMeasures.map(\.name) == ["accuracy"])
    let gated = dossier(classes: ["a", "b"], gated: "recall[class=b]")
    #expect(gated.leadingMeasures.map(\.name) == ["accuracy", "recall[class=b]"])
  }

  @Test func `of very many classes the record has the rest`() throws {
    let table = try #require(
      ClassMetricTable.table(of: .difference, in: dossier(classes: (1...60).map { "\($0)" })))
    #expect(table.rows.count == 50)
    #expect(table.caption.contains("the first 50 of 60"))
  }
}

import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// Areas of several classes against their definition, pair by pair.
struct MulticlassAreaTests {
  private func value(_ name: String, _ outcomes: MulticlassOutcomes) throws -> Double {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.multiclass))
    let finding = Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
    return try #require(finding.estimate.value)
  }

  /// P(score of `own` higher in a row of it than in a row of `others`) + ½P(equal).
  private func area(_ outcomes: MulticlassOutcomes, _ own: Int, against others: [Int]) -> Double {
    let scores = outcomes.scores[own]
    var (won, all) = (0.0, 0.0)
    for first in outcomes.labels.indices where Int(outcomes.labels[first]) == own {
      for second in outcomes.labels.indices where others.contains(Int(outcomes.labels[second])) {
        let weight =
          (outcomes.rows.weights?[first] ?? 1) * (outcomes.rows.weights?[second] ?? 1)
        won +=
          weight * (scores[first] > scores[second] ? 1 : scores[first] == scores[second] ? 0.5 : 0)
        all += weight
      }
    }
    return won / all
  }

  @Test(arguments: [nil, WeightKind.frequency, .importance])
  func `areas are what their definition says, whatever the weights`(kind: WeightKind?) throws {
    let plain = MulticlassOutcomes.drawn(rows: 90, seed: 4)
    let outcomes =
      kind.map { kind in
        plain.weighted(Weights((0..<90).map { Double(1 + $0 * 5 % 7) }, kind: kind))
      } ?? plain
    let classes = 0..<4
    let labelled = outcomes.table.labelled
    let total = labelled.reduce(0, +)
    let rest = classes.map { own in
      area(outcomes, own, against: classes.filter { $0 != own })
    }
    #expect(
      abs(try value("roc_auc", outcomes) - rest.reduce(0, +) / 4) < 1e-12)
    #expect(
      abs(
        try value("roc_auc[average=weighted]", outcomes)
          - zip(rest, labelled).reduce(0) { $0 + $1.0 * $1.1 / total }) < 1e-12)
    var (sum, weighted, weights) = (0.0, 0.0, 0.0)
    for own in classes {
      for other in classes where other != own {
        let pair = area(outcomes, own, against: [other])
        sum += pair / 12
        weighted += pair * (labelled[own] + labelled[other])
        weights += labelled[own] + labelled[other]
      }
    }
    #expect(abs(try value("roc_auc[multiclass=ovo]", outcomes) - sum) < 1e-12)
    #expect(
      abs(try value("roc_auc[average=weighted,multiclass=ovo]", outcomes) - weighted / weights)
        < 1e-12)
  }

  @Test func `two classes have the areas of the binary task`() throws {
    let binary = BinaryOutcomes.drawn(rows: 120, seed: 9)
    let both = MulticlassOutcomes(
      classes: ["no", "yes"], labels: binary.labels.map(Int32.init),
      scores: [binary.scores.map { 1 - $0 }, binary.scores])
    let own = Evaluation(metrics: [.rocAUC], level: .ninetyFivePercent)
      .findings(on: binary, subject: .model)[0].estimate
    let metric = try #require(
      MetricCatalogue.metric("roc_auc[class=yes]", in: MetricCatalogue.multiclass))
    let ofClass = Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: both, subject: .model)[0].estimate
    #expect(own == ofClass)
  }
}

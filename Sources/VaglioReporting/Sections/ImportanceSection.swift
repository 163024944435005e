internal import VaglioFindings

/// Which features does the model rely on?
struct ImportanceSection: Section {
  let identifier = "importance"

  func title(for dossier: Dossier) -> String { "Which features does it rely on?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let charts = dossier.exhibits.filter { $0.slice == .all }.compactMap { exhibit -> Chart? in
      switch exhibit.kind {
      case "shap_importance": attribution(exhibit, in: dossier)
      case "permutation_importance": permutation(exhibit, in: dossier)
      case "sage": loss(exhibit, in: dossier)
      case "interaction_strength": interaction(exhibit)
      default: nil
      }
    }
    return charts.map { .charts([$0]) }
  }

  private func attribution(_ exhibit: Exhibit, in dossier: Dossier) -> Chart? {
    let bars = BarChart.bars(of: exhibit, "importance")
    return BarChart(
      bars: bars, noun: "feature", quantity: "mean |attribution|, \(dossier.attributionUnit)",
      title: "\(subject(exhibit))\(leading(bars)) moves \(output(exhibit, in: dossier)) most",
      caption: "Mean absolute attribution over the rows, with its "
        + "\(NumberFormat.level(exhibit.scalars["level"] ?? dossier.level)) interval. It says what the "
        + "model uses, not what causes what."
    ).chart
  }

  private func permutation(_ exhibit: Exhibit, in dossier: Dossier) -> Chart? {
    let bars = BarChart.bars(of: exhibit, "importance")
    let metric = exhibit.words("metric")?.first.map { dossier.contract(of: $0).shortTitle } ?? ""
    return BarChart(
      bars: bars, noun: "feature", quantity: "\(metric): worse by",
      title: "\(subject(exhibit))Without \(leading(bars)), \(metric) suffers most",
      caption:
        "How much worse the metric gets where a feature's values are shuffled over the rows, "
        + "with its paired interval. Features that stand for each other share their importance, "
        + "and both can look unimportant. Pale: the interval holds zero."
    ).chart
  }

  private func loss(_ exhibit: Exhibit, in dossier: Dossier) -> Chart? {
    let bars = BarChart.bars(of: exhibit, "value")
    return BarChart(
      bars: bars, noun: "feature", quantity: "share of the loss that is explained",
      title: "\(subject(exhibit))\(leading(bars)) explains most of the loss",
      caption: "Shapley values of the loss (SAGE): what each feature takes off the loss, all "
        + "together the loss without any less that with all. Pale: the interval holds zero."
    ).chart
  }

  private func interaction(_ exhibit: Exhibit) -> Chart? {
    let (features, others) = (exhibit.words("feature") ?? [], exhibit.words("other") ?? [])
    let pairs = zip(features, others).map { $1.isEmpty ? $0 : "\($0) × \($1)" }
    let named = Exhibit(
      kind: exhibit.kind, subject: exhibit.subject,
      series: exhibit.series.merging(["pair": .words(pairs)]) { own, _ in own })
    let bars = BarChart.bars(of: named, "strength", label: "pair")
    return BarChart(
      bars: bars, noun: "pair", quantity: "strength of the interaction, in the output's unit",
      title: "\(subject(exhibit))\(leading(bars)) interact most",
      caption: "The standard deviation of what the effect of both features together has beyond the "
        + "sum of their own effects (unnormalised H of Friedman and Popescu), over a sample of rows."
    ).chart
  }

  /// The output by its name, where there are several.
  private func output(_ exhibit: Exhibit, in dossier: Dossier) -> String {
    guard dossier.hasSeveralOutputs(exhibit.subject), let name = exhibit.words("output")?.first
    else { return "the output" }
    return "\(dossier.task == "multiclass" ? "class " : "")\(SafeText.shortened(name))"
  }

  private func leading(_ bars: [BarChart.Bar]) -> String {
    SafeText.shortened(bars.first?.label ?? "no feature")
  }

  private func subject(_ exhibit: Exhibit) -> String {
    exhibit.subject == .model
      ? ""
      : exhibit.subject.rawValue.prefix(1).uppercased() + exhibit.subject.rawValue.dropFirst()
        + ": "
  }
}

extension Dossier {
  /// What attributions are measured in.
  var attributionUnit: String {
    let scales = Set(attributions.map(\.scale))
    return scales.count == 1 ? scales.first ?? "margin" : "margin or prediction"
  }

  /// Whether a model's attributions are of several outputs.
  func hasSeveralOutputs(_ subject: Subject) -> Bool {
    attributions.contains { $0.subject == subject && $0.outputs.count > 1 }
  }
}

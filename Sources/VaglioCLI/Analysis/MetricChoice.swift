internal import VaglioEvaluation
internal import VaglioFindings

/// The metrics of an analysis: those that were named, or the task's standard set, and those that the policy
/// needs.
struct MetricChoice<Observed: Outcomes> {
  let metrics: [any Metric<Observed>]

  /// The metrics of `catalogue` by name, each once, in the order in which they were named; the
  /// `standard` ones where none is named.
  ///
  /// Metrics of the policy that are unknown are left to it: its own check names their place.
  init(
    named: [String], neededBy policy: [String], in catalogue: [any Metric<Observed>],
    standard: [any Metric<Observed>], task: PredictionTask
  ) throws(Trouble) {
    let known = catalogue.map { $0.measure.name }
    var metrics = named.isEmpty ? standard : []
    var chosen = Set(metrics.map { $0.measure.name })
    for name in named + policy {
      guard let metric = MetricCatalogue.metric(name, in: catalogue) else {
        let isKnown = known.contains(MetricName(name)?.base ?? name)
        guard isKnown || named.contains(name) else { continue }
        throw Self.unknown(name, known, task)
      }
      if chosen.insert(metric.measure.name).inserted { metrics.append(metric) }
    }
    self.metrics = metrics
  }

  /// Whether the scores have to be probabilities.
  var needsProbabilities: Bool { metrics.contains { $0.needsProbabilities } }

  /// The metrics whose groups are held against each other: those that are wanted, and the selection
  /// rate where it is measured.
  func contrasted(_ wanted: [String]) -> Set<String> {
    Set(metrics.map { $0.measure.name }).intersection(wanted + [SelectionRate().name])
  }

  /// The contracts of all measures in the findings, the metrics' own first.
  func measures(contrasted: Set<String>) -> [Measure] {
    let own = metrics.map { $0.measure }
    return own + own.filter { contrasted.contains($0.name) }.flatMap(\.contrasts)
  }

  private static func unknown(
    _ name: String, _ known: [String], _ task: PredictionTask
  ) -> Trouble {
    let base = MetricName(name)?.base ?? name
    if known.contains(base) {
      return Trouble(
        "--metric \(name): \(base) has no such option, or not with this value; see vaglio list "
          + "metrics")
    }
    for other in PredictionTask.allCases where other != task {
      guard MeasureCatalogue.measures(of: other.rawValue).contains(where: { $0.name == base })
      else { continue }
      return Trouble(
        "--metric \(name): a metric of the task \(other.rawValue), but the task here is "
          + task.rawValue)
    }
    let nearest = NearestWord(to: base, among: known)?.word
    return Trouble(
      "--metric \(name): there is no such metric of the task \(task.rawValue); "
        + (nearest.map { "did you mean \($0)?" } ?? "vaglio list metrics shows all"))
  }
}

extension Measure {
  /// The measures that hold the groups of a slicing against the group with the highest value.
  var contrasts: [Measure] {
    let isNotNegative = lowest >= 0
    return [
      Measure(
        name: "\(name).ratio", title: "\(title), ratio to the highest group",
        definition: "The group's \(title) divided by that of the group with the highest value.",
        range: isNotNegative ? 0...1 : -.infinity ... .infinity,
        direction: .nearerIsBetter(to: 1), source: "29 CFR 1607.4D"),
      Measure(
        name: "\(name).difference", title: "\(title), difference from the highest group",
        definition: "The group's \(title) minus that of the group with the highest value.",
        range: lowest - highest...0, direction: .nearerIsBetter(to: 0), unit: unit),
    ]
  }
}

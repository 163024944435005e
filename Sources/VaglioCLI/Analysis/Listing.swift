internal import VaglioAttribution
internal import VaglioDrift
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioGates
internal import VaglioModels
internal import VaglioReporting

/// A catalogue as `vaglio list` shows it.
struct Listing {
  /// One entry: its name, what to say of it in lines, and the same for programs.
  struct Entry {
    /// The heading that the entry stands below; the same for neighbours of one kind.
    let group: String
    let title: String
    let lines: [String]
    let json: JSONValue
  }

  let entries: [Entry]

  /// The entries for people, below their headings.
  var text: String {
    var lines: [String] = []
    var group = ""
    for entry in entries {
      if entry.group != group {
        lines += (group.isEmpty ? [] : [""]) + [entry.group]
        group = entry.group
      }
      lines.append("  \(entry.title)")
      lines += entry.lines.flatMap { $0.wrapped(to: 96, indent: "      ") }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Listing {
  /// Every metric of every kind of predictions.
  static let metrics = Listing(
    entries: MetricCatalogue.binary.map { entry($0, .scores) }
      + MetricCatalogue.multiclass.map { entry($0, .classes) }
      + MetricCatalogue.regression.map { entry($0, .numbers) }
      + MetricCatalogue.quantile.map { entry($0, .quantiles) }
      + MetricCatalogue.ensemble.map { entry($0, .members) })

  /// Every name that a finding may bear: metrics, and their groups' contrasts; of explanations and of
  /// data without features and columns.
  static let measures = Listing(
    entries: PredictionTask.allCases.flatMap { task in
      MeasureCatalogue.measures(of: task.rawValue).flatMap { [$0] + $0.contrasts }.map {
        entry($0, PredictionKind(task))
      }
    }
      + (ShiftMeasures.all + TrustMeasures.all).map {
        entry($0, group: "Explanations", task: "explanation")
      }
      + (DriftAnalysis.measures + JointDrift.measures).map {
        entry($0, group: "Data against a reference", task: "drift")
      })

  /// Every way in which attributions are made.
  static let explainers = Listing(
    entries: ExplainerChoice.allCases.map { explainer in
      Entry(
        group: "Explainers", title: explainer.rawValue, lines: [explainer.summary],
        json: ["name": .string(explainer.rawValue), "summary": .string(explainer.summary)])
    })

  /// Every rule that a policy may use.
  static let rules = Listing(
    entries: RuleCatalogue.all.map { rule in
      let documentation = rule.documentation
      return Entry(
        group: "Rules of a policy's gates", title: rule.kind,
        lines: [documentation.summary]
          + documentation.options.map { option in
            "\(option.name)\(option.isOptional ? " (optional)" : ""): \(option.type); "
              + option.summary
          } + ["example: - \(documentation.example)"],
        json: json(rule.kind, documentation))
    })

  /// Every format: those that models are read from, and those that a record can be shown in.
  static let formats = Listing(
    entries: ModelCatalogue.formats.map { entry(model: $0.name, $0.definition) }
      + [entry(model: MLflowDirectory.name, MLflowDirectory.definition)]
      + RendererCatalogue.all.map { renderer in
        let kind = type(of: renderer)
        return Entry(
          group: "Formats of reports", title: "\(kind.name)  (\(kind.fileName))",
          lines: [kind.summary],
          json: [
            "name": .string(kind.name), "file": .string(kind.fileName), "of": "reports",
            "summary": .string(kind.summary),
          ])
      })

  private static func entry(model name: String, _ definition: String) -> Entry {
    Entry(
      group: "Formats of models", title: name, lines: [definition],
      json: ["name": .string(name), "of": "models", "summary": .string(definition)])
  }

  private static func entry(_ metric: some Metric, _ kind: PredictionKind) -> Entry {
    let plain = entry(metric.measure, kind)
    var members = plain.json.object ?? [:]
    members["interval"] = .string(metric.intervalMethod)
    members["standard"] = .boolean(metric.isStandard)
    members["predictions"] = .string(kind.rawValue)
    members["options"] = .array(
      metric.options.map { option in
        [
          "name": .string(option.name), "values": .string(option.values),
          "meaning": .string(option.meaning),
        ]
      })
    return Entry(
      group: plain.group, title: plain.title,
      lines: plain.lines + ["interval: \(metric.intervalMethod)"]
        + metric.options.map { "option \($0.name): \($0.meaning), \($0.values)" }
        + (metric.isStandard ? [] : ["measured on request: --metric \(metric.name)"]),
      json: .object(members))
  }

  private static func entry(_ measure: Measure, _ kind: PredictionKind) -> Entry {
    entry(measure, group: kind.heading, task: kind.task.rawValue)
  }

  private static func entry(_ measure: Measure, group: String, task: String) -> Entry {
    let unit = measure.unit.isEmpty ? "" : ", in \(measure.unit)"
    var members = measure.json.object ?? [:]
    members["task"] = .string(task)
    return Entry(
      group: group,
      title: "\(measure.name)  \(measure.title): \(measure.range)\(unit), "
        + measure.direction.words,
      lines: [measure.definition]
        + (measure.source.isEmpty ? [] : ["source: \(measure.source)"]),
      json: .object(members))
  }

  private static func json(_ kind: String, _ documentation: RuleDocumentation) -> JSONValue {
    [
      "kind": .string(kind), "summary": .string(documentation.summary),
      "example": .string(documentation.example),
      "options": .array(
        documentation.options.map { option in
          [
            "name": .string(option.name), "type": .string(option.type),
            "optional": .boolean(option.isOptional), "summary": .string(option.summary),
          ]
        }),
    ]
  }
}

extension Measure {
  /// The range in words: `0 to 1`, `0 or more`.
  fileprivate var range: String {
    let (low, high) = (lowest, highest)
    switch (low.isFinite, high.isFinite) {
    case (true, true): return "\(CanonicalJSON.number(low)) to \(CanonicalJSON.number(high))"
    case (true, false): return "\(CanonicalJSON.number(low)) or more"
    case (false, true): return "\(CanonicalJSON.number(high)) or less"
    case (false, false): return "any number"
    }
  }
}

extension Direction {
  /// Which way is better, in words.
  fileprivate var words: String {
    switch self {
    case .higherIsBetter: "higher is better"
    case .lowerIsBetter: "lower is better"
    case .nearerIsBetter(let ideal): "nearer to \(CanonicalJSON.number(ideal)) is better"
    case .neutral: "describes, does not judge"
    }
  }
}

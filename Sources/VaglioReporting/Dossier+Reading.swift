internal import VaglioFindings
internal import VaglioGates

extension Dossier {
  /// Whether two models are compared, or one is evaluated.
  var isComparison: Bool {
    models.contains { $0.role == .candidate } || findings.all.contains { $0.subject == .difference }
  }

  /// The models that are shown side by side, in order.
  var sides: [Subject] { isComparison ? [.candidate, .production] : [.model] }

  /// The subject whose findings say how things stand: the difference, or the one model.
  var decisive: Subject { isComparison ? .difference : .model }

  /// The name of the model in a role; the role itself where it has none.
  func name(of role: Subject) -> String {
    models.first { $0.role == role }?.name ?? role.rawValue
  }

  /// The contract of a measure; one without a contract is shown under its name.
  func contract(of name: String) -> Measure {
    measure(name)
      ?? Measure(
        name: name, title: reasonTitle(of: name) ?? name, definition: "",
        range: -.infinity ... .infinity, direction: .neutral)
  }

  /// The title of a measure about features or columns, `Attribution shift of pay_0`; `nil` for others.
  fileprivate func reasonTitle(of name: String) -> String? {
    guard let opening = name.firstIndex(of: "["), name.hasSuffix("]"),
      Measure.isAboutAttributions(name) || Measure.isAboutData(name)
    else { return nil }
    let base = name[..<opening]
    let values = name[name.index(after: opening)...].dropLast().split(separator: ",").compactMap {
      $0.split(separator: "=", maxSplits: 1).dropFirst().first.map(OptionText.unescaped)
    }
    let title = measure(String(base))?.title ?? String(base.replacing("_", with: " "))
    return "\(title) of \(values.map { $0.replacing("|", with: ", ") }.joined(separator: ", "))"
  }

  /// Measures in the report's order: those of the list first, then others as they were found.
  ///
  /// None where data are held against data: those have sections of their own.
  var orderedMeasures: [Measure] {
    guard !isDrift else { return [] }
    var seen: Set<String> = []
    let names = measures.map(\.name) + findings.all.map(\.measure)
    return names.filter { seen.insert($0).inserted }.map(contract)
      .filter { !$0.isAboutGroupsTogether && !$0.isAboutAttributions && !$0.isAboutData }
      .filter { !$0.isAboutAlerts }
  }

  /// The measures over all classes, in the report's order, and those of single classes that a gate
  /// reads; the others stand in a table of classes.
  var leadingMeasures: [Measure] {
    let gated = Set((verdict?.judgements ?? []).map(\.metric))
    return orderedMeasures.filter { !$0.isOfOneClass || gated.contains($0.name) }
  }

  /// The measures that judge, most telling first: those of the policy's gates, then the custom of
  /// the task, then the report's order.
  var headline: [Measure] {
    let gated = (verdict?.judgements ?? []).map(\.metric)
    let customary =
      task == "regression"
      ? ["root_mean_squared_error", "mean_absolute_error", "r2"]
      : task == "multiclass"
        ? ["f1[average=macro]", "roc_auc[average=macro,multiclass=ovr]", "log_loss"]
        : ["roc_auc", "average_precision", "log_loss", "brier_score"]
    // Whoever puts one of these first wants to read it first, as calibrate does with log loss.
    let first = measures.first.map { [$0.name] }?.filter(customary.contains) ?? []
    var seen: Set<String> = []
    return (gated + first + customary + orderedMeasures.map(\.name))
      .filter { seen.insert($0).inserted }
      .map(contract)
      .filter { measure in
        measure.direction != .neutral
          && findings.finding(measure.name, decisive)?.estimate.value != nil
      }
  }

  /// The judgement that read a finding, the gravest if there are several.
  func judgement(of key: Findings.Key) -> Judgement? {
    guard let position = findings.position(of: key) else { return nil }
    let readers = (verdict?.judgements ?? []).filter { $0.findings.contains(position) }
    return readers.max { $0.ruling.gravity < $1.ruling.gravity }
  }

  /// The number of rows that the whole rests on: the most that a finding over all rows counts.
  var rowCount: Int { findings.all.filter { $0.slice == .all }.map(\.count).max() ?? 0 }

  /// The exhibit of a kind about a subject over all rows.
  func exhibit(_ kind: String, _ subject: Subject) -> Exhibit? {
    exhibits.first { $0.kind == kind && $0.subject == subject && $0.slice == .all }
  }

  /// What stands in the place of models' names where a study is planned from guesses.
  static let planTitle = "A study planned from guesses"

  /// Whether a study is planned from guesses, without models and rows.
  var isPlan: Bool { task == "planning" }

  /// Whether data are compared with data, and no models.
  var isDrift: Bool { task == "drift" }

  /// What is held against what, for people; `nil` where models stand side by side.
  var ownTitle: String? {
    if isPlan { return Self.planTitle }
    guard isDrift, let current = provenance.options["current"],
      let reference = provenance.options["reference"]
    else { return nil }
    return "\(SafeText.shortened(current)) against \(SafeText.shortened(reference))"
  }

  /// The task in words.
  var taskTitle: String {
    switch task {
    case "binary": "binary classification"
    case "multiclass": "classification into several classes"
    case "drift": "data against a reference"
    case "watch": "a model over time"
    case "planning": "from guesses, without data"
    default: SafeText.shortened(task)
    }
  }

  /// The confidence level of the intervals over all rows; 0.95 where there is none.
  var level: Double {
    findings.all.lazy.compactMap { $0.estimate.interval?.level }.first ?? 0.95
  }
}

extension Ruling {
  /// How much attention a ruling asks for.
  var gravity: Int {
    switch self {
    case .pass: 0
    case .inconclusive: 1
    case .notEvaluated: 2
    case .fail: 3
    }
  }
}

extension Dossier {
  /// The title of the metric that a judgement reads; `nil` where it reads none that is known.
  func title(of judgement: Judgement) -> String? {
    measure(judgement.metric)?.title ?? reasonTitle(of: judgement.metric)
  }
}

extension Judgement {
  /// The grounds as a sentence: with a capital and a full stop, and with the metric's title where
  /// they begin with its name.
  func sentence(limit: Int, title: String? = nil) -> String {
    var grounds = SafeText.shortened(because, to: limit)
    if let title, !metric.isEmpty, grounds.hasPrefix(metric + " ") {
      grounds = title + grounds.dropFirst(metric.count)
    }
    let opening = grounds.prefix(1).uppercased() + grounds.dropFirst()
    return opening.isEmpty || ".!?…".contains(opening.suffix(1)) ? opening : opening + "."
  }
}

extension Subject {
  /// The colour of a model's marks.
  var ink: Ink { self == .production ? .production : .candidate }

  /// The shape of a model's marks: production is hollow.
  var mark: Canvas.Mark { self == .production ? .ring : .dot }

  /// Whether a model's lines are dashed.
  var isDashed: Bool { self == .production }
}

extension Measure {
  /// Whether it compares a group with another: `selection_rate.ratio`, `recall.difference`.
  var comparesGroups: Bool { name.hasSuffix(".ratio") || name.hasSuffix(".difference") }

  /// Whether it is about all groups of a slicing, or about subgroups that a search picked, which
  /// have tables of their own.
  var isAboutGroupsTogether: Bool {
    name.hasSuffix(".subgroup") || name.hasSuffix(".subgroup_gap") || GroupMeasureName(name) != nil
  }

  /// Whether it counts alerts, which have sections of their own.
  var isAboutAlerts: Bool { name.hasPrefix("watch.") }

  /// Whether it is about a model's reasons, which have sections of their own.
  var isAboutAttributions: Bool { Self.isAboutAttributions(name) }

  /// Whether a measure of this name is about a model's reasons.
  static func isAboutAttributions(_ name: String) -> Bool {
    beginningsAboutAttributions.contains { name.hasPrefix($0) }
  }

  private static let beginningsAboutAttributions = [
    "additivity_", "attribution_", "contribution_", "faithfulness_", "flip_attribution",
    "interaction_h2", "interaction_strength", "permutation_importance", "sage", "shap_importance",
    "stability_", "top_reason",
  ]

  /// The title, with an arrow where lower is better.
  var arrowedTitle: String { direction == .lowerIsBetter ? "\(shortTitle) ↓" : shortTitle }

  /// The title with a capital, cut to a label's length.
  var shortTitle: String {
    let title = SafeText.shortened(title)
    return title.prefix(1).uppercased() + title.dropFirst()
  }

  /// −1 where a smaller value is an improvement, else 1.
  var orientation: Double { direction == .lowerIsBetter ? -1 : 1 }

  /// Whether a difference of this measure is an improvement or a loss at all.
  var judges: Bool { direction == .higherIsBetter || direction == .lowerIsBetter }
}

/// Which way a difference points, as far as its interval shows.
enum Tendency: Sendable {
  case better, worse, undecided
  /// The measure does not judge.
  case neither

  /// The tendency of a difference, or `undecided` where the interval holds zero or is missing.
  init(of estimate: Estimate, by measure: Measure) {
    guard measure.judges else {
      self = .neither
      return
    }
    guard let interval = estimate.interval else {
      self = .undecided
      return
    }
    if interval.lower > 0 {
      self = measure.orientation > 0 ? .better : .worse
    } else if interval.upper < 0 {
      self = measure.orientation > 0 ? .worse : .better
    } else {
      self = .undecided
    }
  }

  /// The tendency in words.
  var words: String {
    switch self {
    case .better: "candidate better"
    case .worse: "candidate worse"
    case .undecided: "not decided"
    case .neither: "—"
    }
  }
}

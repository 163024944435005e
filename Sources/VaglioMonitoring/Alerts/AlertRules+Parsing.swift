internal import VaglioFindings
public import VaglioGates

extension AlertRules {
  /// Reads rules from the bytes of a YAML or JSON file, whose name messages tell:
  ///
  /// ```yaml
  /// version: 1
  /// budget: {days: 90, rows-per-day: 10000}   # one false alarm in 90 days over all that follows
  /// alerts:
  ///   - {name: calibration, watch: calibration, segments: [region], keep-firing-for: 1d}
  ///   - {name: loss, watch: loss, loss: brier_score, baseline: 0.11, tolerance: 0.01, weight: 2}
  ///   - {name: auc, watch: metric, metric: roc_auc, at-least: 0.70, min-coverage: 0.8, for: 2d}
  ///   - {name: income, watch: measure, measure: income.population_stability_index, at-most: 0.2}
  /// ```
  ///
  /// Unknown keys are refused with the nearest known word, and so are those of another watch.
  public init(parsing bytes: [UInt8], file: String) throws(PolicyError) {
    let root = try PolicyNode.parsing(bytes, file: file)
    let members = try root.members(
      known: ["version", "budget", "alerts"], of: "a file of alerts")
    guard try root.required("version", in: members).number("version") == 1 else {
      throw PolicyError("this is version 1", at: root.place, key: "version")
    }
    let budget = try root.required("budget", in: members)
    let parts = try budget.members(known: ["days", "rows-per-day"], of: "the budget")
    let days = try budget.required("days", in: parts).number("days", in: .positive)
    let rows = try budget.required("rows-per-day", in: parts)
      .number("rows-per-day", in: .positive)
    var rules: [AlertRule] = []
    for node in try root.required("alerts", in: members).list(
      "alerts", expected: "a list of alerts")
    {
      let rule = try AlertRule(node)
      guard !rules.contains(where: { $0.name == rule.name }) else {
        throw PolicyError("two alerts are named \"\(rule.name)\"", at: node.place, key: "name")
      }
      rules.append(rule)
    }
    self.init(days: days, rowsPerDay: rows, rules: rules)
  }

  /// Reads rules from text.
  public init(parsing text: String, file: String = "alerts") throws(PolicyError) {
    try self.init(parsing: Array(text.utf8), file: file)
  }
}

/// The words for what is watched.
private enum WatchWord: String, CaseIterable {
  case calibration, loss, metric, measure

  var keys: [String] {
    switch self {
    case .calibration: []
    case .loss: ["loss", "baseline", "tolerance", "cap", "threshold"]
    case .metric: ["metric", "at-least", "at-most", "min-coverage"]
    case .measure: ["measure", "at-least", "at-most"]
    }
  }
}

private enum LossWord: String, CaseIterable {
  case brier = "brier_score"
  case zeroOne = "zero_one_loss"
  case residual
  case absoluteError = "absolute_error"
  case squaredError = "squared_error"
}

extension AlertRule {
  private static let keys = [
    "name", "watch", "segments", "for", "keep-firing-for", "absent", "severity", "labels", "weight",
  ]

  init(_ node: PolicyNode) throws(PolicyError) {
    let all = Self.keys + WatchWord.allCases.flatMap(\.keys)
    let members = try node.members(known: all, of: "an alert")
    let word: WatchWord = try node.required("watch", in: members).choice("watch")
    for (key, member) in members.sorted(by: { $0.key < $1.key })
    where !Self.keys.contains(key) && !word.keys.contains(key) {
      throw PolicyError(
        "\"\(key)\" does not belong to an alert that watches \(word.rawValue)", at: member.place,
        key: key)
    }
    self.init(
      name: try node.required("name", in: members).text("name", expected: "a name"),
      watch: try Self.watch(word, node, members),
      segments: try members["segments"]?.texts("segments") ?? [],
      hold: try members["for"]?.span("for") ?? .zero,
      keepFiring: try members["keep-firing-for"]?.span("keep-firing-for") ?? .zero,
      absent: try members["absent"]?.choice("absent") ?? .keep,
      severity: try members["severity"]?.text("severity", expected: "a word") ?? "warning",
      labels: try members["labels"]?.labels() ?? [:],
      weight: try members["weight"]?.number("weight", in: .positive) ?? 1, place: node.place)
  }

  private static func watch(
    _ word: WatchWord, _ node: PolicyNode, _ members: [String: PolicyNode]
  ) throws(PolicyError) -> AlertWatch {
    switch word {
    case .calibration: return .calibration
    case .loss:
      let loss = try loss(node, members)
      let isResidual = loss == .residual
      let baseline =
        try isResidual
        ? members["baseline"]?.number("baseline") ?? 0
        : node.required("baseline", in: members).number("baseline", in: .notNegative)
      let tolerance = try members["tolerance"]?.number("tolerance", in: .notNegative) ?? 0
      return .loss(loss, baseline: baseline, tolerance: tolerance)
    case .metric:
      return .metric(
        try node.required("metric", in: members).text("metric", expected: "the name of a metric"),
        try bound(node, members),
        minimumCoverage: try members["min-coverage"]?.number("min-coverage", in: .unit) ?? 0)
    case .measure:
      return .measure(
        try node.required("measure", in: members).text("measure", expected: "a measure's name"),
        try bound(node, members))
    }
  }

  private static func loss(
    _ node: PolicyNode, _ members: [String: PolicyNode]
  ) throws(PolicyError) -> WatchedLoss {
    let word: LossWord = try node.required("loss", in: members).choice("loss")
    switch word {
    case .brier: return .brier
    case .residual: return .residual
    case .zeroOne:
      return .zeroOne(threshold: try members["threshold"]?.number("threshold") ?? 0.5)
    case .absoluteError:
      return .absoluteError(cap: try node.required("cap", in: members).number("cap", in: .positive))
    case .squaredError:
      return .squaredError(cap: try node.required("cap", in: members).number("cap", in: .positive))
    }
  }

  private static func bound(
    _ node: PolicyNode, _ members: [String: PolicyNode]
  ) throws(PolicyError) -> AlertBound {
    switch (members["at-least"], members["at-most"]) {
    case (let least?, nil): return .atLeast(try least.number("at-least"))
    case (nil, let most?): return .atMost(try most.number("at-most"))
    default:
      throw PolicyError(
        "an alert needs one of at-least and at-most", at: node.place, key: "at-least")
    }
  }
}

extension PolicyNode {
  /// A length of time here: `15m`, `6h`, `1d12h`, `0`.
  func span(_ key: String) throws(PolicyError) -> TimeSpan {
    let expected = "a length of time such as 15m, 6h or 1d12h"
    guard let span = TimeSpan(try text(key, expected: expected)) else {
      throw failure(key, expected: expected)
    }
    return span
  }

  /// Words here; a list of one may be written without brackets.
  func texts(_ key: String) throws(PolicyError) -> [String] {
    var texts: [String] = []
    for element in try list(key, expected: "a list of columns") {
      texts.append(try element.text(key, expected: "the name of a column"))
    }
    return texts
  }

  fileprivate func labels() throws(PolicyError) -> [String: String] {
    guard case .members(let members) = content else {
      throw failure("labels", expected: "a mapping such as {team: credit}")
    }
    var labels: [String: String] = [:]
    for member in members {
      labels[member.name] = try member.value.text(member.name, expected: "a word")
    }
    return labels
  }
}

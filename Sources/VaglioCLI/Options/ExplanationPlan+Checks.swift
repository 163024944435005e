internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings

extension ExplanationPlan {
  static func models(_ options: ExplainedModelOptions) throws(Trouble) -> [Model] {
    switch (options.model, options.candidate, options.production) {
    case (let model?, nil, nil): return [try self.model(.model, model, "model")]
    case (nil, let candidate?, let production?):
      return [
        try model(.candidate, candidate, "candidate"),
        try model(.production, production, "production"),
      ]
    case (nil, nil, nil):
      throw Trouble("no --model: name the model to explain, or --candidate and --production")
    case (nil, _, _):
      throw Trouble("--candidate and --production: name both, or one model by --model")
    default: throw Trouble("--model explains one model; leave --candidate and --production out")
    }
  }

  static func model(
    _ role: Subject, _ location: String, _ option: String
  ) throws(Trouble) -> Model {
    guard !location.hasPrefix("column:") else {
      throw Trouble(
        "--\(option) \(location): a column of scores can't be asked why; name the model itself")
    }
    return Model(role: role, location: location, option: option)
  }

  /// The columns beside the features; `nil` without labels.
  static func columns(
    _ options: ColumnOptions
  ) throws(Trouble) -> OutcomeTable.Columns? {
    guard let label = options.label else {
      for (name, value) in [("weight", options.weight), ("cluster", options.cluster)]
      where value != nil {
        throw Trouble("--\(name): serves only beside labels; name their column by --label")
      }
      return nil
    }
    return OutcomeTable.Columns(
      label: label, positive: options.positive, scores: [], weight: options.weight,
      weightKind: options.weightKind ?? .importance, id: options.id, cluster: options.cluster,
      task: options.task)
  }

  static func finite(_ value: Double?, _ name: String) throws(Trouble) -> Double? {
    guard let value, !value.isFinite else { return value }
    throw Trouble("--\(name) \(value): give a finite number")
  }

  static func positive(_ value: Double?, _ name: String) throws(Trouble) -> Double? {
    guard let value, !(value > 0 && value.isFinite) else { return value }
    throw Trouble("--\(name) \(value): give a number above 0")
  }

  /// Ranges of places, from 1: `1-100,205`.
  static func places(_ text: String) throws(Trouble) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first >= 1, first <= last
      else {
        throw Trouble("--rows \(text): write places in the data from 1 on, such as 1-100,205")
      }
      ranges.append(first...last)
    }
    return ranges
  }

  static func features(_ list: String) throws(Trouble) -> [String] {
    let names = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.allSatisfy({ !$0.isEmpty }), Set(names).count == names.count else {
      throw Trouble("--share \(list): name features once each, separated by commas")
    }
    return names
  }

  /// What a file holds; errors name the file.
  static func named<Value>(_ path: String, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch let error as AttributionError {
      throw Trouble("\(path): \(error.description)")
    }
  }

  /// The first option that was given.
  static func given(_ options: [(name: String, isGiven: Bool)]) -> String? {
    options.first(where: \.isGiven)?.name
  }

  /// Refuses groups that are both named and sought, and Owen values without groups.
  static func checkGroups(_ options: ExplanationOptions) throws(Trouble) {
    guard options.group.isEmpty || options.findGroups == nil else {
      throw Trouble("--group and --find-groups: name groups, or have them found")
    }
    guard options.method != .owen || !options.group.isEmpty || options.findGroups != nil else {
      throw Trouble("--method owen: it is about groups; name them by --group or --find-groups")
    }
  }

  /// Refuses what is about one model where there are two.
  static func checkOfOneModel(_ options: ExplanationOptions, count: Int) throws(Trouble) {
    let option = given([
      ("refit", !options.refit.isEmpty), ("contributions", options.contributions != nil),
    ])
    if let option, count != 1 {
      throw Trouble("--\(option): it is about one model; name that by --model")
    }
    guard options.refit.count != 1 else {
      throw Trouble("--refit: one refit tells no spread; give two or more")
    }
  }

  /// Refuses what serves only beside the rows that are decided, and constraints of nothing.
  static func check(_ options: DecisionOptions, counterfactuals: Int) throws(Trouble) {
    let option = given([
      ("counterfactuals", counterfactuals > 0), ("reasons", options.reasons != nil),
      ("top", options.top != nil),
    ])
    if let option, options.row.isEmpty {
      throw Trouble("--\(option): it is about single rows; name them by --row")
    }
    guard options.constraints == nil || counterfactuals > 0 else {
      throw Trouble("--constraints: they are about --counterfactuals; say how many are wanted")
    }
  }
}

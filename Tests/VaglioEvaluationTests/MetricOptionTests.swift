import Testing
import VaglioEvaluation

/// What metrics say of their options is what they do, over all catalogues.
struct MetricOptionTests {
  private static let metrics: [any Metric] = {
    var metrics: [any Metric] = []
    for metric in MetricCatalogue.binary { metrics.append(metric) }
    for metric in MetricCatalogue.regression { metrics.append(metric) }
    for metric in MetricCatalogue.quantile { metrics.append(metric) }
    for metric in MetricCatalogue.ensemble { metrics.append(metric) }
    for metric in MetricCatalogue.multiclass { metrics.append(metric) }
    return metrics
  }()

  @Test(arguments: OptionLaw.allCases)
  func `metrics keep the law of options`(law: OptionLaw) {
    var broken: [String] = []
    for metric in Self.metrics { broken += law.violations(by: metric) }
    #expect(broken == [])
  }
}

/// What a metric must do with options.
enum OptionLaw: String, CaseIterable {
  case `an option that is stated is taken, nonsense is refused`
  case `an option that is not stated is refused`
  case `a name reads back`
  case `all options together read back, however they are ordered`
  case `the standard value written out gives the canonical name`
  case `options are stated in alphabetical order, each once`

  /// The violations of this law, as sentences.
  func violations(by metric: some Metric) -> [String] {
    switch self {
    case .`an option that is stated is taken, nonsense is refused`: Self.stated(metric)
    case .`an option that is not stated is refused`: Self.others(metric)
    case .`a name reads back`: Self.readingBack(metric)
    case .`all options together read back, however they are ordered`: Self.together(metric)
    case .`the standard value written out gives the canonical name`: Self.standards(metric)
    case .`options are stated in alphabetical order, each once`: Self.order(metric)
    }
  }

  private static func order(_ metric: some Metric) -> [String] {
    let names = metric.options.map(\.name)
    return names == Set(names).sorted() ? [] : ["\(metric.name): \(names)"]
  }

  private static func stated(_ metric: some Metric) -> [String] {
    metric.options.flatMap { option in
      var broken: [String] = []
      if let other = metric.configured([option.name: option.example]) {
        if other.name == metric.name { broken.append("\(option.name)'s example changes nothing") }
        if other.name != read(other.name, like: metric)?.name {
          broken.append("\(other.name) does not read back")
        }
      } else {
        broken.append("\(option.name)=\(option.example) is refused")
      }
      // Any text may be the name of a class.
      for nonsense in ["", "nonsense", "nan", "inf", "0x", "1e999"] where option.name != "class" {
        if metric.configured([option.name: nonsense]) != nil {
          broken.append("\(option.name)=\(nonsense) is taken")
        }
      }
      return broken.map { "\(metric.name): \($0)" }
    }
  }

  private static func others(_ metric: some Metric) -> [String] {
    let known = [
      "adjusted", "alpha", "average", "beta", "bins", "class", "delta", "estimator", "fn", "form",
      "fp", "fraction", "groups", "k", "level", "max_fpr", "multiclass", "norm", "power",
      "precision", "q", "recall", "scale_by_half", "score", "sensitivity", "specificity",
      "strategy", "tn", "tp", "unheard_of", "weights", "",
    ]
    let values = [
      "0.5", "1", "2", "10", "true", "macro", "l2", "ovr", "linear", "log", "fair", "uniform",
    ]
    let stated = Set(metric.options.map(\.name))
    return known.filter { !stated.contains($0) }.flatMap { name in
      values.compactMap { value in
        var options = MetricName(metric.name)?.options ?? [:]
        options[name] = value
        let isTaken = metric.configured([name: value]) != nil || metric.configured(options) != nil
        return isTaken ? "\(metric.name): \(name)=\(value) is taken" : nil
      }
    }
  }

  private static func readingBack(_ metric: some Metric) -> [String] {
    var broken: [String] = []
    if read(metric.name, like: metric) != metric { broken.append("does not read back") }
    // A metric of one class needs to be told which.
    let needsClass = metric.name.contains(Self.ofEveryClass)
    if metric.configured([:]) != (needsClass ? nil : metric) {
      broken.append("is another one without options")
    }
    return broken.map { "\(metric.name): \($0)" }
  }

  private static func together(_ metric: some Metric) -> [String] {
    // A class excludes averages.
    let sets = [
      metric.options.filter { $0.name != "class" },
      metric.options.filter { !["average", "multiclass"].contains($0.name) },
    ]
    return sets.filter { !$0.isEmpty }.compactMap { options in
      let words = options.map { "\($0.name)=\($0.example)" }
      let base = MetricName(metric.name)?.base ?? ""
      let (forward, backward) = (
        read("\(base)[\(words.joined(separator: ","))]", like: metric),
        read("\(base)[\(words.reversed().joined(separator: ","))]", like: metric)
      )
      guard let forward else {
        let needsClass = metric.name.contains(Self.ofEveryClass)
        return needsClass ? nil : "\(metric.name): \(words) together are refused"
      }
      return forward == backward && read(forward.name, like: metric) == forward
        ? nil : "\(metric.name): \(words) do not read back"
    }
  }

  private static func standards(_ metric: some Metric) -> [String] {
    metric.options.compactMap { option in
      guard let standard = option.standard else { return nil }
      return metric.configured([option.name: standard]) == metric
        ? nil : "\(metric.name): \(option.name)=\(standard) is not the standard"
    }
  }

  /// How the name of a metric ends that needs a class.
  private static let ofEveryClass = "=\(ClassAverage.everyClass)"

  private static func read<M: Metric>(_ name: String, like metric: M) -> M? {
    MetricCatalogue.metric(name, in: [metric]) as? M
  }
}

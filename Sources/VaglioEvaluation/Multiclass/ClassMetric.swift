internal import VaglioFindings

/// A metric of several classes that can look certain where it only saw too few rows: a table or a
/// ranking without a mistake has an influence of 0 everywhere.
public protocol ClassMetric: Metric where Observed == MulticlassOutcomes {}

/// Over which classes a metric of one class is taken.
public enum ClassAverage: Hashable, Sendable {
  /// The mean over the classes that occur among the labels.
  case macro
  /// The mean over the classes, each with the weight of its rows.
  case weighted
  /// All classes' counts pooled.
  case micro
  /// One class by its name.
  case ofClass(String)

  /// The name that stands for every class in the catalogue.
  public static let everyClass = "NAME"

  /// The option that says so: `average=macro`, `class=a`.
  var option: [String: String] {
    switch self {
    case .macro: ["average": "macro"]
    case .weighted: ["average": "weighted"]
    case .micro: ["average": "micro"]
    case .ofClass(let name): ["class": name]
    }
  }

  /// The average that options say, macro where they say nothing; `nil` for any other option.
  init?(_ options: [String: String], allowing allowed: [ClassAverage]) {
    guard let (name, value) = options.first else {
      self = .macro
      return
    }
    guard options.count == 1 else { return nil }
    if name == "class" {
      self = .ofClass(value)
      return
    }
    guard let average = allowed.first(where: { $0.option == [name: value] }) else { return nil }
    self = average
  }

  /// The options that ``init(_:allowing:)`` knows; only one of them can be given.
  static func options(allowing allowed: [ClassAverage]) -> [MetricOption] {
    let words = allowed.flatMap { $0.option.values }
    return [
      MetricOption(
        "average", words.dropLast().joined(separator: ", ") + " or " + (words.last ?? ""),
        "how the classes are taken together", standard: "macro", example: "weighted"),
      MetricOption(
        "class", "the name of a class, instead of an average", "the class alone, against the rest",
        example: "a"),
    ]
  }

  /// The option of metrics that are of one class alone.
  static var classOption: MetricOption {
    MetricOption(
      "class", "the name of a class; must be given", "which class is counted", example: "a")
  }

  /// A title with the average: `F1, mean over classes`, `F1 of a`.
  func titled(_ title: String) -> String {
    switch self {
    case .macro: "\(title), mean over classes"
    case .weighted: "\(title), weighted mean"
    case .micro: "\(title), pooled"
    case .ofClass(let name): "\(title) of \(name)"
    }
  }

  /// What a definition of one class's metric says of this average.
  func defined(_ definition: String) -> String {
    switch self {
    case .macro: "Mean over the classes that occur of, class against rest: \(definition)"
    case .weighted: "Mean over the rows' classes of, class against rest: \(definition)"
    case .micro: "With the classes' counts pooled: \(definition)"
    case .ofClass(let name): "Of class \(name) against the rest: \(definition)"
    }
  }
}

extension Sequence<String> {
  /// A note's list of classes: the first few by name, the rest by number.
  func listed(_ limit: Int = 5) -> String {
    let names = Array(self)
    let shown = names.prefix(limit).joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) others" : shown
  }
}

extension [String] {
  /// The number of a class.
  func number(ofClass name: String) throws(Undefined) -> Int {
    guard !isEmpty else { throw Undefined("there are no rows") }
    guard let number = firstIndex(of: name) else { throw Undefined("there is no class \(name)") }
    return number
  }
}

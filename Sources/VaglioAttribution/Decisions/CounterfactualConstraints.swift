public import VaglioFindings

/// What may be changed of a row, how far, and at what cost.
///
/// As a file:
/// ```yaml
/// features:
///   age: {immutable: true}
///   education: {direction: rise}
///   income: {lowest: 0, highest: 20000, weight: 0.5}
///   dependants: {values: [0, 1, 2, 3]}
/// one-hot:
///   job: [job=none, job=part, job=full]
/// ```
public struct CounterfactualConstraints: Hashable, Sendable {
  /// A way in which alone a number may change.
  public enum Direction: String, Hashable, Sendable, CaseIterable {
    case rise, fall
  }

  /// What holds for a feature.
  public struct Rule: Hashable, Sendable {
    /// Whether the feature stays as it is.
    public var isImmutable = false
    /// The numbers that it may change to, within those that the reference rows span.
    public var range: ClosedRange<Double>?
    /// Whether it is a whole number; `nil` where the reference rows tell.
    public var isWhole: Bool?
    /// The way in which alone it may change.
    public var direction: Direction?
    /// The only numbers that it may change to; they need not be among the reference rows.
    public var values: [Double]?
    /// The factor of its part in the distance.
    public var weight = 1.0

    /// Free to change at its usual cost.
    public init() {}
  }

  /// The rules by feature; features without one are free.
  public var rules: [String: Rule]
  /// The features of each one-hot group, which change together.
  public var groups: [String: [String]]

  /// Constraints; none unless given.
  public init(rules: [String: Rule] = [:], groups: [String: [String]] = [:]) {
    (self.rules, self.groups) = (rules, groups)
  }

  /// Reads constraints from a parsed file.
  ///
  /// - Throws: a refusal that names the place of what isn't as it should be.
  public init(_ value: JSONValue) throws(AttributionError) {
    do throws(RecordError) {
      let root = JSONPlace(root: value, name: "the constraints")
      try root.refuse(membersBut: ["features", "one-hot"])
      var (rules, groups) = ([String: Rule](), [String: [String]]())
      for (name, place) in try root["features"].members() { rules[name] = try Rule(place) }
      for (name, place) in try root["one-hot"].members() { groups[name] = try place.strings() }
      self.init(rules: rules, groups: groups)
    } catch { throw .refused(error.description) }
  }

  /// The same with more features held as they are.
  public func holding(_ features: some Sequence<String>) -> Self {
    var copy = self
    for feature in features { copy.rules[feature, default: Rule()].isImmutable = true }
    return copy
  }

  /// The same with the features held that the reasons of a map call immutable or protected.
  public func holding(unchangeableOf map: ReasonMap) -> Self {
    holding(map.reasons.filter { $0.isImmutable || $0.isProtected }.flatMap(\.features))
  }

  /// Refuses rules for features that there aren't, and rules that contradict themselves.
  func check(features: [String]) throws(AttributionError) {
    let members = groups.keys.sorted().flatMap { groups[$0] ?? [] }
    for name in rules.keys.sorted() + members where !features.contains(name) {
      throw .refused(
        "the constraints name \"\(name)\", which is no feature of the model",
        remedy: NearestWord(to: name, among: features).map { "did you mean \"\($0.word)\"?" })
    }
    guard Set(members).count == members.count else {
      throw .refused("a feature is in two one-hot groups")
    }
    for (name, group) in groups where group.count < 2 {
      throw .refused("the one-hot group \"\(name)\" has fewer than two features")
    }
    for (name, rule) in rules {
      guard rule.weight > 0, rule.weight.isFinite else {
        throw .refused("the weight of \"\(name)\" is \(rule.weight); a change costs something")
      }
      if let values = rule.values, values.isEmpty || !values.allSatisfy(\.isFinite) {
        throw .refused("the values of \"\(name)\" are to be finite numbers, at least one")
      }
    }
  }
}

extension CounterfactualConstraints.Rule {
  private static let keys = [
    "immutable", "lowest", "highest", "whole", "direction", "values", "weight",
  ]

  fileprivate init(_ place: JSONPlace) throws(RecordError) {
    try place.refuse(membersBut: Self.keys)
    isImmutable = try place["immutable"].truth()
    let lowest = place["lowest"].exists ? try place["lowest"].number() : -.infinity
    let highest = place["highest"].exists ? try place["highest"].number() : .infinity
    guard lowest <= highest else {
      throw RecordError(path: place.path, reason: "lowest is above highest")
    }
    if lowest > -.infinity || highest < .infinity { range = lowest...highest }
    if place["whole"].exists { isWhole = try place["whole"].truth() }
    if place["direction"].exists {
      let word = try place["direction"].string()
      guard let direction = CounterfactualConstraints.Direction(rawValue: word) else {
        throw place["direction"].failure(expected: "rise or fall")
      }
      self.direction = direction
    }
    if place["values"].exists { values = try place["values"].numbers() }
    if place["weight"].exists { weight = try place["weight"].number() }
  }
}

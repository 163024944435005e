internal import VaglioFindings

/// What a test of Evidently holds a value against.
enum EvidentlyCondition {
  /// value ≥ bound; > where strict.
  case atLeast(Double, isStrict: Bool)
  /// value ≤ bound; < where strict.
  case atMost(Double, isStrict: Bool)
  /// lower ≤ value ≤ upper.
  case within(Double, Double)
  case equal(Double)
  /// Nothing that a gate can hold an interval against.
  case unknown(reason: String, instead: String)

  /// The condition of a test of the present interface, and the node that holds its bound.
  static func of(_ test: ImportNode) -> (EvidentlyCondition, ImportNode?) {
    let bound = test.member("threshold") ?? test.member("expected") ?? test.member("values")
    let word = kinds[EvidentlyType.name(test)] ?? ""
    guard let bound, !word.isEmpty else { return (nothing, bound) }
    return (condition(word, bound), bound)
  }

  /// The conditions of a test of the earlier interface, which stand as members `lt`, `gte`, ….
  static func all(in node: ImportNode) -> [(EvidentlyCondition, ImportNode)] {
    Array(Set(kinds.values)).sorted().compactMap { word in
      node.member(word).flatMap { $0.isEmpty ? nil : (condition(word, $0), $0) }
    }
  }

  private static let kinds: [String: String] = [
    "EqualMetricTest": "eq", "GreaterOrEqualMetricTest": "gte", "GreaterThanMetricTest": "gt",
    "IsInMetricTest": "is_in", "LessOrEqualMetricTest": "lte", "LessThanMetricTest": "lt",
    "NotEqualMetricTest": "not_eq", "NotInMetricTest": "not_in",
  ]

  private static let nothing = EvidentlyCondition.unknown(
    reason: "no condition that is known", instead: "at-least or at-most with a number")

  /// A bound is a number, or `value` with the greater of a relative and an absolute tolerance, by
  /// which comparisons are widened, and strict ones tightened.
  private static func condition(_ word: String, _ bound: ImportNode) -> EvidentlyCondition {
    guard ["eq", "gt", "gte", "lt", "lte"].contains(word) else {
      return .unknown(
        reason: "a list of values, or being unequal, is no region that an interval can lie in",
        instead: "at-least and at-most with numbers")
    }
    guard let value = bound.finite ?? bound.member("value")?.finite else {
      return bound.member("relative") != nil || bound.member("absolute") != nil
        ? reference : .unknown(reason: "a bound is a number", instead: "correct the file")
    }
    let tolerance = max(
      value.magnitude * (bound.member("relative")?.finite ?? 0),
      bound.member("absolute")?.finite ?? 0)
    switch word {
    case "gt": return .atLeast(value + tolerance, isStrict: true)
    case "gte": return .atLeast(value - tolerance, isStrict: false)
    case "lt": return .atMost(value - tolerance, isStrict: true)
    case "lte": return .atMost(value + tolerance, isStrict: false)
    default: return tolerance > 0 ? .within(value - tolerance, value + tolerance) : .equal(value)
    }
  }

  private static let reference = EvidentlyCondition.unknown(
    reason:
      "the bound is the same model's value on the reference data; a policy compares two models "
      + "on the same rows",
    instead: "at-least or at-most with the reference's value, less the tolerance, as a number")

  /// What is to be said where the other tool refuses a value of exactly the bound.
  static func remark(isStrict: Bool) -> String? {
    isStrict ? "Evidently refuses a value of exactly the bound, which passes here" : nil
  }
}

/// The class that a value of Evidently's JSON is of.
enum EvidentlyType {
  /// `RocAuc` for the type `evidently:metric_v2:RocAuc`; empty without a type.
  static func name(_ node: ImportNode) -> String {
    node.member("type")?.text?.split(separator: ":").last.map(String.init) ?? ""
  }

  /// A column's name, which is text or an object with a name.
  static func column(_ node: ImportNode?) -> String? {
    let name = node?.text ?? node?.member("name")?.text
    return name.flatMap { QuotedWord.isWritable($0) ? $0 : nil }
  }
}

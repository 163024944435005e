public import VaglioFindings

/// The options of one gate as its policy file gives them, checked against the rule's documentation.
public struct RuleOptions: Sendable {
  /// Where the gate stands.
  public let place: TextPlace
  private let members: [String: PolicyNode]
  private let naming: MetricNaming

  /// Options of the rule `kind`; unknown and missing keys are refused.
  init(
    _ node: PolicyNode, kind: String, documentation: RuleDocumentation, naming: MetricNaming
  ) throws(PolicyError) {
    (place, self.naming) = (node.place, naming)
    let known = documentation.options.map(\.name)
    members = try node.members(known: known, of: "the rule \(kind)")
    for option in documentation.options where !option.isOptional && members[option.name] == nil {
      throw PolicyError(
        "the rule \(kind) needs \"\(option.name)\": \(option.summary)", at: node.place,
        key: option.name)
    }
  }

  /// Whether the option was given.
  public func has(_ name: String) -> Bool { members[name] != nil }

  /// The error that an option is wrong for a reason.
  public func failure(_ name: String, _ reason: String) -> PolicyError {
    PolicyError(reason, at: members[name]?.place ?? place, key: name)
  }

  private func node(_ name: String) -> PolicyNode {
    members[name] ?? PolicyNode(content: .word("", quoted: false), place: place)
  }

  /// A number, which must be given.
  public func number(
    _ name: String, in domain: NumberDomain = .finite
  ) throws(PolicyError) -> Double {
    try node(name).number(name, in: domain)
  }

  /// A number; `nil` where the option was left out.
  public func optionalNumber(
    _ name: String, in domain: NumberDomain = .finite
  ) throws(PolicyError) -> Double? {
    has(name) ? try number(name, in: domain) : nil
  }

  /// A truth value: `true` or `false`, not in quotes.
  public func boolean(_ name: String) throws(PolicyError) -> Bool {
    switch node(name).content {
    case .word("true", quoted: false): return true
    case .word("false", quoted: false): return false
    default: throw node(name).failure(name, expected: "true or false")
    }
  }

  /// A metric's name in its canonical spelling: options in brackets, alphabetically, as the record
  /// that is judged writes it.
  public func metric(_ name: String = "metric") throws(PolicyError) -> String {
    let text = try node(name).text(name, expected: "the name of a metric")
    guard let measure = MeasureName(text) else {
      throw node(name).failure(name, expected: "a metric such as recall or \"precision[class=2]\"")
    }
    return naming.name(measure.description)
  }

  /// A column or a crossing of columns, which must be given.
  public func columns(_ name: String) throws(PolicyError) -> SliceColumns {
    let node = node(name)
    return try columns(name, node)
  }

  /// Columns and crossings; none where the option was left out.
  public func columnLists(_ name: String) throws(PolicyError) -> [SliceColumns] {
    guard has(name) else { return [] }
    var lists: [SliceColumns] = []
    for element in try node(name).list(name, expected: "a list of columns") {
      let list = try columns(name, element)
      guard !lists.contains(list) else {
        throw PolicyError(
          "\"\(name)\" holds \"\(list)\" twice", at: element.place, key: name)
      }
      lists.append(list)
    }
    return lists
  }

  /// Words; none where the option was left out.
  public func words(_ name: String, expected: String) throws(PolicyError) -> [String] {
    guard has(name) else { return [] }
    var words: [String] = []
    for element in try node(name).list(name, expected: expected) {
      words.append(try element.text(name, expected: expected))
    }
    return words
  }

  /// Whose findings are judged; `nil` where that is left to the record.
  public func subject() throws(PolicyError) -> Subject? {
    guard has("subject") else { return nil }
    return try node("subject").choice("subject", JudgedSubject.self).subject
  }

  private func columns(
    _ name: String, _ node: PolicyNode
  ) throws(PolicyError) -> SliceColumns {
    let text = try node.text(name, expected: "a column, or columns crossed as sex*race")
    guard let columns = SliceColumns(text) else {
      throw node.failure(name, expected: "a column, or columns crossed as sex*race")
    }
    return columns
  }
}

/// The subjects that a level can be judged of.
private enum JudgedSubject: String, CaseIterable {
  case candidate, production, model

  var subject: Subject {
    switch self {
    case .candidate: .candidate
    case .production: .production
    case .model: .model
    }
  }
}

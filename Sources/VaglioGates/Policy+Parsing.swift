internal import VaglioFindings

extension Policy {
  private static let keys = ["version", "confidence", "multiplicity", "on-inconclusive", "gates"]

  /// Reads a policy from the bytes of a YAML or JSON file, whose name messages tell; `naming` says
  /// how the record that is to be judged writes the names of metrics.
  public init(
    parsing bytes: [UInt8], file: String, naming: MetricNaming = .asWritten
  ) throws(PolicyError) {
    try self.init(PolicyNode.parsing(bytes, file: file), naming: naming)
  }

  /// Reads a policy from text.
  public init(parsing text: String, file: String = "policy") throws(PolicyError) {
    try self.init(parsing: Array(text.utf8), file: file)
  }

  /// Reads a policy from a node.
  init(_ root: PolicyNode, naming: MetricNaming = .asWritten) throws(PolicyError) {
    let members = try root.members(known: Self.keys, of: "a policy")
    try Self.checkVersion(members["version"], of: root)
    confidence = try Self.level(members["confidence"])
    multiplicity = try members["multiplicity"]?.choice("multiplicity") ?? .none
    onInconclusive = try members["on-inconclusive"]?.choice("on-inconclusive") ?? .report
    gates = try Self.gates(members["gates"], of: root, naming)
  }

  private static func checkVersion(
    _ node: PolicyNode?, of root: PolicyNode
  ) throws(PolicyError) {
    guard let node else {
      throw PolicyError("a policy begins with version: 1", at: root.place, key: "version")
    }
    guard try node.number("version") == 1 else {
      throw PolicyError(
        "version \(node.found) is not known; this is version 1", at: node.place, key: "version")
    }
  }

  private static func level(_ node: PolicyNode?) throws(PolicyError) -> ConfidenceLevel {
    guard let node else { return .ninetyFivePercent }
    let fraction = try node.number("confidence", in: .level)
    return ConfidenceLevel(fraction) ?? .ninetyFivePercent
  }

  private static func gates(
    _ node: PolicyNode?, of root: PolicyNode, _ naming: MetricNaming
  ) throws(PolicyError) -> [Gate] {
    guard let node, case .list(let elements) = node.content, !elements.isEmpty else {
      guard let node, node.found != "nothing", node.found != "an empty list" else {
        throw PolicyError(
          "a policy without gates judges nothing, which is not a pass: list at least one gate",
          at: node?.place ?? root.place, key: "gates")
      }
      throw node.failure("gates", expected: "a list of gates")
    }
    var gates: [Gate] = []
    for element in elements { gates.append(try Gate(element, naming)) }
    return gates
  }
}

extension Policy.Gate {
  fileprivate init(_ node: PolicyNode, _ naming: MetricNaming) throws(PolicyError) {
    guard case .members(let members) = node.content, let rule = members.first else {
      throw PolicyError(
        "a gate is written as \"- rule: {options}\", not as \(node.found)", at: node.place,
        key: "gates")
    }
    guard members.count == 1 else {
      throw PolicyError(
        "a gate has one rule; \"\(members[1].name)\" needs a dash of its own, or belongs into the "
          + "braces after \"\(rule.name)\"",
        at: members[1].place, key: members[1].name)
    }
    guard let kind = RuleCatalogue.rule(rule.name) else {
      throw PolicyError(
        "there is no rule \"\(rule.name)\"; the rules are "
          + RuleCatalogue.kinds.joined(separator: ", "),
        at: rule.place, key: rule.name,
        nearest: NearestWord(to: rule.name, among: RuleCatalogue.kinds)?.word)
    }
    self.init(rule: try kind.reading(rule.value, naming), place: rule.place)
  }
}

extension Rule {
  /// A gate of this rule from the node that holds its options.
  static func reading(
    _ node: PolicyNode, _ naming: MetricNaming = .asWritten
  ) throws(PolicyError) -> any Rule {
    try Self(
      options: RuleOptions(node, kind: kind, documentation: documentation, naming: naming))
  }
}

internal import VaglioFindings

extension PolicyTest {
  /// Reads the tests of a policy from the bytes of a YAML or JSON file, whose name messages tell.
  public init(parsing bytes: [UInt8], file: String) throws(PolicyError) {
    let root = try PolicyNode.parsing(bytes, file: file)
    let members = try root.members(known: ["policy", "cases"], of: "a file of policy tests")
    let named = try root.required("policy", in: members)
    policyFile = try named.text("policy", expected: "the policy's file name")
    let list = try root.required("cases", in: members)
    var cases: [Case] = []
    for node in try list.list("cases", expected: "a list of cases") {
      let testCase = try Case(node)
      guard !cases.contains(where: { $0.name == testCase.name }) else {
        throw PolicyError("two cases are named \"\(testCase.name)\"", at: node.place, key: "name")
      }
      cases.append(testCase)
    }
    self.cases = cases
  }

  /// Reads the tests of a policy from text.
  public init(parsing text: String, file: String = "cases") throws(PolicyError) {
    try self.init(parsing: Array(text.utf8), file: file)
  }
}

extension PolicyTest.Case {
  fileprivate init(_ node: PolicyNode) throws(PolicyError) {
    let members = try node.members(known: ["name", "task", "findings", "expect"], of: "a case")
    name = try node.required("name", in: members).text("name", expected: "a name")
    task = try members["task"]?.choice("task", Task.self).rawValue
    var findings: [TestFinding] = []
    if let list = members["findings"], list.content != .list([]) {
      for element in try list.list("findings", expected: "a list of findings") {
        findings.append(try TestFinding(element))
      }
    }
    self.findings = findings
    let expected = try node.required("expect", in: members)
    let parts = try expected.members(known: ["verdict", "gates"], of: "expect")
    verdict = try parts["verdict"]?.ruling("verdict")
    gates = try parts["gates"]?.expectedRulings() ?? []
    place = node.place
    guard verdict != nil || !gates.isEmpty else {
      throw PolicyError(
        "a case expects a verdict, or rulings of gates", at: expected.place, key: "expect")
    }
  }

  private enum Task: String, CaseIterable {
    case binary, multiclass, regression
  }
}

extension TestFinding {
  private static let keys = [
    "measure", "subject", "slice", "value", "lower", "upper", "undefined", "count",
  ]

  fileprivate init(_ node: PolicyNode) throws(PolicyError) {
    let members = try node.members(known: Self.keys, of: "a finding")
    measure = try node.required("measure", in: members).text("measure", expected: "a measure")
    subject = try node.required("subject", in: members).choice("subject")
    slice = try members["slice"]?.slice() ?? .all
    count = try members["count"]?.count("count") ?? 0
    if let reason = members["undefined"] {
      if let value = members["value"] {
        throw PolicyError(
          "a finding has a value or is undefined, not both", at: value.place, key: "value")
      }
      value = .failure(Undefined(try reason.text("undefined", expected: "a reason")))
      bounds = nil
    } else {
      let number = try node.required("value", in: members).number("value")
      value = .success(number)
      bounds = try Self.bounds(around: number, in: members, of: node)
    }
  }

  private static func bounds(
    around value: Double, in members: [String: PolicyNode], of node: PolicyNode
  ) throws(PolicyError) -> ClosedRange<Double>? {
    guard members["lower"] != nil || members["upper"] != nil else { return nil }
    let lower = try node.required("lower", in: members).number("lower")
    let upper = try node.required("upper", in: members).number("upper")
    guard lower <= value, value <= upper else {
      throw PolicyError(
        "a finding's value lies between lower and upper", at: node.place, key: "value")
    }
    return lower...upper
  }
}

extension PolicyNode {
  /// The member `name` of this mapping, which must be there.
  package func required(
    _ name: String, in members: [String: PolicyNode]
  ) throws(PolicyError) -> PolicyNode {
    guard let member = members[name] else {
      throw PolicyError("\"\(name)\" is missing here", at: place, key: name)
    }
    return member
  }

  /// The whole number here, not negative.
  fileprivate func count(_ key: String) throws(PolicyError) -> Int {
    guard let count = Int(exactly: try number(key, in: .notNegative)) else {
      throw failure(key, expected: "a whole number, zero or more")
    }
    return count
  }

  /// The slice here, as the record writes it.
  fileprivate func slice() throws(PolicyError) -> Slice {
    let expected = "a slice such as all or sex=2"
    guard let slice = Slice(try text("slice", expected: expected)) else {
      throw failure("slice", expected: expected)
    }
    return slice
  }

  /// The ruling here; a hyphen may stand for the space of `not evaluated`.
  fileprivate func ruling(_ key: String) throws(PolicyError) -> Ruling {
    if case .word("not-evaluated", _) = content { return .notEvaluated }
    return try choice(key)
  }

  fileprivate func expectedRulings() throws(PolicyError) -> [ExpectedRuling] {
    guard case .members(let members) = content, !members.isEmpty else {
      throw failure("gates", expected: "a mapping such as {no-worse roc_auc: pass}")
    }
    var rulings: [ExpectedRuling] = []
    for member in members {
      rulings.append(
        ExpectedRuling(label: member.name, ruling: try member.value.ruling(member.name)))
    }
    return rulings
  }
}

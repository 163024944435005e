internal import VaglioFindings

/// What an import has made of a file so far: gates, and which settings they stand for.
struct ImportLedger {
  /// More settings than this are no file of rules that a person keeps.
  static let mostItems = 100_000
  /// The reason given where a key is not known.
  static let unknown = "the import doesn't know this key"

  private struct Carried {
    let node: ImportNode
    let gate: Int
    let difference: String?
  }

  /// A setting and a gate that stands for it.
  private struct Pair: Hashable {
    let file: String
    let path: ImportPath
    let gate: Int
  }

  let format: ImportFormat
  /// The least limit that is written for a rate.
  private let leastRate: Double
  private(set) var gates: [ImportedGate] = []
  private var carried: [Carried] = []
  private(set) var left: [LeftItem] = []
  /// What is accounted for, with all below it, file by file.
  private var settled: [String: Set<ImportPath>] = [:]
  /// The gates by what they have apart from columns, and the columns of each.
  private var positions: [ImportedGate: Int] = [:]
  private var columns: [Set<String>] = []
  private var pairs: Set<Pair> = []

  init(_ format: ImportFormat, leastRate: Double = 0) {
    (self.format, self.leastRate) = (format, leastRate)
  }

  /// Lets `gate` stand for settings, joined with one that is alike but for its columns.
  mutating func carry(_ nodes: [ImportNode], as gate: ImportedGate, difference: String? = nil) {
    let position = position(of: gate)
    for node in nodes
    where pairs.insert(Pair(file: node.file, path: node.path, gate: position)).inserted {
      carried.append(Carried(node: node, gate: position, difference: difference))
      settle(node)
    }
  }

  /// Lets a gate stand for settings that limit a rate or number of the rule `quality`, whole or by
  /// column; a rate that is limited to less than the least one is limited to that.
  mutating func carry(
    _ nodes: [ImportNode], asQuality option: String, atMost limit: Double, column: String? = nil,
    difference: String? = nil
  ) {
    let isRate = ImportedGate.rates.contains(option)
    let raised = isRate ? max(limit, leastRate) : limit
    var remarks = [difference].compactMap { $0 }
    if raised > limit { remarks.append("\(NumberText.shortest(limit)) there") }
    if isRate, raised == 0 { remarks.append(Self.zeroRate) }
    carry(
      nodes, as: .quality(option, raised, column: column),
      difference: remarks.isEmpty ? nil : remarks.joined(separator: "; "))
  }

  /// What is to be said of a limit of 0 on a rate.
  private static let zeroRate =
    "rows can't prove a rate of 0: none of them is inconclusive, one fails; a small limit such as "
    + "0.001 can pass"

  /// Leaves a setting behind, with all below it.
  mutating func leave(_ node: ImportNode, _ reason: String, instead: String) {
    left.append(
      LeftItem(
        file: node.file, path: node.path.description, value: node.shown,
        reason: reason.legible(atMost: 400), instead: instead.legible(atMost: 400)))
    settle(node)
  }

  /// Whether a setting itself is accounted for.
  func isSettled(_ node: ImportNode) -> Bool { settled[node.file]?.contains(node.path) == true }

  private mutating func settle(_ node: ImportNode) {
    settled[node.file, default: []].insert(node.path)
  }

  /// Leaves behind what nothing has accounted for in a document.
  mutating func leaveRest(of root: ImportNode) throws(PolicyError) {
    let neutral = format.neutralKeys.map { $0.split(separator: ".").map(String.init)[...] }
    for node in unsettled(below: root, neutral, isRoot: true).nodes {
      leave(node, Self.unknown, instead: "compare with the documentation of \(format.title)")
    }
    guard carried.count + left.count <= Self.mostItems else {
      throw root.failure("more than \(Self.mostItems) settings, which no file of rules needs")
    }
  }

  private mutating func position(of gate: ImportedGate) -> Int {
    let kin = gate.kin
    guard let known = positions[kin] else {
      positions[kin] = gates.count
      columns.append(Set(gate.columns))
      gates.append(gate)
      return gates.count - 1
    }
    for column in gate.columns where columns[known].insert(column).inserted {
      gates[known].add(column: column)
    }
    return known
  }

  /// The topmost nodes of which nothing is accounted for, and whether anything is.
  ///
  /// `neutral` is what remains of the patterns of neutral keys that lead to the node.
  private func unsettled(
    below node: ImportNode, _ neutral: [ArraySlice<String>], isRoot: Bool = false
  ) -> (nodes: [ImportNode], isTouched: Bool) {
    guard !isSettled(node), !neutral.contains([]) else {
      return ([], true)
    }
    guard !node.isEmpty else { return ([], false) }
    let children = node.children
    guard !children.isEmpty else { return ([node], false) }
    var (nodes, isTouched) = ([ImportNode](), isRoot)
    for child in children {
      let rest = unsettled(below: child, Self.rest(of: neutral, after: child.path.steps.last))
      nodes += rest.nodes
      isTouched = isTouched || rest.isTouched
    }
    return isTouched || nodes.isEmpty ? (nodes, isTouched) : ([node], false)
  }

  private static func rest(
    of patterns: [ArraySlice<String>], after step: ImportPath.Step?
  ) -> [ArraySlice<String>] {
    guard case .key(let name) = step, !patterns.isEmpty else { return patterns }
    return patterns.filter { pattern in
      pattern.first.map { $0 == "*" || $0 == name || ImportPath.camelCase($0) == name } ?? false
    }.map { $0.dropFirst() }
  }
}

extension ImportLedger {
  /// The settings that gates stand for, in the order of the gates.
  var items: [CarriedItem] {
    let texts = gates.map { $0.text.legible(atMost: 400) }
    return carried.map {
      CarriedItem(
        file: $0.node.file, path: $0.node.path.description, value: $0.node.shown, gate: $0.gate,
        rule: texts[$0.gate], difference: $0.difference)
    }
  }
}

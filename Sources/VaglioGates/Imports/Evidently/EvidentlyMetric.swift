internal import VaglioFindings

/// One metric of a configuration, with the tests that are bound to it.
struct EvidentlyMetric {
  private let node: ImportNode
  private let type: String
  private let column: String?

  init(_ node: ImportNode) {
    self.node = node
    type = EvidentlyType.name(node)
    column = EvidentlyType.column(node.member("column"))
  }

  func read(into ledger: inout ImportLedger) {
    switch type {
    case "ValueDrift": readDrift(into: &ledger)
    case "DataDriftPreset", "DriftedColumnsCount":
      EvidentlyDriftSettings(node).read(into: &ledger)
    default: break
    }
    for name in ["tests", "share_tests", "mean_tests", "std_tests"] {
      guard let tests = node.member(name), !tests.isEmpty else { continue }
      if case .object = tests.value {
        readByLabel(tests, into: &ledger)
      } else {
        for test in tests.elements { read(test, claim(by: name), into: &ledger) }
      }
    }
  }

  /// What the tests in a list are about.
  func claim(by list: String) -> EvidentlyClaim {
    EvidentlyMetricTable(node, type, column).claim(by: list)
  }

  private func read(
    _ test: ImportNode, _ claim: EvidentlyClaim, into ledger: inout ImportLedger
  ) {
    EvidentlyTest.read(test, claim, into: &ledger)
  }

  private func readByLabel(_ tests: ImportNode, into ledger: inout ImportLedger) {
    for entry in tests.members {
      let claim = EvidentlyMetricTable(node, type, column).claim(ofLabel: entry.name)
      for test in entry.value.elements { read(test, claim, into: &ledger) }
    }
  }

  /// Carries the method and threshold of a column's drift over.
  func readDrift(into ledger: inout ImportLedger) {
    let method = node.member("method")
    let drift = EvidentlyDrift(method?.text ?? "")
    let threshold = node.member("threshold").flatMap { $0.isEmpty ? nil : $0 }
    let nodes = [method, threshold].compactMap { $0 }.filter { !$0.isEmpty }
    guard let column else {
      return ledger.leave(node, "a drift without a column", instead: "name the column")
    }
    guard nodes.isEmpty || threshold == nil || threshold?.finite.map({ $0 >= 0 }) == true else {
      return ledger.leave(
        node, "a threshold is a number, zero or more", instead: "correct the file")
    }
    let limit = threshold?.finite ?? drift.usualThreshold ?? 0.05
    guard !nodes.isEmpty else {
      return drift.carry(
        [node.member("column") ?? node], limit, columns: [column], isStrict: true, into: &ledger)
    }
    drift.carry(nodes, limit, columns: [column], isStrict: true, into: &ledger)
  }
}

internal import VaglioFindings

/// Methods and thresholds for many columns at once: `DataDriftPreset`, `DriftedColumnsCount`.
struct EvidentlyDriftSettings {
  private let node: ImportNode
  private let columns: [String]
  /// Whether every column that is listed can stand in a policy.
  private let isWritable: Bool

  init(_ node: ImportNode) {
    self.node = node
    let listed = node.member("columns")?.elements ?? []
    columns = listed.compactMap { EvidentlyType.column($0) }
    isWritable = columns.count == listed.count
  }

  func read(into ledger: inout ImportLedger) {
    readColumns(into: &ledger)
    readAll(into: &ledger)
    for kind in ["cat", "num", "text"] { readKind(kind, into: &ledger) }
    leaveShare(&ledger)
    for name in ["embeddings", "embeddings_drift_method"] {
      guard let setting = node.member(name), !setting.isEmpty else { continue }
      ledger.leave(
        setting, "embeddings are not compared here",
        instead: "vaglio drift --multivariate over the embedding's columns")
    }
  }

  private func settings(_ prefix: String) -> (method: ImportNode?, threshold: ImportNode?) {
    func given(_ name: String) -> ImportNode? {
      node.member(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    return (given("\(prefix)method"), given("\(prefix)threshold"))
  }

  private func readColumns(into ledger: inout ImportLedger) {
    let methods = node.member("per_column_method")?.members ?? []
    let thresholds = node.member("per_column_threshold")?.members ?? []
    for method in methods {
      let threshold = thresholds.first { $0.name == method.name }?.value
      let drift = EvidentlyDrift(method.value.text ?? "")
      guard QuotedWord.isWritable(method.name),
        let limit = threshold.map(\.finite) ?? drift.usualThreshold ?? 0.05, limit >= 0
      else {
        ledger.leave(
          method.value, "expected a method, and a threshold, zero or more",
          instead: "correct the file and import again")
        continue
      }
      drift.carry(
        [method.value] + [threshold].compactMap { $0 }, limit, columns: [method.name],
        isStrict: true, into: &ledger)
    }
    for threshold in thresholds where !ledger.isSettled(threshold.value) {
      leaveAlone(threshold.value, "threshold without a method of the same column", &ledger)
    }
  }

  /// The method of columns of every type.
  private func readAll(into ledger: inout ImportLedger) {
    let (method, threshold) = settings("")
    guard let method, let name = method.text else {
      return threshold.map { leaveAlone($0, "threshold without a method", &ledger) } ?? ()
    }
    guard isWritable else {
      for setting in [method] + [threshold].compactMap({ $0 }) {
        ledger.leave(
          setting, "the name of a listed column can't stand in a policy",
          instead: "rename the column")
      }
      return
    }
    let drift = EvidentlyDrift(name)
    guard let limit = threshold.map(\.finite) ?? drift.usualThreshold ?? 0.05, limit >= 0 else {
      return leaveAlone(method, "threshold that is no number, zero or more", &ledger)
    }
    drift.carry(
      [method] + [threshold].compactMap { $0 }, limit, columns: columns, isStrict: true,
      into: &ledger)
  }

  /// The method of columns of one type, which the file doesn't tell.
  private func readKind(_ kind: String, into ledger: inout ImportLedger) {
    let (method, threshold) = settings("\(kind)_")
    for case let setting? in [method, threshold] {
      ledger.leave(
        setting,
        "the file doesn't tell which columns are of this type, and distances between bins "
          + "are measured of numbers and categories alike",
        instead:
          "no-drift: {measure: MEASURE, at-most: LIMIT, columns: [COLUMN]}, one gate for each "
          + "type")
    }
  }

  private func leaveShare(_ ledger: inout ImportLedger) {
    guard let share = node.member("drift_share"), !share.isEmpty else { return }
    ledger.leave(
      share,
      "the share of columns that drift is judged by no rule; each column is judged by itself",
      instead: "multiplicity: benjamini-yekutieli, which holds with many columns that hang together"
    )
  }

  private func leaveAlone(
    _ setting: ImportNode, _ what: String, _ ledger: inout ImportLedger
  ) {
    ledger.leave(
      setting, "a \(what), where Evidently chooses a method by the number of rows",
      instead: "no-drift: {measure: drift.psi, at-most: 0.1}")
  }
}

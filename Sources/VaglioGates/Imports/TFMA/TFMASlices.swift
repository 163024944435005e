internal import VaglioFindings

/// The slices of an evaluation, as far as a gate can be about them: all rows, and every slice of a
/// column or of crossed columns.
struct TFMASlices {
  /// What one `SlicingSpec` asks for.
  enum Choice: Equatable {
    case overall
    case columns(String)
    /// Nothing that a gate can be about, and why.
    case none(String)
  }

  private let specs: [ImportNode]
  let choices: [Choice]

  /// The slices of `slicing_specs`; all rows where there are none.
  init(_ node: ImportNode?) {
    specs = node?.elements ?? []
    choices = specs.isEmpty ? [.overall] : specs.map(Self.choice)
  }

  static func choice(_ spec: ImportNode) -> Choice {
    guard case .object = spec.value else { return .none("expected a SlicingSpec") }
    guard !spec.isEmpty else { return .overall }
    if spec.member("slice_keys_sql").map({ !$0.isEmpty }) == true {
      return .none("slices are made by SQL")
    }
    let keys = spec.member("feature_keys")?.elements ?? []
    if spec.member("feature_values").map({ !$0.isEmpty }) == true {
      return .none("one value of a column is meant, and a gate is about every value of it")
    }
    guard !keys.isEmpty else {
      return spec.children.allSatisfy(\.isEmpty) ? .overall : .none("expected feature_keys")
    }
    let names = keys.compactMap(\.text)
    let text = names.joined(separator: "*")
    guard names.count == keys.count, let columns = SliceColumns(text), columns.columns == names,
      names.allSatisfy(QuotedWord.isWritable)
    else { return .none("the name of a column can't stand in slices") }
    return .columns(text)
  }

  /// Whether a threshold for all slices is about all rows.
  var isOverall: Bool { choices.contains(.overall) }

  /// The columns by whose slices a threshold for all slices is judged, each once.
  var columns: [String] { Self.columns(of: choices) }

  static func columns(of choices: [Choice]) -> [String] {
    var columns: [String] = []
    for case .columns(let text) in choices where !columns.contains(text) { columns.append(text) }
    return columns
  }

  /// Accounts for the specs themselves, after the thresholds: what gates are about is carried.
  func account(in ledger: inout ImportLedger) {
    for (spec, choice) in zip(specs, choices) {
      switch choice {
      case .overall: continue
      case .none(let reason):
        ledger.leave(
          spec, reason, instead: "slices: [COLUMN] in a gate, which is about every value")
      case .columns(let text):
        let gates = ledger.gates.filter { $0.slices.contains(text) }
        for gate in gates { ledger.carry([spec], as: gate) }
        guard gates.isEmpty else { continue }
        ledger.leave(
          spec, "no threshold that is carried over is about these slices",
          instead: "vaglio compare --slice \(text.legible()) shows them without judging")
      }
    }
  }
}

extension ImportedGate {
  /// The columns by whose slices the gate is judged.
  fileprivate var slices: [String] {
    for case .words(let words) in options.filter({ $0.name == "slices" }).map(\.value) {
      return words
    }
    return []
  }
}

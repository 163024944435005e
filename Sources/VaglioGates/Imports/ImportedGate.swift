internal import VaglioFindings

/// A gate that an import writes: a rule's word and its options, in order.
struct ImportedGate: Hashable {
  enum Value: Hashable {
    case number(Double)
    case word(String)
    case words([String])
    case truth(Bool)
  }

  struct Option: Hashable {
    let name: String
    let value: Value
  }

  let kind: String
  let options: [Option]
  /// The columns that the gate is about; none where it is about all, or its rule knows no columns.
  private(set) var columns: [String]

  init(_ kind: String, _ options: [(String, Value)], columns: [String] = []) {
    self.kind = kind
    self.options = options.map { Option(name: $0.0, value: $0.1) }
    self.columns = columns
  }

  /// The gate without its columns, so that gates which differ by nothing else are equal; gates
  /// about all columns stay different from those about some.
  var kin: ImportedGate {
    ImportedGate(kind, options.map { ($0.name, $0.value) }, columns: columns.isEmpty ? [] : [""])
  }

  /// Makes the gate about a further column.
  mutating func add(column: String) { columns.append(column) }

  /// The gate as a line of a policy, without its dash.
  var text: String {
    var parts = options.map { "\($0.name): \($0.value.text)" }
    if !columns.isEmpty { parts.append("columns: \(Value.words(columns).text)") }
    return "\(kind): {\(parts.joined(separator: ", "))}"
  }
}

extension ImportedGate.Value {
  var text: String {
    switch self {
    case .number(let number): CanonicalJSON.number(number)
    case .truth(let truth): truth ? "true" : "false"
    case .word(let word): QuotedWord.text(word)
    case .words(let words): "[\(words.map(QuotedWord.text).joined(separator: ", "))]"
    }
  }
}

extension ImportedGate {
  /// metric ≥ value.
  static func atLeast(_ value: Double, _ metric: String, slices: [String] = []) -> ImportedGate {
    level("at-least", value, metric, slices)
  }

  /// metric ≤ value.
  static func atMost(_ value: Double, _ metric: String, slices: [String] = []) -> ImportedGate {
    level("at-most", value, metric, slices)
  }

  private static func level(
    _ kind: String, _ value: Double, _ metric: String, _ slices: [String]
  ) -> ImportedGate {
    ImportedGate(
      kind,
      [("metric", .word(metric)), ("value", .number(value))]
        + (slices.isEmpty ? [] : [("slices", .words(slices))]))
  }

  /// The options of `quality` that limit rates of rows, of which no sample proves 0.
  static let rates: Set = [
    "missing-rate-at-most", "new-level-rate-at-most", "out-of-range-rate-at-most",
  ]

  /// A rate or number of the rule `quality` is at most `limit`.
  static func quality(_ option: String, _ limit: Double, column: String? = nil) -> ImportedGate {
    ImportedGate("quality", [(option, .number(limit))], columns: column.map { [$0] } ?? [])
  }

  /// The distance `measure` is at most `limit`.
  static func noDrift(_ measure: String, _ limit: Double, columns: [String]) -> ImportedGate {
    ImportedGate(
      "no-drift", [("measure", .word(measure)), ("at-most", .number(limit))], columns: columns)
  }
}

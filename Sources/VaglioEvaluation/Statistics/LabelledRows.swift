/// Rows of a label, a value and a weight, for statistics whose state is the rows themselves.
///
/// Two are equal when they hold the same rows, in whatever order these came.
struct LabelledRows<Label: Comparable & Hashable & Codable & Sendable>: Sendable {
  private(set) var labels: [Label] = []
  /// One per row: a score or a prediction.
  private(set) var values: [Double] = []
  /// One per row, in ticks of 2^−`shift`; `nil` when all rows count the same.
  private(set) var ticks: [Int64]?
  private(set) var shift = 0
  private(set) var isImportance = false

  var count: Int { labels.count }

  mutating func add(_ labels: [Label], _ values: [Double], _ rows: Range<Int>, of all: Rows) {
    if self.labels.isEmpty, rows == 0..<all.count {
      (self.labels, self.values) = (labels, values)
    } else {
      self.labels += labels[rows]
      self.values += values[rows]
    }
    if let weights = all.weights {
      ticks = (ticks ?? []) + weights.ticks[rows]
      (shift, isImportance) = (weights.shift, weights.kind == .importance)
    }
  }

  mutating func merge(_ other: LabelledRows) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    precondition(shift == other.shift, "parts share the weights' scale")
    labels += other.labels
    values += other.values
    if let others = other.ticks { ticks = (ticks ?? []) + others }
  }

  /// Σ of ticks, the number of rows where all count the same.
  var total: Int128 { ticks.map { $0.reduce(Int128(0)) { $0 + Int128($1) } } ?? Int128(count) }

  /// The weight of a row in ticks.
  func tick(_ row: Int) -> Int128 { ticks.map { Int128($0[row]) } ?? 1 }
}

extension LabelledRows: Hashable, Codable {
  private struct Row: Hashable, Codable, Comparable {
    let value: Double
    let label: Label
    let ticks: Int64

    static func < (left: Row, right: Row) -> Bool {
      (left.value, left.label, left.ticks) < (right.value, right.label, right.ticks)
    }
  }

  private enum CodingKeys: String, CodingKey { case rows, shift, weighted, importance }

  /// The rows in one order that depends on nothing but the rows.
  private var canonical: [Row] {
    labels.indices.map { Row(value: values[$0], label: labels[$0], ticks: ticks?[$0] ?? 1) }
      .sorted()
  }

  static func == (left: LabelledRows, right: LabelledRows) -> Bool {
    left.count == right.count && left.shift == right.shift
      && (left.ticks == nil) == (right.ticks == nil) && left.canonical == right.canonical
  }

  func hash(into hasher: inout Hasher) {
    // The count alone keeps the promise that equal states hash alike, at no cost.
    hasher.combine(count)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(canonical, forKey: .rows)
    try container.encode(shift, forKey: .shift)
    try container.encode(ticks != nil, forKey: .weighted)
    try container.encode(isImportance, forKey: .importance)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rows = try container.decode([Row].self, forKey: .rows)
    labels = rows.map(\.label)
    values = rows.map(\.value)
    ticks = try container.decode(Bool.self, forKey: .weighted) ? rows.map(\.ticks) : nil
    shift = try container.decode(Int.self, forKey: .shift)
    isImportance = try container.decode(Bool.self, forKey: .importance)
  }
}

internal import VaglioStatistics

/// Labels and the scores of every class row by row: what the curves, areas and ranks of several
/// classes are read off.
///
/// The state is the set of rows itself. Two states are equal when they hold the same rows, in
/// whatever order these came.
public struct ClassScores: SufficientStatistic {
  public typealias Observed = MulticlassOutcomes

  private var classes: [String] = []
  private var labels: [Int32] = []
  private var scores: [[Double]] = []
  /// One per row; `nil` when all rows count the same.
  private var ticks: [Int64]?
  private var shift = 0
  private var isImportance = false
  private var known: ClassRankings?

  /// No rows.
  public init() {}

  public var count: Int { labels.count }

  public mutating func add(_ outcomes: MulticlassOutcomes, rows: Range<Int>) {
    let isWhole = count == 0 && rows == 0..<outcomes.count
    known = isWhole ? outcomes.rankings : nil
    if count == 0 {
      classes = outcomes.classes
      scores = outcomes.scores.map { isWhole ? $0 : Array($0[rows]) }
      labels = isWhole ? outcomes.labels : Array(outcomes.labels[rows])
    } else {
      for number in scores.indices { scores[number] += outcomes.scores[number][rows] }
      labels += outcomes.labels[rows]
    }
    if let weights = outcomes.rows.weights {
      ticks = (ticks ?? []) + weights.ticks[rows]
      (shift, isImportance) = (weights.shift, weights.kind == .importance)
    }
  }

  public mutating func merge(_ other: ClassScores) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    precondition(shift == other.shift, "parts share the weights' scale")
    precondition(classes == other.classes, "parts share their classes")
    labels += other.labels
    for number in scores.indices { scores[number] += other.scores[number] }
    if let others = other.ticks { ticks = (ticks ?? []) + others }
    known = nil
  }

  public func read() -> ClassRankings {
    known
      ?? ClassRankings(
        classes: classes, labels: labels, scores: scores,
        rows: Rows(
          count: count,
          weights: ticks.map {
            Weights(kind: isImportance ? .importance : .frequency, ticks: $0, shift: shift)
          }))
  }
}

extension ClassScores: Hashable, Codable {
  private struct Row: Hashable, Codable, Comparable {
    let scores: [Double]
    let label: Int32
    let ticks: Int64

    static func < (left: Row, right: Row) -> Bool {
      if left.scores != right.scores { return left.scores.lexicographicallyPrecedes(right.scores) }
      return (left.label, left.ticks) < (right.label, right.ticks)
    }
  }

  private enum CodingKeys: String, CodingKey { case classes, rows, shift, weighted, importance }

  /// The rows in one order that depends on nothing but the rows.
  private var canonical: [Row] {
    labels.indices.map { row in
      Row(scores: scores.map { $0[row] }, label: labels[row], ticks: ticks?[row] ?? 1)
    }.sorted()
  }

  public static func == (left: ClassScores, right: ClassScores) -> Bool {
    left.count == right.count && left.classes == right.classes && left.shift == right.shift
      && (left.ticks == nil) == (right.ticks == nil) && left.canonical == right.canonical
  }

  public func hash(into hasher: inout Hasher) {
    // The count alone keeps the promise that equal states hash alike, at no cost.
    hasher.combine(count)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(classes, forKey: .classes)
    try container.encode(canonical, forKey: .rows)
    try container.encode(shift, forKey: .shift)
    try container.encode(ticks != nil, forKey: .weighted)
    try container.encode(isImportance, forKey: .importance)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    classes = try container.decode([String].self, forKey: .classes)
    let rows = try container.decode([Row].self, forKey: .rows)
    labels = rows.map(\.label)
    scores = (rows.first?.scores ?? []).indices.map { number in rows.map { $0.scores[number] } }
    ticks = try container.decode(Bool.self, forKey: .weighted) ? rows.map(\.ticks) : nil
    shift = try container.decode(Int.self, forKey: .shift)
    isImportance = try container.decode(Bool.self, forKey: .importance)
  }
}

/// The rows in the order of each class's scores, each class against the rest.
public struct ClassRankings: Sendable {
  /// The classes' names.
  public let classes: [String]
  let labels: [Int32]
  let rows: Rows
  private let scores: [[Double]]
  private let ranked: [Cached<RankedRows>]
  /// Σ of ticks per class, of rows where there are no weights.
  let totals: [Int128]
  private let walked = Cached<ClassWalk>()
  /// Influences that several metrics or several differences share.
  let influences = CachedValues<String, [Double]>()

  init(classes: [String], labels: [Int32], scores: [[Double]], rows: Rows) {
    (self.classes, self.labels, self.scores, self.rows) = (classes, labels, scores, rows)
    ranked = scores.map { _ in Cached() }
    var totals = [Int128](repeating: 0, count: classes.count)
    if let ticks = rows.weights?.ticks {
      for (label, tick) in zip(labels, ticks) { totals[Int(label)] += Int128(tick) }
    } else {
      var counts = [Int](repeating: 0, count: classes.count)
      for label in labels { counts[Int(label)] &+= 1 }
      totals = counts.map { Int128($0) }
    }
    self.totals = totals
  }

  /// Whether there are scores to rank by.
  var hasScores: Bool { !scores.isEmpty }

  /// The weight of all rows, in ticks.
  var total: Int128 { totals.reduce(0, +) }

  /// The numbers of the classes that occur.
  var present: [Int] { totals.indices.filter { totals[$0] > 0 } }

  /// The names of the classes that do not occur.
  var absentNames: [String] { totals.indices.filter { totals[$0] == 0 }.map { classes[$0] } }

  /// The rows in the order of a class's scores, its own rows as the positives; sorted once.
  ///
  /// - Precondition: there are scores.
  func ranked(_ number: Int) -> RankedRows {
    ranked[number].value {
      let own = labels.map { $0 == Int32(number) ? UInt8(1) : 0 }
      var values = LabelledRows<UInt8>()
      values.add(own, scores[number], 0..<rows.count, of: rows)
      return RankedRows(values, order: ScoreOrder(scores[number]))
    }
  }

  /// The rows in the order of a class's scores.
  func order(_ number: Int) -> ScoreOrder { ScoreOrder(scores[number]) }

  /// What the means over classes share; `nil` where rows have weights, or fewer than two classes
  /// occur.
  var walk: ClassWalk? {
    guard rows.weights == nil, hasScores, present.count > 1 else { return nil }
    return walked.value { ClassWalk(self) }
  }
}

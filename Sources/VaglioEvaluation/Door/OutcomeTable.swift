public import VaglioTables

/// A table whose labels, scores and weights have been checked: from here on they are trusted.
public struct OutcomeTable: Sendable {
  /// What to do with rows in which a value is missing.
  public enum MissingValues: String, Hashable, Sendable, CaseIterable {
    /// Refuse the table, naming the place.
    case reject
    /// Leave the row out, and say how many.
    case drop
  }

  /// Which columns hold what.
  public struct Columns: Hashable, Sendable {
    public var label: String
    /// The label that counts as positive; `nil` where the values say it themselves.
    public var positive: String?
    /// The columns of scores, or of predicted numbers.
    public var scores: [String]
    /// The columns of predicted classes.
    public var decisions: [String] = []
    /// The classes that have a score of their own.
    public var scoredClasses: [String] = []
    public var weight: String?
    public var weightKind: WeightKind
    public var id: String?
    public var cluster: String?
    /// The column that guesses the labels of rows without one.
    public var proxy: String?
    /// What is predicted; `nil` infers it from the labels.
    public var task: PredictionTask?
    /// The column within whose values rows are resampled.
    public var stratum: String?

    /// Columns by name.
    public init(
      label: String, positive: String? = nil, scores: [String], weight: String? = nil,
      weightKind: WeightKind = .importance, id: String? = nil, cluster: String? = nil,
      task: PredictionTask? = nil, stratum: String? = nil
    ) {
      (self.label, self.positive, self.scores) = (label, positive, scores)
      (self.weight, self.weightKind, self.id) = (weight, weightKind, id)
      (self.cluster, self.task, self.stratum) = (cluster, task, stratum)
    }

    /// What a reader of the table must be asked for.
    public var requests: [ColumnRequest] {
      ([label] + decisions).map { ColumnRequest($0) }
        + (scores + [weight, proxy].compactMap { $0 }).map {
          ColumnRequest($0, as: .number)
        } + [cluster].compactMap { $0 }.map { ColumnRequest($0, as: .category) }
        + [id].compactMap { $0 }.map { ColumnRequest($0, as: .category) }
        + [stratum].compactMap { $0 }.filter { !needed.contains($0) && $0 != id }.map {
          ColumnRequest($0, as: .category)
        }
    }

    /// The columns without whose value a row can't be used.
    fileprivate var needed: [String] {
      [label] + scores + decisions + [weight, cluster, proxy].compactMap { $0 }
    }

    /// What a needed column holds, for messages.
    fileprivate func part(of name: String) -> String {
      switch name {
      case label: "label"
      case weight: "weight"
      case cluster: "cluster"
      case proxy: "proxy"
      case stratum: "stratum"
      default: "score"
      }
    }
  }

  /// The rows that are used.
  public private(set) var table: Table
  public let labels: Labels
  public let rows: Rows
  /// Whether each row has a label; `nil` where all have one. What ``labels`` says of the others means
  /// nothing.
  public let isLabelled: [Bool]?
  /// How many rows were left out for a missing value.
  public let dropped: Int
  /// How many of them for want of what: `label default`, `score candidate`; a row that lacks several
  /// values counts once, under the first, in the order label, scores, weight, cluster.
  public let droppedFor: [(part: String, rows: Int)]
  /// How many rows were left out for a weight of 0.
  public let weightless: Int
  /// Of each file how many rows were left out for what reason: `label default is missing`,
  /// `weight w is 0`.
  public let reasonsByFile: [String: [String: Int]]

  /// How many strata hold a single row, or a single cluster.
  public let singleUnitStrata: Int

  /// Checks a table. Rows without a label are treated as `unlabelled` says, or like all others in
  /// which a value is missing.
  public init(
    _ table: Table, columns: Columns, missing: MissingValues = .reject,
    unlabelled: UnlabelledRows? = nil
  ) throws(TableError) {
    let (complete, omissions) = try Self.complete(table, columns, missing, unlabelled)
    droppedFor = omissions.map { ($0.part, $0.rows.count) }
    let (weighted, weightlessRows) = try Self.weighted(complete, columns)
    reasonsByFile = Self.reasons(
      omissions.map { (table, $0.rows, "\($0.part) is missing") }
        + [(complete, weightlessRows, "weight \(columns.weight ?? "") is 0")])
    guard weighted.rowCount > 0 else {
      throw TableError(
        .noRows, file: table.files.first ?? "table", problem: "no row is left to evaluate",
        remedy: "\(table.rowCount) rows were read, all left out")
    }
    self.table = weighted
    dropped = table.rowCount - complete.rowCount
    weightless = complete.rowCount - weighted.rowCount
    var decisions: [Column] = []
    for name in columns.decisions { decisions.append(try weighted.column(name)) }
    isLabelled = try weighted.column(columns.label).missing.map { $0.map { !$0 } }
    let known = isLabelled.map { isLabelled in weighted.rows { isLabelled[$0] } } ?? weighted
    guard known.rowCount > 0 else {
      throw TableError(
        .noRows, file: table.files.first ?? "table", column: columns.label,
        problem: "no row has a label", remedy: "rows without labels help only beside labelled ones")
    }
    let read = try LabelReader(
      table: known, column: known.column(columns.label), task: columns.task,
      positive: columns.positive, scoredClasses: columns.scoredClasses, decisions: decisions
    ).labels()
    labels = isLabelled.map { read.spread(over: $0) } ?? read
    let strata = try Strata(weighted, columns, labels)
    rows = try Self.rows(weighted, columns, strata)
    singleUnitStrata = strata?.singleUnits ?? 0
  }
}

extension OutcomeTable {
  private static func complete(
    _ table: Table, _ columns: Columns, _ missing: MissingValues, _ unlabelled: UnlabelledRows?
  ) throws(TableError) -> (Table, [(part: String, rows: [Int])]) {
    var isIncomplete = [Bool](repeating: false, count: table.rowCount)
    var first: (row: Int, column: String)?
    var reasons: [(part: String, rows: [Int])] = []
    for name in columns.needed + [columns.stratum].compactMap({ $0 }) {
      guard let mask = try table.column(name).missing else { continue }
      if name == columns.label, unlabelled == .use { continue }
      let refuses = name == columns.label ? unlabelled?.refuses : nil
      var rows: [Int] = []
      for row in mask.indices where mask[row] {
        if !isIncomplete[row] { rows.append(row) }
        isIncomplete[row] = true
        if refuses ?? (missing == .reject), row < first?.row ?? .max { first = (row, name) }
      }
      if !rows.isEmpty { reasons.append(("\(columns.part(of: name)) \(name)", rows)) }
    }
    guard let first else {
      return (reasons.isEmpty ? table : table.rows(where: { !isIncomplete[$0] }), reasons)
    }
    let isOnlyLabel = first.column == columns.label && unlabelled != nil
    throw table.error(
      row: first.row, column: first.column, problem: "a value is missing",
      remedy: "pass \(isOnlyLabel ? "--unlabelled" : "--missing") drop to leave such rows out")
  }

  /// The weights above 0 that can be squared, and summed over any number of rows.
  private static let weightRange = 1e-100...1e100

  /// Counts rows by file and reason.
  private static func reasons(
    _ omissions: [(table: Table, rows: [Int], reason: String)]
  ) -> [String: [String: Int]] {
    var counts: [String: [String: Int]] = [:]
    for (table, rows, reason) in omissions {
      for row in rows {
        counts[table.source(ofRow: row).file, default: [:]][reason, default: 0] += 1
      }
    }
    return counts
  }

  /// The rows whose weight is above 0, and the numbers of the others.
  private static func weighted(
    _ table: Table, _ columns: Columns
  ) throws(TableError) -> (Table, [Int]) {
    guard let name = columns.weight, let weights = try table.column(name).numbers else {
      return (table, [])
    }
    for (row, weight) in weights.enumerated() {
      if !(weight >= 0 && weight.isFinite) {
        throw table.error(
          row: row, column: name, value: "\(weight)",
          problem: "is not a weight", remedy: "weights are finite and not negative")
      }
      if weight != 0, !weightRange.contains(weight) {
        throw table.error(
          row: row, column: name, value: "\(weight)",
          problem: "is a weight whose square is beyond the range of numbers",
          remedy: "only ratios of weights matter: divide all of them by one number")
      }
      if columns.weightKind == .frequency, weight != weight.rounded() || weight > 0x1p40 {
        throw table.error(
          row: row, column: name, value: "\(weight)",
          problem: "is not a frequency",
          remedy: "frequencies are whole numbers; pass --weight-kind importance for others")
      }
    }
    guard weights.contains(0) else { return (table, []) }
    return (table.rows { weights[$0] > 0 }, weights.indices.filter { weights[$0] == 0 })
  }

  private static func rows(
    _ table: Table, _ columns: Columns, _ strata: Strata?
  ) throws(TableError) -> Rows {
    var weights: Weights?
    if let name = columns.weight, let numbers = try table.column(name).numbers {
      weights = Weights(numbers, kind: columns.weightKind)
    }
    var clusters: [Int32]?
    var clusterKeys: [UInt64]?
    if let name = columns.cluster {
      let categories = try table.column(name).categorized
      let keys = categories.levels.map(RowKey.hash)
      clusters = categories.codes
      clusterKeys = categories.codes.map { keys[Int($0)] }
    }
    return Rows(
      count: table.rowCount, weights: weights, clusters: clusters,
      keys: columns.id == nil ? nil : try table.rowKeys(id: columns.id), clusterKeys: clusterKeys,
      strata: strata?.keys)
  }

  /// The same rows without the columns of the file, once scores and slices have been taken from them:
  /// what is left says where each row with a label was read.
  public var withoutColumns: OutcomeTable {
    var bare = self
    let known = labelledRows.map { rows in table.selecting(rows.map(Int.init)) } ?? table
    bare.table = known.withoutColumns
    return bare
  }
}

extension UnlabelledRows {
  /// Whether a row without a label refuses the table.
  fileprivate var refuses: Bool { self == .reject }
}

extension OutcomeTable {
  /// Which rows have a label, as numbers; `nil` where all have one.
  public var labelledRows: [Int32]? {
    isLabelled.map { isLabelled in (0..<Int32(isLabelled.count)).filter { isLabelled[Int($0)] } }
  }
}

extension Labels {
  /// The labels of some rows set in their places among all; the others get one that means nothing.
  fileprivate func spread(over isLabelled: [Bool]) -> Labels {
    func spread<Label>(_ labels: [Label], _ nothing: Label) -> [Label] {
      var next = 0
      return isLabelled.map { isKnown in
        guard isKnown else { return nothing }
        next += 1
        return labels[next - 1]
      }
    }
    switch self {
    case .binary(let labels, let positive, let negative):
      return .binary(spread(labels, 0), positive: positive, negative: negative)
    case .classes(let labels, let names): return .classes(spread(labels, 0), names: names)
    case .numbers(let numbers): return .numbers(spread(numbers, 0))
    }
  }
}

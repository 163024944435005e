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
    /// What is predicted; `nil` infers it from the labels.
    public var task: PredictionTask?

    /// Columns by name.
    public init(
      label: String, positive: String? = nil, scores: [String], weight: String? = nil,
      weightKind: WeightKind = .importance, id: String? = nil, cluster: String? = nil,
      task: PredictionTask? = nil
    ) {
      (self.label, self.positive, self.scores) = (label, positive, scores)
      (self.weight, self.weightKind, self.id) = (weight, weightKind, id)
      (self.cluster, self.task) = (cluster, task)
    }

    /// What a reader of the table must be asked for.
    public var requests: [ColumnRequest] {
      ([label] + decisions).map { ColumnRequest($0) }
        + (scores + [weight].compactMap { $0 }).map {
          ColumnRequest($0, as: .number)
        } + [cluster].compactMap { $0 }.map { ColumnRequest($0, as: .category) }
        + [id].compactMap { $0 }.map { ColumnRequest($0, as: .category) }
    }

    /// The columns without whose value a row can't be used.
    fileprivate var needed: [String] {
      [label] + scores + decisions + [weight, cluster].compactMap { $0 }
    }
  }

  /// The rows that are used.
  public private(set) var table: Table
  public let labels: Labels
  public let rows: Rows
  /// How many rows were left out for a missing value.
  public let dropped: Int
  /// How many rows were left out for a weight of 0.
  public let weightless: Int

  /// Checks a table.
  public init(
    _ table: Table, columns: Columns, missing: MissingValues = .reject
  ) throws(TableError) {
    let complete = try Self.complete(table, columns, missing)
    let weighted = try Self.weighted(complete, columns)
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
    labels = try LabelReader(
      table: weighted, column: weighted.column(columns.label), task: columns.task,
      positive: columns.positive, scoredClasses: columns.scoredClasses, decisions: decisions
    ).labels()
    rows = try Self.rows(weighted, columns)
  }
}

extension OutcomeTable {
  private static func complete(
    _ table: Table, _ columns: Columns, _ missing: MissingValues
  ) throws(TableError) -> Table {
    var isIncomplete = [Bool](repeating: false, count: table.rowCount)
    var first: (row: Int, column: String)?
    for name in columns.needed {
      guard let mask = try table.column(name).missing else { continue }
      for row in mask.indices where mask[row] {
        isIncomplete[row] = true
        if row < first?.row ?? .max { first = (row, name) }
      }
    }
    guard let first else { return table }
    guard missing == .drop else {
      throw table.error(
        row: first.row, column: first.column, problem: "a value is missing",
        remedy: "pass --missing drop to leave such rows out")
    }
    return table.rows(where: { !isIncomplete[$0] })
  }

  private static func weighted(_ table: Table, _ columns: Columns) throws(TableError) -> Table {
    guard let name = columns.weight, let weights = try table.column(name).numbers else {
      return table
    }
    for (row, weight) in weights.enumerated() {
      if !(weight >= 0 && weight.isFinite) {
        throw table.error(
          row: row, column: name, value: "\(weight)",
          problem: "is not a weight", remedy: "weights are finite and not negative")
      }
      if columns.weightKind == .frequency, weight != weight.rounded() || weight > 0x1p40 {
        throw table.error(
          row: row, column: name, value: "\(weight)",
          problem: "is not a frequency",
          remedy: "frequencies are whole numbers; pass --weight-kind importance for others")
      }
    }
    return weights.contains(0) ? table.rows { weights[$0] > 0 } : table
  }

  private static func rows(_ table: Table, _ columns: Columns) throws(TableError) -> Rows {
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
      keys: columns.id == nil ? nil : try table.rowKeys(id: columns.id), clusterKeys: clusterKeys)
  }

  /// The same rows without the columns of the file, once scores and slices have been taken from them:
  /// what is left says where each row was read.
  public var withoutColumns: OutcomeTable {
    var bare = self
    bare.table = table.withoutColumns
    return bare
  }

  /// A column of scores, checked: probabilities where `areProbabilities`, and not all the same.
  public func scores(_ name: String, areProbabilities: Bool) throws(TableError) -> [Double] {
    let scores = try numbers(name)
    if areProbabilities, let row = scores.firstIndex(where: { !(0...1).contains($0) }) {
      throw table.error(
        row: row, column: name, value: "\(scores[row])",
        problem: "is not a probability between 0 and 1",
        remedy: "for scores that are no probabilities name the metrics, such as --metric roc_auc")
    }
    if let first = scores.first, scores.count > 1, scores.allSatisfy({ $0 == first }) {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "all \(scores.count) scores are \(first)",
        remedy: "a model that says the same of every row can't be judged; is it the right column?")
    }
    return scores
  }

  /// A column of predicted numbers, checked: each is finite.
  public func predictions(_ name: String) throws(TableError) -> [Double] {
    let predictions = try numbers(name)
    if let row = predictions.firstIndex(where: { !$0.isFinite }) {
      throw table.error(
        row: row, column: name, value: "\(predictions[row])", problem: "is not a finite number",
        remedy: "mend the row or leave it out")
    }
    return predictions
  }

  func numbers(_ name: String) throws(TableError) -> [Double] {
    let column = try table.column(name)
    guard let numbers = column.numbers else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "holds \(column.typeName) values, but scores are numbers",
        remedy: "name another column")
    }
    return numbers
  }
}

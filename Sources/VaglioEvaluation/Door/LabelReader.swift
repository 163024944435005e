internal import VaglioFindings
internal import VaglioTables

/// Makes labels of a column: finds what is predicted, and which value is positive.
///
/// The values 0 and 1, and false and true, need no explanation. Of any two others somebody must say
/// which is positive: software that guesses guesses wrong half of the time. Numbers that are not just
/// 0 and 1 are regression, unless classes are asked for, or every class has a score.
struct LabelReader {
  let table: Table
  let column: Column
  let task: PredictionTask?
  let positive: String?
  /// The classes that have a score; none where the models' scores are not by class.
  let scoredClasses: [String]
  /// The columns that hold predicted classes.
  let decisions: [Column]

  /// The most classes that an analysis takes.
  static let mostClasses = 1000

  /// The labels.
  func labels() throws(TableError) -> Labels {
    if task == .multiclass || task == nil && !scoredClasses.isEmpty { return try classes() }
    if let numbers = column.numbers, task != .binary, positive == nil,
      task == .regression || !Self.areZerosAndOnes(numbers)
    {
      return .numbers(try finite(numbers))
    }
    guard task != .regression else { throw notNumbers() }
    return try binary()
  }

  private static func areZerosAndOnes(_ numbers: [Double]) -> Bool {
    numbers.allSatisfy { $0 == 0 || $0 == 1 }
  }

  private func finite(_ numbers: [Double]) throws(TableError) -> [Double] {
    if let row = numbers.firstIndex(where: { !$0.isFinite }) {
      throw table.error(
        row: row, column: column.name, value: "\(numbers[row])", problem: "is not a finite number",
        remedy: "mend the row or leave it out")
    }
    return numbers
  }

  private func notNumbers() -> TableError {
    TableError(
      .badValue, file: table.files.first ?? "table", column: column.name,
      problem: "holds \(column.typeName) values, but regression needs numbers",
      remedy: "name another --label or another --task")
  }

  private func binary() throws(TableError) -> Labels {
    if let numbers = column.numbers, positive == nil, Self.areZerosAndOnes(numbers) {
      return try both(numbers.map { $0 == 1 ? 1 : 0 }, positive: "1", negative: "0")
    }
    let categories = column.categorized
    let levels = categories.levels
    guard levels.count == 2 else { throw notTwo(levels) }
    let named = try positiveLevel(of: levels)
    let code = Int32(levels.firstIndex(of: named) ?? 0)
    return try both(
      categories.codes.map { $0 == code ? 1 : 0 }, positive: named,
      negative: levels[1 - Int(code)])
  }

  private func positiveLevel(of levels: [String]) throws(TableError) -> String {
    if let positive {
      if levels.contains(positive) { return positive }
      let same = levels.first { Double($0) != nil && Double($0) == Double(positive) }
      if let same { return same }
      throw trouble(
        "has no label \"\(positive)\"", "its labels are \(list(levels)); pass one to --positive")
    }
    if let usual = levels.first(where: { ["1", "true"].contains($0.lowercased()) }),
      levels.contains(where: { ["0", "false"].contains($0.lowercased()) })
    {
      return usual
    }
    throw trouble(
      "has the labels \(list(levels))", "say which is positive: --positive \(levels[1])")
  }

  private func both(
    _ labels: [UInt8], positive: String, negative: String
  ) throws(TableError) -> Labels {
    let positives = labels.reduce(0) { $0 + Int($1) }
    guard positives > 0, positives < labels.count else {
      throw trouble(
        "has one class only: all \(labels.count) rows are "
          + (positives == 0 ? "negative" : "positive"),
        "a comparison needs rows of both classes")
    }
    return .binary(labels, positive: positive, negative: negative)
  }

  private func notTwo(_ levels: [String]) -> TableError {
    if levels.count == 1 {
      return trouble(
        "has one class only: every label is \"\(levels[0])\"",
        "a comparison needs rows of both classes")
    }
    return trouble(
      "has \(levels.count) different labels, \(list(levels)), but --task binary needs two",
      "give every class its score, as --score CLASS=COLUMN, or pass --task multiclass for a column "
        + "of predicted classes; or name another --label")
  }

  private func classes() throws(TableError) -> Labels {
    let labels = column.categorized
    let present = labels.levels
    guard present.count > 1 else { throw notTwo(present) }
    if !scoredClasses.isEmpty, let level = present.first(where: { !isScored($0) }) {
      let row = labels.codes.firstIndex { labels.levels[Int($0)] == level } ?? 0
      throw table.error(
        row: row, column: column.name, value: level, problem: "is a class without a score",
        remedy: "give every class its column: \(list(scoredClasses)) have one")
    }
    let others = scoredClasses.filter { scored in !present.contains { Self.areSame($0, scored) } }
    let decided = decisions.flatMap(\.categorized.levels)
    let names = Set(present + others + decided).sorted(by: ClassOrder.precedes)
    guard names.count <= Self.mostClasses else {
      throw trouble(
        "has \(names.count) classes, more than \(Self.mostClasses)",
        "pass --task regression if the labels are numbers")
    }
    let number = Dictionary(uniqueKeysWithValues: zip(names, 0..<Int32(names.count)))
    let codes = present.map { number[$0] ?? 0 }
    return .classes(labels.codes.map { codes[Int($0)] }, names: names)
  }

  private func isScored(_ level: String) -> Bool {
    scoredClasses.contains { Self.areSame($0, level) }
  }

  /// Whether two texts name one class: equal texts, or equal numbers.
  static func areSame(_ left: String, _ right: String) -> Bool {
    left == right || Double(left).map { $0 == Double(right) } ?? false
  }

  private func trouble(_ problem: String, _ remedy: String) -> TableError {
    TableError(
      .badValue, file: table.files.first ?? "table", column: column.name, problem: problem,
      remedy: remedy)
  }

  private func list(_ levels: [String]) -> String {
    let shown = levels.prefix(5).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
    return levels.count > 5 ? shown + " and others" : shown
  }
}

extension Table {
  /// The error that a value is not what it should be.
  func error(
    row: Int, column: String, value: String? = nil, problem: String, remedy: String
  ) -> TableError {
    let source = source(ofRow: row)
    return TableError(
      .badValue, file: source.file, row: source.row, line: source.line, column: column,
      value: value, problem: problem, remedy: remedy)
  }
}

internal import VaglioTables

/// How many rows of either side have each level, in an order that no order of rows can change.
struct LevelCounts: Hashable, Sendable {
  /// The levels in the order of their UTF-8 bytes; `nil`, the last, is a missing value.
  let names: [String?]
  let reference: [Int]
  let current: [Int]

  /// Counts of levels that are in order already.
  init(names: [String?], reference: [Int], current: [Int]) {
    (self.names, self.reference, self.current) = (names, reference, current)
  }

  /// The levels that either column has; a missing value is a level.
  init(_ reference: Column, _ current: Column) {
    let (first, second) = (Self.counts(reference), Self.counts(current))
    var names = Array(Set(first.keys).union(second.keys))
    names.sort { left, right in
      guard let left else { return false }
      guard let right else { return true }
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    self.names = names
    self.reference = names.map { first[$0] ?? 0 }
    self.current = names.map { second[$0] ?? 0 }
  }

  private static func counts(_ column: Column) -> [String?: Int] {
    if case .booleans(let truths) = column.values { return counts(truths, column) }
    let categories = column.categorized
    var counts: [String?: Int] = [:]
    for (level, count) in zip(categories.levels, categories.counts) where count > 0 {
      counts[.some(level)] = count
    }
    if column.missingCount > 0 { counts[String?.none] = column.missingCount }
    return counts
  }

  private static func counts(_ truths: [Bool], _ column: Column) -> [String?: Int] {
    let yes = truths.reduce(0) { $0 + ($1 ? 1 : 0) }
    let no = truths.count - yes - column.missingCount
    var counts: [String?: Int] = [:]
    if yes > 0 { counts[.some("true")] = yes }
    if no > 0 { counts[.some("false")] = no }
    if column.missingCount > 0 { counts[String?.none] = column.missingCount }
    return counts
  }

  /// The rows of the reference and of the current sample.
  var totals: (reference: Int, current: Int) { (reference.reduce(0, +), current.reduce(0, +)) }
}

/// The questions of an ensemble as comparisons of small integers, for those who ask every node of
/// every row.
///
/// Each row has one rank per column; a row goes to the left at a node if its rank in the node's
/// column is below the node's. The codes behind the ranks are those of ``CompiledEnsemble``:
/// missing values, zeros that count as missing, categories and rounding are decided as in
/// prediction.
package struct RankedQuestions: Sendable {
  /// A node's question: the row goes to the left if its rank in the column is below.
  package struct Question: Hashable, Sendable {
    package let column: Int
    package let below: UInt16
  }

  /// What a column's ranks are made of.
  private enum Column: Sendable {
    /// The number of these codes, ascending, that are not above the row's code.
    case thresholds(slot: Int, codes: [UInt64])
    /// 0 for codes of the set, and for missing values that go to the left, else 1.
    case among(slot: Int, words: [UInt64])
  }

  /// For each tree the questions of its nodes; `nil` at leaves.
  package let questions: [[Question?]]
  private let slots: [FeatureSlot]
  private let columns: [Column]
  private let comparison: TreeEnsemble.Precision

  /// The number of ranks of a row.
  package var columnCount: Int { columns.count }

  /// The questions of an ensemble.
  package init(_ ensemble: TreeEnsemble) {
    comparison = ensemble.comparison
    var draft = RankedQuestionsDraft(comparison: comparison)
    for tree in ensemble.trees { draft.note(tree) }
    draft.sort()
    slots = draft.slots
    columns =
      draft.thresholdColumns.map { .thresholds(slot: $0.slot, codes: $0.codes) }
      + draft.sets.map { .among(slot: $0.slot, words: $0.words) }
    questions = ensemble.trees.map { tree in
      tree.nodes.map { $0.split.map { draft.question($0) } }
    }
  }

  /// Writes the ranks of a range of rows, column-major: the ranks of a column stand `stride` from
  /// those of the one before.
  ///
  /// - Precondition: room for ``columnCount`` × `stride` ranks, at least as many as rows.
  package func rank(
    _ rows: CodedFeatures, _ range: Range<Int>, into ranks: UnsafeMutablePointer<UInt16>,
    stride: Int
  ) {
    switch comparison {
    case .single: rank(rows, range, into: ranks, stride, UInt32.self)
    case .double: rank(rows, range, into: ranks, stride, UInt64.self)
    }
  }

  private func rank<Code: OrderedCode>(
    _ rows: CodedFeatures, _ range: Range<Int>, into ranks: UnsafeMutablePointer<UInt16>,
    _ stride: Int, _ type: Code.Type
  ) {
    guard !range.isEmpty else { return }
    withUnsafeTemporaryAllocation(of: Code.self, capacity: range.count) { buffer in
      guard let codes = buffer.baseAddress else { return }
      var coded = -1
      for (index, column) in columns.enumerated() {
        let slot =
          switch column {
          case .thresholds(let slot, _), .among(let slot, _): slot
          }
        if slot != coded {
          rows.columns[slots[slot].feature].withUnsafeBufferPointer { values in
            guard let values = values.baseAddress else { return }
            slots[slot].encode(
              values + range.lowerBound, count: range.count, into: codes, comparison: comparison)
          }
          coded = slot
        }
        Self.rank(codes, range.count, column, into: ranks + index * stride)
      }
    }
  }

  private static func rank<Code: OrderedCode>(
    _ codes: UnsafePointer<Code>, _ count: Int, _ column: Column,
    into ranks: UnsafeMutablePointer<UInt16>
  ) {
    switch column {
    case .thresholds(_, let thresholds):
      thresholds.withUnsafeBufferPointer { thresholds in
        for row in 0..<count {
          let code = UInt64(truncatingIfNeeded: codes[row])
          ranks[row] = UInt16(truncatingIfNeeded: notAbove(code, thresholds))
        }
      }
    case .among(_, let words):
      for row in 0..<count { ranks[row] = isLeft(codes[row], words) ? 0 : 1 }
    }
  }

  /// The number of ascending thresholds that are not above a code.
  @inline(__always)
  private static func notAbove(_ code: UInt64, _ thresholds: UnsafeBufferPointer<UInt64>) -> Int {
    guard let first = thresholds.baseAddress else { return 0 }
    var start = 0
    var length = thresholds.count
    while length > 1 {
      let half = length >> 1
      start = first[start &+ half &- 1] <= code ? start &+ half : start
      length &-= half
    }
    return first[start] <= code ? start &+ 1 : start
  }

  /// Whether a code of a category goes to the left: 0 stands for missing values that do, c + 1 for
  /// category c.
  private static func isLeft<Code: OrderedCode>(_ code: Code, _ words: [UInt64]) -> Bool {
    if code == 0 { return true }
    guard code - 1 < Code(truncatingIfNeeded: words.count * 64) else { return false }
    let category = Int(truncatingIfNeeded: code - 1)
    return words[category / 64] >> UInt64(category % 64) & 1 == 1
  }
}

/// The columns of ``RankedQuestions`` while they are gathered from the trees.
struct RankedQuestionsDraft {
  /// What each column looks at; a slot of many thresholds has several columns.
  private(set) var slots: [FeatureSlot] = []
  /// Columns of thresholds, ascending, by slot.
  private(set) var thresholdColumns: [(slot: Int, codes: [UInt64])] = []
  /// Columns of sets of categories, by slot.
  private(set) var sets: [(slot: Int, words: [UInt64])] = []

  private struct SetKey: Hashable {
    let slot: Int
    let words: [UInt64]
  }

  private let comparison: TreeEnsemble.Precision
  private var placeOfSlot: [FeatureSlot: Int] = [:]
  private var thresholds: [Set<UInt64>] = []
  private var setKeys: Set<SetKey> = []
  private var columnOfSet: [SetKey: Int] = [:]
  /// For each slot its first column of thresholds, and all of its thresholds, ascending.
  private var ordered: [(firstColumn: Int, codes: [UInt64])] = []

  /// The most thresholds of a column: ranks go up to their number.
  private static let columnLength = Int(UInt16.max) - 1

  init(comparison: TreeEnsemble.Precision) { self.comparison = comparison }

  /// Notes the questions of a tree.
  mutating func note(_ tree: Tree) {
    for split in tree.nodes.lazy.compactMap(\.split) {
      let slot = place(of: FeatureSlot(split))
      if case .among(let set) = split.condition {
        setKeys.insert(SetKey(slot: slot, words: set.words))
      } else {
        thresholds[slot].insert(code(ofThresholdOf: split))
      }
    }
  }

  /// Lays the columns out, once all trees are noted.
  mutating func sort() {
    for (slot, codes) in thresholds.enumerated() {
      let codes = codes.sorted()
      ordered.append((thresholdColumns.count, codes))
      for start in stride(from: 0, to: codes.count, by: Self.columnLength) {
        let end = min(start + Self.columnLength, codes.count)
        thresholdColumns.append((slot, Array(codes[start..<end])))
      }
    }
    let keys = setKeys.sorted {
      ($0.slot, $0.words.count) != ($1.slot, $1.words.count)
        ? ($0.slot, $0.words.count) < ($1.slot, $1.words.count)
        : $0.words.lexicographicallyPrecedes($1.words)
    }
    for key in keys {
      columnOfSet[key] = thresholdColumns.count + sets.count
      sets.append((key.slot, key.words))
    }
  }

  /// A question of a noted tree.
  func question(_ split: Split) -> RankedQuestions.Question {
    guard let slot = placeOfSlot[FeatureSlot(split)] else { preconditionFailure("a noted tree") }
    if case .among(let set) = split.condition {
      guard let column = columnOfSet[SetKey(slot: slot, words: set.words)] else {
        preconditionFailure("a noted set")
      }
      return RankedQuestions.Question(column: column, below: 1)
    }
    let (firstColumn, codes) = ordered[slot]
    let place = firstIndex(of: code(ofThresholdOf: split), in: codes)
    return RankedQuestions.Question(
      column: firstColumn + place / Self.columnLength,
      below: UInt16(place % Self.columnLength + 1))
  }

  private mutating func place(of slot: FeatureSlot) -> Int {
    if let place = placeOfSlot[slot] { return place }
    placeOfSlot[slot] = slots.count
    slots.append(slot)
    thresholds.append([])
    return slots.count - 1
  }

  private func code(ofThresholdOf split: Split) -> UInt64 {
    guard case .below(let threshold) = split.condition else { return 1 }
    return comparison == .single
      ? UInt64(UInt32.code(ofThreshold: threshold)) : UInt64.code(ofThreshold: threshold)
  }

  private func firstIndex(of code: UInt64, in codes: [UInt64]) -> Int {
    var (start, end) = (0, codes.count)
    while start < end {
      let middle = (start + end) / 2
      if codes[middle] < code { start = middle + 1 } else { end = middle }
    }
    return start
  }
}

internal import VaglioEvaluation
internal import VaglioModels

/// The linear functions at the leaves of an ensemble (LightGBM's `linear_tree`) against a background.
///
/// A leaf gives its value, which the trees' own games share out, and where no feature of its function is
/// missing the function less the value: what is shared out here, leaf by leaf and pair by pair of an
/// explained row and one of the background (``LinearLeafGame``). Exact; the time is O(rows × background ×
/// leaves).
struct LinearLeaves: Sendable {
  private let trees: [LinearLeafTree]
  private let background: CodedFeatures
  private let ranked: RankedRows
  private let questions: RankedQuestions
  private let comparison: TreeEnsemble.Precision

  /// The most sums of background rows that are held at a time: 32 MiB.
  private static let mostSums = 1 << 22

  /// The functions of an ensemble; `nil` without any.
  init?(
    _ ensemble: TreeEnsemble, _ forest: PlayerForest, playerOfFeature: [Int],
    background: CodedFeatures, ranked: RankedRows
  ) {
    let divisors = ensemble.divisors
    trees = ensemble.trees.indices.compactMap { index in
      let tree = ensemble.trees[index]
      guard !tree.linearLeaves.isEmpty, case .output(let output) = tree.target else { return nil }
      let factor = ensemble.weights[index] / divisors[output] / Double(background.rowCount)
      return LinearLeafTree(
        tree, forest, index: index, output: output, factor: factor,
        playerOfFeature: playerOfFeature)
    }
    guard !trees.isEmpty else { return nil }
    (self.background, self.ranked, questions) = (background, ranked, forest.questions)
    comparison = ensemble.comparison
  }

  /// The most players that have a part in a leaf.
  var mostPlayers: Int {
    trees.flatMap { $0.functions.map(\.players.count) }.max() ?? 0
  }

  /// A value that is infinite where a linear function takes it, by its row and feature.
  func infinity(in rows: CodedFeatures) -> (row: Int, feature: Int)? {
    let features = Set(trees.flatMap { $0.functions.flatMap { $0.terms.map(\.feature) } })
    for feature in features.sorted() {
      if let row = rows.columns[feature].firstIndex(where: \.isInfinite) { return (row, feature) }
    }
    return nil
  }

  /// What the functions give to the mean margins of the background, one per output.
  func expectedMargins(outputCount: Int) -> [Double] {
    var margins = [Double](repeating: 0, count: outputCount)
    for tree in trees {
      forEachSides(of: tree) { sides in
        for (leaf, function) in tree.functions.enumerated() {
          let width = function.players.count
          for row in 0..<sides.count where sides.barred[leaf * sides.count + row] == 0 {
            let start = function.firstPlace * sides.count + row * width
            margins[tree.output] += sides.sums[start..<start + width].reduce(function.constant, +)
          }
        }
      }
    }
    return margins
  }

  /// The background as a tree's leaves see it, some rows at a time.
  private func forEachSides(of tree: LinearLeafTree, _ body: (LinearLeafRows) -> Void) {
    let most = max(1, Self.mostSums / max(1, tree.placeCount + tree.functions.count))
    for block in 0..<ranked.blockCount {
      let rows = ranked.count(ofBlock: block)
      for place in stride(from: 0, to: rows, by: most) {
        body(
          LinearLeafRows(
            tree, background, comparison: comparison, first: block * ranked.blockRows + place,
            count: min(most, rows - place), ranked: ranked, block: block, place: place))
      }
    }
  }
}

extension LinearLeaves {
  /// Rows that are looked at together by a thread, and so many of them at a time by all.
  private static let (blockRows, chunkRows) = (64, 1 << 14)

  /// Calls `body` with each explained row, its output, and each game of it, rows from several threads.
  func forEachGame(
    of rows: CodedFeatures, threads: Int,
    _ body: @Sendable (_ row: Int, _ output: Int, LinearLeafGame) -> Void
  ) {
    for start in stride(from: 0, to: rows.rowCount, by: Self.chunkRows) {
      let range = start..<min(start + Self.chunkRows, rows.rowCount)
      let own = RankedRows(rows, range, questions, blockRows: Self.blockRows, threads: threads)
      for tree in trees {
        forEachSides(of: tree) { sides in
          forEachConcurrently(own.blockCount, threads: threads) { block in
            let first = start + block * Self.blockRows
            let seen = LinearLeafRows(
              tree, rows, comparison: comparison, first: first, count: own.count(ofBlock: block),
              ranked: own, block: block, place: 0)
            Self.meet(seen, sides, tree) { row, game in body(first + row, tree.output, game) }
          }
        }
      }
    }
  }

  private static func meet(
    _ rows: LinearLeafRows, _ others: LinearLeafRows, _ tree: LinearLeafTree,
    _ body: (_ row: Int, LinearLeafGame) -> Void
  ) {
    rows.sums.withUnsafeBufferPointer { own in
      others.sums.withUnsafeBufferPointer { other in
        guard let own = own.baseAddress, let other = other.baseAddress else { return }
        for (leaf, function) in tree.functions.enumerated() {
          let width = function.players.count
          let (first, second) = (
            own + function.firstPlace * rows.count, other + function.firstPlace * others.count
          )
          for row in 0..<rows.count {
            let barred = rows.barred[leaf * rows.count + row]
            for index in 0..<others.count {
              let game = LinearLeafGame(
                function, barred: barred, otherBarred: others.barred[leaf * others.count + index],
                first + row * width, second + index * width)
              if let game { body(row, game) }
            }
          }
        }
      }
    }
  }
}

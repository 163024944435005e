internal import VaglioModels

/// A tree whose leaves are linear functions, ready to be met by rows of a background.
struct LinearLeafTree: Sendable {
  /// The linear function of a leaf, less the leaf's value: what it gives where no value is missing.
  struct Function: Sendable {
    let constant: Double
    /// Who has a part in the leaf: the players on the way to it, in the order of the bits of its
    /// pattern, and behind them those who are in the function alone.
    let players: [Int]
    /// Features with the place of their player and their coefficient.
    let terms: [(feature: Int, place: Int, coefficient: Double)]
    /// Where the sums of its players begin among those of all leaves.
    let firstPlace: Int
  }

  let pattern: PatternTree
  /// In the order of the pattern's leaves.
  let functions: [Function]
  let output: Int

  /// The sums that all leaves have of a row.
  var placeCount: Int { functions.last.map { $0.firstPlace + $0.players.count } ?? 0 }

  /// A tree of an ensemble; `factor` is what its leaves count in its output.
  init(
    _ tree: Tree, _ forest: PlayerForest, index: Int, output: Int, factor: Double,
    playerOfFeature: [Int]
  ) {
    pattern = PatternTree(forest.trees[index], forest.pieces[index])
    self.output = output
    var (functions, places) = ([Function](), 0)
    for leaf in pattern.leaves {
      let linear = tree.linearLeaves[leaf.number]
      var players = pattern.players[leaf.firstPlayer..<leaf.firstPlayer + leaf.playerCount]
        .map { forest.players[$0] }
      let terms = linear.terms.map { term in
        let player = playerOfFeature[term.feature]
        let place = players.firstIndex(of: player) ?? players.count
        if place == players.count { players.append(player) }
        return (feature: term.feature, place: place, coefficient: term.coefficient * factor)
      }
      functions.append(
        Function(
          constant: (linear.intercept - tree.leafValues[leaf.number]) * factor, players: players,
          terms: terms, firstPlace: places))
      places += players.count
    }
    self.functions = functions
  }
}

/// Some rows as the leaves of a tree see them.
struct LinearLeafRows: Sendable {
  let count: Int
  /// Leaf-major: which players' values of a row keep it from the leaf's function, because they fail
  /// a question on the way or are missing in the function.
  let barred: [UInt64]
  /// Leaf-major, then rows: for each player of the leaf the sum of its terms, 0 where one is missing.
  let sums: [Double]

  /// Rows from `first` on, which stand in a block of ranked rows from `place` on.
  init(
    _ tree: LinearLeafTree, _ rows: CodedFeatures, comparison: TreeEnsemble.Precision, first: Int,
    count: Int, ranked: RankedRows, block: Int, place: Int
  ) {
    var barred = [UInt64](repeating: 0, count: tree.functions.count * count)
    var sums = [Double](repeating: 0, count: tree.placeCount * count)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: tree.pattern.levelCount) { failed in
      guard let failed = failed.baseAddress else { return }
      ranked.withBlock(block) { ranks in
        for row in 0..<count {
          tree.pattern.forEachLeaf(
            ranks + place + row, stride: ranked.blockRows, failed: failed
          ) { barred[$0 * count + row] = $1 }
        }
      }
    }
    for (leaf, function) in tree.functions.enumerated() {
      let width = function.players.count
      for term in function.terms {
        let column = rows.columns[term.feature]
        for row in 0..<count {
          let given = column[first + row]
          if given.isNaN {
            barred[leaf * count + row] |= 1 << UInt64(term.place)
          } else {
            let value = comparison == .single ? Double(Float(given)) : given
            sums[function.firstPlace * count + row * width + term.place] +=
              term.coefficient * value
          }
        }
      }
    }
    (self.count, self.barred, self.sums) = (count, barred, sums)
  }
}

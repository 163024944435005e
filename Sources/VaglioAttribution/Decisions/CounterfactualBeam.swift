/// The search through combinations of choices, one change more at a time.
///
/// As long as the budget reaches, every combination is tried that doesn't extend one that has crossed
/// already, which would cost more, and isn't dearer than what was found. After that only the most
/// promising states are extended.
struct CounterfactualBeam {
  /// A state that has not crossed.
  private struct Open {
    let state: MovableRow.State
    let gap: Double
    /// The cost of the whole way at the pace so far; infinite where there was no progress.
    let projected: Double
  }

  private let row: MovableRow
  private let options: CounterfactualSearch.Options
  private let start: Double
  /// The cheapest state that has crossed of each set of moves.
  private var best: [[Int]: MovableRow.State] = [:]
  private var open: [Open]
  private var bound = Double.infinity
  /// Up to how many changes all combinations were tried.
  private(set) var completeCount = 0

  init(
    _ row: MovableRow, _ oracle: CounterfactualOracle, _ options: CounterfactualSearch.Options
  ) {
    (self.row, self.options) = (row, options)
    start = oracle.start
    open = [Open(state: row.origin, gap: start, projected: .infinity)]
  }

  /// The states to refine, cheapest first: different ones, and the cheapest of all, which may become
  /// cheaper yet.
  var solutions: [MovableRow.State] {
    let diverse = Self.diverse(Array(best.values), 4 * options.count)
    let known = Set(diverse.map(\.moves))
    let cheapest = Self.sorted(Array(best.values)).prefix(options.count)
    return Self.sorted(diverse + cheapest.filter { !known.contains($0.moves) })
  }

  /// Searches level by level.
  mutating func search(_ oracle: inout CounterfactualOracle) throws(AttributionError) {
    let levels = min(options.greatestCount, row.moves.count)
    var isComplete = true
    for level in 0..<levels where !open.isEmpty {
      let rest = options.budget - oracle.evaluations
      guard rest > 0 else { return }
      isComplete = isComplete && extensions(open, inOrder: true) <= rest
      if !isComplete { open = promising(within: rest / (levels - level)) }
      guard !open.isEmpty else { return }
      try extend(inOrder: isComplete, &oracle)
      if isComplete { completeCount = level + 1 }
    }
    // Nothing is left to extend: what lies beyond costs more than what was found.
    if isComplete, open.isEmpty { completeCount = row.moves.count }
  }

  /// How many states the extension of some by one more change makes; in order every combination is
  /// made once, from its prefix.
  private func extensions(_ states: [Open], inOrder: Bool) -> Int {
    let counts = row.moves.map(\.choices.count)
    let all = counts.reduce(0, +)
    var after = [Int](repeating: 0, count: counts.count + 1)
    for index in counts.indices.reversed() { after[index] = after[index + 1] + counts[index] }
    return states.reduce(0) { sum, open in
      guard !inOrder else { return sum + after[(open.state.moves.last ?? -1) + 1] }
      return sum + all - open.state.moves.reduce(0) { $0 + counts[$1] }
    }
  }

  /// As many states as may be extended: half of them those of the least projected cost, half those
  /// nearest to the other side.
  private func promising(within budget: Int) -> [Open] {
    let each = max(1, row.moves.reduce(0) { $0 + $1.choices.count })
    let width = min(open.count, min(256, budget / each))
    guard width > 0 else { return [] }
    let byCost = open.indices.sorted {
      (open[$0].projected, open[$0].gap, $0) < (open[$1].projected, open[$1].gap, $1)
    }
    let byGap = open.indices.sorted {
      (open[$0].gap, open[$0].state.cost, $0) < (open[$1].gap, open[$1].state.cost, $1)
    }
    var chosen = Set(byCost.prefix((width + 1) / 2))
    for index in byGap where chosen.count < width { chosen.insert(index) }
    return chosen.sorted().map { open[$0] }
  }

  /// The cost from which on a state is of no use: as many different results as are wanted were found
  /// for less.
  private func newBound() -> Double {
    let found = Self.diverse(Array(best.values), options.count)
    return found.count < options.count ? .infinity : found.last?.cost ?? .infinity
  }

  private mutating func extend(
    inOrder: Bool, _ oracle: inout CounterfactualOracle
  ) throws(AttributionError) {
    let previous = open
    open = []
    var seen: Set<[Double]> = []
    var pending: [MovableRow.State] = []
    for item in previous {
      let first = inOrder ? (item.state.moves.last ?? -1) + 1 : 0
      for move in row.moves.indices.dropFirst(first) where !item.state.moves.contains(move) {
        for choice in row.moves[move].choices {
          let state = item.state.adding(move, choice, row.sparsity)
          guard state.cost < bound else { continue }
          if !inOrder, !seen.insert(state.key).inserted { continue }
          pending.append(state)
        }
        if pending.count >= options.batch { try settle(&pending, &oracle) }
      }
    }
    try settle(&pending, &oracle)
    open.removeAll { $0.state.cost >= bound }
  }

  /// Asks for states: those that have crossed are kept where they are the cheapest of their moves,
  /// the others stay open.
  private mutating func settle(
    _ states: inout [MovableRow.State], _ oracle: inout CounterfactualOracle
  ) throws(AttributionError) {
    let gaps = try oracle.gaps(states)
    for (state, gap) in zip(states, gaps) {
      if gap == 0 {
        if state.cost < best[state.moves]?.cost ?? .infinity { best[state.moves] = state }
      } else {
        let progress = start - gap
        open.append(
          Open(
            state: state, gap: gap,
            projected: progress > 0 ? state.cost * start / progress : .infinity))
      }
    }
    states = []
    bound = newBound()
  }

  /// At most `count` states, the cheapest first, none of which changes all that an earlier one changes.
  static func diverse(_ states: [MovableRow.State], _ count: Int) -> [MovableRow.State] {
    var chosen: [MovableRow.State] = []
    for state in sorted(states) where chosen.count < count {
      let holdsEarlier = chosen.contains { $0.moves.allSatisfy(state.moves.contains) }
      if !holdsEarlier { chosen.append(state) }
    }
    return chosen
  }

  private static func sorted(_ states: [MovableRow.State]) -> [MovableRow.State] {
    states.sorted {
      $0.cost != $1.cost ? $0.cost < $1.cost : $0.key.lexicographicallyPrecedes($1.key)
    }
  }
}

extension MovableRow.State {
  /// The state with one more change.
  func adding(_ move: Int, _ choice: FeatureMove.Choice, _ sparsity: Double) -> Self {
    var state = self
    let place = moves.firstIndex { $0 > move } ?? moves.count
    state.moves.insert(move, at: place)
    state.values.insert(choice.values, at: place)
    state.cost += choice.cost + sparsity
    return state
  }

  /// Numbers that tell states apart.
  var key: [Double] {
    zip(moves, values).flatMap { [Double($0)] + $1 }
  }
}

/// Makes a counterfactual cheaper without leaving the other side: takes changes back, and moves
/// numbers towards the row's own.
struct CounterfactualRefinement {
  private let row: MovableRow
  /// How many numbers are tried at once between the row's and the changed one.
  private let fineness = 32
  /// How often that is repeated between the last two.
  private let rounds = 3

  init(_ row: MovableRow) { self.row = row }

  /// The cheapest state that was reached from one that has crossed.
  func refine(
    _ state: MovableRow.State, _ thresholds: TreeThresholds?,
    _ oracle: inout CounterfactualOracle
  ) throws(AttributionError) -> MovableRow.State {
    var state = state
    // Every pass makes the state cheaper or is the last.
    for _ in 0..<8 {
      let before = state.cost
      state = try withoutNeedless(state, &oracle)
      for position in state.moves.indices {
        state = try nearer(state, at: position, thresholds, &oracle)
      }
      guard state.cost < before else { break }
    }
    return state
  }

  /// Takes back the dearest change that isn't needed, again and again.
  private func withoutNeedless(
    _ state: MovableRow.State, _ oracle: inout CounterfactualOracle
  ) throws(AttributionError) -> MovableRow.State {
    var state = state
    while state.moves.count > 1 {
      let fewer = state.moves.indices.map {
        state.removing($0, cost: row.distance(state, at: $0) + row.sparsity)
      }
      let gaps = try oracle.gaps(fewer)
      let crossed = fewer.indices.filter { gaps[$0] == 0 }
      guard let cheapest = crossed.min(by: { (fewer[$0].cost, $0) < (fewer[$1].cost, $1) }) else {
        break
      }
      state = fewer[cheapest]
    }
    return state
  }

  /// The state with a number as near to the row's own as the other side allows, as far as is seen.
  private func nearer(
    _ state: MovableRow.State, at position: Int, _ thresholds: TreeThresholds?,
    _ oracle: inout CounterfactualOracle
  ) throws(AttributionError) -> MovableRow.State {
    let move = row.moves[state.moves[position]]
    guard let scale = move.scale, !scale.own.isNaN else { return state }
    var best = state
    for _ in 0..<rounds {
      let numbers = numbers(between: best, at: position, scale, thresholds).filter(scale.allows)
      let states = numbers.map { best.changing(position, to: $0, scale) }
        .filter { $0.cost < best.cost }
      guard !states.isEmpty else { break }
      let gaps = try oracle.gaps(states)
      let crossed = states.indices.filter { gaps[$0] == 0 }
      guard let cheapest = crossed.min(by: { (states[$0].cost, $0) < (states[$1].cost, $1) }) else {
        // Nearer than the nearest that was tried nothing is known to cross.
        guard thresholds == nil else { break }
        return try bisected(best, at: position, scale, &oracle)
      }
      best = states[cheapest]
      if thresholds != nil { break }
    }
    return thresholds == nil ? try bisected(best, at: position, scale, &oracle) : best
  }

  /// Numbers between the row's own and the changed one: of trees one of each cell, else equal steps.
  private func numbers(
    between state: MovableRow.State, at position: Int, _ scale: NumberScale,
    _ thresholds: TreeThresholds?
  ) -> [Double] {
    let number = state.values[position][0]
    let feature = row.moves[state.moves[position]].features[0]
    if let thresholds {
      return thresholds.numbers(
        ofFeature: feature, nearestTo: scale.own, isWhole: scale.isWhole)
    }
    let step = (number - scale.own) / Double(fineness)
    let numbers = (1..<fineness).map { scale.own + step * Double($0) }
    return scale.isWhole ? numbers.map { $0.rounded() } : numbers
  }

  /// Halves the last step towards the row's own twenty times, keeping what has crossed.
  private func bisected(
    _ state: MovableRow.State, at position: Int, _ scale: NumberScale,
    _ oracle: inout CounterfactualOracle
  ) throws(AttributionError) -> MovableRow.State {
    var best = state
    var inside = best.values[position][0]
    var outside = inside - (inside - scale.own) / Double(fineness)
    for _ in 0..<20 {
      let middle = scale.isWhole ? ((inside + outside) / 2).rounded() : (inside + outside) / 2
      guard middle != inside, middle != outside, scale.allows(middle) else { break }
      let next = best.changing(position, to: middle, scale)
      if try oracle.gaps([next])[0] == 0 {
        (best, inside) = (next, middle)
      } else {
        outside = middle
      }
    }
    return best
  }
}

extension MovableRow.State {
  /// The state without one of its changes.
  fileprivate func removing(_ position: Int, cost: Double) -> Self {
    var state = self
    state.moves.remove(at: position)
    state.values.remove(at: position)
    state.cost -= cost
    return state
  }

  /// The state with another number in one of its changes.
  fileprivate func changing(_ position: Int, to number: Double, _ scale: NumberScale) -> Self {
    var state = self
    state.cost += scale.cost(number) - scale.cost(state.values[position][0])
    state.values[position] = [number]
    return state
  }
}

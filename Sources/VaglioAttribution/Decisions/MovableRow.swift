internal import VaglioModels
internal import VaglioTables

/// A row, what can be changed of it, and the rows that changes make.
struct MovableRow: Sendable {
  /// Changes of a row: for some moves, in ascending order, the choice made.
  struct State: Sendable {
    /// The moves' indices.
    var moves: [Int]
    /// The numbers or codes of each move.
    var values: [[Double]]
    /// The sum of their costs, and of the cost of each being a change at all.
    var cost: Double
  }

  /// What can be changed.
  let moves: [FeatureMove]
  /// The names of the features that can't be changed.
  let fixed: [String]
  /// The cost of each change beside its distance.
  let sparsity: Double
  private let features: [String]
  private let row: FeatureMatrix

  /// A row among reference rows, which tell what is plausible.
  ///
  /// - Throws: a refusal of rows that don't fit, and of constraints that don't.
  init(
    _ rows: FeatureMatrix, row: Int, reference: FeatureMatrix, features: [Feature],
    constraints: CounterfactualConstraints, thresholds: TreeThresholds?, sparsity: Double,
    limit: Int
  ) throws(AttributionError) {
    guard row >= 0, row < rows.rowCount else {
      throw .refused("there is no row \(row + 1) among \(rows.rowCount)")
    }
    guard rows.columns.count == features.count else {
      throw .refused(
        "the rows have \(rows.columns.count) features, the model takes \(features.count)")
    }
    try constraints.check(features: features.map(\.name))
    let pair = try CompositeRows(rows.gathered([Int32(row)]), background: reference)
    self.features = features.map(\.name)
    (self.row, self.sparsity) = (pair.rows, sparsity)
    let finder = MoveFinder(
      row: pair.rows, reference: pair.background, features: features, constraints: constraints,
      thresholds: thresholds, limit: limit)
    let found = try finder.moves()
    moves = found.filter { !$0.choices.isEmpty }
    let movable = Set(moves.flatMap(\.features))
    fixed = features.indices.filter { !movable.contains($0) }.map { features[$0].name }
  }

  /// The rows of some states.
  func matrix(_ states: [State]) -> FeatureMatrix {
    var changes = [[(state: Int, value: Double)]](repeating: [], count: features.count)
    for (index, state) in states.enumerated() {
      for (move, values) in zip(state.moves, state.values) {
        for (feature, value) in zip(moves[move].features, values) {
          changes[feature].append((index, value))
        }
      }
    }
    let columns = row.columns.enumerated().map { feature, column -> FeatureMatrix.Column in
      switch column {
      case .numbers(let own):
        var numbers = [Double](repeating: own[0], count: states.count)
        for change in changes[feature] { numbers[change.state] = change.value }
        return .numbers(numbers)
      case .texts(let own):
        var codes = [Int32](repeating: own.codes[0], count: states.count)
        for change in changes[feature] { codes[change.state] = Int32(change.value) }
        return .texts(Categories(codes: codes, levels: own.levels))
      }
    }
    return FeatureMatrix(columns, rowCount: states.count)
  }

  /// The number of features.
  var width: Int { features.count }

  /// The weighted distance of a state from the row as it is.
  func distance(_ state: State) -> Double {
    state.moves.indices.reduce(0) { $0 + distance(state, at: $1) }
  }

  /// The part of one change in the distance.
  func distance(_ state: State, at position: Int) -> Double {
    let (move, values) = (moves[state.moves[position]], state.values[position])
    if let scale = move.scale { return scale.cost(values[0]) }
    return move.choices.first { $0.values == values }?.cost ?? 0
  }

  /// The row as it is.
  var origin: State { State(moves: [], values: [], cost: 0) }

  /// What a state changes, feature by feature; features of a group that stay are left out.
  func changes(_ state: State) -> [Counterfactual.Change] {
    var changes: [Counterfactual.Change] = []
    for (move, values) in zip(state.moves, state.values) {
      for (feature, value) in zip(moves[move].features, values) {
        let (old, new) = (self.value(of: feature), self.value(of: feature, changedTo: value))
        if old != new {
          changes.append(.init(feature: features[feature], from: old, to: new))
        }
      }
    }
    return changes.sorted { $0.feature < $1.feature }
  }

  /// A feature's value: the row's own, or a changed one.
  private func value(of feature: Int, changedTo changed: Double? = nil) -> FeatureValue {
    switch row.columns[feature] {
    case .numbers(let own):
      let number = changed ?? own[0]
      return number.isNaN ? .missing : .number(number)
    case .texts(let own):
      let code = changed.map { Int($0) } ?? Int(own.codes[0])
      return code < 0 ? .missing : .text(own.levels[code])
    }
  }
}

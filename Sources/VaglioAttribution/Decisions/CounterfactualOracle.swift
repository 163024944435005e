internal import VaglioModels

/// The model as the search asks it: for the outputs of changed rows, and whether they have crossed.
struct CounterfactualOracle {
  private let row: MovableRow
  private let call: ModelCall
  private let threshold: DecisionThreshold
  private let batch: Int
  /// What the model says of the row as it is.
  let own: Double
  /// The side to reach.
  let target: DecisionThreshold.Side
  /// How often the model was asked for a row.
  private(set) var evaluations = 1
  /// The output that came nearest to the target's side.
  private(set) var nearest: Double

  init(
    _ row: MovableRow, _ call: ModelCall, _ threshold: DecisionThreshold,
    _ options: CounterfactualSearch.Options
  ) throws(AttributionError) {
    (self.row, self.call, self.threshold) = (row, call, threshold)
    batch = ModelCall.rows(atMost: options.batch, width: row.width)
    own = try call.values(row.matrix([row.origin]), rows: "the row, copy")[0]
    target = threshold.side(of: own).other
    nearest = own
  }

  /// How far the row as it is is from the target's side.
  var start: Double { threshold.gap(from: own, to: target) }

  /// How far each state's output is from the target's side: 0 where it has crossed.
  mutating func gaps(_ states: [MovableRow.State]) throws(AttributionError) -> [Double] {
    var gaps: [Double] = []
    gaps.reserveCapacity(states.count)
    for start in stride(from: 0, to: states.count, by: batch) {
      let part = Array(states[start..<min(start + batch, states.count)])
      for output in try call.values(row.matrix(part), rows: "changed row") {
        let gap = threshold.gap(from: output, to: target)
        if gap < threshold.gap(from: nearest, to: target) { nearest = output }
        gaps.append(gap)
      }
    }
    evaluations += states.count
    return gaps
  }

  /// The counterfactual of a state that has crossed, the model being asked for it alone.
  mutating func verified(
    _ state: MovableRow.State
  ) throws(AttributionError) -> Counterfactual {
    let output = try call.values(row.matrix([state]), rows: "changed row")[0]
    evaluations += 1
    guard threshold.side(of: output) == target else {
      throw .refused(
        "asked for a changed row alone the model says \(output), and among others what lies on the "
          + "other side of \(threshold.value)",
        remedy: "a model has to say the same of the same row")
    }
    let distance = row.distance(state)
    return Counterfactual(
      changes: row.changes(state), distance: distance,
      cost: distance + row.sparsity * Double(state.moves.count), output: output)
  }
}

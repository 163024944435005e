internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioModels
internal import VaglioStatistics

/// What a model says of single rows when a feature is set to one value after the other: individual
/// conditional expectation (Goldstein et al. 2015, doi:10.1080/10618600.2014.907095). Their mean over
/// all rows is the partial dependence.
public struct IndividualExpectations: Hashable, Sendable {
  /// The feature.
  public let feature: String
  /// The values that it is given.
  public let points: [EffectPoint]
  /// The rows whose curves these are, by their number from 0.
  public let rows: [Int]
  /// One name per output.
  public let outputs: [String]
  /// Row-major: rows × outputs × points.
  public let values: [Double]

  /// The curve of a row, a number for each point.
  public func curve(row: Int, output: Int) -> [Double] {
    let start = (row * outputs.count + output) * points.count
    return Array(values[start..<start + points.count])
  }

  /// The curves less their value at a point, by default the first: what is left differs between rows
  /// only where the feature acts together with others.
  public func centred(at point: Int = 0) -> IndividualExpectations {
    var values = values
    for start in stride(from: 0, to: values.count, by: points.count) {
      let anchor = values[start + point]
      for place in start..<start + points.count { values[place] -= anchor }
    }
    return IndividualExpectations(
      feature: feature, points: points, rows: rows, outputs: outputs, values: values)
  }

  /// The exhibit `individual_expectations`, one for each output.
  ///
  /// Words: `point`, and `feature` and `output`, the same in every line. Numbers: `row`, `x`, the value
  /// where it is a number, and `value`. Scalars: `rows`, `points`.
  public func exhibits(subject: Subject, slice: Slice = .all) -> [Exhibit] {
    outputs.indices.map { output in
      let lines = rows.indices.flatMap { row in points.indices.map { (row, $0) } }
      return Exhibit(
        kind: "individual_expectations", subject: subject, slice: slice,
        series: [
          "feature": .words(lines.map { _ in feature }),
          "output": .words(lines.map { _ in outputs[output] }),
          "row": .numbers(lines.map { Double(rows[$0.0]) }),
          "point": .words(lines.map { points[$0.1].description }),
          "x": .numbers(lines.map { points[$0.1].number }),
          "value": .numbers(rows.indices.flatMap { curve(row: $0, output: output) }),
        ], scalars: ["rows": Double(rows.count), "points": Double(points.count)])
    }
  }
}

extension FeatureEffects {
  /// The individual expectations of a feature for at most so many rows, chosen by a hash of their
  /// identity and the seed.
  public func individualExpectations(
    of feature: Int, points: Int = 20, grid: EffectGrid? = nil, rows most: Int = 100,
    seed: UInt64 = 7
  ) throws(AttributionError) -> IndividualExpectations {
    let grid = grid ?? self.grid(of: feature, points: points)
    let chosen = chosenRows(most, seed: seed)
    var values: [Double] = []
    try substitution.answers(requests([feature], [grid])) { request, answers in
      let columns = outputs.indices.map { output in
        request.points.indices.map { answers.column(point: $0, output: output) }
      }
      values = chosen.flatMap { row in columns.flatMap { points in points.map { $0[row] } } }
    }
    return IndividualExpectations(
      feature: names[feature].name, points: grid.points, rows: chosen, outputs: outputs,
      values: values)
  }

  /// At most so many rows, ascending, chosen by a hash of their identity.
  func chosenRows(_ most: Int, seed: UInt64) -> [Int] {
    guard most < rows.rowCount else { return Array(0..<rows.rowCount) }
    let uniform = KeyedUniform(seed: seed)
    let keys = (0..<rows.rowCount).map { row in
      uniform.number(ofKey: design.keys?[row] ?? UInt64(row))
    }
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    return order.prefix(max(0, most)).sorted()
  }
}

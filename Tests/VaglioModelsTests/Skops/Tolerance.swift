import Testing

@testable import VaglioModels

/// How far a model's predictions may be from scikit-learn's.
///
/// Trees are exact, and so is the link of none. Sums of n products in any order differ by
/// (n + 2) · 2⁻⁵² · Σ |terms| (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
/// section 3.1, for each of two sums); rows that were normalised twice that, their length being such a
/// sum. That is carried through the link or calibration by its steepest slope, and the functions
/// themselves may differ by 8 units in the last place.
enum Tolerance {
  static func ofPredictions(
    _ model: any Model, _ rows: FeatureMatrix, _ predictions: [Double]
  ) throws -> [Double] {
    switch model {
    case let trees as TreeModel: return ofTrees(trees, predictions)
    case let linear as LinearModel:
      return zip(ofMargins(linear, rows), predictions).map { margin, prediction in
        margin * slope(linear.link, at: prediction)
          + (linear.link == .identity ? 0 : 8 * prediction.ulp)
      }
    case let pipeline as PipelineModel:
      let encoded = try pipeline.preprocessing.encoded(rows)
      return try ofPredictions(pipeline.inner, encoded, predictions).map {
        $0 * (pipeline.preprocessing.hasNorms ? 2 : 1)
      }
    case let pipeline as PreprocessedModel:
      let encoded = try pipeline.preprocessing.encoded(rows)
      return try ofPredictions(pipeline.inner, encoded, predictions).map {
        $0 * (pipeline.preprocessing.hasNorms ? 2 : 1)
      }
    case let committee as CommitteeModel: return try ofCommittee(committee, rows, predictions)
    default: return predictions.map { _ in 0 }
    }
  }

  private static func ofTrees(_ trees: TreeModel, _ predictions: [Double]) -> [Double] {
    switch trees.link {
    case .identity: predictions.map { _ in 0 }
    // An offset of size 1 is taken off.
    case .isolation: predictions.map { 8 * max($0.ulp, 0x1p-52) }
    default: predictions.map { 8 * $0.ulp }
    }
  }

  private static func slope(_ link: Link, at prediction: Double) -> Double {
    switch link {
    case .identity: 1
    case .exponential: prediction * 1.01
    default: 2
    }
  }

  static func ofMargins(_ linear: LinearModel, _ rows: FeatureMatrix) -> [Double] {
    let columns = CodedFeatures(rows, as: linear.inputs).columns
    let outputs = linear.intercepts.count
    return (0..<rows.rowCount * outputs).map { index in
      let (row, output) = (index / outputs, index % outputs)
      let terms = columns.indices.map {
        (linear.coefficients[output * columns.count + $0] * columns[$0][row]).magnitude
      }
      let sum = terms.reduce(linear.intercepts[output].magnitude, +)
      return Double(columns.count + 2) * 0x1p-52 * sum
    }
  }

  /// The sum of the members' tolerances; shares of several outputs may be off by twice as much.
  private static func ofCommittee(
    _ committee: CommitteeModel, _ rows: FeatureMatrix, _ predictions: [Double]
  ) throws -> [Double] {
    var sums = predictions.map { 16 * max($0.ulp, 0x1p-52) }
    for member in committee.members {
      let own = FeatureMatrix(member.places.map { rows.columns[$0] }, rowCount: rows.rowCount)
      let (slopes, isOfMargins) = slopes(
        of: member.calibration, width: committee.output.names.count)
      let tolerances =
        isOfMargins
        ? try ofMargins(member.model, own)
        : try ofPredictions(
          member.model, own, try member.model.predictions(of: own, threads: 1).values)
      for index in sums.indices {
        sums[index] += 2 * slopes[index % slopes.count] * tolerances[index]
      }
    }
    return sums
  }

  private static func ofMargins(_ model: any Model, _ rows: FeatureMatrix) throws -> [Double] {
    if let linear = model as? LinearModel { return ofMargins(linear, rows) }
    if let pipeline = model as? PipelineModel {
      return try ofMargins(pipeline.inner, try pipeline.preprocessing.encoded(rows))
    }
    let margins = try #require(model as? any MarginModel).margins(of: rows, threads: 1)
    return margins.values.map { _ in 0 }
  }

  private static func slopes(
    of calibration: CommitteeModel.Calibration, width: Int
  ) -> ([Double], Bool) {
    switch calibration {
    case .none: ([1], false)
    case .temperature(let beta, let scores): ([beta.magnitude], scores == .margins)
    case .eachOutput(let calibrators, let scores):
      (calibrators.map(slope), scores == .margins)
    }
  }

  private static func slope(_ calibrator: Calibrator) -> Double {
    switch calibrator {
    case .sigmoid(let slope, _): return slope.magnitude / 4
    case .isotonic(let scores, let values):
      return scores.indices.dropFirst().reduce(0) {
        max($0, (values[$1] - values[$1 - 1]) / (scores[$1] - scores[$1 - 1]))
      }
    }
  }
}

extension Preprocessing {
  fileprivate var hasNorms: Bool {
    steps.contains { if case .norm = $0 { true } else { false } }
  }
}

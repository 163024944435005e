#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The weighted mean of what several models say, each calibrated by itself: scikit-learn's
/// `CalibratedClassifierCV`, and the votes that average.
struct CommitteeModel: Model {
  /// A model among others.
  struct Member: Sendable {
    let model: any Model
    /// For each of the model's features its place among the committee's.
    let places: [Int]
    let weight: Double
    let calibration: Calibration
  }

  /// What is made of a member's answers.
  enum Calibration: Hashable, Sendable {
    /// Its predictions as they are.
    case none
    /// A calibrator for each output; of several outputs the shares.
    case eachOutput([Calibrator], Scores)
    /// softmax(β · score), of two classes of the scores −s and s; of probabilities their logarithms.
    case temperature(Double, Scores)
  }

  /// The answers that are calibrated.
  enum Scores: Hashable, Sendable {
    case margins
    case predictions
  }

  let summary: ModelSummary
  let output: ModelOutput
  let inputs: [Feature]
  let members: [Member]

  var features: [Feature]? { inputs }

  func predictions(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    var sums = [Double](repeating: 0, count: rows.rowCount * output.names.count)
    for member in members {
      let own = FeatureMatrix(member.places.map { rows.columns[$0] }, rowCount: rows.rowCount)
      let answers = try member.answers(for: own, threads: threads)
      guard answers.values.count == sums.count else {
        throw ModelError(.malformed, problem: "a model of the committee has other outputs")
      }
      for index in sums.indices { sums[index] += answers.values[index] * member.weight }
    }
    let total = members.reduce(0) { $0 + $1.weight }
    return OutputMatrix(values: sums.map { $0 / total }, outputCount: output.names.count)
  }
}

extension CommitteeModel.Member {
  fileprivate func answers(
    for rows: FeatureMatrix, threads: Int
  ) throws(ModelError) -> OutputMatrix {
    switch calibration {
    case .none: return try model.predictions(of: rows, threads: threads)
    case .eachOutput(let calibrators, let kind):
      let scores = try scores(kind, of: rows, threads: threads)
      guard scores.outputCount == calibrators.count else {
        throw ModelError(.malformed, problem: "there is not one calibrator for each score")
      }
      return Self.calibrated(scores, calibrators)
    case .temperature(let beta, let kind):
      let scores = try scores(kind, of: rows, threads: threads)
      let values = kind == .margins ? scores.values : Self.logarithms(scores)
      let scaled = OutputMatrix(values: values.map { beta * $0 }, outputCount: scores.outputCount)
      guard scores.outputCount == 1 else { return Link.softmax.predictions(of: scaled) }
      // Of margins the two scores are −s and s; of probabilities the logarithms' difference is taken.
      return Link.logistic(slope: kind == .margins ? 2 : 1).predictions(of: scaled)
    }
  }

  private func scores(
    _ kind: CommitteeModel.Scores, of rows: FeatureMatrix, threads: Int
  ) throws(ModelError) -> OutputMatrix {
    guard kind == .margins, let model = model as? any MarginModel else {
      return try model.predictions(of: rows, threads: threads)
    }
    return try model.margins(of: rows, threads: threads)
  }

  /// Of one probability the difference of the logarithms of it and of its complement.
  private static func logarithms(_ scores: OutputMatrix) -> [Double] {
    let small = 1e-12
    if scores.outputCount > 1 { return scores.values.map { log($0 + small) } }
    return scores.values.map { log($0 + small) - log(1 - $0 + small) }
  }

  /// Of one output the calibrated probability; of several the shares, equal where all are 0. What is
  /// above 1 by rounding is 1.
  private static func calibrated(
    _ scores: OutputMatrix, _ calibrators: [Calibrator]
  ) -> OutputMatrix {
    let width = calibrators.count
    var values = scores.values
    for index in values.indices {
      values[index] = calibrators[index % width].probability(values[index])
    }
    if width > 1 {
      for start in stride(from: 0, to: values.count, by: width) {
        let sum = values[start..<start + width].reduce(0, +)
        for index in start..<start + width {
          values[index] = sum == 0 ? 1 / Double(width) : values[index] / sum
        }
      }
    }
    return OutputMatrix(
      values: values.map { $0 > 1 && $0 <= 1 + 1e-5 ? 1 : $0 }, outputCount: width)
  }
}

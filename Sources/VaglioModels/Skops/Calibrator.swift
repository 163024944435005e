#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What scikit-learn's calibration makes of a classifier's scores.
enum Calibrator: Hashable, Sendable {
  /// 1 / (1 + exp(slope · s + intercept)), Platt's.
  case sigmoid(slope: Double, intercept: Double)
  /// Linear between points, constant outside them.
  case isotonic(scores: [Double], probabilities: [Double])

  /// The probability for a score.
  func probability(_ score: Double) -> Double {
    switch self {
    case .sigmoid(let slope, let intercept): return 1 / (1 + exp(slope * score + intercept))
    case .isotonic(let scores, let probabilities):
      return Self.interpolated(score, scores, probabilities)
    }
  }

  private static func interpolated(
    _ score: Double, _ scores: [Double], _ values: [Double]
  ) -> Double {
    guard let first = scores.first, let last = scores.last else { return .nan }
    if score.isNaN { return .nan }
    let score = min(max(score, first), last)
    // The last point at or before the score.
    var (low, high) = (0, scores.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if scores[middle] <= score { low = middle } else { high = middle }
    }
    if low == scores.count - 1 || scores[low] == score { return values[low] }
    let slope = (values[low + 1] - values[low]) / (scores[low + 1] - scores[low])
    return slope * (score - scores[low]) + values[low]
  }

  /// Reads a calibrator.
  init(_ object: SkopsValue) throws(ModelError) {
    switch try object.className() {
    case "_SigmoidCalibration":
      let (slope, intercept) = (try object["a_"].number(), try object["b_"].number())
      self = .sigmoid(slope: slope, intercept: intercept)
    case "IsotonicRegression":
      let scores = try object["X_thresholds_"].finiteNumbers()
      let values = try object["y_thresholds_"].finiteNumbers()
      let isAscending = zip(scores, scores.dropFirst()).allSatisfy { $0 < $1 }
      guard !scores.isEmpty, scores.count == values.count, isAscending else {
        throw object["X_thresholds_"].failure(expected: "ascending scores with their values")
      }
      guard try object["out_of_bounds"].isText("clip"),
        try object["X_thresholds_"].array().element == .float(8)
      else {
        throw object.unsupported("this isotonic calibration is not read: 64 bits and clipped are")
      }
      self = .isotonic(scores: scores, probabilities: values)
    case let name: throw object.unsupported("the calibration \(name) is not read")
    }
  }
}

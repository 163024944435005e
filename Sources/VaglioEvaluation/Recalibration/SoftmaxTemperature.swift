public import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// p = softmax(ln(s)/T): one temperature for all classes, so that the most probable class stays.
///
/// Guo et al. 2017, arXiv:1706.04599, section 4.2, with the logarithms of probabilities as logits.
public struct SoftmaxTemperature: ClassProbabilityMap {
  public let temperature: Double

  init(_ temperature: Double) { self.temperature = temperature }

  public var classCount: Int? { nil }

  public func probabilities(of scores: [[Double]]) -> [[Double]] {
    var columns = scores
    var logits = [Double](repeating: 0, count: scores.count)
    for row in 0..<(scores.first?.count ?? 0) {
      for number in scores.indices { logits[number] = Self.logarithm(scores[number][row]) }
      Self.softmax(&logits, inverse: 1 / temperature)
      for number in scores.indices { columns[number][row] = logits[number] }
    }
    return columns
  }

  /// ln s, with s kept 2.2·10⁻¹⁶ away from 0.
  static func logarithm(_ score: Double) -> Double { log(max(score, LogarithmicLoss.clip)) }

  /// Replaces logits by probabilities.
  static func softmax(_ logits: inout [Double], inverse: Double) {
    let highest = logits.max() ?? 0
    var sum = 0.0
    for number in logits.indices {
      logits[number] = exp(inverse * (logits[number] - highest))
      sum += logits[number]
    }
    for number in logits.indices { logits[number] /= sum }
  }

  public var parameters: JSONValue { ["temperature": .number(temperature)] }

  init(parameters: JSONPlace) throws(RecordError) {
    try parameters.refuse(membersBeside: ["temperature"])
    self.init(try parameters["temperature"].number(in: 1e-9...1e9))
  }
}

extension TemperatureScaling {
  public func fit(to outcomes: MulticlassOutcomes) throws(Unfittable) -> any ClassProbabilityMap {
    guard outcomes.count >= CalibrationSample.fewestRows else {
      throw Unfittable(
        "there are only \(outcomes.count) rows to fit, fewer than \(CalibrationSample.fewestRows)")
    }
    guard Set(outcomes.labels).count > 1 else {
      throw Unfittable("all rows to fit are of one class")
    }
    let logits = outcomes.scores.map { $0.map(SoftmaxTemperature.logarithm) }
    return SoftmaxTemperature(
      try Self.temperature { inverse in Self.slope(at: inverse, logits, outcomes) })
  }

  public func classMap(of parameters: JSONPlace) throws(RecordError) -> any ClassProbabilityMap {
    try SoftmaxTemperature(parameters: parameters)
  }

  /// The derivative by 1/T of Σw(ln Σ_k e^(l_k/T) − l_y/T), summed exactly.
  private static func slope(
    at inverse: Double, _ logits: [[Double]], _ outcomes: MulticlassOutcomes
  ) -> Double {
    var sum = ExactSum()
    var probabilities = [Double](repeating: 0, count: logits.count)
    for row in 0..<outcomes.count {
      for number in logits.indices { probabilities[number] = logits[number][row] }
      SoftmaxTemperature.softmax(&probabilities, inverse: inverse)
      var expected = 0.0
      for number in logits.indices { expected += probabilities[number] * logits[number][row] }
      let excess = expected - logits[Int(outcomes.labels[row])][row]
      sum.add(product: outcomes.rows.weights?[row] ?? 1, excess)
    }
    return sum.value
  }
}

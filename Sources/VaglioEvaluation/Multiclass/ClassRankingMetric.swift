internal import VaglioFindings
internal import VaglioStatistics

/// A metric of the order of the classes' scores.
public protocol ClassRankingMetric: ClassMetric where Statistic == ClassScores {
  /// The influence of every row, at rankings where the value is defined.
  func influences(of rankings: ClassRankings) -> [Double]
}

extension ClassRankingMetric {
  public func makeStatistic() -> ClassScores { ClassScores() }

  public func influence(of reading: ClassRankings, on outcomes: MulticlassOutcomes) -> Influence? {
    guard let value = try? value(of: reading) else { return nil }
    // Nothing moves a perfect ranking; what rounding leaves of its placements would look like variance.
    if value == 1 { return Influence([Double](repeating: 0, count: outcomes.count)) }
    let rankings = outcomes.rankings
    return Influence(rankings.influences.value(name) { influences(of: rankings) })
  }

  public var scale: IntervalScale { .logit }

  public var needsScores: Bool { true }
}

extension ClassRankings {
  /// The numbers of the classes that a metric of one class against the rest takes.
  ///
  /// - Throws: where there is nothing to rank by, or no such class.
  func numbers(_ average: ClassAverage) throws(Undefined) -> [Int] {
    guard !labels.isEmpty else { throw Undefined("there are no rows") }
    guard hasScores else { throw Undefined("only decisions are known, no scores") }
    guard case .ofClass(let name) = average else { return present }
    let number = try classes.number(ofClass: name)
    guard totals[number] > 0 else { throw Undefined("no row is of class \(name)") }
    return [number]
  }

  /// The numbers of the classes that have rows of their own and rows of others.
  func contrasted(_ average: ClassAverage) throws(Undefined) -> [Int] {
    let numbers = try numbers(average)
    if let only = numbers.first, totals[only] == total {
      throw Undefined("every row is of class \(classes[only])")
    }
    return numbers
  }

  /// The weights of classes in a mean: equal, or their shares of rows.
  func weights(of numbers: [Int], _ average: ClassAverage) -> [Double] {
    guard average == .weighted else {
      return numbers.map { _ in 1 / Double(numbers.count) }
    }
    return numbers.map { totals[$0].asDouble / total.asDouble }
  }

  /// The mean of some classes' values: their own where there is one, 1 exactly where all are.
  func mean(of numbers: [Int], _ average: ClassAverage, _ values: [Double]) -> Double {
    if values.count == 1 { return values[0] }
    return ClassPairs.lessThanOne(
      by: zip(weights(of: numbers, average), values).reduce(0) { $0 + $1.0 * (1 - $1.1) })
  }

  /// Σ over classes of weight · influence, and, where the weights are the classes' shares, what these
  /// add: 1[label = k] − π_k of each value.
  func combined(
    _ numbers: [Int], _ average: ClassAverage, _ values: [Double],
    _ add: (
      _ number: Int, _ weight: Double, _ φ: UnsafeMutableBufferPointer<Double>
    ) -> Void
  ) -> [Double] {
    let weights = weights(of: numbers, average)
    var φ = [Double](repeating: 0, count: labels.count)
    φ.withUnsafeMutableBufferPointer { φ in
      for (number, weight) in zip(numbers, weights) { add(number, weight, φ) }
    }
    guard average == .weighted else { return φ }
    let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
    var own = [Double](repeating: 0, count: classes.count)
    for (number, value) in zip(numbers, values) { own[number] = value - mean }
    for row in φ.indices { φ[row] += own[Int(labels[row])] }
    return φ
  }
}

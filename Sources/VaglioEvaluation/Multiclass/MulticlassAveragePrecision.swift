public import VaglioFindings
internal import VaglioStatistics

/// Average precision of each class's scores, its own rows as the positives, of one class or averaged
/// over the classes that occur.
///
/// Undefined without rows, scores, or rows of the class. scikit-learn counts classes that do not
/// occur as 0.
public struct MulticlassAveragePrecision: ClassRankingMetric {
  /// Of which class, or of which mean of classes.
  public let average: ClassAverage

  /// The average precision of a class or of a mean of classes.
  public init(_ average: ClassAverage = .macro) { self.average = average }

  public var measure: Measure {
    Measure(
      name: MetricName(base: "average_precision", options: average.option).description,
      title: average.titled("Average precision"),
      definition: average.defined(
        "Σ (R_i − R_{i−1})·P_i over distinct scores of the class."),
      range: 0...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String {
    "Linearisation on the logit scale; of a difference linearisation"
  }

  public func value(of reading: ClassRankings) throws(Undefined) -> Double {
    let numbers = try reading.numbers(average)
    if average == .macro, let walk = reading.walk {
      return reading.mean(of: numbers, average, walk.precisions)
    }
    return reading.mean(of: numbers, average, try values(numbers, reading))
  }

  private func values(
    _ numbers: [Int], _ reading: ClassRankings
  ) throws(Undefined) -> [Double] {
    var values: [Double] = []
    for number in numbers {
      values.append(try AveragePrecision().value(of: reading.ranked(number)))
    }
    return values
  }

  /// Of one class as in two classes. A mean that is perfect has the mean of the classes' bounds, as if
  /// their errors always met.
  public func intervals(of reading: ClassRankings) -> Intervals? {
    guard let numbers = try? reading.numbers(average), let value = try? value(of: reading) else {
      return nil
    }
    if case .ofClass = average {
      return AveragePrecision().intervals(of: reading.ranked(numbers[0]))
    }
    guard value >= 1 else { return nil }
    let weights = reading.weights(of: numbers, average)
    let positives = numbers.map { reading.totals[$0].asDouble }
    return { level in
      let lower = zip(weights, positives).reduce(0) { sum, part in
        sum + part.0 * Proportion(successes: part.1, trials: part.1).wilson(level).lower
      }
      return Interval(
        lower: min(lower, value), upper: 1, level: level, method: "wilson-positives-mean")
    }
  }

  public func influences(of rankings: ClassRankings) -> [Double] {
    if average == .macro, let walk = rankings.walk { return walk.ofPrecisions }
    guard
      let numbers = try? rankings.numbers(average), let values = try? values(numbers, rankings)
    else { return [] }
    let value = Dictionary(uniqueKeysWithValues: zip(numbers, values))
    return rankings.combined(numbers, average, values) { number, weight, φ in
      rankings.addPrecisions(number, value[number] ?? 0, times: weight, to: φ)
    }
  }

  public func pairedIntervals(
    of pair: Paired<MulticlassOutcomes>, candidate: ClassRankings, production: ClassRankings
  ) -> Intervals? {
    perfectPair(candidate, production)
  }

  public func notes(of reading: ClassRankings) -> [String] {
    average == .macro ? reading.absenceNotes : []
  }

  public var options: [MetricOption] { ClassAverage.options(allowing: [.macro, .weighted]) }

  public func configured(_ options: [String: String]) -> MulticlassAveragePrecision? {
    ClassAverage(options, allowing: [.macro, .weighted]).map(MulticlassAveragePrecision.init)
  }
}

extension ClassRankingMetric {
  /// The difference of two models that both rank all rows right, which is 0; `nil` for others.
  func perfectPair(_ candidate: ClassRankings, _ production: ClassRankings) -> Intervals? {
    guard (try? value(of: candidate)) == 1, (try? value(of: production)) == 1 else { return nil }
    return { level in Interval(lower: 0, upper: 0, level: level, method: "both-perfect") }
  }
}

extension ClassRankings {
  /// Which classes a mean leaves out.
  var absenceNotes: [String] {
    let absent = absentNames
    return absent.isEmpty ? [] : ["classes without rows left out: \(absent.listed())"]
  }

  /// Adds to each row's φ the influence on a class's average precision.
  fileprivate func addPrecisions(
    _ number: Int, _ value: Double, times weight: Double,
    to φ: UnsafeMutableBufferPointer<Double>
  ) {
    let ranked = ranked(number)
    ranked.sortedLabels.withUnsafeBufferPointer { labels in
      ranked.order.rows.withUnsafeBufferPointer { rows in
        AveragePrecision().forEachInfluence(of: ranked, value) { group, own, other in
          let (up, down) = (weight * own, weight * other)
          for position in group.start..<group.end {
            φ[Int(rows[position])] += labels[position] == 1 ? up : down
          }
        }
      }
    }
  }
}

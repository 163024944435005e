public import VaglioFindings
internal import VaglioStatistics

/// The area under the ROC curve of several classes: of one class against the rest, averaged over
/// classes (`multiclass=ovr`), or averaged over pairs of classes (`multiclass=ovo`).
///
/// One against the rest: the probability that a row of the class has a higher score of it than a row
/// of another class, ties counted half. Pairs: the mean of A(j|k), the probability that a row of class
/// j has a higher score of j than a row of k, and A(k|j); over pairs equally, or weighted by the pairs'
/// rows (Hand and Till 2001, doi:10.1023/A:1010920819831). Means leave out classes that do not occur
/// and say so. Undefined with fewer than two classes among the labels.
public struct MulticlassROCAUC: ClassRankingMetric {
  /// What a class is held against.
  public enum Contrast: String, Hashable, Sendable, CaseIterable {
    /// One against the rest.
    case ovr
    /// One against one.
    case ovo
  }

  /// Of which class, or of which mean.
  public let average: ClassAverage
  /// What a class is held against.
  public let contrast: Contrast

  /// The area of a class against the rest, or of a mean.
  public init(_ average: ClassAverage = .macro, _ contrast: Contrast = .ovr) {
    (self.average, self.contrast) = (average, contrast)
  }

  private var isOfOneClass: Bool {
    if case .ofClass = average { return true }
    return false
  }

  public var measure: Measure {
    var options = average.option
    if !isOfOneClass { options["multiclass"] = contrast.rawValue }
    return Measure(
      name: MetricName(base: "roc_auc", options: options).description,
      title: average.titled(contrast == .ovr ? "ROC AUC" : "ROC AUC of pairs"),
      definition: contrast == .ovr
        ? average.defined(
          "probability that a row of the class has a higher score of it than another row, ties "
            + "counted half.")
        : "Mean over ordered pairs of classes of the probability that a row of the one has a higher "
          + "score of it than a row of the other"
          + (average == .weighted ? ", weighted by the pairs' rows." : "."),
      range: 0...1, direction: .higherIsBetter,
      source: contrast == .ovr
        ? "doi:10.1148/radiology.143.1.7063747" : "doi:10.1023/A:1010920819831")
  }

  public var intervalMethod: String {
    isOfOneClass
      ? ROCAUC().intervalMethod
      : "Linearisation from the rows' placements on the logit scale, with Newcombe's method 5 for "
        + "what shows no variance; of a difference linearisation"
  }

  public func value(of reading: ClassRankings) throws(Undefined) -> Double {
    let numbers = try reading.contrasted(average)
    if contrast == .ovo { return reading.pairs(average).mean }
    let areas = average == .macro ? reading.walk?.areas : nil
    return reading.mean(
      of: numbers, average, areas ?? numbers.map { reading.area($0).area })
  }

  public func intervals(of reading: ClassRankings) -> Intervals? {
    guard let numbers = try? reading.contrasted(average), let value = try? value(of: reading) else {
      return nil
    }
    if isOfOneClass { return ROCAUC().intervals(of: reading.ranked(numbers[0])) }
    let parts = contrast == .ovr ? classParts(numbers, reading) : reading.pairs(average).parts
    if value >= 1 { return perfect(parts) }
    let hidden = parts.filter { !$0.showsVariance }
    guard contrast == .ovr, !hidden.isEmpty else { return nil }
    return partlyHidden(hidden, value, reading)
  }

  /// An area that a mean takes, with the sizes that Newcombe's interval needs.
  struct Part {
    let weight: Double
    let area: Double
    let positives: Double
    let negatives: Double
    let showsVariance: Bool

    func newcombe(_ level: ConfidenceLevel) -> Interval {
      AUCInterval.newcombe5(area, positives: positives, negatives: negatives, level: level)
    }
  }

  private func classParts(_ numbers: [Int], _ reading: ClassRankings) -> [Part] {
    let walk = average == .macro ? reading.walk : nil
    let weights = reading.weights(of: numbers, average)
    return numbers.indices.map { place in
      let number = numbers[place]
      return Part(
        weight: weights[place], area: walk?.areas[place] ?? reading.area(number).area,
        positives: reading.totals[number].asDouble,
        negatives: (reading.total - reading.totals[number]).asDouble,
        showsVariance: walk?.showsVariance[place] ?? ((reading.area(number).variance ?? 0) > 0))
    }
  }

  /// The mean of the parts' bounds, as if their errors always met.
  private func perfect(_ parts: [Part]) -> Intervals {
    { level in
      let lower = parts.reduce(0) { $0 + $1.weight * $1.newcombe(level).lower }
      return Interval(lower: min(lower, 1), upper: 1, level: level, method: "newcombe-5-mean")
    }
  }

  /// Linearisation, to whose variance those classes that show none add the square of Newcombe's
  /// interval at one standard deviation.
  private func partlyHidden(
    _ hidden: [Part], _ value: Double, _ reading: ClassRankings
  ) -> Intervals? {
    guard
      let seen = Linearization(reading.rows)
        .standardError(Influence(reading.influences.value(name) { influences(of: reading) }).write),
      let deviation = ConfidenceLevel(ConfidenceCurve.level(of: 1))
    else { return nil }
    let unseen = hidden.reduce(0.0) { sum, part in
      let interval = part.newcombe(deviation)
      let reach = max(part.area - interval.lower, interval.upper - part.area)
      return sum + (part.weight * reach).square
    }
    let error = StandardError(
      value: (seen.value.square + unseen).squareRoot(), degreesOfFreedom: seen.degreesOfFreedom)
    return { level in
      scale.interval(value, error, level: level, method: "linearization-newcombe-5")
    }
  }

  public func influences(of rankings: ClassRankings) -> [Double] {
    guard let numbers = try? rankings.contrasted(average) else { return [] }
    if contrast == .ovo { return rankings.pairInfluences(average) }
    if average == .macro, let walk = rankings.walk { return walk.ofAreas }
    let areas = numbers.map { rankings.area($0).area }
    return rankings.combined(numbers, average, areas) { number, weight, φ in
      rankings.addPlacements(number, times: weight, to: φ)
    }
  }

  public func pairedIntervals(
    of pair: Paired<MulticlassOutcomes>, candidate: ClassRankings, production: ClassRankings
  ) -> Intervals? {
    guard isOfOneClass else { return perfectPair(candidate, production) }
    guard let deLong = pairedDeLong(of: pair) else { return nil }
    return { level in deLong.interval(level: level) }
  }

  public func pairedTest(of pair: Paired<MulticlassOutcomes>) -> SignificanceTest? {
    guard isOfOneClass, let deLong = pairedDeLong(of: pair) else { return nil }
    return deLong.result.map { SignificanceTest(name: "delong", pValue: $0.pValue) }
  }

  private func pairedDeLong(of pair: Paired<MulticlassOutcomes>) -> PairedDeLong? {
    guard let number = try? pair.candidate.rankings.contrasted(average).first else { return nil }
    return pair.classAreas.value(number) {
      let ranked = (
        pair.candidate.rankings.ranked(number), pair.production.rankings.ranked(number)
      )
      let labels = ranked.0.rows.labels
      let classes =
        pair.rows.weights.map { try? ClassLabels(labels, frequencies: $0.ticks) }
        ?? (try? ClassLabels(labels))
      return classes.map { classes in
        PairedDeLong(
          Placements(ranked.0.order, classes), Placements(ranked.1.order, classes), classes)
      }
    }
  }

  public func notes(of reading: ClassRankings) -> [String] {
    average == .macro ? reading.absenceNotes : []
  }

  public var options: [MetricOption] {
    ClassAverage.options(allowing: [.macro, .weighted]) + [
      MetricOption(
        "multiclass", "ovr or ovo; not with class",
        "one class against the rest, or one against one",
        standard: "ovr", example: "ovo")
    ]
  }

  public func configured(_ options: [String: String]) -> MulticlassROCAUC? {
    var rest = options
    let text = rest.removeValue(forKey: "multiclass")
    guard let average = ClassAverage(rest, allowing: [.macro, .weighted]) else { return nil }
    let configured = MulticlassROCAUC(average)
    guard let text else { return configured }
    guard let contrast = Contrast(rawValue: text), !configured.isOfOneClass else { return nil }
    return MulticlassROCAUC(average, contrast)
  }
}

extension ClassRankings {
  /// The area of a class against the rest, with DeLong's variance.
  func area(_ number: Int) -> AreaMoments {
    let ranked = ranked(number)
    return ranked.areas.value { AreaMoments(ranked) }
  }

  /// Adds to each row's φ the influence on a class's area: W/m·(V₁₀ − A) of its own rows, W/n·(V₀₁ − A)
  /// of others, with the placements V.
  func addPlacements(
    _ number: Int, times weight: Double, to φ: UnsafeMutableBufferPointer<Double>
  ) {
    let ranked = ranked(number)
    let area = area(number).area
    let all = ranked.total.asDouble
    let (own, other) = (
      weight * all / ranked.positives.asDouble, weight * all / ranked.negatives.asDouble
    )
    ranked.sortedLabels.withUnsafeBufferPointer { labels in
      ranked.order.rows.withUnsafeBufferPointer { rows in
        ranked.forEachPlacement { group, v10, v01 in
          let (up, down) = (own * (v10 - area), other * (v01 - area))
          for position in group.start..<group.end {
            φ[Int(rows[position])] += labels[position] == 1 ? up : down
          }
        }
      }
    }
  }
}

public import VaglioFindings
internal import VaglioStatistics

/// A metric of the table of labels and predictions: all rows of a cell have the same influence.
public protocol ClassTableMetric: ClassMetric where Statistic == ClassMatrix {
  /// The influence of a row of each cell, row-major labels × predictions, at a table where the value
  /// is defined.
  func influences(of table: ClassTable) -> [Double]
}

/// A metric that is a share of rows among those that the label picks, so that two models have the
/// same denominator.
protocol LabelShareMetric: ClassTableMetric {
  /// The share, where the metric is one; `nil` also where it has no value.
  func share(in classes: [String]) -> ClassShare?
}

extension ClassTableMetric {
  public var hasRowwiseInfluence: Bool { true }

  public func makeStatistic() -> ClassMatrix { ClassMatrix() }

  public func influence(of reading: ClassTable, on outcomes: MulticlassOutcomes) -> Influence? {
    let values = influences(of: reading)
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() { φ[position] = values[outcomes.cell(row)] }
    }
  }

  public func intervals(of reading: ClassTable) -> Intervals? {
    { level in delta(at: reading, level: level) }
  }

  public func pairedIntervals(
    of pair: Paired<MulticlassOutcomes>, candidate: ClassTable, production: ClassTable
  ) -> Intervals? {
    pairedShareIntervals(of: pair) ?? { level in pairedDelta(of: pair, level: level) }
  }

  public func pairedTest(of pair: Paired<MulticlassOutcomes>) -> SignificanceTest? {
    discordance(in: pair).map { table in
      SignificanceTest(
        name: "mcnemar-mid-p",
        pValue: McNemar(onlyFirst: table.onlyCandidate, onlySecond: table.onlyProduction).midP)
    }
  }

  /// The multinomial delta method on the metric's scale, from the table alone; with half a row right
  /// and half a row wrong more of every class where it shows no variance.
  func delta(at table: ClassTable, level: ConfidenceLevel) -> Interval? {
    guard let value = try? value(of: table) else { return nil }
    let error = standardError(zip(table.weights, influences(of: table)), of: table.total)
    if error.value > 0x1p-46 * abs(value) {
      return scale.interval(value, error, level: level, method: linearization)
    }
    let (table, method) = (table.smoothed, linearization + "-half-row-a-class")
    guard let center = try? self.value(of: table) else { return nil }
    let wider = standardError(zip(table.weights, influences(of: table)), of: table.total)
    return scale.interval(center, wider, level: level, method: method)?.stretched(to: value)
  }

  /// The multinomial delta method on the triples of label and both predictions.
  func pairedDelta(of pair: Paired<MulticlassOutcomes>, level: ConfidenceLevel) -> Interval? {
    let triples = pair.triples
    guard let plain = pairedEstimate(triples, triples.entries, pair) else { return nil }
    let method = "paired-" + linearization
    if plain.error.value > 0x1p-46 || pair.areIdentical {
      return IntervalScale.identity.interval(
        plain.difference, plain.error, level: level, method: method)
    }
    return pairedEstimate(triples, triples.smoothed, pair).flatMap { smoothed in
      IntervalScale.identity.interval(
        smoothed.difference, smoothed.error, level: level, method: method + "-half-row-a-class")?
        .stretched(to: plain.difference)
    }
  }

  private func pairedEstimate(
    _ triples: PairedClasses, _ entries: [PairedClasses.Entry], _ pair: Paired<MulticlassOutcomes>
  ) -> (difference: Double, error: StandardError)? {
    let (width, classes) = (triples.width, pair.candidate.classes)
    let candidate = triples.margin(entries, of: \.candidate, classes)
    let production = triples.margin(entries, of: \.production, classes)
    guard let first = try? value(of: candidate), let second = try? value(of: production) else {
      return nil
    }
    let (φ, ψ) = (influences(of: candidate), influences(of: production))
    let terms = entries.lazy.map { entry in
      (
        entry.weight,
        φ[entry.label * width + entry.candidate] - ψ[entry.label * width + entry.production]
      )
    }
    return (first - second, standardError(terms, of: candidate.total))
  }

  /// √(Σ w φ²/(N(N−1))) over cells.
  private func standardError(
    _ terms: some Sequence<(Double, Double)>, of total: Double
  ) -> StandardError {
    let squares = terms.reduce(0) { $0 + $1.0 * $1.1.square }
    return StandardError(
      value: (squares / total / max(total - 1, 1)).squareRoot(),
      degreesOfFreedom: max(total - 1, 1))
  }
}

extension ClassTableMetric {
  /// Tango's interval where both models share the denominator; that of no difference where the
  /// predictions play no part; `nil` for other metrics.
  private func pairedShareIntervals(of pair: Paired<MulticlassOutcomes>) -> Intervals? {
    guard let table = discordance(in: pair) else { return nil }
    return { level in
      TangoInterval.difference(
        onlyFirst: Double(table.onlyCandidate), onlySecond: Double(table.onlyProduction),
        rows: Double(table.rows), level: level)
    }
  }

  private func discordance(in pair: Paired<MulticlassOutcomes>) -> Discordance? {
    (self as? any LabelShareMetric)?.share(in: pair.candidate.classes)
      .map(pair.triples.discordance)
  }
}

extension Paired<MulticlassOutcomes> {
  /// The triples of label and both predictions, counted once.
  var triples: PairedClasses { classes.value { PairedClasses(self) } }
}

extension LabelShareMetric {
  /// Σ of the weights of the rows in the share, and of those that it is a share of.
  func proportion(in table: ClassTable) -> Proportion? {
    guard let share = share(in: table.classes) else { return nil }
    var (successes, trials) = (0.0, 0.0)
    for label in 0..<table.width where share.isCounted(label) {
      trials += table.labelled[label]
      for predicted in 0..<table.width where share.isSuccess(label, predicted) {
        successes += table[label, predicted]
      }
    }
    return Proportion(successes: successes, trials: trials)
  }

  /// φ(cell) = (1[in the share] − v)·W/W(counted), 0 for rows that are not counted.
  func shareInfluences(of table: ClassTable) -> [Double] {
    guard let share = share(in: table.classes), let all = proportion(in: table) else { return [] }
    return table.weights.indices.map { cell in
      let (label, predicted) = (cell / table.width, cell % table.width)
      guard share.isCounted(label) else { return 0 }
      return ((share.isSuccess(label, predicted) ? 1 : 0) - all.value) * table.total / all.trials
    }
  }
}

public import VaglioFindings
internal import VaglioStatistics

/// A metric that is the share of some cells of the confusion matrix among others.
public protocol ProportionMetric: CellMetric {
  /// The cells that count.
  var numerator: [Cell] { get }
  /// The cells among which they are counted; they contain the numerator's.
  var denominator: [Cell] { get }
  /// What to say when the denominator is empty: `no row is positive`.
  var emptiness: String { get }
}

extension ProportionMetric {
  public var intervalMethod: String {
    "Wilson; of a difference Tango's score interval where both models share the denominator, "
      + "else linearisation"
  }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    let total = reading.weight(of: denominator)
    guard total > 0 else { throw Undefined(emptiness) }
    return reading.weight(of: numerator) / total
  }

  public func intervals(of reading: CellWeights) -> Intervals? {
    let (successes, trials) = (reading.weight(of: numerator), reading.weight(of: denominator))
    return { level in
      ProportionInterval.wilson(successes: successes, trials: trials, level: level)
    }
  }

  /// φ(cell) = (1[cell ∈ numerator] − v·1[cell ∈ denominator]) · W / W(denominator).
  public func influences(of reading: CellWeights) -> [Double] {
    let share = reading.weight(of: denominator)
    let value = reading.weight(of: numerator) / share
    return Cell.allCases.map { cell in
      guard denominator.contains(cell) else { return 0 }
      return ((numerator.contains(cell) ? 1 : 0) - value) * reading.total / share
    }
  }

  public var scale: IntervalScale { .logit }

  /// Tango 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B, on the rows
  /// of the denominator, if that is decided by the label alone and so is the same for both models.
  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: CellWeights, production: CellWeights
  ) -> Intervals? {
    if Self.isDecidedByLabel(numerator), Self.isDecidedByLabel(denominator) {
      return { level in Interval(lower: 0, upper: 0, level: level, method: "same-labels") }
    }
    guard let table = discordance(in: pair) else {
      return { level in pairedDelta(of: pair, level: level) }
    }
    return { level in
      TangoInterval.difference(
        onlyFirst: Double(table.onlyCandidate), onlySecond: Double(table.onlyProduction),
        rows: Double(table.rows), level: level)
    }
  }

  public func pairedTest(of pair: Paired<BinaryOutcomes>) -> SignificanceTest? {
    guard !Self.isDecidedByLabel(numerator), let table = discordance(in: pair) else { return nil }
    return SignificanceTest(
      name: "mcnemar-mid-p",
      pValue: McNemar(onlyFirst: table.onlyCandidate, onlySecond: table.onlyProduction).midP)
  }

  /// The rows in the numerator under one model only; `nil` unless the label alone decides the
  /// denominator.
  private func discordance(in pair: Paired<BinaryOutcomes>) -> Discordance? {
    guard Self.isDecidedByLabel(denominator) else { return nil }
    return PairedCells(pair).discordance(numerator: numerator, denominator: denominator)
  }

  /// Whether a set of cells holds, with a cell, the other cell of the same label.
  private static func isDecidedByLabel(_ cells: [Cell]) -> Bool {
    Cell.allCases.allSatisfy { cells.contains($0) == cells.contains($0.withOtherPrediction) }
  }
}

extension Cell {
  /// The cell of the same label with the other prediction.
  fileprivate var withOtherPrediction: Cell {
    switch self {
    case .trueNegative: .falsePositive
    case .falsePositive: .trueNegative
    case .falseNegative: .truePositive
    case .truePositive: .falseNegative
    }
  }
}

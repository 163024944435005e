/// The attributions of rows, one row after the other.
struct SampledRows {
  private let weights: [Double]
  private let rowCount: Int
  private var values: [Double] = []
  private var coalitions: [Double] = []
  private var degrees: [Double] = []
  private var background: [Double] = []
  private var covariances: (coalitions: [Double], total: [Double])?
  private var influences: [Double]
  private var rounds: [Int] = []
  private var largest: [Double] = []
  private var isConverged: [Bool] = []
  private var isSampled = false

  init(_ game: CoalitionGame, rowCount: Int, keepsCovariances: Bool) {
    (weights, self.rowCount) = (game.weights, rowCount)
    let isKept = keepsCovariances && game.players <= RowEstimate.mostPairedPlayers
    covariances = isKept ? ([], []) : nil
    influences = [Double](
      repeating: 0, count: game.weights.count * game.outputCount * game.players)
  }

  /// Adds a row.
  mutating func append(_ row: RowAttribution) {
    let none = [Double](repeating: 0, count: row.values.count)
    values += row.values
    coalitions += row.coalitionErrors ?? none
    degrees += row.degreesOfFreedom
    background += row.backgroundVariances?.map { $0.squareRoot() } ?? none
    rounds.append(row.rounds)
    largest.append(row.coalitionErrors?.max() ?? 0)
    isConverged.append(row.isConverged)
    isSampled = isSampled || row.isSampled
    if covariances != nil, let own = row.coalitionCovariances {
      covariances?.coalitions += own
      covariances?.total += row.totalCovariances ?? own
    }
    for index in influences.indices {
      let value = row.values[index % row.values.count]
      guard value != 0 else { continue }
      let deviation = row.byBackground[index] - value
      influences[index] += (value > 0 ? deviation : -deviation) / Double(rowCount)
    }
  }

  /// All rows.
  func finished(
    features: [String], outputs: [String], scale: Attributions.Scale, baseValues: [Double],
    evaluations: Int
  ) -> SampledAttributions {
    let isOneRow = weights.count == 1
    let errors: AttributionErrors? =
      isSampled || !isOneRow
      ? AttributionErrors(
        coalitions: isSampled ? coalitions : nil, background: isOneRow ? nil : background,
        coalitionDegreesOfFreedom: isSampled ? degrees : nil,
        backgroundDegreesOfFreedom: isOneRow ? nil : Double(weights.count - 1)) : nil
    return SampledAttributions(
      Attributions(
        features: features, outputs: outputs, scale: scale, values: values,
        baseValues: baseValues, errors: errors),
      SamplingAccount(
        evaluations: evaluations, rounds: rounds, largestErrors: largest,
        isConverged: isConverged),
      covariances: covariances.map { .init(coalitions: $0.coalitions, total: $0.total) },
      backgroundInfluences: influences, backgroundWeights: weights)
  }
}

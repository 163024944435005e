internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels
internal import VaglioStatistics

/// The sampling of a loss's Shapley values, round by round.
struct SAGESampling<M: MeanMetric> {
  private let plan: SAGE<M>
  private let models: [ScaledModel]
  private let data: LabelledFeatures<M.Observed>
  private let groups: FeatureGroups
  private let background: Int
  /// The rows, and behind them those of the background.
  private let all: FeatureMatrix
  /// The rows that are sampled, in the order in which they are.
  private let order: [Int32]
  /// Of each model the loss of each row without and with all features, in the order of `order`.
  private let ends: [(without: [Double], with: [Double])]

  init(
    _ plan: SAGE<M>, _ models: [any Model], _ data: LabelledFeatures<M.Observed>,
    _ background: FeatureMatrix, _ groups: FeatureGroups?
  ) throws(AttributionError) {
    var asked: [ScaledModel] = []
    for model in models { asked.append(try ScaledModel(model, threads: plan.threads)) }
    (self.plan, self.models, self.data, self.background) = (plan, asked, data, background.rowCount)
    let groups = groups ?? FeatureGroups(each: asked[0].features(of: data.features))
    guard groups.groupOfFeature.count == data.features.columns.count else {
      throw .refused(
        "the groups are of \(groups.groupOfFeature.count) features, and the rows have "
          + "\(data.features.columns.count)")
    }
    self.groups = groups
    all = FeatureMatrix(
      zip(data.features.columns, background.columns).map { .joined([$0, $1]) },
      rowCount: data.features.rowCount + background.rowCount)
    let perRow = max(1, 2 * max(0, groups.count - 1) * background.rowCount * models.count)
    let affordable = max(2, plan.budget / perRow)
    let words = (0..<data.rows.count).map { row in
      HashedDraws(seed: plan.seed, key: data.rows.keys?[row] ?? UInt64(row))[0]
    }
    let hashed = (0..<Int32(data.rows.count)).sorted {
      (words[Int($0)], $0) < (words[Int($1)], $1)
    }
    let sampled = affordable < data.rows.count ? Array(hashed.prefix(affordable)) : hashed.sorted()
    order = sampled
    guard order.count * groups.count <= Substitution.mostValues else {
      throw .refused(
        "\(order.count) rows × \(groups.count) features are more than fit in memory",
        remedy: "give fewer rows, or features in groups")
    }
    var ends: [(without: [Double], with: [Double])] = []
    for model in asked {
      let answers = try model.steadyAnswers(to: data.features.gathered(sampled)) {
        "row \(sampled[$0] + 1)"
      }
      let plain = try model.steadyAnswers(to: background) {
        "row \($0 + 1) of the background"
      }
      let mean = Self.means(plain.values[...], outputs: plain.outputCount, of: background.rowCount)
      let repeated = OutputMatrix(
        values: Array(order.map { _ in mean }.joined()), outputCount: plain.outputCount)
      ends.append(
        (
          try Self.losses(plan.metric, data, repeated, order),
          try Self.losses(plan.metric, data, answers, order)
        ))
    }
    self.ends = ends
  }

  /// The mean over each `count` consecutive rows of answers.
  private static func means(
    _ values: ArraySlice<Double>, outputs: Int, of count: Int
  ) -> [Double] {
    var means: [Double] = []
    for start in stride(from: values.startIndex, to: values.endIndex, by: count * outputs) {
      for output in 0..<outputs {
        // About the first, so that equal answers have their own value as mean, to the bit.
        let first = values[start + output]
        var sum = 0.0
        for row in stride(from: 1, to: count, by: 1) {
          sum += values[start + row * outputs + output] - first
        }
        means.append(first + sum / Double(count))
      }
    }
    return means
  }

  private static func losses(
    _ metric: M, _ data: LabelledFeatures<M.Observed>, _ answers: OutputMatrix, _ rows: [Int32]
  ) throws(AttributionError) -> [Double] {
    if metric.needsProbabilities, let value = answers.values.first(where: { !(0...1).contains($0) })
    {
      throw .refused(
        "\(metric.name) needs probabilities, and the model answered \(value)",
        remedy: "share out another loss, such as the squared error")
    }
    let outcomes = try data.outcomes(answers, of: rows)
    let losses = [Double](unsafeUninitializedCapacity: rows.count) { buffer, count in
      metric.loss.write(
        outcomes, rows: 0..<rows.count,
        into: UnsafeMutableBufferPointer(rebasing: buffer[0..<rows.count]))
      count = rows.count
    }
    guard losses.allSatisfy(\.isFinite) else {
      throw .refused(
        "\(metric.name) leaves out some of the rows, or is infinite there",
        remedy: "leave these rows out yourself")
    }
    return losses
  }
}

extension SAGESampling {
  /// The sums of what a series of numbers has been found to be, row by row.
  private struct Tally {
    var sums: [Double]
    var squares: [Double]

    init(_ count: Int) {
      (sums, squares) = (
        Array(repeating: 0, count: count), Array(repeating: 0, count: count)
      )
    }

    mutating func add(_ value: Double, at place: Int) {
      sums[place] += value
      squares[place] += value * value
    }
  }

  /// Values of each model and, of two, of their difference.
  func run() throws(AttributionError) -> [SAGEValues] {
    let count = order.count * groups.count
    let series = models.count == 2 ? 3 : 1
    var tallies = [Tally](repeating: Tally(count), count: series)
    var (done, evaluations, converged) = (0, 0, groups.count == 1)
    let perRow = 2 * (groups.count - 1) * background * models.count
    for round in 0..<(groups.count == 1 ? 1 : plan.rounds) {
      guard round == 0 || evaluations + perRow * order.count <= plan.budget else { break }
      try sample(round, &tallies)
      evaluations += perRow * order.count
      done = round + 1
      if done > 1, tallies.allSatisfy({ isPrecise($0, done) }) {
        converged = true
        break
      }
    }
    return (0..<series).map { values($0, tallies[$0], done, evaluations, converged) }
  }

  /// One pair of permutations for each row.
  private func sample(_ round: Int, _ tallies: inout [Tally]) throws(AttributionError) {
    let prefixes = 2 * (groups.count - 1)
    let together = max(1, 8192 / max(1, prefixes * background))
    for start in stride(from: 0, to: order.count, by: together) {
      let block = start..<min(order.count, start + together)
      let orders = block.map { permutation(of: order[$0], round: round) }
      let losses = try losses(block, orders)
      for (position, place) in block.enumerated() {
        var contributions = [[Double]](
          repeating: Array(repeating: 0, count: groups.count), count: models.count)
        for model in models.indices {
          let own = losses[model][position * prefixes..<(position + 1) * prefixes]
          for (half, order) in [orders[position], orders[position].reversed()].enumerated() {
            var before = ends[model].without[place]
            for (step, group) in order.enumerated() {
              let after =
                step == groups.count - 1
                ? ends[model].with[place]
                : own[own.startIndex + half * (groups.count - 1) + step]
              contributions[model][group] += (before - after) / 2
              before = after
            }
          }
        }
        for group in 0..<groups.count {
          let cell = place * groups.count + group
          for model in models.indices { tallies[model].add(contributions[model][group], at: cell) }
          if models.count == 2 {
            tallies[2].add(contributions[0][group] - contributions[1][group], at: cell)
          }
        }
      }
    }
  }

  private func permutation(of row: Int32, round: Int) -> [Int] {
    let key = data.rows.keys?[Int(row)] ?? UInt64(row)
    // A stream of its own beside that which puts rows in order.
    let draws = HashedDraws(seed: ~plan.seed, key: key)
    let words = (0..<groups.count).map { draws[round * groups.count + $0] }
    return (0..<groups.count).sorted { (words[$0], $0) < (words[$1], $1) }
  }

  /// Of each model the losses of a block's rows with each prefix of their two permutations.
  private func losses(
    _ block: Range<Int>, _ orders: [[Int]]
  ) throws(AttributionError) -> [[Double]] {
    guard groups.count > 1 else { return models.map { _ in [] } }
    let prefixes = 2 * (groups.count - 1)
    var known: [[Bool]] = []
    var rows: [Int32] = []
    for (position, place) in block.enumerated() {
      for order in [orders[position], orders[position].reversed()] {
        var isKnown = [Bool](repeating: false, count: groups.count)
        for group in order.dropLast() {
          isKnown[group] = true
          known.append(isKnown)
          rows.append(self.order[place])
        }
      }
    }
    precondition(rows.count == prefixes * block.count, "a loss for each prefix")
    let first = Int32(data.rows.count)
    let columns = all.columns.indices.map { column in
      let group = groups.groupOfFeature[column]
      var indices: [Int32] = []
      indices.reserveCapacity(rows.count * background)
      for (isKnown, row) in zip(known, rows) {
        for place in 0..<Int32(background) { indices.append(isKnown[group] ? row : first + place) }
      }
      return all.columns[column].gathered(indices)
    }
    let asked = FeatureMatrix(columns, rowCount: rows.count * background)
    var losses: [[Double]] = []
    for model in models {
      let answers = try model.answers(to: asked) { "composite row \($0 + 1)" }
      let means = OutputMatrix(
        values: Self.means(answers.values[...], outputs: answers.outputCount, of: background),
        outputCount: answers.outputCount)
      losses.append(try Self.losses(plan.metric, data, means, rows))
    }
    return losses
  }

  /// The errors of the sampling alone: the spread of a row's rounds about its mean; `nil` for one.
  private func samplingErrors(_ tally: Tally, _ rounds: Int) -> [Double]? {
    guard rounds > 1 else { return nil }
    let weights = order.map { data.rows.weights?[Int($0)] ?? 1 }
    let total = ExactSum(weights).value
    return (0..<groups.count).map { group in
      var sum = ExactSum()
      for place in order.indices {
        let cell = place * groups.count + group
        let mean = tally.sums[cell] / Double(rounds)
        let variance =
          max(0, tally.squares[cell] - Double(rounds) * mean * mean) / Double(rounds - 1)
        sum.add(weights[place] * weights[place] * variance / Double(rounds))
      }
      return sum.value.squareRoot() / total
    }
  }

  private func means(_ tally: Tally, _ rounds: Int, _ group: Int) -> [Double] {
    order.indices.map { tally.sums[$0 * groups.count + group] / Double(rounds) }
  }

  private func isPrecise(_ tally: Tally, _ rounds: Int) -> Bool {
    let rows = data.rows.taking(order)
    let values = (0..<groups.count).map { EstimatedMean.mean(means(tally, rounds, $0), rows) }
    let range = (values.max() ?? 0) - (values.min() ?? 0)
    let worst = samplingErrors(tally, rounds)?.max() ?? .infinity
    return worst <= plan.tolerance * range
  }

  private func values(
    _ series: Int, _ tally: Tally, _ rounds: Int, _ evaluations: Int, _ converged: Bool
  ) -> SAGEValues {
    let rows = data.rows.taking(order)
    func loss(_ side: (Int) -> [Double]) -> Double {
      guard series == 2 else { return EstimatedMean.mean(side(series), rows) }
      return EstimatedMean.mean(zip(side(0), side(1)).map { $0 - $1 }, rows)
    }
    let errors = samplingErrors(tally, rounds)
    return SAGEValues(
      metric: plan.metric.name,
      entries: (0..<groups.count).map { group in
        SAGEValues.Entry(
          feature: groups.names[group],
          value: BandPoint(EstimatedMean(means(tally, rounds, group), rows), plan.level),
          samplingError: groups.count == 1 ? 0 : errors?[group])
      },
      lossWithout: loss { ends[$0].without }, lossWith: loss { ends[$0].with }, rounds: rounds,
      evaluations: evaluations, rowCount: order.count, backgroundCount: background,
      converged: converged, level: plan.level)
  }
}

internal import VaglioFindings

/// A group's values of all components of fairness, and those of the rows outside it.
struct GroupPart: Sendable {
  let slice: Slice
  /// The group's own table.
  let table: CellWeights
  fileprivate let values: [String: Estimate]
  fileprivate let others: [String: Estimate]

  /// The group's value of a component.
  func own(_ component: FairnessComponent) -> Estimate { Self.value(values, component) }

  /// The value on all rows outside the group.
  func rest(_ component: FairnessComponent) -> Estimate { Self.value(others, component) }

  private static func value(
    _ estimates: [String: Estimate], _ component: FairnessComponent
  ) -> Estimate {
    estimates[component.metric.name] ?? .undefined(Undefined("it was not measured"))
  }
}

/// The groups of a slicing with what fairness measures need of them.
struct GroupParts {
  private let outcomes: BinaryOutcomes
  private let groups: [SliceRows]
  private let level: ConfidenceLevel
  private let metrics: [any Metric<BinaryOutcomes>]
  private let areProbabilities: Bool

  init(of outcomes: BinaryOutcomes, groups: [SliceRows], level: ConfidenceLevel) {
    (self.outcomes, self.groups, self.level) = (outcomes, groups, level)
    metrics = FairnessNotion.allCases.filter { $0 != .equalizedOdds }
      .flatMap(\.components).map(\.metric)
    areProbabilities = outcomes.scores.allSatisfy { (0...1).contains($0) }
  }

  /// One part per group, in their order.
  var parts: [GroupPart] {
    let readings = groups.map { Readings(of: outcomes.taking($0.rows)) }
    let own = metrics.map { values(of: $0, readings) }
    let others = metrics.map { rest(of: $0, readings) }
    func named(_ estimates: [[Estimate]], _ group: Int) -> [String: Estimate] {
      Dictionary(
        uniqueKeysWithValues: zip(metrics, estimates).map { ($0.name, $1[group]) })
    }
    return groups.indices.map { group in
      GroupPart(
        slice: groups[group].slice, table: readings[group].reading(of: ConfusionMatrix()),
        values: named(own, group), others: named(others, group))
    }
  }

  private func values(
    of metric: some Metric<BinaryOutcomes>, _ readings: [Readings<BinaryOutcomes>]
  ) -> [Estimate] {
    readings.map { estimate(metric, $0) }
  }

  private func estimate(
    _ metric: some Metric<BinaryOutcomes>, _ readings: Readings<BinaryOutcomes>
  ) -> Estimate {
    guard areProbabilities || !metric.needsProbabilities else {
      return .undefined(Undefined("the scores are no probabilities"))
    }
    return Evaluation(metrics: [metric], level: level)
      .findings(readings, subject: .model, slice: .all)[0].estimate
  }

  /// The values outside each group: of plain rows from the other groups' statistics, which costs
  /// nothing beside them; else from the rows.
  private func rest<M: Metric<BinaryOutcomes>>(
    of metric: M, _ readings: [Readings<BinaryOutcomes>]
  ) -> [Estimate] {
    guard outcomes.rows.arePlain else {
      return groups.map { group in
        estimate(metric, Readings(of: outcomes.taking(Self.rest(of: group.rows, outcomes.count))))
      }
    }
    let statistics = readings.map { readings in
      var statistic = metric.makeStatistic()
      statistic.add(readings.outcomes, rows: 0..<readings.outcomes.count)
      return statistic
    }
    return Self.complements(statistics, empty: metric.makeStatistic())
      .map { estimate(metric, $0.read()) }
  }

  private func estimate<M: Metric<BinaryOutcomes>>(_ metric: M, _ reading: M.Reading) -> Estimate {
    do {
      let value = try metric.value(of: reading)
      return Estimate(
        value, metric.intervals(of: reading).flatMap { Uncertainty(at: level, $0) })
    } catch {
      return .undefined(error)
    }
  }

  /// For each part all others merged.
  private static func complements<S: SufficientStatistic>(_ parts: [S], empty: S) -> [S] {
    var before: [S] = []
    var sum = empty
    for part in parts {
      before.append(sum)
      sum.merge(part)
    }
    var after = empty
    var complements: [S] = []
    for (part, head) in zip(parts, before).reversed() {
      var complement = head
      complement.merge(after)
      complements.append(complement)
      after.merge(part)
    }
    return complements.reversed()
  }

  /// The rows that are not among some ascending ones.
  static func rest(of rows: [Int32], _ count: Int) -> [Int32] {
    var isTaken = [Bool](repeating: false, count: count)
    for row in rows { isTaken[Int(row)] = true }
    return (0..<Int32(count)).filter { !isTaken[Int($0)] }
  }
}

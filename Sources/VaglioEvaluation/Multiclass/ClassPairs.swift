internal import VaglioStatistics

/// The areas of ordered pairs of classes, A(j|k) = P(score of j higher in a row of j than in one of k)
/// + ½P(equal), and the weights that a mean gives them.
///
/// All pairs of a class come from one walk along its scores, which every metric of the class shares.
struct ClassPairs: Sendable {
  /// The classes that occur.
  let numbers: [Int]
  /// A(j|k) at j · classes + k.
  let areas: [Double]
  /// The weights of A(j|k) in the mean, which sum to 1.
  let weights: [Double]
  /// Σ of ticks per class.
  private let totals: [Double]

  fileprivate init(_ rankings: ClassRankings, _ average: ClassAverage) {
    let width = rankings.classes.count
    numbers = rankings.present
    totals = rankings.totals.map { $0.asDouble }
    var areas = [Double](repeating: 0, count: width * width)
    var weights = areas
    for (j, k) in Self.ordered(numbers) {
      weights[j * width + k] = average == .weighted ? totals[j] + totals[k] : 1
    }
    let sum = weights.reduce(0, +)
    for number in numbers {
      let beaten = rankings.beaten(by: number)
      for other in numbers where other != number {
        areas[number * width + other] = beaten[other] / totals[number] / totals[other] / 2
      }
    }
    (self.areas, self.weights) = (areas, weights.map { $0 / sum })
  }

  static func ordered(_ numbers: [Int]) -> [(Int, Int)] {
    numbers.flatMap { j in numbers.filter { $0 != j }.map { (j, $0) } }
  }

  /// The weighted mean of the areas, 1 exactly where all are.
  var mean: Double {
    Self.lessThanOne(by: zip(weights, areas).reduce(0) { $0 + $1.0 * (1 - $1.1) })
  }

  /// 1 − `loss`; 1 where the loss is no more than the few roundings of a weighted area leave.
  static func lessThanOne(by loss: Double) -> Double {
    abs(loss) < 8 * Double.ulpOfOne ? 1 : 1 - loss
  }

  /// The areas with their sizes.
  var parts: [MulticlassROCAUC.Part] {
    Self.ordered(numbers).map { j, k in
      let place = j * totals.count + k
      return MulticlassROCAUC.Part(
        weight: weights[place], area: areas[place], positives: totals[j], negatives: totals[k],
        showsVariance: true)
    }
  }
}

extension ClassRankings {
  /// The areas of all pairs.
  func pairs(_ average: ClassAverage) -> ClassPairs { ClassPairs(self, average) }

  /// For each class k, twice the pairs of a row of class j and one of k in which the former has the
  /// higher score of j, plus those in which both have the same; in ticks.
  fileprivate func beaten(by number: Int) -> [Double] {
    var sums = [ExactSum](repeating: ExactSum(), count: classes.count)
    walk(number) { group, own, ofClasses, above, _ in
      for (k, weight) in ofClasses where k != number {
        sums[k].add(product: weight.asDouble, (2 * above + own).asDouble)
      }
    }
    return sums.map(\.value)
  }

  /// Walks along a class's scores from the lowest up. `body` gets each group of equal scores, the
  /// weight of the class's own rows in it, the weights of the classes that are in it, the weight of the
  /// class's rows above it, and the weights of all classes below it.
  private func walk(
    _ number: Int,
    _ body: (
      _ group: ScoreGroup, _ own: Int128, _ ofClasses: [(Int, Int128)], _ above: Int128,
      _ below: [Int128]
    ) -> Void
  ) {
    let ranked = ranked(number)
    let ticks = rows.weights?.ticks
    var below = [Int128](repeating: 0, count: classes.count)
    var inGroup = below
    ranked.forEachGroup { group in
      var members: [(Int, Int128)] = []
      if group.end &- group.start == 1 {
        let row = Int(ranked.order.rows[group.start])
        members.append((Int(labels[row]), ticks.map { Int128($0[row]) } ?? 1))
      } else {
        for position in group.start..<group.end {
          let row = Int(ranked.order.rows[position])
          inGroup[Int(labels[row])] += ticks.map { Int128($0[row]) } ?? 1
        }
        for k in inGroup.indices where inGroup[k] > 0 {
          members.append((k, inGroup[k]))
          inGroup[k] = 0
        }
      }
      let above = totals[number] - below[number] - group.positives
      body(group, group.positives, members, above, below)
      for (k, weight) in members { below[k] += weight }
    }
  }

  /// The influence of every row on the mean of the pairs' areas.
  ///
  /// On A(j|k): W/nⱼ·(V₁₀ − A) of a row of j, W/nₖ·(V₀₁ − A) of a row of k. The weights by rows move as
  /// well: with P of N ordered pairs' weights nⱼ + nₖ, a row of class c adds
  /// Σ over its pairs of (A − mean)·W/Σ weights.
  func pairInfluences(_ average: ClassAverage) -> [Double] {
    let pairs = pairs(average)
    let (width, all) = (classes.count, total.asDouble)
    var φ = [Double](repeating: 0, count: labels.count)
    var level = [Double](repeating: 0, count: width)
    for (j, k) in ClassPairs.ordered(pairs.numbers) {
      let (weight, area) = (pairs.weights[j * width + k], pairs.areas[j * width + k])
      level[j] -= weight * area * all / totals[j].asDouble
      level[k] -= weight * area * all / totals[k].asDouble
    }
    if average == .weighted {
      let (mean, sum) = (pairs.mean, 2 * Double(pairs.numbers.count - 1) * all)
      for (j, k) in ClassPairs.ordered(pairs.numbers) {
        let excess = (pairs.areas[j * width + k] - mean) * all / sum
        level[j] += excess
        level[k] += excess
      }
    }
    for row in φ.indices { φ[row] = level[Int(labels[row])] }
    for number in pairs.numbers { addPairs(number, pairs, to: &φ) }
    return φ
  }

  /// Adds the placements along one class's scores.
  private func addPairs(_ j: Int, _ pairs: ClassPairs, to φ: inout [Double]) {
    let (width, all) = (classes.count, total.asDouble)
    let ranked = ranked(j)
    let weights = (0..<width).map { pairs.weights[j * width + $0] }
    let totals = self.totals.map { $0.asDouble }
    walk(j) { group, own, members, above, below in
      var place = 0.0
      if own > 0 {
        var tied = [Int128](repeating: 0, count: width)
        for (k, weight) in members { tied[k] = weight }
        for k in pairs.numbers where k != j {
          place += weights[k] * (2 * below[k] + tied[k]).asDouble / (2 * totals[k])
        }
      }
      let beaten = (2 * above + own).asDouble / (2 * totals[j])
      for position in group.start..<group.end {
        let row = Int(ranked.order.rows[position])
        let label = Int(labels[row])
        φ[row] +=
          label == j ? all / totals[j] * place : weights[label] * all / totals[label] * beaten
      }
    }
  }
}

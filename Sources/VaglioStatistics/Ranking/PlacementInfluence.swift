/// Areas and their covariance from each row's influence, for clusters and importance weights.
///
/// A positive row's influence on the area θ is w(V₁₀ − θ)/Σ₊w, a negative row's w(V₀₁ − θ)/Σ₋w.
/// Rows sum within a cluster, which is then the independent unit (Obuchowski 1997,
/// doi:10.2307/2533958): Var = I₁/(I₁−1)·Σc₊² + I₀/(I₀−1)·Σc₋² + 2·I/(I−1)·Σc₊c₋, I₁, I₀ and I being
/// the numbers of clusters with positives, with negatives, and with either. With rows as clusters
/// and equal weights that is DeLong's variance.
///
/// Within a cluster the sums are of integers, over the clusters exact, so that no order shows.
struct PlacementInfluence {
  let first: DeLong
  let second: DeLong
  let covariance: Double?
  let difference: Double
  let differenceVariance: Double?

  init(
    _ a: Placements, _ b: Placements, _ classes: ClassLabels, clusters: [Int]?
  ) {
    let units = Unit.sums(a, b, classes, clusters: clusters)
    let scale = Scale(classes)
    let (sumA, sumB) = units.reduce((Int128(0), Int128(0))) {
      ($0.0 + $1.positive.first, $0.1 + $1.positive.second)
    }
    let areas = (scale.area(sumA), scale.area(sumB))
    let influences = units.map { unit in
      (a: scale.influence(unit, \.first, areas.0), b: scale.influence(unit, \.second, areas.1))
    }
    let counts = Counts(units)
    let sizes = (scale.effective(units, \.positive), scale.effective(units, \.negative))
    func variance(_ x: [Part], _ y: [Part]) -> Double? { counts.covariance(x, y) }
    let (partsA, partsB) = (influences.map(\.a), influences.map(\.b))
    first = DeLong(
      area: areas.0.high, variance: variance(partsA, partsA).map { max(0, $0) },
      positives: sizes.0, negatives: sizes.1)
    second = DeLong(
      area: areas.1.high, variance: variance(partsB, partsB).map { max(0, $0) },
      positives: sizes.0, negatives: sizes.1)
    let parts = zip(partsA, partsB).map { $0 - $1 }
    covariance = variance(partsA, partsB)
    difference = scale.area(sumA - sumB).high
    differenceVariance = variance(parts, parts).map { max(0, $0) }
  }
}

extension PlacementInfluence {
  /// A unit's influence through its positives and through its negatives.
  struct Part {
    let positive: Double
    let negative: Double

    static func - (left: Part, right: Part) -> Part {
      Part(positive: left.positive - right.positive, negative: left.negative - right.negative)
    }
  }

  /// The integer sums of one cluster's rows of one class.
  struct ClassSums {
    var rows = 0
    var (weight, weightSquares) = (Int128(0), Int128(0))
    var (first, second) = (Int128(0), Int128(0))

    mutating func add(_ a: Int64, _ b: Int64, _ unit: Int64) {
      let unit = Int128(unit)
      rows += 1
      weight += unit
      weightSquares += unit * unit
      first += Int128(a) * unit
      second += Int128(b) * unit
    }
  }

  /// The integer sums of one cluster.
  struct Unit {
    var positive = ClassSums()
    var negative = ClassSums()

    static func sums(
      _ a: Placements, _ b: Placements, _ classes: ClassLabels, clusters: [Int]?
    ) -> [Unit] {
      precondition(clusters.map { $0.count == classes.count } ?? true, "one cluster per row")
      let count = clusters.map { ($0.max() ?? -1) + 1 } ?? classes.count
      var units = [Unit](repeating: Unit(), count: count)
      for row in 0..<classes.count {
        let weight = classes.units.isEmpty ? 1 : classes.units[row]
        guard weight > 0 else { continue }
        let unit = clusters.map { $0[row] } ?? row
        if classes.labels[row] == 1 {
          units[unit].positive.add(a.doubled[row], b.doubled[row], weight)
        } else {
          units[unit].negative.add(a.doubled[row], b.doubled[row], weight)
        }
      }
      return units
    }
  }

  /// From integer sums to areas and influences.
  struct Scale {
    let positives: DoubleDouble
    let negatives: DoubleDouble
    /// 2·Σ₊w·Σ₋w, what a sum of doubled placements is divided by.
    let pairs: DoubleDouble

    init(_ classes: ClassLabels) {
      positives = DoubleDouble(integer: Int128(classes.positives))
      negatives = DoubleDouble(integer: Int128(classes.negatives))
      pairs = DoubleDouble(2) * positives * negatives
    }

    func area(_ sum: Int128) -> DoubleDouble { DoubleDouble(integer: sum) / pairs }

    func influence(
      _ unit: Unit, _ model: KeyPath<ClassSums, Int128>, _ area: DoubleDouble
    ) -> Part {
      func part(_ sums: ClassSums, _ total: DoubleDouble) -> Double {
        let share = DoubleDouble(integer: sums.weight) / total
        return (DoubleDouble(integer: sums[keyPath: model]) / pairs - area * share).high
      }
      return Part(
        positive: part(unit.positive, positives), negative: part(unit.negative, negatives))
    }

    /// Kish's effective number of rows, (Σw)²/Σw².
    func effective(_ units: [Unit], _ side: KeyPath<Unit, ClassSums>) -> Double {
      let sums = units.map { $0[keyPath: side] }
      let weight = DoubleDouble(integer: sums.reduce(0) { $0 + $1.weight })
      let squares = DoubleDouble(integer: sums.reduce(0) { $0 + $1.weightSquares })
      return (weight * weight / squares).high
    }
  }

  /// How many units have positives, negatives, either.
  struct Counts {
    let positive: Double
    let negative: Double
    let either: Double

    init(_ units: [Unit]) {
      positive = Double(units.count { $0.positive.rows > 0 })
      negative = Double(units.count { $0.negative.rows > 0 })
      either = Double(units.count { $0.positive.rows + $0.negative.rows > 0 })
    }

    func covariance(_ x: [Part], _ y: [Part]) -> Double? {
      guard positive > 1, negative > 1 else { return nil }
      var (up, down, across) = (ExactSum(), ExactSum(), ExactSum())
      for (x, y) in zip(x, y) {
        up.add(product: x.positive, y.positive)
        down.add(product: x.negative, y.negative)
        across.add(product: x.positive, y.negative)
        across.add(product: x.negative, y.positive)
      }
      return up.value * positive / (positive - 1) + down.value * negative / (negative - 1)
        + across.value * either / (either - 1)
    }
  }
}

/// Numbers that came true, beside the members of one model's ensemble of predictions.
public struct EnsembleOutcomes: Outcomes {
  public let rows: Rows
  /// One per row, in the label's unit.
  public let actual: [Double]
  /// One list per member, in it one prediction per row, in the label's unit.
  public let members: [[Double]]
  /// Every row's members in ascending order, row after row, sorted once.
  private let sorting = Cached<[Double]>()
  /// Where the labels lie among the members, found once.
  private let places = Cached<EnsemblePlaces>()

  /// Labels and the members' predictions.
  ///
  /// - Precondition: at least one member; one finite label and one finite prediction of each member
  ///   per row.
  public init(actual: [Double], members: [[Double]], rows: Rows? = nil) {
    let rows = rows ?? Rows(count: actual.count)
    precondition(!members.isEmpty, "an ensemble has members")
    precondition(
      actual.count == rows.count && members.allSatisfy { $0.count == rows.count }, "one per row")
    (self.actual, self.members, self.rows) = (actual, members, rows)
  }

  public func taking(_ rows: [Int32]) -> EnsembleOutcomes {
    EnsembleOutcomes(
      actual: rows.map { actual[Int($0)] },
      members: members.map { column in rows.map { column[Int($0)] } },
      rows: self.rows.taking(rows))
  }

  public func with(_ rows: Rows) -> EnsembleOutcomes {
    EnsembleOutcomes(actual: actual, members: members, rows: rows)
  }

  public func predictsSame(as other: EnsembleOutcomes) -> Bool { members == other.members }
}

extension EnsembleOutcomes {
  /// Every row's members in ascending order, row after row.
  var sorted: [Double] {
    sorting.value {
      var all = [Double](repeating: 0, count: count * members.count)
      let size = members.count
      all.withUnsafeMutableBufferPointer { all in
        for (member, column) in members.enumerated() {
          for row in 0..<count { all[row * size + member] = column[row] }
        }
        for row in 0..<count { all[row * size..<(row + 1) * size].sort() }
      }
      return all
    }
  }

  /// The rank of each row's label among its members, from 0 to their number; among equal members at
  /// random, by a hash of the row's key.
  public var ranks: [Int] { places.value { EnsemblePlaces(self) }.ranks }

  /// The mean of the members as a prediction of numbers.
  public var mean: RegressionOutcomes {
    RegressionOutcomes(
      actual: actual, predicted: (0..<count).map(meanOfMembers(row:)), rows: rows)
  }

  /// The mean of a row's members, the same in whatever order they stand.
  func meanOfMembers(row: Int) -> Double {
    let size = Double(members.count)
    // In ascending order, and each divided first where their sum is beyond a double's range.
    let own = sorted[row * members.count..<(row + 1) * members.count]
    let sum = own.reduce(0, +)
    return sum.isFinite ? sum / size : own.reduce(0) { $0 + $1 / size }
  }

  /// How many members it takes for a central interval of a level: (m + 1)·(1 − level)/2 ≥ 1, since
  /// beyond the outermost members nothing is known.
  public static func smallestEnsemble(level: Double) -> Int {
    Int((1 / tail(of: level) - 1e-6).rounded(.up)) - 1
  }

  /// The members' quantiles as predicted quantiles; `nil` where there are too few members for a level.
  ///
  /// The quantile of level p stands at rank (m + 1)p, between two members in proportion (type 6 of
  /// Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566): a label that is drawn like the members
  /// lies below the k-th of them with probability k/(m + 1). numpy's default, type 7, gives intervals
  /// that hold too few labels.
  ///
  /// - Precondition: levels ascend, above 0 and below 1.
  public func quantiles(at levels: [Double]) -> QuantileOutcomes? {
    let columns = levels.compactMap { quantile(at: $0) }
    guard columns.count == levels.count else { return nil }
    return QuantileOutcomes(actual: actual, levels: levels, quantiles: columns, rows: rows)
  }

  private func quantile(at level: Double) -> [Double]? {
    let size = members.count
    let place = level * Double(size + 1)
    guard place >= 1 - 1e-9, place <= Double(size) + 1e-9 else { return nil }
    let lower = min(size, max(1, Int(place + 1e-9)))
    let share = max(0, place - Double(lower))
    let (sorted, upper) = (sorted, share < 1e-9 ? lower : min(size, lower + 1))
    return (0..<count).map { row in
      let (a, b) = (sorted[row * size + lower - 1], sorted[row * size + upper - 1])
      return a == b ? a : (1 - share) * a + share * b
    }
  }
}

extension EnsembleOutcomes: ForecastOutcomes {
  /// The members' quantiles (1 − level)/2 and (1 + level)/2, as ``quantiles(at:)`` has them.
  public func centralInterval(level: Double) -> (lower: [Double], upper: [Double])? {
    let tail = tail(of: level)
    guard
      let both = places.value({ EnsemblePlaces(self) }).interval(
        tail,
        make: {
          quantiles(at: [tail, 1 - tail])
        })
    else { return nil }
    return (both.quantiles[0], both.quantiles[1])
  }

  public static func missingInterval(level: Double) -> String {
    "the ensemble is too small for a \(percent(level)) interval: it takes "
      + "\(smallestEnsemble(level: level)) members"
  }

  /// (rank + U)/(m + 1) with a number U from 0 to 1, hashed from the row's key: uniform for a label
  /// that is drawn like the members.
  public var pit: [Double] { places.value { EnsemblePlaces(self) }.pit }
}

internal import VaglioEvaluation
internal import VaglioModels
internal import VaglioTables

/// The levels of a category in an order in which neighbours are alike: rows of neighbouring levels have
/// like values of all other features (Apley and Zhu 2020, doi:10.1111/rssb.12377, section 2.4 of the
/// supplement).
///
/// Two levels are as far apart as the sum over the other features of the distance of their distributions:
/// Kolmogorov and Smirnov's for numbers, missing ones behind all others, and half the sum of absolute
/// differences for categories. Levels are ordered by their first coordinate of classical scaling
/// (Torgerson 1952, doi:10.1007/BF02288916), the first level before the last; levels that are nowhere
/// apart keep their order.
struct LevelOrder {
  /// The weighted rows of each level.
  private let members: [[Int32]]
  private let weight: (Int) -> Double

  /// - Precondition: the level of each row, and rows of each level.
  init(_ levels: [Int], count: Int, _ design: Rows) {
    var members = [[Int32]](repeating: [], count: count)
    for (row, level) in levels.enumerated() { members[level].append(Int32(row)) }
    self.members = members
    weight = { design.weights?[$0] ?? 1 }
  }

  /// The levels in order, by the columns of the other features; `isCategory` says which of them hold
  /// numbers of categories.
  func order(by columns: [(column: FeatureMatrix.Column, isCategory: Bool)]) -> [Int] {
    let count = members.count
    var distances = [Double](repeating: 0, count: count * count)
    for (column, isCategory) in columns {
      let own =
        isCategory
        ? column.totalVariation(members, weight) : column.kolmogorovSmirnov(members, weight)
      for place in distances.indices { distances[place] += own[place] }
    }
    let coordinates = ClassicalScaling.firstCoordinate(distances, count: count)
    let sign = (coordinates.first ?? 0) <= (coordinates.last ?? 0) ? 1.0 : -1
    return (0..<count).sorted {
      (sign * coordinates[$0], $0) < (sign * coordinates[$1], $1)
    }
  }
}

extension FeatureMatrix.Column {
  /// The distances of the distributions of numbers between each two lists of rows.
  fileprivate func kolmogorovSmirnov(
    _ members: [[Int32]], _ weight: (Int) -> Double
  ) -> [Double] {
    guard case .numbers(let numbers) = self else { return totalVariation(members, weight) }
    let count = members.count
    var entries: [(value: Double, level: Int, share: Double)] = []
    for (level, rows) in members.enumerated() {
      let total = rows.reduce(0) { $0 + weight(Int($1)) }
      for row in rows {
        let value = numbers[Int(row)]
        entries.append((value.isNaN ? .infinity : value, level, weight(Int(row)) / total))
      }
    }
    entries.sort { ($0.value, $0.level, $0.share) < ($1.value, $1.level, $1.share) }
    var shares = [Double](repeating: 0, count: count)
    var distances = [Double](repeating: 0, count: count * count)
    for (place, entry) in entries.enumerated() {
      shares[entry.level] += entry.share
      guard place + 1 == entries.count || entries[place + 1].value != entry.value else { continue }
      for first in 0..<count {
        for second in 0..<count {
          let apart = abs(shares[first] - shares[second])
          if apart > distances[first * count + second] {
            distances[first * count + second] = apart
          }
        }
      }
    }
    return distances
  }

  /// Half the sums of absolute differences of the shares of each value, missing ones a value by
  /// themselves.
  fileprivate func totalVariation(_ members: [[Int32]], _ weight: (Int) -> Double) -> [Double] {
    let shares = members.map { rows in
      let total = rows.reduce(0) { $0 + weight(Int($1)) }
      return rows.reduce(into: [Double: Double]()) { shares, row in
        shares[key(Int(row)), default: 0] += weight(Int(row)) / total
      }
    }
    let count = members.count
    var distances = [Double](repeating: 0, count: count * count)
    for first in 0..<count {
      for second in 0..<first {
        let keys = Set(shares[first].keys).union(shares[second].keys).sorted()
        let sum = keys.reduce(0) {
          $0 + abs((shares[first][$1] ?? 0) - (shares[second][$1] ?? 0))
        }
        distances[first * count + second] = sum / 2
        distances[second * count + first] = sum / 2
      }
    }
    return distances
  }

  private func key(_ row: Int) -> Double {
    switch self {
    case .numbers(let numbers): numbers[row].isNaN ? .infinity : numbers[row]
    case .texts(let texts): Double(texts.codes[row])
    }
  }
}

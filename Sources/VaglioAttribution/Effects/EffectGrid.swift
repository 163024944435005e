public import VaglioModels
internal import VaglioTables

/// The values at which the effect of a feature is looked at: values that occur.
///
/// Of a feature of numbers with at most `points` distinct values all of them, ascending; of others the
/// quantiles k/(points − 1), k from 0: the smallest value that at least that share of the rows do not
/// exceed (type 1 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566), equal ones once. So the
/// smallest and the greatest value are among them, and points stand close where rows do. scikit-learn
/// spaces its points equally between the quantiles of 5 % and 95 % instead.
///
/// Of a category the levels that occur, in the order in which the model knows them, else
/// alphabetically, numbers that stand for categories ascending; of more than 64 the 64 most frequent.
///
/// Where rows miss the feature, the last point is that it is missing.
public struct EffectGrid: Hashable, Sendable {
  /// The most levels of a category that are looked at.
  public static let mostLevels = 64

  /// The values; empty where there is no row.
  public let points: [EffectPoint]

  /// The values at which the effect of `feature` is looked at, from what stands in its column.
  ///
  /// - Precondition: at least two points.
  public init(of column: FeatureMatrix.Column, feature: Feature, points: Int) {
    precondition(points > 1, "a grid has two points")
    switch column {
    case .numbers(let numbers):
      let known = numbers.filter { !$0.isNaN }.sorted()
      let isCategory = feature.kind != .number
      let found = isCategory ? Self.categories(known) : Self.quantiles(known, points)
      self.points = found.map(EffectPoint.number) + (known.count < numbers.count ? [.missing] : [])
    case .texts(let texts):
      let missing = texts.codes.contains { $0 < 0 }
      self.points =
        Self.levels(texts, feature).map(EffectPoint.level) + (missing ? [.missing] : [])
    }
  }

  /// Points of the caller's own choice.
  public init(_ points: [EffectPoint]) { self.points = points }

  static func quantiles(_ ascending: [Double], _ points: Int) -> [Double] {
    let distinct = Self.distinct(ascending)
    guard distinct.count > points, let first = ascending.first else { return distinct }
    let chosen = (1..<points).map { step in
      let rank = (Double(step) / Double(points - 1) * Double(ascending.count)).rounded(.up)
      return ascending[max(0, Int(rank) - 1)]
    }
    return Self.distinct([first] + chosen)
  }

  private static func distinct(_ ascending: [Double]) -> [Double] {
    var distinct: [Double] = []
    for number in ascending where distinct.last != number { distinct.append(number) }
    return distinct
  }

  private static func categories(_ ascending: [Double]) -> [Double] {
    var counts: [(number: Double, count: Int)] = []
    for number in ascending {
      if counts.last?.number == number {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((number, 1))
      }
    }
    let chosen = counts.sorted { ($1.count, $0.number) < ($0.count, $1.number) }.prefix(mostLevels)
    return chosen.map(\.number).sorted()
  }

  private static func levels(_ texts: Categories, _ feature: Feature) -> [String] {
    let counts = texts.counts
    let present = texts.levels.indices.filter { counts[$0] > 0 }
    let chosen = present.sorted {
      (counts[$1], texts.levels[$0]) < (counts[$0], texts.levels[$1])
    }.prefix(mostLevels).map { texts.levels[$0] }
    guard case .category(let known) = feature.kind else { return chosen.sorted() }
    let places = Dictionary(zip(known, 0...)) { first, _ in first }
    return chosen.sorted {
      (places[$0] ?? known.count, $0) < (places[$1] ?? known.count, $1)
    }
  }
}

internal import VaglioEvaluation
internal import VaglioModels
internal import VaglioTables

/// The rows that have a category, with its levels in an order.
struct CategoryRows {
  /// The levels.
  let points: [EffectPoint]
  /// The rows that count and have a level.
  let rows: [Int32]
  /// The place of each row's level.
  let places: [Int]
  /// How many rows miss the feature.
  let missingCount: Int
  private let name: String

  /// How many rows each level has.
  var counts: [Int] {
    places.reduce(into: Array(repeating: 0, count: points.count)) { $0[$1] += 1 }
  }

  private init(_ other: CategoryRows, _ points: [EffectPoint], _ places: [Int]) {
    (self.points, self.places) = (points, places)
    (rows, missingCount, name) = (other.rows, other.missingCount, other.name)
  }

  /// The rows of a column, levels in the order of ``EffectGrid``.
  ///
  /// Refused are numbers that are no categories, a single level, and too many.
  init(
    _ column: FeatureMatrix.Column, _ feature: Feature, _ design: Rows
  ) throws(AttributionError) {
    if case .numbers = column, feature.kind == .number {
      throw .refused(
        "the values of \"\(feature.name)\" are numbers and no categories",
        remedy: "ask for its accumulated local effects along the numbers")
    }
    let all = column.effectPoints
    let known = all.indices.filter { all[$0] != .missing && (design.weights?[$0] ?? 1) > 0 }
    let distinct = Set(known.map { all[$0] })
    guard distinct.count <= EffectGrid.mostLevels else {
      throw .refused(
        "\"\(feature.name)\" has \(distinct.count) levels, and \(EffectGrid.mostLevels) are the most "
          + "whose effects are added up", remedy: "join rare levels")
    }
    guard distinct.count > 1 else {
      throw .refused("the feature \"\(feature.name)\" has a single value", remedy: "leave it out")
    }
    rows = known.map { Int32($0) }
    points = EffectGrid(of: column.gathered(rows), feature: feature, points: 2).points
    let place = Dictionary(zip(points, 0...)) { first, _ in first }
    places = known.map { place[all[$0]] ?? 0 }
    missingCount = all.count { $0 == .missing }
    name = feature.name
  }

  /// The same with the levels in another order, given by their present places.
  func sorted(by order: [Int]) -> CategoryRows {
    var place = order
    for (new, old) in order.enumerated() { place[old] = new }
    return CategoryRows(self, order.map { points[$0] }, places.map { place[$0] })
  }

  /// The same with the levels in the order of a list, which must hold each of them once.
  func sorted(as list: [EffectPoint]) throws(AttributionError) -> CategoryRows {
    let place = Dictionary(zip(points, 0...)) { first, _ in first }
    let order = list.compactMap { place[$0] }
    if let left = points.first(where: { !list.contains($0) }) {
      throw .refused("the order of \"\(name)\" leaves out \"\(left)\"")
    }
    guard order.count == points.count else {
      throw .refused("the order of \"\(name)\" names a level twice")
    }
    return sorted(by: order)
  }

  /// A column in which each row has the level so many places further, the last one at the ends.
  func column(like column: FeatureMatrix.Column, moved step: Int) -> FeatureMatrix.Column {
    let moved = places.map { points[min(max($0 + step, 0), points.count - 1)] }
    switch column {
    case .numbers: return .numbers(moved.map { $0.number ?? .nan })
    case .texts(let texts):
      let code = Dictionary(zip(texts.levels, 0...)) { first, _ in first }
      return .texts(
        Categories(codes: moved.map { Int32(code[$0.description] ?? -1) }, levels: texts.levels))
    }
  }
}

extension FeatureMatrix.Column {
  /// The value of each row as a point.
  fileprivate var effectPoints: [EffectPoint] {
    switch self {
    case .numbers(let numbers): numbers.map { $0.isNaN ? .missing : .number($0) }
    case .texts(let texts):
      texts.codes.map { $0 < 0 ? .missing : .level(texts.levels[Int($0)]) }
    }
  }
}

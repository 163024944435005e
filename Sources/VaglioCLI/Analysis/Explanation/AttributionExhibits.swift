internal import VaglioAttribution
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

/// Samples of single rows' attributions, for drawings.
struct AttributionExhibits {
  private let explained: ModelExplanation
  private let rows: ExplainedRows
  /// The features by their importance.
  private let leading: [Int]

  /// How many rows, features and scatters are drawn at most.
  private static let (swarm, features, scatter, scatters) = (150, 15, 300, 4)

  init(_ explained: ModelExplanation, rows: ExplainedRows, leading: [Int]) {
    (self.explained, self.rows, self.leading) = (explained, rows, leading)
  }

  /// One sample per output; scatters for the first output or class.
  var all: [Exhibit] {
    let outputs = explained.attributions.outputs.indices.prefix(10)
    return outputs.map(sample) + scatters
  }

  private var role: Subject { explained.model.role }

  /// So many of the explained rows, evenly by the hash that chose them.
  private func chosen(_ count: Int) -> [Int] {
    guard rows.chosen.count > count else { return Array(rows.chosen.indices) }
    let places = Dictionary(zip(rows.chosen, 0...)) { first, _ in first }
    return ExplainedRows.hashed(rows.chosen, rows.keys, count, seed: 1).compactMap { places[$0] }
  }

  private func sample(of output: Int) -> Exhibit {
    let attributions = explained.attributions
    let places = chosen(Self.swarm)
    let shown = leading.prefix(Self.features)
    let lines = shown.flatMap { feature in places.map { (feature, $0) } }
    let shares = Dictionary(shown.map { ($0, self.shares(ofFeature: $0)) }) { first, _ in first }
    var series: [String: Exhibit.Series] = [
      "feature": .words(lines.map { attributions.features[$0.0] }),
      "row": .words(lines.map { rows.name(of: $0.1) }),
      "attribution": .numbers(
        lines.map {
          attributions.values[attributions.range(row: $0.1, output: output).lowerBound + $0.0]
        }),
      "place": .numbers(lines.map { (shares[$0.0] ?? nil)?[$0.1] }),
    ]
    if attributions.outputs.count > 1 {
      series["output"] = .words(lines.map { _ in attributions.outputs[output] })
    }
    return Exhibit(
      kind: "attribution_sample", subject: role, series: series,
      scalars: ["rows": Double(places.count)])
  }

  /// For each explained row the share of rows with a lower value of a feature, ties in the middle;
  /// `nil` where values have no order.
  private func shares(ofFeature feature: Int) -> [Double?]? {
    guard case .numbers(let numbers)? = explained.column(ofFeature: feature) else { return nil }
    let known = numbers.filter { !$0.isNaN }.sorted()
    guard let least = known.first, let greatest = known.last, least < greatest else { return nil }
    return numbers.map { number in
      guard !number.isNaN else { return nil }
      let below = known.partitioningIndex { $0 >= number }
      let upTo = known.partitioningIndex { $0 > number }
      return (Double(below) + Double(upTo)) / Double(2 * known.count)
    }
  }

  private var scatters: [Exhibit] {
    let attributions = explained.attributions
    let places = chosen(Self.scatter)
    let numeric = leading.filter {
      if case .numbers? = explained.column(ofFeature: $0) { true } else { false }
    }
    return numeric.prefix(Self.scatters).compactMap { feature in
      guard case .numbers(let numbers)? = explained.column(ofFeature: feature) else { return nil }
      let known = places.filter { numbers[$0].isFinite }
      guard known.count > 1 else { return nil }
      return Exhibit(
        kind: "attribution_dependence", subject: role,
        series: [
          "feature": .words(known.map { _ in attributions.features[feature] }),
          "x": .numbers(known.map { numbers[$0] }),
          "attribution": .numbers(
            known.map {
              attributions.values[attributions.range(row: $0, output: 0).lowerBound + feature]
            }),
        ])
    }
  }
}

extension [Double] {
  /// The first place in an ascending list from which on a condition holds.
  fileprivate func partitioningIndex(_ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

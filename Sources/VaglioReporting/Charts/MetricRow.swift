internal import VaglioFindings
internal import VaglioGates

/// One row of a chart of metrics: an estimate, beside another where two models are compared.
struct MetricRow: Sendable {
  let measure: Measure
  let estimate: Estimate
  /// The other model's estimate, or nothing.
  let other: Estimate?
  /// What a gate made of it.
  let judgement: Judgement?
  /// The name of the row.
  let label: String

  init(
    _ measure: Measure, _ estimate: Estimate, other: Estimate? = nil, judgement: Judgement? = nil,
    label: String? = nil
  ) {
    (self.measure, self.estimate, self.other) = (measure, estimate, other)
    (self.judgement, self.label) = (judgement, label ?? measure.arrowedTitle)
  }

  /// Every number that the row's scale must hold.
  var reach: [Double] {
    var numbers = [estimate.value, other?.value].compactMap(\.self)
    for interval in [estimate.interval, other?.interval].compactMap(\.self) {
      numbers += [interval.lower, interval.upper]
    }
    return numbers
  }

  /// The bounds that a gate holds the estimate against.
  var thresholds: [Double] { judgement?.thresholds ?? [] }
}

/// Rows that share an axis, because they share a unit and an order of magnitude.
struct MetricPanel: Sendable {
  /// The unit: `nats`; empty for pure numbers.
  let unit: String
  /// Whether the rows' measures say which way is better.
  let judges: Bool
  let rows: [MetricRow]

  /// Parts rows into panels: by unit, by whether they judge, and so that in each panel the largest
  /// number is at most `contrast` times the largest of any row. The order of rows is kept.
  static func panels(of rows: [MetricRow], contrast: Double) -> [MetricPanel] {
    struct Family: Hashable {
      let unit: String
      let judges: Bool
    }
    let families = Dictionary(grouping: rows.indices) {
      Family(unit: rows[$0].measure.unit, judges: rows[$0].measure.judges)
    }
    return families.sorted { ($0.value.first ?? 0) < ($1.value.first ?? 0) }
      .flatMap { family, members in
        bands(of: members, size: { size(of: rows[$0]) }, contrast: contrast).map {
          MetricPanel(unit: family.unit, judges: family.judges, rows: $0.map { rows[$0] })
        }
      }
      .enumerated().sorted {
        ($0.element.judges ? 0 : 1, $0.offset) < ($1.element.judges ? 0 : 1, $1.offset)
      }
      .map(\.element)
  }

  private static func size(of row: MetricRow) -> Double { row.reach.map(\.magnitude).max() ?? 0 }

  /// Parts indices into bands of like size, each in its own order, larger bands first.
  private static func bands(
    of indices: [Int], size: (Int) -> Double, contrast: Double
  ) -> [[Int]] {
    var bands: [(largest: Double, members: [Int])] = []
    for index in indices.sorted(by: { (size($0), $1) > (size($1), $0) }) {
      if let last = bands.last, size(index) * contrast >= last.largest || size(index) == 0 {
        bands[bands.count - 1].members.append(index)
      } else {
        bands.append((size(index), [index]))
      }
    }
    return bands.map { $0.members.sorted() }
  }
}

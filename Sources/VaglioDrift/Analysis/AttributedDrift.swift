public import VaglioFindings
internal import VaglioStatistics

/// Drift that matters: the distance of each feature times the share of the model's attributions that
/// runs through it, and the total.
public struct AttributedDrift: Hashable, Sendable {
  /// The share of one feature in Σ|φ|.
  public struct Share: Hashable, Sendable {
    public let feature: String
    /// 0 to 1.
    public let value: Double
    /// Its standard error; 0 where the share is taken as known.
    public let standardError: Double

    /// A feature's share.
    public init(feature: String, value: Double, standardError: Double = 0) {
      (self.feature, self.value, self.standardError) = (feature, value, standardError)
    }
  }

  /// share·distance of each feature, in the order of the shares.
  public let parts: [(feature: String, estimate: Estimate)]
  /// Σ share·distance; undefined where a feature with a share has no distance.
  public let total: Estimate
  public let distance: DriftDistance
  private let count: Int

  /// Weighs the distances of an analysis.
  ///
  /// Bounds add the square of what the share's error and the distance's interval do to a part
  /// (Zou and Donner 2008, doi:10.1002/sim.3095); those of the total add the parts' as if all erred
  /// together, since features drift together: it covers under any dependence of the columns.
  ///
  /// - Throws: a refusal of shares that aren't finite, lie outside 0...1 or have a negative error, of
  ///   a feature named twice, and of one that was not compared.
  public init(
    _ analysis: DriftAnalysis, shares: [Share], distance: DriftDistance
  ) throws(DriftError) {
    guard !shares.isEmpty else { throw .refused("no shares are given") }
    let features = shares.map(\.feature)
    guard Set(features).count == features.count else { throw .refused("a feature has two shares") }
    let known = analysis.columns.map(\.column)
    if let unknown = features.first(where: { !known.contains($0) }) {
      throw .unknown(unknown, among: known)
    }
    for share in shares
    where
      !((0...1).contains(share.value) && share.standardError >= 0
      && share.standardError.isFinite)
    {
      throw .refused("the share of \"\(share.feature.legible())\" is not between 0 and 1")
    }
    self.distance = distance
    let pieces = shares.map { share in
      AttributedPart(share, analysis.columns.first { $0.column == share.feature }?[distance])
    }
    let level = analysis.options.level
    parts = zip(features, pieces).map { ($0, $1.estimate(level)) }
    total = AttributedPart.total(pieces, level)
    count = analysis.columns.map(\.counts.total).max() ?? 0
  }

  /// The measures: `drift.attributed[column=…,distance=…]` and `drift.attributed_total[distance=…]`.
  public static let measures = [
    Measure(
      name: "drift.attributed", title: "Drift through a feature",
      definition: "Distance of a feature times its share of Σ|φ|.", range: 0...Double.infinity,
      direction: .lowerIsBetter),
    Measure(
      name: "drift.attributed_total", title: "Drift that matters",
      definition: "Σ over the features of distance times share of Σ|φ|.",
      range: 0...Double.infinity, direction: .lowerIsBetter),
  ]

  /// A finding of each part, then the total's.
  public var findings: [Finding] {
    parts.map { part in
      Finding(
        measure: "drift.attributed[column=\(OptionText.escaped(part.feature)),"
          + "distance=\(distance.rawValue)]", subject: .difference, estimate: part.estimate,
        count: count)
    } + [
      Finding(
        measure: "drift.attributed_total[distance=\(distance.rawValue)]", subject: .difference,
        estimate: total, count: count)
    ]
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.findings == right.findings
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(findings) }
}

/// A share and the distance that it weighs.
private struct AttributedPart {
  let share: AttributedDrift.Share
  let distance: Estimate

  init(_ share: AttributedDrift.Share, _ distance: ColumnDistance?) {
    self.share = share
    self.distance =
      distance?.estimate ?? .undefined(Undefined("the column's kind has no such distance"))
  }

  var value: Double? { distance.value.map { $0 * share.value } }

  /// The part and how far its bounds lie from it, at a normal deviate.
  func margins(_ z: Double, _ level: ConfidenceLevel) -> (below: Double, above: Double)? {
    guard let value = distance.value, let own = distance.interval else { return nil }
    let isOwn = own.level == level.fraction
    guard
      let bounds = isOwn ? (own.lower, own.upper) : distance.curve?.bounds(atDeviate: z)
    else { return nil }
    let error = value * z * share.standardError
    func both(_ distance: Double) -> Double {
      (distance * distance + error * error).squareRoot()
    }
    return (
      both(share.value * max(0, value - bounds.0)), both(share.value * max(0, bounds.1 - value))
    )
  }

  func estimate(_ level: ConfidenceLevel) -> Estimate { Self.total([self], level) }

  static func total(_ parts: [AttributedPart], _ level: ConfidenceLevel) -> Estimate {
    let counted = parts.filter { $0.share.value > 0 || $0.share.standardError > 0 }
    if let reason = counted.lazy.compactMap({ part in
      part.distance.undefined.map { (part.share.feature, $0.reason) }
    }).first {
      return .undefined(Undefined("\(reason.0.legible()): \(reason.1)"))
    }
    let total = counted.reduce(0) { $0 + ($1.value ?? 0) }
    return Estimate(
      total,
      Uncertainty(at: level) { level in
        var (below, above) = (0.0, 0.0)
        for part in counted {
          guard let margins = part.margins(level.deviate, level) else { return nil }
          below += margins.below
          above += margins.above
        }
        return Interval(
          lower: max(0, total - below), upper: total + above, level: level, method: "sum-of-bounds")
      })
  }
}

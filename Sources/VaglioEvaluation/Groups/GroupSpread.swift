internal import VaglioFindings

/// How far the groups of a slicing lie apart by one metric: the gravest of several contrasts, with
/// limits that hold for all of them at once.
struct GroupSpread {
  /// The gravest contrast: the largest difference, the smallest ratio.
  let value: Double
  /// How many contrasts it is the gravest of.
  let contrasts: Int
  /// Its limits, where each contrast has the level that is asked for; `nil` where a group has none.
  let limits: (ConfidenceLevel) -> (lower: Double, upper: Double)?

  /// The spread between groups that all have values: every pair is held against each other.
  ///
  /// The largest difference is max − min, the smallest ratio min/max.
  init(between groups: [Estimate], as scale: ContrastScale) throws(Undefined) {
    let values = groups.compactMap(\.value)
    guard let least = values.min(), let most = values.max(), values.count > 1 else {
      throw Undefined("there are no two groups with a value")
    }
    value = scale.folded(try scale.contrast(least, most))
    contrasts = values.count * (values.count - 1) / 2
    limits = { level in
      // In an order of their own, so that the order of groups shows in no bit.
      let own = groups.compactMap { $0.limits(at: level) }.sorted(by: <)
      guard own.count == groups.count else { return nil }
      return scale.gravest(
        own.indices.flatMap { first in
          own[..<first].map { scale.folded(scale.bounds(own[first], $0)) }
        })
    }
  }

  /// A group beside the rest of the rows, and its share w in what the metric divides by.
  typealias Part = (own: Estimate, rest: Estimate, share: Double)

  /// The spread between groups and all rows, by a metric that is a mean over them.
  ///
  /// With θ = wθ₁ + (1 − w)θ₂ of a group and the rest, θ₁ − θ = (1 − w)(θ₁ − θ₂), and
  /// θ₁/θ = 1/(w + (1 − w)/(θ₁/θ₂)): the limits are those of two independent groups, carried over.
  init(fromOverall parts: [Part], as scale: ContrastScale) throws(Undefined) {
    var gravest: Double?
    for part in parts {
      guard let own = part.own.value, let rest = part.rest.value else { continue }
      let overall = part.share * own + (1 - part.share) * rest
      let folded = scale.folded(try scale.contrast(own, overall))
      gravest = gravest.map { scale.graver($0, folded) } ?? folded
    }
    guard let gravest, parts.count > 1 else {
      throw Undefined("there are no two groups with a value")
    }
    value = gravest
    contrasts = parts.count
    limits = { level in
      var bounds: [(lower: Double, upper: Double)] = []
      for part in parts {
        guard let own = part.own.limits(at: level), let rest = part.rest.limits(at: level) else {
          return nil
        }
        let (lower, upper) = scale.bounds(own, rest)
        bounds.append(
          scale.folded(
            (Self.diluted(lower, part.share, scale), Self.diluted(upper, part.share, scale))))
      }
      return scale.gravest(bounds)
    }
  }

  /// A contrast with the rest as a contrast with all rows.
  private static func diluted(_ contrast: Double, _ share: Double, _ scale: ContrastScale) -> Double
  {
    guard scale == .ratio else { return (1 - share) * contrast }
    return contrast == 0 ? 0 : 1 / (share + (1 - share) / contrast)
  }
}

public import VaglioFindings

/// 1 where the label is at most the quantile, 0 elsewhere; NaN where the level is not predicted.
public struct AtMostQuantile: RowLoss {
  /// The level of the quantile.
  public let alpha: Double

  /// The event of a level.
  public init(alpha: Double) { self.alpha = alpha }

  @discardableResult
  public func write(
    _ outcomes: QuantileOutcomes, rows: Range<Int>,
    into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    guard let level = outcomes.position(ofLevel: alpha) else {
      losses.update(repeating: .nan)
      return 0
    }
    let quantiles = outcomes.quantiles[level]
    for (position, row) in rows.enumerated() {
      losses[position] = outcomes.actual[row] <= quantiles[row] ? 1 : 0
    }
    return 0
  }
}

/// Share of rows whose label is at most the predicted quantile: ideally the quantile's level.
///
/// By default of the median. Undefined where the level is not predicted.
public struct QuantileCoverage: NominalShare {
  /// The level of the quantile.
  public let alpha: Double

  /// The coverage of the quantile of a level above 0 and below 1.
  public init(alpha: Double = 0.5) {
    precondition(alpha > 0 && alpha < 1, "a quantile lies above 0 and below 1")
    self.alpha = alpha
  }

  public var measure: Measure {
    Measure(
      name: alpha == 0.5 ? "quantile_coverage" : "quantile_coverage[alpha=\(alpha.optionText)]",
      title: "Coverage of the \(percent(alpha)) quantile",
      definition: "Share of rows with y ≤ q for the predicted quantile q of level α.",
      range: 0...1, direction: .nearerIsBetter(to: alpha))
  }

  public var loss: AtMostQuantile { AtMostQuantile(alpha: alpha) }
  public var nominal: Double { alpha }
  public var isStandard: Bool { false }

  public var emptiness: String {
    "there are no rows with a forecast of the quantile \(alpha.optionText)"
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "alpha", "above 0 and below 1", "the level of the quantile", standard: "0.5",
        example: "0.9")
    ]
  }

  public func configured(_ options: [String: String]) -> QuantileCoverage? {
    configured(options, number: "alpha") { alpha in
      alpha > 0 && alpha < 1 ? QuantileCoverage(alpha: alpha) : nil
    }
  }
}

extension Metric where Self == QuantileCoverage {
  /// The share of rows whose label is at most a predicted quantile.
  public static func quantileCoverage(alpha: Double = 0.5) -> QuantileCoverage {
    QuantileCoverage(alpha: alpha)
  }
}

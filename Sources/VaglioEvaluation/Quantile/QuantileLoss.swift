public import VaglioFindings

/// The pinball loss of a row's quantile of one level, or its mean over all levels, times a factor.
public struct QuantileLoss: RowLoss {
  /// The level; `nil` for the mean over all.
  public let alpha: Double?
  /// What the loss is multiplied by.
  public let factor: Double

  /// The loss at a level, or over all levels.
  public init(alpha: Double? = nil, factor: Double = 1) {
    (self.alpha, self.factor) = (alpha, factor)
  }

  public var isSkewed: Bool { true }

  @discardableResult
  public func write(
    _ outcomes: QuantileOutcomes, rows: Range<Int>,
    into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    let positions = alpha.map { outcomes.position(ofLevel: $0).map { [$0] } ?? [] }
    let levels = positions ?? Array(outcomes.levels.indices)
    losses.update(repeating: levels.isEmpty ? .nan : 0)
    for level in levels {
      let pinball = PinballLoss(alpha: outcomes.levels[level])
      outcomes.quantiles[level].withUnsafeBufferPointer { quantiles in
        for (position, row) in rows.enumerated() {
          losses[position] += pinball.loss(outcomes.actual[row], quantiles[row])
        }
      }
    }
    let scale = factor / Double(max(1, levels.count))
    for position in losses.indices { losses[position] *= scale }
    return 0
  }
}

/// Mean pinball loss of predicted quantiles, of one level or over all levels.
///
/// Koenker and Bassett 1978, doi:10.2307/1913643. `mean_pinball_loss` is the mean over all predicted
/// levels, `mean_pinball_loss[alpha=0.9]` that of one. Undefined where the level is not predicted.
public struct QuantilePinballLoss: MeanMetric {
  /// The level; `nil` for the mean over all.
  public let alpha: Double?

  /// The loss at a level above 0 and below 1, or over all levels.
  public init(alpha: Double? = nil) {
    precondition(alpha.map { $0 > 0 && $0 < 1 } ?? true, "a quantile lies above 0 and below 1")
    self.alpha = alpha
  }

  public var measure: Measure {
    let option = alpha.map { "[alpha=\($0.optionText)]" } ?? ""
    return Measure(
      name: "mean_pinball_loss" + option,
      title: "Mean pinball loss" + (alpha.map { ", α = \($0.optionText)" } ?? ""),
      definition: "Mean of α·max(y − q, 0) + (1 − α)·max(q − y, 0) for the quantile q of level α"
        + (alpha == nil ? ", over rows and levels." : "."),
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit",
      source: "doi:10.2307/1913643")
  }

  public var loss: QuantileLoss { QuantileLoss(alpha: alpha) }

  public var emptiness: String {
    alpha.map { "there are no rows with a forecast of the quantile \($0.optionText)" }
      ?? "there are no rows"
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "alpha", "above 0 and below 1; all levels predicted if not given",
        "the level of the quantile",
        example: "0.9")
    ]
  }

  public func configured(_ options: [String: String]) -> QuantilePinballLoss? {
    configured(options, number: "alpha") { alpha in
      alpha > 0 && alpha < 1 ? QuantilePinballLoss(alpha: alpha) : nil
    }
  }
}

extension Metric where Self == QuantilePinballLoss {
  /// The mean pinball loss of a level, or over all levels.
  public static func quantilePinballLoss(alpha: Double? = nil) -> QuantilePinballLoss {
    QuantilePinballLoss(alpha: alpha)
  }
}

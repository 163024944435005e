public import VaglioFindings

/// How much of the Brier score of always answering the prevalence the model saves, 1 − B/(π(1 − π)):
/// the Brier skill score.
///
/// 1 is perfect, 0 is no better than the prevalence π of these rows, below 0 is worse. Undefined with
/// one class, where π(1 − π) = 0. scikit-learn's `d2_brier_score`.
public struct D2BrierScore: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = Both<LossMoments<QuadraticProbabilityLoss>, ConfusionMatrix>

  public init() {}

  public var measure: Measure {
    Measure(
      name: "d2_brier_score", title: "D² Brier score",
      definition:
        "1 − B/(π(1 − π)): the share of the prevalence's Brier score that the model saves.",
      range: -Double.infinity...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { "Linearisation on the scale −ln(1 − x)" }

  public func makeStatistic() -> Statistic {
    Both(LossMoments(of: QuadraticProbabilityLoss()), ConfusionMatrix())
  }

  public func value(of reading: Statistic.Reading) throws(Undefined) -> Double {
    let prevalence = try Prevalence().value(of: reading.1)
    guard prevalence > 0 else { throw Undefined("no row is positive") }
    guard prevalence < 1 else { throw Undefined("no row is negative") }
    return 1 - reading.0.mean / (prevalence * (1 - prevalence))
  }

  /// φᵢ = −(lᵢ − B)/U + B/U²·(1 − 2π)·(yᵢ − π) with U = π(1 − π); none where every prediction is
  /// perfect, as few rows would then look certain.
  public func influence(
    of reading: Statistic.Reading, on outcomes: BinaryOutcomes
  ) -> Influence? {
    guard let π = try? Prevalence().value(of: reading.1), π > 0, π < 1, reading.0.mean > 0 else {
      return nil
    }
    let (loss, uncertainty) = (reading.0.mean, π * (1 - π))
    let slope = loss / uncertainty.square * (1 - 2 * π)
    return Influence { rows, φ in
      QuadraticProbabilityLoss().write(outcomes, rows: rows, into: φ)
      for (position, row) in rows.enumerated() {
        φ[position] =
          slope * (Double(outcomes.labels[row]) - π) - (φ[position] - loss) / uncertainty
      }
    }
  }

  public var scale: IntervalScale { .logarithmOfComplement }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }
}

extension Metric where Self == D2BrierScore {
  /// The share of the prevalence's Brier score that the model saves.
  public static var d2BrierScore: D2BrierScore { D2BrierScore() }
}

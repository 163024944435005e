public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How much of the log loss of always answering the prevalence the model saves, 1 − L/H(π).
///
/// 1 is perfect, 0 is no better than the prevalence π, below 0 is worse. Undefined with one class,
/// where H(π) = 0. McFadden's R² (1974) out of sample; scikit-learn's `d2_log_loss_score`.
public struct D2LogLoss: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = Both<LossMoments<LogarithmicLoss>, ConfusionMatrix>

  public init() {}

  public var measure: Measure {
    Measure(
      name: "d2_log_loss", title: "D² log loss",
      definition: "1 − L/H(π): the share of the prevalence's log loss H(π) that the model saves.",
      range: -Double.infinity...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { "Linearisation on the scale −ln(1 − x)" }

  public func makeStatistic() -> Statistic {
    Both(LossMoments(of: LogarithmicLoss()), ConfusionMatrix())
  }

  public func value(of reading: Statistic.Reading) throws(Undefined) -> Double {
    let prevalence = try Prevalence().value(of: reading.1)
    guard prevalence > 0 else { throw Undefined("no row is positive") }
    guard prevalence < 1 else { throw Undefined("no row is negative") }
    return 1 - reading.0.mean / entropy(prevalence)
  }

  /// φᵢ = −(lᵢ − L)/H + L/H²·ln((1−π)/π)·(yᵢ − π), as H′(π) = ln((1−π)/π).
  public func influence(
    of reading: Statistic.Reading, on outcomes: BinaryOutcomes
  ) -> Influence? {
    guard let π = try? Prevalence().value(of: reading.1), π > 0, π < 1 else { return nil }
    let (loss, entropy) = (reading.0.mean, entropy(π))
    let slope = loss / entropy.square * log((1 - π) / π)
    return Influence { rows, φ in
      LogarithmicLoss().write(outcomes, rows: rows, into: φ)
      for (position, row) in rows.enumerated() {
        φ[position] =
          slope * (Double(outcomes.labels[row]) - π) - (φ[position] - loss) / entropy
      }
    }
  }

  public var scale: IntervalScale { .logarithmOfComplement }

  public var needsProbabilities: Bool { true }

  private func entropy(_ π: Double) -> Double { -π * log(π) - (1 - π) * log1p(-π) }
}

extension Metric where Self == D2LogLoss {
  /// The share of the prevalence's log loss that the model saves.
  public static var d2LogLoss: D2LogLoss { D2LogLoss() }
}

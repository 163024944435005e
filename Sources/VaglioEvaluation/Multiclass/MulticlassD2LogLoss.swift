public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How much of the log loss of always answering the classes' shares the model saves, 1 − L/H.
///
/// H = −Σ πₖ ln πₖ over the classes that occur. 1 is perfect, 0 is no better than the shares.
/// Undefined with one class, where H = 0. scikit-learn's `d2_log_loss_score`.
public struct MulticlassD2LogLoss: Metric {
  public typealias Observed = MulticlassOutcomes
  public typealias Statistic = Both<LossMoments<ClassLogarithmicLoss>, ClassMatrix>

  public init() {}

  public var measure: Measure {
    Measure(
      name: "d2_log_loss", title: "D² log loss",
      definition:
        "1 − L/H: the share of the log loss H = −Σ π_k ln π_k of the classes' shares that "
        + "the model saves.",
      range: -Double.infinity...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { "Linearisation on the scale −ln(1 − x)" }

  public func makeStatistic() -> Statistic {
    Both(LossMoments(of: ClassLogarithmicLoss()), ClassMatrix())
  }

  public func value(of reading: Statistic.Reading) throws(Undefined) -> Double {
    guard reading.0.weight > 0 else { throw Undefined("there are no rows with scores") }
    guard reading.1.present.count > 1 else { throw Undefined("all rows are of one class") }
    return 1 - reading.0.mean / entropy(reading.1)
  }

  /// φᵢ = −(lᵢ − L)/H + L/H²·(−ln π(yᵢ) − H).
  public func influence(
    of reading: Statistic.Reading, on outcomes: MulticlassOutcomes
  ) -> Influence? {
    guard (try? value(of: reading)) != nil else { return nil }
    let (loss, table, entropy) = (reading.0.mean, reading.1, entropy(reading.1))
    let surprise = table.labelled.map { $0 > 0 ? -log($0 / table.total) - entropy : 0 }
    return Influence { rows, φ in
      ClassLogarithmicLoss().write(outcomes, rows: rows, into: φ)
      for (position, row) in rows.enumerated() {
        φ[position] =
          loss / entropy.square * surprise[Int(outcomes.labels[row])]
          - (φ[position] - loss) / entropy
      }
    }
  }

  public var scale: IntervalScale { .logarithmOfComplement }

  public var needsProbabilities: Bool { true }

  private func entropy(_ table: ClassTable) -> Double {
    table.present.reduce(0) {
      let share = table.labelled[$1] / table.total
      return $0 - share * log(share)
    }
  }
}

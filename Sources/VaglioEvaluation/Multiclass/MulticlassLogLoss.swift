public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// −ln of the probability that the scores give to the class that came true.
public struct ClassLogarithmicLoss: RowLoss {
  public typealias Observed = MulticlassOutcomes

  /// Probabilities are kept this far from 0, 2.2·10⁻¹⁶, as in two classes.
  public static let clip = LogarithmicLoss.clip

  public init() {}

  @discardableResult
  public func write(
    _ outcomes: MulticlassOutcomes, rows: Range<Int>,
    into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    guard !outcomes.scores.isEmpty else {
      losses.update(repeating: .nan)
      return 0
    }
    var clipped = 0
    for (position, row) in rows.enumerated() {
      let probability = outcomes.scores[Int(outcomes.labels[row])][row]
      if probability < Self.clip { clipped &+= 1 }
      losses[position] = -log(min(max(probability, Self.clip), 1))
    }
    return clipped
  }

  public func notes(on moments: Moments) -> [String] {
    moments.mended == 0
      ? [] : ["\(moments.mended) probabilities of 0 were clipped to 2.2e-16"]
  }
}

/// Mean of −ln p(label), in nats.
///
/// Needs scores that are probabilities; those of the label below 2.2·10⁻¹⁶ are clipped and counted in
/// a note.
public struct MulticlassLogLoss: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "log_loss", title: "Log loss",
      definition: "Mean of −ln of the label's probability, kept 2.2e-16 away from 0.",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "nats")
  }

  public var loss: ClassLogarithmicLoss { ClassLogarithmicLoss() }

  public var emptiness: String { "there are no rows with scores" }

  public var needsProbabilities: Bool { true }
}

public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// −ln of the probability that the score gives to what came true.
public struct LogarithmicLoss: RowLoss {
  /// Probabilities are kept this far from 0 and 1, 2.2·10⁻¹⁶, as scikit-learn keeps doubles, so that
  /// one sure mistake costs 36.04 nats and not infinitely many.
  public static let clip = Double.ulpOfOne

  public init() {}

  public var isSkewed: Bool { true }

  @discardableResult
  public func write(
    _ outcomes: BinaryOutcomes, rows: Range<Int>, into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    var clipped = 0
    let known = outcomes.logarithmicLosses
    for (position, row) in rows.enumerated() {
      losses[position] = known[row]
      let score = outcomes.scores[row]
      if score < Self.clip || score > 1 - Self.clip { clipped &+= 1 }
    }
    return clipped
  }

  /// The loss of a row with this label and score.
  @inline(__always)
  fileprivate static func loss(label: UInt8, score: Double) -> Double {
    label == 1 ? -log(min(max(score, clip), 1)) : -log1p(-min(max(score, 0), 1 - clip))
  }

  public func notes(on moments: Moments) -> [String] {
    moments.mended == 0
      ? [] : ["\(moments.mended) probabilities of 0 or 1 were clipped to 2.2e-16 from there"]
  }
}

extension BinaryOutcomes {
  /// The logarithmic loss of every row, worked out once: a logarithm costs more than all the rest.
  fileprivate var logarithmicLosses: [Double] {
    losses.value { zip(labels, scores).map { LogarithmicLoss.loss(label: $0, score: $1) } }
  }
}

/// Mean of −ln p(label), in nats.
///
/// Needs scores that are probabilities. Those nearer than 2.2·10⁻¹⁶ to 0 or 1 are clipped and
/// counted in a note.
public struct LogLoss: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "log_loss", title: "Log loss",
      definition: "Mean of −y ln p − (1 − y) ln(1 − p), p kept 2.2e-16 away from 0 and 1.",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "nats")
  }

  public var loss: LogarithmicLoss { LogarithmicLoss() }

  public var needsProbabilities: Bool { true }
}

extension Metric where Self == LogLoss {
  /// Log loss.
  public static var logLoss: LogLoss { LogLoss() }
}

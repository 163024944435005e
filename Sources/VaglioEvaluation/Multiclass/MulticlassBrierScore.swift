public import VaglioFindings

/// Σ (pₖ − yₖ)² over classes of a row's probabilities p, y being 1 for the label's class and 0 for
/// others; half of it on request.
public struct ClassQuadraticLoss: RowLoss {
  public typealias Observed = MulticlassOutcomes

  /// How far a row's probabilities may miss the sum 1 without a note.
  public static let tolerance = 1e-6

  /// Whether the sum is halved.
  public let isHalved: Bool

  /// The loss, halved or not.
  public init(isHalved: Bool) { self.isHalved = isHalved }

  @discardableResult
  public func write(
    _ outcomes: MulticlassOutcomes, rows: Range<Int>,
    into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    guard !outcomes.scores.isEmpty else {
      losses.update(repeating: .nan)
      return 0
    }
    losses.update(repeating: 0)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count) { sums in
      sums.initialize(repeating: 0)
      for (number, column) in outcomes.scores.enumerated() {
        add(column, Int32(number), outcomes.labels, rows, to: losses, sums)
      }
      if isHalved { for position in losses.indices { losses[position] /= 2 } }
      return sums.count { abs($0 - 1) > Self.tolerance }
    }
  }

  private func add(
    _ column: [Double], _ number: Int32, _ labels: [Int32], _ rows: Range<Int>,
    to losses: UnsafeMutableBufferPointer<Double>, _ sums: UnsafeMutableBufferPointer<Double>
  ) {
    column.withUnsafeBufferPointer { column in
      labels.withUnsafeBufferPointer { labels in
        for position in 0..<rows.count {
          let row = rows.lowerBound &+ position
          let miss = column[row] - (labels[row] == number ? 1 : 0)
          losses[position] += miss * miss
          sums[position] += column[row]
        }
      }
    }
  }

  public func notes(on moments: Moments) -> [String] {
    moments.mended == 0
      ? [] : ["the probabilities of \(moments.mended) rows miss the sum 1 by more than 1e-6"]
  }
}

/// Mean of Σ (pₖ − yₖ)² over classes: 0 is perfect, 2 is always surely wrong.
///
/// Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2, as he wrote it. With
/// `scale_by_half=true` the halved form, from 0 to 1, which is what is usual for two classes.
public struct MulticlassBrierScore: MeanMetric {
  /// Whether the sum over classes is halved.
  public let isHalved: Bool

  /// The Brier score, halved or not.
  public init(isHalved: Bool = false) { self.isHalved = isHalved }

  public var measure: Measure {
    Measure(
      name: isHalved ? "brier_score[scale_by_half=true]" : "brier_score",
      title: isHalved ? "Brier score, halved" : "Brier score",
      definition: isHalved
        ? "Mean of ½ Σ (p_k − y_k)² over classes." : "Mean of Σ (p_k − y_k)² over classes.",
      range: 0...(isHalved ? 1 : 2), direction: .lowerIsBetter,
      source: "doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2")
  }

  public var loss: ClassQuadraticLoss { ClassQuadraticLoss(isHalved: isHalved) }

  public var emptiness: String { "there are no rows with scores" }

  public var needsProbabilities: Bool { true }

  public var options: [MetricOption] {
    [
      MetricOption(
        "scale_by_half", "true or false", "whether the sum over classes is halved",
        standard: "false",
        example: "true")
    ]
  }

  public func configured(_ options: [String: String]) -> MulticlassBrierScore? {
    guard let text = options["scale_by_half"] else { return options.isEmpty ? self : nil }
    guard options.count == 1, let isHalved = Bool(text) else { return nil }
    return MulticlassBrierScore(isHalved: isHalved)
  }
}

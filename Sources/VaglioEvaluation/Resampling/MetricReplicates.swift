internal import VaglioFindings
internal import VaglioStatistics

extension Metric {
  /// The value in each replicate: from the metric's own resampling where it has one and rows are
  /// whole, else from what its statistic reads there.
  public func replicates(in block: ReplicateBlock<Observed>) -> [Double?] {
    if let drawn = block.plainMultiplicities, let own = prepared(in: block.source) {
      return Self.columns(of: drawn, own)
    }
    return block.readings(of: makeStatistic()).map { try? value(of: $0) }
  }

  private func prepared(in source: ReplicateSource<Observed>) -> Resampling? {
    source.prepared(self) { resampling(of: source.readings.reading(for: self)) }
  }

  private static func columns(
    of drawn: ResamplingDesign.Multiplicities, _ resampling: Resampling
  ) -> [Double?] {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: drawn.count) { weights in
      (0..<16).map { lane in
        for row in 0..<drawn.count { weights[row] = UInt8(clamping: drawn[row][lane]) }
        return resampling(UnsafeBufferPointer(weights))
      }
    }
  }
}

extension ReplicateBlock<BinaryOutcomes> {
  /// The curves of the sixteen replicates; `nil` where rows have weights.
  var curves: LaneCurve.Values? {
    guard let drawn = plainMultiplicities else { return nil }
    let curve = source.prepared("curve") { LaneCurve(outcomes.order, labels: outcomes.labels) }
    return shared("curves") { curve.values(drawn) }
  }
}

extension ROCAUC {
  public func replicates(in block: ReplicateBlock<BinaryOutcomes>) -> [Double?] {
    block.curves?.areas ?? block.readings(of: makeStatistic()).map { try? value(of: $0) }
  }
}

extension GiniCoefficient {
  public func replicates(in block: ReplicateBlock<BinaryOutcomes>) -> [Double?] {
    ROCAUC().replicates(in: block).map { $0.map { 2 * $0 - 1 } }
  }
}

extension AveragePrecision {
  public func replicates(in block: ReplicateBlock<BinaryOutcomes>) -> [Double?] {
    block.curves?.averagePrecisions
      ?? block.readings(of: makeStatistic()).map { try? value(of: $0) }
  }
}

extension KolmogorovSmirnov {
  public func replicates(in block: ReplicateBlock<BinaryOutcomes>) -> [Double?] {
    block.curves?.gaps ?? block.readings(of: makeStatistic()).map { try? value(of: $0) }
  }
}

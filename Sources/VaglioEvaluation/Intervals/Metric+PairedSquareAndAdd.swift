internal import VaglioFindings
internal import VaglioStatistics

extension Metric {
  /// The intervals of a difference from the two models' own intervals and the correlation of their
  /// rows' influences: for metrics whose own interval is better than a symmetric one.
  ///
  /// Where a model's influences show no variance, nothing is known of the correlation, and 0 stands
  /// for it. `nil` where a model has no interval.
  func squareAndAdd(
    of pair: Paired<Observed>, candidate: Reading, production: Reading,
    influences: (Influence?, Influence?)? = nil
  ) -> Intervals? {
    guard !pair.areIdentical,
      let first = try? value(of: candidate), let second = try? value(of: production),
      let own = intervals(of: candidate), let other = intervals(of: production)
    else { return nil }
    if !needsProbabilities, let order = candidate as? RankedRows,
      let other = production as? RankedRows, order.ranksAlike(other)
    {
      return { level in Interval(lower: 0, upper: 0, level: level, method: "same-ranking") }
    }
    let (φ, ψ) =
      influences
      ?? (
        influence(of: candidate, on: pair.candidate), influence(of: production, on: pair.production)
      )
    let correlation = CorrelationSums(φ, ψ, on: pair.rows)?.correlation ?? 0
    return { level in
      guard let left = own(level), let right = other(level) else { return nil }
      return PairedSquareAndAdd.difference(
        (first, left), (second, right), correlation: correlation, level: level)
    }
  }
}

/// The sums of squares and of products of two lists, the same bits whatever the order of their rows.
private struct CorrelationSums {
  private var (squares, others, products) = (ExactSum(), ExactSum(), ExactSum())

  /// The sums of two models' influences, over rows that count as often as their frequency; `nil` where
  /// one is not known.
  init?(_ first: Influence?, _ second: Influence?, on all: Rows) {
    guard let first, let second else { return nil }
    forEachBlock(of: 0..<all.count) { rows, φ in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count) { space in
        let ψ = UnsafeMutableBufferPointer(rebasing: space[0..<rows.count])
        first.write(rows, φ)
        second.write(rows, ψ)
        if let weights = all.weights {
          for (position, row) in rows.enumerated() {
            let root = weights[row].squareRoot()
            φ[position] *= root
            ψ[position] *= root
          }
        }
        add(φ, ψ)
      }
    }
  }

  private mutating func add(
    _ a: UnsafeMutableBufferPointer<Double>, _ b: UnsafeMutableBufferPointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: a.count) { terms in
      for position in a.indices { terms[position] = a[position] * a[position] }
      squares.add(UnsafeBufferPointer(rebasing: terms[0..<a.count]))
      for position in a.indices { terms[position] = b[position] * b[position] }
      others.add(UnsafeBufferPointer(rebasing: terms[0..<a.count]))
      for position in a.indices { terms[position] = a[position] * b[position] }
      products.add(UnsafeBufferPointer(rebasing: terms[0..<a.count]))
    }
  }

  /// Σφψ/√(Σφ²·Σψ²); 0 where a list does not vary.
  var correlation: Double {
    let scale = squares.value.squareRoot() * others.value.squareRoot()
    return scale > 0 ? products.value / scale : 0
  }
}

/// Bins between quantiles of the pooled sample: the same when reference and current are exchanged,
/// and under every monotone map of the values.
struct QuantileBins: Hashable, Sendable {
  /// The greatest value of each bin but the last, ascending: bin k holds edges[k − 1] < x ≤ edges[k].
  let edges: [Double]

  /// At most `count` bins of as equal numbers of pooled rows as ties allow: fewer where a value
  /// spans several quantiles, or where the smaller sample has fewer than five rows for each; at least
  /// two.
  init(_ pair: TiedPair, count most: Int) {
    let smaller = min(pair.referenceCount, pair.currentCount)
    let count = max(2, min(most, smaller / Int(CellCounts.fewestExpected)))
    var (edges, seen, next) = ([Double](), 0, 1)
    let rows = pair.pooledCount
    for place in pair.values.indices.dropLast() where next < count {
      seen += Int(pair.reference[place]) + Int(pair.current[place])
      if seen * count >= next * rows {
        edges.append(pair.values[place])
        while next < count, seen * count >= next * rows { next += 1 }
      }
    }
    self.edges = edges
  }

  /// The number of bins.
  var count: Int { edges.count + 1 }

  /// The rows of both samples in each bin.
  func cells(_ pair: TiedPair) -> CellCounts {
    var reference = [Int](repeating: 0, count: count)
    var current = reference
    var bin = 0
    for place in pair.values.indices {
      while bin < edges.count, pair.values[place] > edges[bin] { bin += 1 }
      reference[bin] += Int(pair.reference[place])
      current[bin] += Int(pair.current[place])
    }
    return CellCounts(reference: reference, current: current)
  }
}

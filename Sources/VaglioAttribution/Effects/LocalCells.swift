/// The cells of two features' bins.
struct LocalCells: Sendable {
  let first: LocalBins
  let second: LocalBins
  /// The cell of each row, first bin × second bins + second bin.
  let cellOfRow: [Int]
  /// How many rows each cell has.
  let counts: [Int]
  /// The cell that each takes its step from: itself, or the nearest that has rows.
  let sources: [Int]

  init(_ first: LocalBins, _ second: LocalBins) {
    (self.first, self.second) = (first, second)
    let across = second.counts.count
    cellOfRow = zip(first.bins, second.bins).map { $0 * across + $1 }
    var counts = [Int](repeating: 0, count: first.counts.count * across)
    for cell in cellOfRow { counts[cell] += 1 }
    self.counts = counts
    let middles = (Self.middles(first.edges), Self.middles(second.edges))
    let full = counts.indices.filter { counts[$0] > 0 }
    sources = counts.indices.map { cell in
      guard counts[cell] == 0 else { return cell }
      let x = middles.0[cell / across]
      let y = middles.1[cell % across]
      func distance(_ other: Int) -> Double {
        let (a, b) = (x - middles.0[other / across], y - middles.1[other % across])
        return a * a + b * b
      }
      return full.min { (distance($0), $0) < (distance($1), $1) } ?? cell
    }
  }

  /// The middles of bins, in shares of the range.
  private static func middles(_ edges: [Double]) -> [Double] {
    let range = (edges.last ?? 0) - (edges.first ?? 0)
    return zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 / range }
  }
}

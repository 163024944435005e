internal import VaglioFindings

/// The rows of two samples in some cells: levels, or bins of numbers.
struct CellCounts: Hashable, Sendable {
  let reference: [Int]
  let current: [Int]
  let referenceCount: Int
  let currentCount: Int
  /// How many rare levels share the last cell; 0 where none do.
  let joined: Int

  /// Cells as they are; those that are empty on both sides are left out.
  init(reference: [Int], current: [Int], joined: Int = 0) {
    let kept = reference.indices.filter { reference[$0] + current[$0] > 0 }
    self.reference = kept.map { reference[$0] }
    self.current = kept.map { current[$0] }
    referenceCount = reference.reduce(0, +)
    currentCount = current.reduce(0, +)
    self.joined = joined
  }

  /// The number of cells.
  var count: Int { reference.count }

  /// The same with the two samples exchanged.
  var exchanged: CellCounts {
    CellCounts(reference: current, current: reference, joined: joined)
  }

  /// The rows that a cell must be expected to have on either side for the chi-squared
  /// approximation (Cochran 1952, doi:10.1214/aoms/1177729380).
  static let fewestExpected = 5.0

  /// The largest share of the pooled rows that rare levels may have together.
  static let mostJoined = 0.2

  /// The same with all levels joined of which either sample is expected to have fewer than five
  /// rows, judged by the pooled counts, so that joining can't feign a drift; two levels are left.
  ///
  /// - Throws: `Undefined` where rare levels have more than a fifth of the rows, so that joining
  ///   them would hide what is compared.
  func joiningRare() throws(Undefined) -> CellCounts {
    let pooled = Double(referenceCount + currentCount)
    let scale = Double(min(referenceCount, currentCount)) / pooled
    func expected(_ cell: Int) -> Double { Double(reference[cell] + current[cell]) * scale }
    var rare = reference.indices.filter { expected($0) < Self.fewestExpected }
    guard count > 2, !rare.isEmpty else { return self }
    let share = rare.reduce(0.0) { $0 + Double(reference[$1] + current[$1]) } / pooled
    guard share <= Self.mostJoined else {
      throw Undefined(
        "\(rare.count) of \(count) levels are expected fewer than five times on one side, and they "
          + "have more than a fifth of the rows; group the levels or take more rows")
    }
    let common = reference.indices.filter { expected($0) >= Self.fewestExpected }
      .sorted { (expected($0), $0) < (expected($1), $1) }
    if rare.reduce(0, { $0 + expected($1) }) < Self.fewestExpected, common.count > 1 {
      rare.append(common[0])
    }
    let apart = Set(rare)
    let kept = reference.indices.filter { !apart.contains($0) }
    return CellCounts(
      reference: kept.map { reference[$0] } + [rare.reduce(0) { $0 + reference[$1] }],
      current: kept.map { current[$0] } + [rare.reduce(0) { $0 + current[$1] }],
      joined: rare.count)
  }
}

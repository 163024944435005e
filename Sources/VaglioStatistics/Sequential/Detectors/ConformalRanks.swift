/// Ranks of a stream's scores among all before them, in bounded memory: O(log bins) a row.
///
/// A score counts as the number of the bin it falls into, between cuts fixed beforehand. A bin's number
/// is a measure of nonconformity like any other, and ties are broken at random, so that the p-values of
/// exchangeable rows stay exactly independent and uniform; what cuts lie apart is power alone.
struct ConformalRanks: Hashable, Sendable {
  let cuts: [Double]
  private(set) var rowCount = 0
  /// A Fenwick tree of counts by bin (Fenwick 1994, doi:10.1002/spe.4380240306), from 1.
  private var tree: [Int]

  init(cuts: [Double]) throws(SequentialError) {
    self.cuts = try Cuts.checked(cuts)
    tree = Array(repeating: 0, count: cuts.count + 2)
  }

  /// Adds a score and gives its p-value (#{aᵢ > aₙ} + θ·#{aᵢ = aₙ})/n, itself among the equal ones.
  mutating func pValue(of score: Double, theta: Double) -> Double {
    let bin = Cuts.bin(of: score, in: cuts) + 1
    insert(bin)
    rowCount += 1
    let upTo = total(upTo: bin)
    let equal = upTo - total(upTo: bin - 1)
    return (Double(rowCount - upTo) + theta * Double(equal)) / Double(rowCount)
  }

  private mutating func insert(_ bin: Int) {
    var place = bin
    while place < tree.count {
      tree[place] += 1
      place += place & -place
    }
  }

  private func total(upTo bin: Int) -> Int {
    var (place, sum) = (bin, 0)
    while place > 0 {
      sum += tree[place]
      place &= place - 1
    }
    return sum
  }

  mutating func reset() {
    rowCount = 0
    tree = Array(repeating: 0, count: cuts.count + 2)
  }
}

extension ConformalRanks: Codable {
  private enum CodingKeys: String, CodingKey { case cuts, rowCount, tree }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(cuts: container.decode([Double].self, forKey: .cuts))
    rowCount = try container.decode(Int.self, forKey: .rowCount)
    tree = try container.decode([Int].self, forKey: .tree)
    guard tree.count == cuts.count + 2, rowCount >= 0,
      tree.allSatisfy({ 0...rowCount ~= $0 }), total(upTo: cuts.count + 1) == rowCount
    else { throw SavedState.damaged(container, "the ranks of a conformal test") }
  }
}

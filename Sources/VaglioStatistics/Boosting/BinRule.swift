/// How the values of one column become the numbers of bins.
public enum BinRule: Hashable, Sendable {
  /// A number falls into the bin that counts the cuts below it; a missing one into a bin of its own
  /// behind them. Cuts ascend.
  case cuts([Double])
  /// A category falls into the bin of its level; levels without one share the bin `rest`, missing
  /// values have `rest` + 1.
  case levels([UInt8], rest: UInt8)

  /// How many bins hold values; for numbers that is the number of the bin of missing ones.
  var valueBins: Int {
    switch self {
    case .cuts(let cuts): cuts.count + 1
    case .levels(_, let rest): Int(rest) + 2
    }
  }

  var isNumeric: Bool {
    if case .cuts = self { return true }
    return false
  }

  /// The rule for the sampled numbers of a column, at most `limit` bins of nearly equal counts.
  static func quantiles(of numbers: [Double], limit: Int) -> BinRule {
    let present = numbers.filter { !$0.isNaN }
    let order = ScoreOrder(present)
    guard order.groupCount > 1 else { return .cuts([]) }
    func value(_ group: Int) -> Double { present[Int(order.rows[order.start(ofGroup: group)])] }
    var cuts: [Double] = []
    let (count, all) = (present.count, order.groupCount <= limit)
    for group in 0..<order.groupCount - 1 {
      let target = count * (cuts.count + 1) / limit
      guard all || Int(order.groupEnds[group]) >= target else { continue }
      let (low, high) = (value(group), value(group + 1))
      let middle = low / 2 + high / 2
      cuts.append(middle >= low && middle < high ? middle : low)
      if cuts.count == limit - 1 { break }
    }
    return .cuts(cuts)
  }

  /// The rule for sampled codes: the most frequent levels have bins of their own, of equally frequent
  /// ones those with the lower codes.
  static func frequent(_ codes: some Sequence<Int32>, levels: Int, limit: Int) -> BinRule {
    var counts = [Int](repeating: 0, count: levels)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    let most = limit - 2
    let kept = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(most).sorted()
    let rest = UInt8(kept.count)
    var bins = [UInt8](repeating: rest, count: levels)
    for (bin, level) in kept.enumerated() { bins[level] = UInt8(bin) }
    return .levels(bins, rest: rest)
  }

  /// The bins of a column's values.
  func bins(of values: LearnerColumn.Values) -> [UInt8]? {
    switch (self, values) {
    case (.cuts(let cuts), .numbers(let numbers)):
      cuts.withUnsafeBufferPointer { cuts in
        numbers.map { $0.isNaN ? UInt8(cuts.count + 1) : UInt8(cuts.countBelow($0)) }
      }
    case (.levels(let bins, let rest), .categories(let codes, _)):
      codes.map { code in
        code < 0 ? rest + 1 : Int(code) < bins.count ? bins[Int(code)] : rest
      }
    default: nil
    }
  }
}

extension UnsafeBufferPointer<Double> {
  /// How many of these ascending numbers are less than `value`.
  @inline(__always)
  fileprivate func countBelow(_ value: Double) -> Int {
    var (low, size) = (0, count)
    while size > 0 {
      let half = size &>> 1
      let isBelow = self[low &+ half] < value
      low = isBelow ? low &+ half &+ 1 : low
      size = isBelow ? size &- half &- 1 : half
    }
    return low
  }
}

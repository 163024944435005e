/// Ascending places that divide the line into bins.
enum Cuts {
  /// Cuts that are finite and strictly ascending, 1 to 65,536 of them.
  static func checked(_ cuts: [Double]) throws(SequentialError) -> [Double] {
    guard 1...65_536 ~= cuts.count, cuts.allSatisfy(\.isFinite),
      zip(cuts, cuts.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw .setting("cuts", expected: "1 to 65536 finite numbers, strictly ascending")
    }
    return cuts
  }

  /// How many cuts lie below a value: bin 0 is up to the first cut, included.
  @inline(__always)
  static func bin(of value: Double, in cuts: [Double]) -> Int {
    cuts.withUnsafeBufferPointer { cuts in
      var (start, length) = (0, cuts.count)
      // Halving without branches: `start` cuts are known to lie below.
      while length > 1 {
        let half = length &>> 1
        start = cuts[start &+ half &- 1] < value ? start &+ half : start
        length &-= half
      }
      return start &+ (cuts[start] < value ? 1 : 0)
    }
  }

  /// At most `count` cuts at even ranks of sorted values, ties once, the greatest value included.
  static func ofRanks(_ sorted: [Double], count: Int) -> [Double] {
    var cuts: [Double] = []
    for index in 1...count {
      let value = sorted[(sorted.count * index + count - 1) / count - 1]
      if cuts.last != value { cuts.append(value) }
    }
    return cuts
  }
}

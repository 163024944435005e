internal import VaglioStatistics

/// Values in ascending order with their weights.
struct SortedValues {
  private let values: [Double]
  /// The row of each value.
  private let order: [UInt32]
  /// Σ of ticks up to and with each value.
  private let cumulative: [Int128]

  /// One value per row; rows without weight are left out.
  init(_ unsorted: [Double], of rows: LabelledRows<Double>) {
    order = ScoreOrder(unsorted).rows.filter { rows.tick(Int($0)) > 0 }
    values = order.map { unsorted[Int($0)] }
    var sum = Int128(0)
    cumulative = order.map { row in
      sum += rows.tick(Int(row))
      return sum
    }
  }

  /// Σ of ticks.
  var total: Int128 { cumulative.last ?? 0 }

  /// The value of the row that holds a rank, from 1 to ``total``.
  func value(atRank rank: Int128) -> Double { values[position(ofRank: rank)] }

  private func position(ofRank rank: Int128) -> Int { position { $0 >= rank } }

  /// The first value whose cumulative weight fulfils a condition that, once true, stays true.
  private func position(_ holds: (Int128) -> Bool) -> Int {
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if holds(cumulative[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The quantile: where the distribution function reaches `probability`, in the middle of the
  /// values between which it is flat there (type 2 of Hyndman and Fan 1996,
  /// doi:10.1080/00031305.1996.10473566).
  ///
  /// A weight within 2⁻⁴⁰ of the share counts as the share: 0.9 of ten rows is nine.
  func quantile(_ probability: Double) -> Double {
    let place = probability * total.asDouble
    let slack = place * 0x1p-40
    let lower = position { $0.asDouble >= place - slack }
    let isFlat = cumulative[lower].asDouble <= place + slack && lower + 1 < values.count
    return isFlat ? (values[lower] + values[lower + 1]) / 2 : values[lower]
  }

  /// The quantile when each row counts as often as its weight says; `nil` when none counts.
  func quantile(_ probability: Double, _ weights: UnsafeBufferPointer<UInt8>) -> Double? {
    let total = weights.reduce(0) { $0 &+ Int($1) }
    guard total > 0 else { return nil }
    let place = probability * Double(total)
    let slack = place * 0x1p-40
    var (sum, lower) = (0, Double?.none)
    for (position, row) in order.enumerated() where weights[Int(row)] > 0 {
      if let lower { return (lower + values[position]) / 2 }
      sum += Int(weights[Int(row)])
      if Double(sum) > place + slack { return values[position] }
      if Double(sum) >= place - slack { lower = values[position] }
    }
    return lower
  }
}

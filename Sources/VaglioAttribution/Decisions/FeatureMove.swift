internal import VaglioModels
internal import VaglioTables

/// Something of a row that can be changed: a feature, or a one-hot group as a whole.
struct FeatureMove: Sendable {
  /// One way to change it.
  struct Choice: Sendable {
    /// One number per feature, or the code of a text.
    let values: [Double]
    /// Its part in the distance.
    let cost: Double
  }

  /// The feature's or group's name.
  let name: String
  /// The places of its features.
  let features: [Int]
  /// What it can be changed to, cheapest first.
  let choices: [Choice]
  /// The cost of a number, where it is one whose choices can be refined; else `nil`.
  let scale: NumberScale?
}

/// How a number may change, and what that costs.
struct NumberScale: Sendable {
  /// The row's number; NaN where it is missing.
  let own: Double
  /// The unit of the distance: the median absolute deviation, or else half the range between the
  /// quartiles, which is the same of symmetric numbers, or else the whole range; 1 for none.
  let unit: Double
  /// The factor of its part in the distance.
  let weight: Double
  /// The numbers that it may take.
  let range: ClosedRange<Double>
  /// Whether only whole numbers are possible.
  let isWhole: Bool

  /// The cost of a change to a number; that of a missing one is a unit.
  func cost(_ number: Double) -> Double {
    own.isNaN ? weight : weight * (number - own).magnitude / unit
  }

  /// Whether a change to a number is allowed and is one.
  func allows(_ number: Double) -> Bool {
    number != own && range.contains(number) && (!isWhole || number == number.rounded())
  }

  /// The number within which half of the reference numbers lie around their median, as a unit.
  static func unit(_ sorted: [Double]) -> Double {
    guard let first = sorted.first, let last = sorted.last else { return 1 }
    let median = quantile(sorted, 0.5)
    let deviation = quantile(sorted.map { ($0 - median).magnitude }.sorted(), 0.5)
    if deviation > 0 { return deviation }
    let quartiles = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2
    if quartiles > 0 { return quartiles }
    return last > first ? last - first : 1
  }

  /// The quantile of sorted numbers, linear between neighbours (type 7 of Hyndman and Fan 1996).
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}

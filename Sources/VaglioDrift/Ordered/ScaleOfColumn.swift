#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The spread by which a Wasserstein distance is divided, of the pooled sample: the same when
/// reference and current are exchanged.
struct ScaleOfColumn: Hashable, Sendable {
  /// What the spread is.
  enum Basis: String, Hashable, Sendable {
    case interquartileRange = "the pooled interquartile range"
    /// 1.349 standard deviations, the interquartile range of a normal with this deviation.
    case standardDeviation = "1.349 pooled standard deviations, as the interquartile range is 0"
    /// Both samples are one and the same constant.
    case none = "nothing, as all values are equal"
  }

  let spread: Double
  let basis: Basis

  /// The spread of the finite pooled sample.
  init(_ pair: TiedPair) {
    let range = pair.pooledQuantile(0.75) - pair.pooledQuantile(0.25)
    if range > 0 {
      (spread, basis) = (range, .interquartileRange)
    } else if pair.values.count > 1 {
      (spread, basis) = (1.348_979_500_392_163_6 * Self.deviation(pair), .standardDeviation)
    } else {
      (spread, basis) = (1, .none)
    }
  }

  private static func deviation(_ pair: TiedPair) -> Double {
    let count = Double(pair.pooledCount)
    var (mean, square) = (RunningSum(), RunningSum())
    for place in pair.values.indices {
      mean.add(pair.values[place] / count * Double(pair.reference[place] + pair.current[place]))
    }
    for place in pair.values.indices {
      let off = pair.values[place] - mean.value
      square.add(off * off / count * Double(pair.reference[place] + pair.current[place]))
    }
    return square.value.squareRoot()
  }
}

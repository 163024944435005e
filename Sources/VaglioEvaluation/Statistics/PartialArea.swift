internal import VaglioStatistics

/// The area under the ROC curve up to a false positive rate f, ∫₀ᶠ ROC, with its influence.
///
/// Between distinct scores the curve is linear, as ties counted half ask for. Dodd and Pepe 2003,
/// doi:10.1111/1541-0420.00071; variance by placements truncated at f, He and Escobar 2008,
/// doi:10.1002/sim.3335.
struct PartialArea {
  /// ∫₀ᶠ ROC, between 0 and f.
  let area: Double
  /// The greatest false positive rate.
  let rate: Double
  /// The scores from the highest down: the derivatives of the area by the shares of positives and of
  /// negatives that have the score.
  private let slopes: [(ofPositive: Double, ofNegative: Double)]
  /// The mean of the negatives' derivatives over negatives; that of the positives' is the area.
  private let negativeMean: Double

  /// - Precondition: both classes have weight, and `rate` is above 0 and at most 1.
  init(_ curve: RankedCurve, upTo rate: Double) {
    let (m, n) = (curve.positives, curve.negatives)
    func point(_ place: Int) -> (x: Double, y: Double) {
      (curve.falsePositives[place] / n, curve.truePositives[place] / m)
    }
    // The last place that is not beyond the rate, and the share of the next group's negatives that
    // still fits.
    let last = Self.lastPlace(curve, rate)
    let (start, end) = (point(last), point(min(last + 1, curve.scores)))
    let width = end.x - start.x
    let rest = width > 0 ? max(0, rate - start.x) : 0
    let part = width > 0 ? rest / width : 0
    let height = start.y + part * (end.y - start.y)
    var sum = BufferedSum()
    var slopes: [(ofPositive: Double, ofNegative: Double)] = []
    slopes.reserveCapacity(last + 1)
    for place in stride(from: 1, through: last, by: 1) {
      let (from, to) = (point(place - 1), point(place))
      let middle = (from.y + to.y) / 2
      sum.add((to.x - from.x) * middle)
      slopes.append((rate - (from.x + to.x) / 2, middle - height))
    }
    if width > 0 {
      sum.add(rest * (start.y + height) / 2)
      slopes.append((part * rest / 2, -part * part * (end.y - start.y) / 2))
    }
    self.slopes = slopes
    (area, self.rate) = (sum.value, rate)
    var mean = BufferedSum()
    for (index, slope) in slopes.enumerated() {
      mean.add((curve.falsePositives[index + 1] - curve.falsePositives[index]) / n * slope.1)
    }
    negativeMean = mean.value
  }

  private static func lastPlace(_ curve: RankedCurve, _ rate: Double) -> Int {
    let beyond = curve.firstPlace { curve.falsePositives[$0] / curve.negatives > rate }
    return curve.falsePositives[beyond] / curve.negatives > rate ? beyond - 1 : beyond
  }
}

extension PartialArea {
  /// The area where chance has ½ and perfection 1: ½(1 + (A − f²/2)/(f − f²/2)), McClish 1989,
  /// doi:10.1177/0272989X8900900307.
  var standardized: Double { Self.standardized(area, upTo: rate) }

  /// The standardized area that belongs to an area.
  static func standardized(_ area: Double, upTo rate: Double) -> Double {
    let (least, most) = (rate * rate / 2, rate)
    return min(1, max(0, (1 + (area - least) / (most - least)) / 2))
  }

  /// How many rows the area rests on: the positives, or the negatives up to the rate, whichever are
  /// fewer.
  static func trials(_ curve: RankedCurve, upTo rate: Double) -> Double {
    min(curve.positives, max(1, rate * curve.negatives))
  }

  /// The influence on the standardized area of a positive and of a negative with the i-th highest
  /// score.
  func influence(ofScore index: Int, on curve: RankedCurve) -> (positive: Double, negative: Double)
  {
    let scale = 1 / (2 * rate - rate * rate)
    let slope = index < slopes.count ? slopes[index] : (ofPositive: 0, ofNegative: 0)
    return (
      curve.total / curve.positives * (slope.ofPositive - area) * scale,
      curve.total / curve.negatives * (slope.ofNegative - negativeMean) * scale
    )
  }
}
